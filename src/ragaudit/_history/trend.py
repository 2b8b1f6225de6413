"""Runs in numbers, each against the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ragaudit.model import PastRun, SourceCounts

MEASURES = (
    "documents", "errors", "warnings", "infos", "stale", "conflicts", "unowned", "access_unknown",
    "recall", "leaks",
)  # fmt: skip
_MORE_IS_BETTER = frozenset({"recall"})
_NEITHER = frozenset({"documents"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A run, and the earlier one it can be held against."""

    run: PastRun
    before: PastRun | None = None
    """Only what can be compared: other counts of it are None."""
    interrupted: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its trend."""

    value: int | float | None
    """None: not measured."""
    change: int | float | None = None
    """Against the run before; None where that cannot be told."""
    whole: bool = True
    """False where not every source was measured, so that the number is a lower bound."""
    better: bool | None = None
    """None where it did not change, or where more is neither good nor bad."""

    @property
    def shown(self) -> str:
        """`40 ↑2`, `0.75 ↓0.05`, `–` where nothing was measured, `40+` for a lower bound."""
        if self.value is None:
            return "–"
        number = f"{self.value:,.2f}" if isinstance(self.value, float) else f"{self.value:,}"
        number += "" if self.whole else "+"
        if not self.change:
            return number
        size = abs(self.change)
        told = f"{size:,.2f}" if isinstance(self.change, float) else f"{size:,}"
        return f"{number} {'↑' if self.change > 0 else '↓'}{told}"


def total(entry: Entry, measure: str) -> Figure:
    """A measure over all sources of a run; a share such as recall has no total."""
    now = [_of(counts, measure) for counts in entry.run.sources]
    known = [value for value in now if value is not None]
    if not known:
        return Figure(None)
    value, whole = sum(known), len(known) == len(now)
    if not whole or entry.before is None:
        return Figure(value, whole=whole)
    then = {counts.source: _of(counts, measure) for counts in entry.before.sources}
    earlier = [then.get(counts.source) for counts in entry.run.sources]
    if any(number is None for number in earlier) or len(then) != len(now):
        return Figure(value)
    return _figure(measure, value, sum(number for number in earlier if number is not None))


def of_source(entry: Entry, source: str, measure: str) -> Figure:
    """A measure of one source in a run."""
    value = _named(entry.run.sources, source, measure)
    before = _named(entry.before.sources, source, measure) if entry.before else None
    if value is None or before is None:
        return Figure(value)
    return _figure(measure, value, before)


def _figure(measure: str, value: int | float, before: int | float) -> Figure:
    change = value - before
    if not change or measure in _NEITHER:
        return Figure(value, change)
    return Figure(value, change, better=(change > 0) == (measure in _MORE_IS_BETTER))


def _named(counts: Sequence[SourceCounts], source: str, measure: str) -> int | float | None:
    return next((_of(c, measure) for c in counts if c.source == source), None)


def _of(counts: SourceCounts, measure: str) -> int | float | None:
    value: int | float | None = getattr(counts, measure)
    return value
