"""What an answer takes: time, money, and results nobody can place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from ragaudit.model import CallStatus, Outcome, Score
from ragaudit_probes.measures.people import People
from ragaudit_probes.measures.slices import (
    UNDEFINED,
    Column,
    Row,
    Slice,
    summarise,
)

_PERCENTILES = (50, 95, 99)


def latency(people: People, parts: Sequence[Slice]) -> Iterator[Score]:
    """Percentiles by nearest rank, in milliseconds, over every question that was answered.

    A percentile needs so many answers that one of them lies beyond it: 20 for p95, 100 for p99.
    Answers that carry no time, as recorded ones may, are `undefined`.
    """
    for part in parts:
        answered = [o for o in _questions(people, part) if o.status is CallStatus.OK]
        times = sorted(o.latency_s * 1000 for o in answered if o.latency_s > 0)
        n, without = len(times), len(answered) - len(times)
        for percent in _PERCENTILES:
            name, needed = f"latency p{percent} ms", ceil(100 / (100 - percent))
            if n < needed:
                reason = f"insufficient: {n} of {needed}" if n else "no answer carries its time"
                yield part.score(name, None, n, undefined=without, reason=reason)
                continue
            rank = ceil(n * percent / 100)
            yield part.score(name, times[rank - 1], n, undefined=without)


def cost(people: People, parts: Sequence[Slice], seed: int, resamples: int) -> Iterator[Score]:
    """The mean cost of a question, in the currency of the target; `n` counts probes."""
    if all(outcome.cost is None for outcome in people.run.outcomes):
        return
    columns = [Column("cost per call", share=False)]
    for part in parts:
        rows = [
            Row(o.call.probe, [UNDEFINED if o.cost is None else o.cost])
            for o in _questions(people, part)
            if o.status is CallStatus.OK
        ]
        yield from summarise(columns, rows, part, seed, resamples)


def unmapped(people: People, parts: Sequence[Slice], seed: int, resamples: int) -> Iterator[Score]:
    """Results that are no document of the catalogue / results.

    Counted whether or not the answer could be judged: most often it could not, for this reason.
    Results are counted after those of one document were taken together.
    """
    columns = [Column("unmapped share", pooled=True)]
    for part in parts:
        rows = [_row(outcome) for outcome in _questions(people, part)]
        yield from summarise(columns, rows, part, seed, resamples)


def _row(outcome: Outcome) -> Row:
    results = len(outcome.documents) + outcome.unmapped
    share = outcome.unmapped / results if results else UNDEFINED
    return Row(outcome.call.probe, [share], [results])


def _questions(people: People, part: Slice) -> list[Outcome]:
    """Each question as each reader once, whatever it was asked for."""
    found: dict[tuple[str, str], Outcome] = {}
    for outcome in people.run.outcomes:
        call = outcome.call
        if part.principal not in (None, call.principal):
            continue
        if part.source is None or people.source(call.probe) == part.source:
            found.setdefault((call.query, call.principal), outcome)
    return list(found.values())
