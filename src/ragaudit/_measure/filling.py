"""Brings the built-in index in step, and says what that changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from ragaudit import _registry
from ragaudit._audit.survey import Survey
from ragaudit._config import Settings
from ragaudit._engine.progress import Progress
from ragaudit._measure.choosing import INDEX
from ragaudit._measure.indexing import fill
from ragaudit._measure.probe_set.shown import visible
from ragaudit.contracts import Indexer, IndexReport, Target
from ragaudit.errors import SourceError, UsageError
from ragaudit.model import TargetSettings

_SHOWN = 10


class IndexTarget(Indexer, Target, Protocol):
    """A target that is filled from the sources."""


@dataclass(frozen=True, slots=True)
class Unindexed:
    """A document that could not be read."""

    source: str
    path: str
    detail: str
    action: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a build did."""

    added: int
    """Documents that were not served before."""
    changed: int
    """Documents served before, with another text or another reader of it."""
    removed: int
    kept: int
    documents: int
    """Documents in the index now."""
    chunks: int
    embedded: int
    """Chunks the model was asked about; all others were known."""
    resumed: int
    """Documents an earlier build had read before it was cut off."""
    skipped: tuple[Unindexed, ...]
    whole: bool
    """Whether every source was read to its end, every document could be read, and there is one."""
    model: str
    seconds: float


def indexer(settings: Settings) -> IndexTarget:
    """The index of the configuration; the built-in one where it names another target.

    Raises `UsageError`, and `MissingExtraError` before anything is read.
    """
    given = settings.probes
    bare = TargetSettings(INDEX, settings.home)
    for chosen in (given.target if given else bare, bare):
        target = _registry.target(chosen)
        if isinstance(target, Indexer):
            target.check()
            return target
        target.close()
    raise UsageError("no target that is installed holds an index", "reinstall ragaudit")


def refresh(index: Indexer, survey: Survey, progress: Progress) -> Filled:
    """Index what is new or changed. Raises `StoreError` and `MissingExtraError`."""
    before = _held(index)
    report = fill(index, survey, progress)
    after = _held(index)
    added = len(after.keys() - before.keys())
    changed = sum(before[name] != stamp for name, stamp in after.items() if name in before)
    return Filled(
        added,
        changed,
        len(before.keys() - after.keys()),
        len(after) - added - changed,
        report.documents,
        report.chunks,
        report.embedded,
        max(0, added + changed - report.changed),
        tuple(
            Unindexed(skip.source_id, skip.path, skip.detail, skip.action)
            for skip in (*survey.reading.skips, *report.skipped)
        ),
        _whole(report, survey),
        report.model,
        round(report.seconds, 2),
    )


def _held(index: Indexer) -> dict[str, str]:
    try:
        return dict(index.held())
    except SourceError:
        # None yet; one that is damaged cannot be built on either, and building says so.
        return {}


def _whole(report: IndexReport, survey: Survey) -> bool:
    unread = survey.every_failure or survey.reading.skips or survey.reading.interrupted
    return bool(report.documents) and not (report.skipped or unread)


def told(filled: Filled) -> str:
    """What changed, what is in it now, and what is not."""
    return "\n".join(_lines(filled))


def _lines(filled: Filled) -> Iterator[str]:
    counts = {"added": filled.added, "changed": filled.changed, "removed": filled.removed}
    yield ", ".join(f"{n:,} {what}" for what, n in {**counts, "kept": filled.kept}.items())
    yield (
        f"The index holds {filled.documents:,} documents in {filled.chunks:,} chunks "
        f"({filled.model}). Embedded now: {filled.embedded:,} chunks, in {filled.seconds:.1f} s."
    )
    if filled.resumed:
        yield f"{filled.resumed:,} documents had been read by a build that was cut off."
    if not filled.documents:
        yield "There is nothing to index, and an index that finds nothing shows nothing."
    for one in filled.skipped[:_SHOWN]:
        action = f"; {one.action}" if one.action else ""
        where = visible(f"{one.source}:{one.path}")
        yield f"not indexed: {where}: {visible(one.detail)}{visible(action)}"
    if len(filled.skipped) > _SHOWN:
        yield f"{len(filled.skipped) - _SHOWN:,} more; `--format json` has them all"
