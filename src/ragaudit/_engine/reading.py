"""Lists sources and turns their files into analyses, from the cache where possible."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ragaudit._engine.cache import Cache
from ragaudit._engine.fetching import LASTING, Fetching
from ragaudit._engine.keys import cache_key, stamp_key
from ragaudit._engine.pool import Pool
from ragaudit._engine.progress import Progress
from ragaudit._engine.record import Analysis, Refusal
from ragaudit._engine.worker import Job
from ragaudit.contracts import Connector, OtherFile, Ref
from ragaudit.errors import SkipError
from ragaudit.model import Document, Skip, SourceSettings


@dataclass(slots=True)
class Listing:
    """What a source holds."""

    settings: SourceSettings
    connector: Connector
    refs: list[Ref] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    notes: tuple[str, ...] | None = None
    """What is to be known of the source, where it was not described again; else it is asked."""

    @property
    def paths(self) -> frozenset[str]:
        """Every path in it, documents or not."""
        return frozenset(ref.path for ref in self.refs) | frozenset(self.other)

    @property
    def other_types(self) -> dict[str, int]:
        """Files that are no documents, by suffix, most frequent first."""
        counts = Counter(PurePosixPath(path).suffix.lower() or "(none)" for path in self.other)
        return dict(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))


@dataclass(slots=True)
class Reading:
    """What was read so far; complete unless interrupted."""

    analyses: dict[str, Analysis] = field(default_factory=dict)
    """By document id, as the other two."""
    refs: dict[str, Ref] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    skips: list[Skip] = field(default_factory=list)
    total: int = 0
    interrupted: bool = False

    def take(self, listing: Listing, ref: Ref, result: Analysis | Refusal) -> None:
        """Add one file: a document with its facts, or a skip."""
        if isinstance(result, Refusal):
            self.skips.append(_skip(listing.settings.id, ref, result))
            return
        document = listing.connector.describe(ref, result.summary, result.raw_sha256)
        self.documents[document.id] = document
        self.analyses[document.id], self.refs[document.id] = result, ref

    def ordered(self) -> None:
        """Put everything in order of document id."""
        self.analyses = dict(sorted(self.analyses.items()))
        self.documents = dict(sorted(self.documents.items()))


Read = Callable[[Listing, Reading, Pool, Cache, str, Progress], None]
"""Reads every document of one source into a reading."""


def list_source(settings: SourceSettings, connector: Connector) -> Listing:
    """List one source."""
    listing = Listing(settings, connector)
    for item in connector.list_refs():
        if isinstance(item, Ref):
            listing.refs.append(item)
        elif isinstance(item, OtherFile):
            listing.other.append(item.path)
        else:
            listing.skips.append(item)
    return listing


def read_all(
    listings: list[Listing],
    pool: Pool,
    cache: Cache,
    version: str,
    progress: Progress,
    read: Read | None = None,
) -> Reading:
    """Read every document once. Ctrl-C ends the reading, not the run.

    `read` reads one source in another way than `read_source`.
    """
    reading = Reading(total=sum(len(listing.refs) for listing in listings))
    reading.skips.extend(skip for listing in listings for skip in listing.skips)
    progress.stage("reading", reading.total)
    try:
        for listing in listings:
            (read or read_source)(listing, reading, pool, cache, version, progress)
    except KeyboardInterrupt:
        reading.interrupted = True
    cache.flush()
    reading.ordered()
    return reading


def read_source(
    listing: Listing,
    reading: Reading,
    pool: Pool,
    cache: Cache,
    version: str,
    progress: Progress,
) -> None:
    """Read every document of one source, from the cache where its bytes are known."""
    if not listing.connector.local:
        _fetch_source(listing, reading, pool, cache, version, progress)
        return
    keys = dict(_keys(listing, reading, cache, version, progress))
    by_path = {ref.path: ref for ref in listing.refs}
    source = listing.settings.id
    known = dict(cache.analyses(keys.values()))
    missing = (Job(source, by_path[path]) for path, key in keys.items() if key not in known)
    coming = pool.analyse(missing)
    # While the workers parse what is new, what is known is described here.
    for path, key in keys.items():
        if (result := known.get(key)) is not None:
            reading.take(listing, by_path[path], result)
            progress.step()
    for job, result in coming:
        reading.take(listing, job.ref, result)
        progress.step()
        if isinstance(result, Analysis):
            cache.put(cache_key(version, listing.settings, job.ref, result.raw_sha256), result)
        elif result.reason in LASTING:
            cache.put(keys[job.ref.path], result)
    cache.touch(known)


def _fetch_source(
    listing: Listing,
    reading: Reading,
    pool: Pool,
    cache: Cache,
    version: str,
    progress: Progress,
) -> None:
    def take(ref: Ref, result: Analysis | Refusal) -> None:
        reading.take(listing, ref, result)
        progress.step()

    fetching = Fetching.of(listing.settings, listing.connector, cache, version, take)
    fetching.run(listing.refs, pool)


def _keys(
    listing: Listing, reading: Reading, cache: Cache, version: str, progress: Progress
) -> Iterator[tuple[str, str]]:
    """Yield (path, cache key) of what can be read; what cannot becomes a skip.

    The bytes of a file whose stamp is known are not read: their digest is.
    """
    settings = listing.settings
    stamps = {ref.path: stamp_key(settings, ref) for ref in listing.refs if ref.stamp}
    noted = cache.digests(stamps.values())
    for ref in listing.refs:
        stamp = stamps.get(ref.path, "")
        digest = noted.get(stamp)
        if digest is None:
            try:
                digest = hashlib.sha256(listing.connector.read(ref)).hexdigest()
            except SkipError as error:
                reading.skips.append(_skip(settings.id, ref, Refusal.of(error)))
                progress.step()
                continue
            if stamp:
                cache.note(stamp, digest)
        yield ref.path, cache_key(version, settings, ref, digest)


def _skip(source: str, ref: Ref, refusal: Refusal) -> Skip:
    return Skip(source, ref.path, refusal.reason, refusal.detail, refusal.action)
