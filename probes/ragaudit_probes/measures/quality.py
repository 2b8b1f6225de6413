"""How well answers serve the people who ask: what is found, and how high it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Measure
from ragaudit.model import ProbeRun, Score
from ragaudit_probes.measures import ranking as of
from ragaudit_probes.measures.corpus import dark_documents, findability
from ragaudit_probes.measures.people import Answer, People, by_generator, label
from ragaudit_probes.measures.ranked import grade
from ragaudit_probes.measures.refusing import refusal_columns, refusal_values
from ragaudit_probes.measures.service import cost, latency, unmapped
from ragaudit_probes.measures.slices import (
    ENOUGH,
    UNDEFINED,
    Column,
    Row,
    Slice,
    slices,
    summarise,
)
from ragaudit_probes.statistics import detectable
from ragaudit_probes.statistics.resampling import RESAMPLES


@dataclass(frozen=True, slots=True)
class Quality(Measure):
    """Recall and its kin, abstention, findability, dark documents, latency and cost.

    A probe counts once, as the mean over its wordings and readers; `n` is the number of probes.
    By source is by that of the probe, and recall by its owner, where there are enough probes. Those
    of a generator are never averaged with others, and their measures carry its name:
    `R@10 [known_item]`.
    """

    seed: int = 0
    resamples: int = RESAMPLES

    def scores(self, run: ProbeRun) -> Iterator[Score]:
        """See `Measure.scores`."""
        people = People(run)
        parts = slices(run, [answer.principal for answer in people.answers])
        for by, answers in by_generator(people.answers):
            yield from self._rankings(people, answers, parts, label(by))
            yield from self._by_owner(people, answers, label(by))
            yield from self._refusals(answers, parts, label(by))
        yield from findability(people, parts, self.seed, self.resamples)
        yield from dark_documents(people, parts)
        yield from latency(people, parts)
        yield from cost(people, parts, self.seed, self.resamples)
        yield from unmapped(people, parts, self.seed, self.resamples)

    def _rankings(
        self, people: People, answers: Sequence[Answer], parts: Sequence[Slice], suffix: str
    ) -> Iterator[Score]:
        ks = people.run.probes.k
        columns, last = ranking_columns(ks, suffix), Column(f"R@{ks[-1]}{suffix}")
        asked = [answer for answer in answers if not answer.probe.expect.unanswerable]
        rows = [Row(a.probe.id, ranking_values(people, a, ks)) for a in asked]
        if not rows:
            return
        for part in parts:
            chosen = [row for row, answer in zip(rows, asked, strict=True) if within(answer, part)]
            # A part nobody asked about is said so once, not once a measure.
            shown = columns if chosen else [last]
            for score in summarise(shown, chosen, part, self.seed, self.resamples):
                yield score
                if score.measure == last.name:
                    yield _visible(score, part)

    def _by_owner(self, people: People, answers: Sequence[Answer], suffix: str) -> Iterator[Score]:
        """Recall of the owners with enough probes; the others are not named."""
        k = people.run.probes.k[-1]
        owned: dict[str, list[Answer]] = {}
        for answer in answers:
            if answer.probe.owner and not answer.probe.expect.unanswerable:
                owned.setdefault(answer.probe.owner, []).append(answer)
        for owner, own in sorted(owned.items()):
            if len({answer.probe.id for answer in own}) < ENOUGH:
                continue
            rows = [Row(a.probe.id, [recall_at(people, a, k)]) for a in own]
            where, columns = Slice(owner=owner), [Column(f"R@{k}{suffix}")]
            found = summarise(columns, rows, where, self.seed, self.resamples)
            yield from (score for score in found if score.value is not None)

    def _refusals(
        self, answers: Sequence[Answer], parts: Sequence[Slice], suffix: str
    ) -> Iterator[Score]:
        asked = [answer for answer in answers if answer.probe.expect.unanswerable]
        rows = [Row(a.probe.id, refusal_values(a)) for a in asked]
        if not rows:
            return
        for part in parts:
            chosen = [row for row, answer in zip(rows, asked, strict=True) if within(answer, part)]
            yield from summarise(refusal_columns(suffix), chosen, part, self.seed, self.resamples)


def ranking_columns(ks: Sequence[int], suffix: str = "") -> list[Column]:
    """The measures of one ranking, in the order of `ranking_values`."""
    found = []
    for k in ks:
        found += [Column(f"R@{k}{suffix}"), Column(f"capped R@{k}{suffix}")]
        found += [Column(f"Success@{k}{suffix}", counted=True), Column(f"P@{k}{suffix}")]
        found += [Column(f"RR@{k}{suffix}"), Column(f"nDCG@{k}{suffix}")]
        found += [Column(f"all-gold@{k}{suffix}", counted=True), Column(f"Judged@{k}{suffix}")]
    return [*found, Column(f"AP@{ks[-1]}{suffix}")]


def ranking_values(people: People, answer: Answer, ks: Sequence[int]) -> list[float]:
    """What one answer comes to; undefined throughout where it could not be judged."""
    if not answer.ok:
        return [UNDEFINED] * (8 * len(ks) + 1)
    call, documents = answer.outcome.call, answer.outcome.documents
    found = grade(documents, people.gold(call))
    labelled = {document for group in people.run.gold.get(call.probe, ()) for document in group}
    values: list[float | None] = []
    for k in ks:
        values += [of.recall(found, k), of.capped_recall(found, k), of.success(found, k)]
        values += [of.precision(found, k), of.reciprocal_rank(found, k), of.ndcg(found, k)]
        values += [of.all_gold(found, k), of.judged(documents, labelled, k)]
    values.append(of.average_precision(found, ks[-1]))
    return [UNDEFINED if value is None else value for value in values]


def recall_at(people: People, answer: Answer, k: int) -> float:
    """Recall of one answer; undefined where it could not be judged."""
    found = (
        of.recall(grade(answer.outcome.documents, people.gold(answer.outcome.call)), k)
        if answer.ok
        else None
    )
    return UNDEFINED if found is None else found


def within(answer: Answer, part: Slice) -> bool:
    """Whether an answer belongs to a slice, by its probe's source."""
    if part.source is not None and answer.source != part.source:
        return False
    return part.principal is None or answer.principal == part.principal


def _visible(score: Score, part: Slice) -> Score:
    """The smallest drop the probes of a slice can show: this set cannot see drops below it."""
    name = f"visible drop of {score.measure}"
    if score.value is None:
        return part.score(name, None, score.n, undefined=score.undefined, reason=score.reason)
    drop = detectable(score.n)
    if drop > 1:
        return part.score(name, None, score.n, reason=f"{score.n} probes show no drop at all")
    return part.score(name, drop, score.n, undefined=score.undefined)
