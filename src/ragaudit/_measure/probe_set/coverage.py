"""What a probe set is about: category by source, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ragaudit._measure.probe_set.limits import ENOUGH
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Category, Probe, ProbeSet

NEEDED = (
    Category.COMMON,
    Category.EDGE,
    Category.MISSING,
    Category.AMBIGUOUS,
    Category.POLICY_BOUNDARY,
    Category.REFUSAL,
    Category.COST_LATENCY,
    Category.ESCALATION,
)
"""What every set should have; the others depend on what the corpus is like."""
NO_SOURCE = "(no source)"
_SHORT = {
    Category.COMMON: "comm",
    Category.EDGE: "edge",
    Category.MISSING: "miss",
    Category.AMBIGUOUS: "ambig",
    Category.POLICY_BOUNDARY: "policy",
    Category.REFUSAL: "refus",
    Category.EXISTENCE: "exist",
    Category.FRESHNESS: "fresh",
    Category.CONFLICT: "confl",
    Category.COST_LATENCY: "cost",
    Category.ESCALATION: "escal",
}
_WIDEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Coverage:
    """Probes by source and category, each once: variants are the same question."""

    counts: Mapping[tuple[str | None, Category], int]
    """Source (None where a probe is about none) and category to probes."""
    answerable: Mapping[str | None, int]
    """Source to probes with gold: what its recall and interval rest on."""
    sources: tuple[str, ...] = ()
    """Every source there is, with or without probes."""
    missing: tuple[Category, ...] = ()
    """Categories of `NEEDED` without any probe."""
    too_few: Mapping[str, int] = field(default_factory=dict)
    """Source to how many probes with gold it lacks for an interval."""

    def of(self, category: Category) -> int:
        """Probes of a category over all sources."""
        return sum(n for (_, found), n in self.counts.items() if found is category)


def coverage(probes: ProbeSet, sources: Sequence[str] = (), lost: Collection[str] = ()) -> Coverage:
    """Count a set; `sources` are those there are, or else those its probes name.

    Give it the set of a `Resolution`, where each probe has the source of its gold, and under
    `lost` the probes none of whose gold was found.
    """
    counts = Counter((probe.source, probe.category) for probe in probes.probes)
    able = (p for p in probes.probes if is_answerable(p) and p.id not in lost)
    answerable = Counter(probe.source for probe in able)
    named = {probe.source for probe in probes.probes if probe.source}
    every = tuple(dict.fromkeys((*sources, *sorted(named))))
    there = {category for _, category in counts}
    return Coverage(
        dict(counts),
        dict(answerable),
        every,
        tuple(category for category in NEEDED if category not in there),
        {s: ENOUGH - answerable[s] for s in every if answerable[s] < ENOUGH},
    )


def is_answerable(probe: Probe) -> bool:
    """Whether recall can be measured with it."""
    return bool(probe.gold) and not probe.expect.unanswerable


def table(found: Coverage) -> str:
    """The counts in columns, a source a line; what is missing below."""
    names = [*found.sources, *([None] if any(s is None for s, _ in found.counts) else [])]
    labels = [visible(name, _WIDEST_NAME) if name else NO_SOURCE for name in names]
    width = max((len(label) for label in (*labels, "source")), default=0)
    lines = [_line("source", [*_SHORT.values(), "gold"], width)]
    for name, label in zip(names, labels, strict=True):
        cells = [found.counts.get((name, category), 0) for category in _SHORT]
        lines.append(_line(label, [*cells, found.answerable.get(name, 0)], width))
    totals = [found.of(category) for category in _SHORT]
    lines.append(_line("all", [*totals, sum(found.answerable.values())], width))
    return "\n".join([*lines, *_lacks(found)])


def _line(label: str, cells: Sequence[str | int], width: int) -> str:
    shown = (f"{cell or '·':>7}" for cell in cells)
    return f"{label:<{width}}" + "".join(shown)


def _lacks(found: Coverage) -> list[str]:
    lines = []
    if found.missing:
        lines.append(f"missing: {', '.join(found.missing)}")
    if found.too_few:
        lack = ", ".join(f"{visible(s, 40)} {n}" for s, n in sorted(found.too_few.items()))
        lines.append(f"with gold, for an interval ({ENOUGH} a source), still to write: {lack}")
    return lines
