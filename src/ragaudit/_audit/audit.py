"""Surveys the sources, and hands over to the run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ragaudit import _registry
from ragaudit._audit.changed import Changed
from ragaudit._audit.request import Request
from ragaudit._audit.run import Run
from ragaudit._audit.survey import Survey, surveyed
from ragaudit._config import Settings
from ragaudit._engine.indexed import read_indexes
from ragaudit.contracts import CodeBase, Detector
from ragaudit.model import Audit

_CODE, _INDEX = "FRS215", "FRS216"
"""The rules that look beyond the sources."""


Then = Callable[[Survey, Audit], Audit]
"""What is done with a result while its sources are still open."""


def audit(request: Request, then: Then = lambda survey, result: result) -> Audit:
    """Run it. Raises `UsageError` only; everything about documents ends in the result."""
    settings = request.settings
    detectors = [d for d in request.detectors if _runs_somewhere(d, settings)]
    code = _code(detectors, settings)
    since = request.changed_since
    with surveyed(request, detectors) as survey:
        changed = Changed.of(survey.listings, since) if since is not None else None
        reading, cache = survey.reading, survey.cache
        indexes = {}
        if not reading.interrupted and any(d.rule.code == _INDEX for d in detectors):
            indexes = read_indexes(settings.sources, reading.documents)
        run = Run(request, detectors, survey.directory, survey.listings, reading, code, indexes)
        run.changed = changed
        run.find(survey.pool, cache, survey.version)
        # Comparing asks sources for texts again, so failures are counted last.
        run.failures = survey.every_failure
        result = run.result([*survey.notes, *([cache.problem] if cache.problem else [])])
        return then(survey, result)


def _code(detectors: Sequence[Detector], settings: Settings) -> dict[str, tuple[CodeBase, ...]]:
    """The repositories each source is about; opened only where a rule looks into them."""
    if all(d.rule.code != _CODE for d in detectors):
        return {}
    return {s.id: tuple(map(_registry.codebase, s.code)) for s in settings.sources if s.code}


def _runs_somewhere(detector: Detector, settings: Settings) -> bool:
    return any(settings.severity(detector.rule.code, s) != "off" for s in settings.sources)
