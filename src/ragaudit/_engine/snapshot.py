"""A source of which nothing changed is not described again.

Only a freshness run asks for it. What it rests on is checked, not assumed: the code, the settings,
the stamp of every document, and all that stands around them.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

import msgspec

from ragaudit._engine.cache import Cache
from ragaudit._engine.fetching import LASTING
from ragaudit._engine.pool import Pool
from ragaudit._engine.progress import Progress
from ragaudit._engine.reading import Listing, Reading, read_source
from ragaudit.model import Document, Skip

MAX_BYTES = 1_000_000_000
"""Of one snapshot, unpacked; a larger one was not written by a run that ended well."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a source amounted to."""

    documents: tuple[Document, ...]
    skips: tuple[Skip, ...]
    notes: tuple[str, ...]


def read_changed(
    listing: Listing,
    reading: Reading,
    pool: Pool,
    cache: Cache,
    version: str,
    progress: Progress,
) -> None:
    """As `read_source`, but what was kept of exactly this state is taken as it is.

    The state is taken before anything is read: what changes meanwhile belongs to another one.
    """
    state = state_of(listing, version)
    found = recalled(listing, state, cache) if state else None
    if found is None:
        read_source(listing, reading, pool, cache, version, progress)
        if state is not None:
            keep(listing, state, reading, cache)
        return
    refs = {ref.native_id: ref for ref in listing.refs}
    for document in found.documents:
        reading.documents[document.id] = document
        reading.refs[document.id] = refs[document.native_id]
    reading.skips.extend(found.skips)
    listing.notes = found.notes
    progress.step(len(listing.refs))


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Snapshot).decode


def state_of(listing: Listing, version: str) -> str | None:
    """Everything the documents of a source depend on; None where that cannot be told."""
    if not listing.connector.local or not all(ref.stamp for ref in listing.refs):
        return None
    around = listing.connector.surroundings([ref.path for ref in listing.refs])
    if around is None:
        return None
    digest = hashlib.sha256()
    parts = [version, repr(listing.settings), around]
    parts += [f"{r.path}\0{r.stamp}\0{r.format}\0{r.title}\0{r.size}" for r in listing.refs]
    for part in parts:
        digest.update(part.encode("utf-8", "surrogatepass") + b"\0\0")
    return digest.hexdigest()


def recalled(listing: Listing, state: str, cache: Cache) -> Snapshot | None:
    """What was kept of exactly this state; None where nothing was, or it cannot be read."""
    packed = cache.snapshot(_key(listing), state)
    if packed is None:
        return None
    try:
        unpacking = zlib.decompressobj()
        found = _decode(unpacking.decompress(packed, MAX_BYTES))
    except (zlib.error, msgspec.MsgspecError):
        return None
    ids = {ref.native_id for ref in listing.refs}
    return found if all(d.native_id in ids for d in found.documents) else None


def keep(listing: Listing, state: str, reading: Reading, cache: Cache) -> None:
    """Keep what a source amounts to, if every document ended in a way that lasts."""
    source = listing.settings.id
    documents = tuple(d for d in reading.documents.values() if d.source_id == source)
    listed = {(skip.path, skip.reason) for skip in listing.skips}
    skips = tuple(
        s for s in reading.skips if s.source_id == source and (s.path, s.reason) not in listed
    )
    whole = len(documents) + len(skips) == len(listing.refs)
    lasting = all(skip.reason in LASTING for skip in skips)
    crashed = any(reading.analyses[d.id].broken for d in documents if d.id in reading.analyses)
    if whole and lasting and not crashed and not reading.interrupted:
        notes = tuple(listing.connector.notes())
        try:
            data = _encode(Snapshot(documents, skips, notes))
        except UnicodeEncodeError:
            return  # half a surrogate pair in a name: such a source is described each time
        cache.put_snapshot(_key(listing), state, zlib.compress(data, 1))


def _key(listing: Listing) -> str:
    settings = listing.settings
    return f"{settings.type}\0{settings.id}\0{settings.root}"
