"""Everything that was read, before anything is judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ragaudit._audit.opening import Sources
from ragaudit._audit.request import Request
from ragaudit._engine.cache import Cache
from ragaudit._engine.pool import Pool
from ragaudit._engine.reading import Listing, Reading, read_all
from ragaudit._engine.snapshot import read_changed
from ragaudit._engine.version import code_digest
from ragaudit._engine.worker import Plan
from ragaudit._sync import Mirror
from ragaudit.contracts import Detector, RemoteConnector
from ragaudit.model import Directory, Document, RunKind, SourceFailure


@dataclass(frozen=True, slots=True)
class Survey:
    """Sources as they are: listed, read, described. Valid while its context is open."""

    listings: Sequence[Listing]
    reading: Reading
    directory: Directory
    failures: tuple[SourceFailure, ...]
    """Of providers of people and groups; those of sources are with their connectors."""
    pool: Pool
    cache: Cache
    version: str
    notes: tuple[str, ...] = ()

    @property
    def documents(self) -> Mapping[str, Document]:
        """Every document that was read, by id."""
        return self.reading.documents

    @property
    def every_failure(self) -> tuple[SourceFailure, ...]:
        """Whatever could not be read to its end."""
        own = (f for item in self.listings for f in getattr(item.connector, "failures", ()))
        return (*self.failures, *own)

    @property
    def systems(self) -> Mapping[str, RemoteConnector]:
        """The source systems among the sources, by source id."""
        return {
            item.settings.id: item.connector.remote
            for item in self.listings
            if isinstance(item.connector, Mirror)
        }


@contextmanager
def surveyed(request: Request, detectors: Sequence[Detector]) -> Iterator[Survey]:
    """List and read every source. Raises `UsageError`; a source that fails is in the result."""
    cache = Cache(request.cache_file)
    try:
        with Sources(request) as sources:
            request.progress.stage("listing")
            listings = sources.listed(request.settings.sources)
            people = sources.people(item.connector for item in listings)
            version = _version(detectors, listings)
            with _pool(request, detectors, listings) as pool:
                # What a rule reads of the text is in no snapshot; a freshness run reads none.
                again = read_changed if request.kind is RunKind.FRESHNESS else None
                reading = read_all(listings, pool, cache, version, request.progress, again)
                yield Survey(
                    listings,
                    reading,
                    people.directory,
                    tuple(sources.failures),
                    pool,
                    cache,
                    version,
                    people.notes,
                )
    finally:
        cache.close()


def _version(detectors: Sequence[Detector], listings: Sequence[Listing]) -> str:
    """Names the code that turns bytes into analyses, and the rules it was asked for."""
    built = (getattr(item.connector, "remote", item.connector) for item in listings)
    readers = (c.__module__ for connector in built for c in type(connector).__mro__)
    digest = code_digest({*(type(d).__module__ for d in detectors), *readers} - {"builtins"})
    return digest + ",".join(d.rule.code for d in detectors)


def _pool(request: Request, detectors: Sequence[Detector], listings: Sequence[Listing]) -> Pool:
    sources = request.settings.sources
    files = sum(len(listing.refs) for listing in listings)
    plan = Plan(
        sources,
        tuple(d.rule.code for d in detectors),
        max((s.limits.memory_bytes for s in sources), default=2_000_000_000),
    )
    workers = max(1, min(request.jobs, (files + 3) // 4))
    timeouts = {s.id: s.limits.timeout_s for s in sources}
    return Pool(plan, workers, timeouts, ahead=request.kind is not RunKind.FRESHNESS)
