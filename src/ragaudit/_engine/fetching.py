"""Reads what only the main process can reach: fetched once, handed to a worker, forgotten."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ragaudit._engine.cache import Cache
from ragaudit._engine.keys import cache_key, stamp_key
from ragaudit._engine.pool import Pool
from ragaudit._engine.record import Analysis, Refusal
from ragaudit._engine.worker import Job
from ragaudit.contracts import Connector, Ref
from ragaudit.errors import SkipError
from ragaudit.model import SkipReason, SourceFacts, SourceSettings

PAGE = 50
"""A killed run fetches no more than these again: half are under way, half wait to be written."""
LASTING = frozenset({SkipReason.ENCRYPTED, SkipReason.CORRUPT, SkipReason.UNSUPPORTED})
"""Refusals that depend on the bytes alone; the others may end differently next time."""

Take = Callable[[Ref, Analysis | Refusal], None]


@dataclass(slots=True)
class Fetching:
    """One source that is not on this machine."""

    settings: SourceSettings
    connector: Connector
    cache: Cache
    version: str
    take: Take
    """Told the outcome of each document."""
    _digests: dict[str, tuple[Ref, str]]
    """Of what was fetched in this run: path to the reference as it is now, and the digest."""

    @classmethod
    def of(
        cls, settings: SourceSettings, connector: Connector, cache: Cache, version: str, take: Take
    ) -> Fetching:
        """With nothing fetched yet."""
        return cls(settings, connector, cache, version, take, {})

    def run(self, refs: list[Ref], pool: Pool) -> None:
        """Analyse every document; only what is new or changed is fetched."""
        stamps = {ref.path: stamp_key(self.settings, ref) for ref in refs if ref.stamp}
        noted = self.cache.digests(stamps.values())
        keys = {
            ref.path: cache_key(self.version, self.settings, ref, digest)
            for ref in refs
            if (digest := noted.get(stamps.get(ref.path, "")))
        }
        known = dict(self.cache.analyses(keys.values()))
        left = []
        for ref in refs:
            result = known.get(keys.get(ref.path, ""))
            left.append(ref) if result is None else self.take(ref, result)
        self.cache.touch(known)
        half = PAGE // 2
        for count, (job, result) in enumerate(pool.analyse(self._jobs(left), half), start=1):
            self._settle(job.ref, result)
            if count % half == 0:
                self.cache.flush()
        self.cache.flush()

    def _jobs(self, refs: list[Ref]) -> Iterator[Job]:
        for ref in refs:
            try:
                data = self.connector.read(ref)
            except SkipError as error:
                self.take(ref, Refusal.of(error))
                continue
            digest = hashlib.sha256(data).hexdigest()
            now = self.connector.as_read(ref)
            self._digests[ref.path] = now, digest
            key = cache_key(self.version, self.settings, ref, digest)
            # The same bytes under a new stamp were analysed before.
            before = dict(self.cache.analyses([key])).get(key)
            if before is not None:
                self._note(ref)
                self.take(ref, before)
                continue
            yield Job(self.settings.id, replace(ref, facts=SourceFacts()), data)

    def _settle(self, ref: Ref, result: Analysis | Refusal) -> None:
        _, digest = self._digests[ref.path]
        if isinstance(result, Analysis) or result.reason in LASTING:
            self.cache.put(cache_key(self.version, self.settings, ref, digest), result)
            self._note(ref)
        self._digests.pop(ref.path, None)
        self.take(ref, result)

    def _note(self, ref: Ref) -> None:
        now, digest = self._digests[ref.path]
        if now.stamp:
            self.cache.note(stamp_key(self.settings, now), digest)
