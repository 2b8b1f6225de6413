"""Lists the sources, reads them, and hands over to the run."""

from __future__ import annotations

from collections.abc import Sequence

from ragaudit import _registry
from ragaudit._audit.request import Request
from ragaudit._audit.run import Run
from ragaudit._config import Settings
from ragaudit._engine.cache import Cache
from ragaudit._engine.identities import merge, read_identities
from ragaudit._engine.indexed import read_indexes
from ragaudit._engine.pool import Pool
from ragaudit._engine.reading import Listing, list_source, read_all
from ragaudit._engine.version import code_digest
from ragaudit._engine.worker import Plan
from ragaudit.contracts import CodeBase, Detector
from ragaudit.model import Audit

_CODE, _INDEX = "FRS215", "FRS216"
"""The rules that look beyond the sources."""


def audit(request: Request) -> Audit:
    """Run it. Raises `UsageError` only; everything about documents ends in the result."""
    settings = request.settings
    detectors = [d for d in request.detectors if _runs_somewhere(d, settings)]
    directory = read_identities(settings.directories)
    request.progress.stage("listing")
    listings = [list_source(s, _registry.connector(s)) for s in settings.sources]
    version = _version(detectors, listings)
    code = _code(detectors, settings)
    directory = merge([directory, *(item.connector.directory() for item in listings)])
    cache = Cache(request.cache_file)
    try:
        with _pool(request, detectors, listings) as pool:
            reading = read_all(listings, pool, cache, version, request.progress)
            indexes = {}
            if not reading.interrupted and any(d.rule.code == _INDEX for d in detectors):
                indexes = read_indexes(settings.sources, reading.documents)
            run = Run(request, detectors, directory, listings, reading, code, indexes)
            run.find(pool, cache, version)
            return run.result([cache.problem] if cache.problem else [])
    finally:
        cache.close()


def _code(detectors: Sequence[Detector], settings: Settings) -> dict[str, tuple[CodeBase, ...]]:
    """The repositories each source is about; opened only where a rule looks into them."""
    if all(d.rule.code != _CODE for d in detectors):
        return {}
    return {s.id: tuple(map(_registry.codebase, s.code)) for s in settings.sources if s.code}


def _version(detectors: Sequence[Detector], listings: Sequence[Listing]) -> str:
    """Names the code that turns bytes into analyses, and the rules it was asked for."""
    readers = (c.__module__ for item in listings for c in type(item.connector).__mro__)
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
    return Pool(plan, workers, {s.id: s.limits.timeout_s for s in sources})


def _runs_somewhere(detector: Detector, settings: Settings) -> bool:
    return any(settings.severity(detector.rule.code, s) != "off" for s in settings.sources)
