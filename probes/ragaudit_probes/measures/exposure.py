"""What people are shown that is old, contradicted or nobody's, joined from the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Measure
from ragaudit.model import ProbeRun, Score
from ragaudit_probes.measures.people import Answer, People, by_generator, label
from ragaudit_probes.measures.shown import Shown
from ragaudit_probes.measures.slices import UNDEFINED, Column, Row, Slice, slices, summarise
from ragaudit_probes.statistics.resampling import RESAMPLES


@dataclass(frozen=True, slots=True)
class Exposure(Measure):
    """Stale, superseded, contradicted and unowned documents among the first k results.

    Over answerable probes; `n` counts probes. By source is by the document that is shown, not by
    the probe: the owner of the source can act on it. Generators are kept apart as in `Quality`.
    """

    seed: int = 0
    resamples: int = RESAMPLES

    def scores(self, run: ProbeRun) -> Iterator[Score]:
        """See `Measure.scores`."""
        people, ks = People(run), run.probes.k
        asked = [a for a in people.answers if not a.probe.expect.unanswerable]
        parts = slices(run, [answer.principal for answer in asked])
        for part in parts:
            shown = Shown(people, part)
            for by, answers in by_generator(asked):
                chosen = [a for a in answers if part.principal in (None, a.principal)]
                if chosen:
                    yield from self._part(shown, chosen, part, ks, label(by))

    def _part(
        self,
        shown: Shown,
        answers: Sequence[Answer],
        part: Slice,
        ks: Sequence[int],
        suffix: str,
    ) -> Iterator[Score]:
        columns = exposure_columns(ks, suffix)
        rows = [exposure_row(shown, answer, ks) for answer in answers]
        yield from summarise(columns, rows, part, self.seed, self.resamples)


def exposure_columns(ks: Sequence[int], suffix: str = "") -> list[Column]:
    """Shares of probes and then of documents, in the order of `exposure_row`."""
    names = [f"stale exposure@{k}" for k in ks] + [f"conflict exposure@{k}" for k in ks]
    names.append(f"stale-above-fresh@{ks[-1]}")
    orphans = [Column(f"orphan exposure@{k}{suffix}", pooled=True) for k in ks]
    return [*(Column(name + suffix, counted=True) for name in names), *orphans]


def exposure_row(shown: Shown, answer: Answer, ks: Sequence[int]) -> Row:
    """What one answer comes to; undefined throughout where it could not be judged.

    `orphan exposure@k` is documents nobody is accountable for / documents among the first k.
    """
    probe = answer.probe.id
    if not answer.ok:
        return Row(probe, [UNDEFINED] * (3 * len(ks) + 1), [0.0] * (3 * len(ks) + 1))
    found: list[float | None] = [shown.stale(answer, k) for k in ks]
    found += [shown.contradicted(answer, k) for k in ks]
    found.append(shown.superseded(answer, ks[-1]))
    owned = [shown.owned(answer, k) for k in ks]
    found += [some.count(False) / len(some) if some else None for some in owned]
    items = [1.0] * (2 * len(ks) + 1) + [float(len(some)) for some in owned]
    return Row(probe, [UNDEFINED if v is None else float(v) for v in found], items)
