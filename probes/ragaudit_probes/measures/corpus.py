"""What of the corpus can be found at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ragaudit.model import CallStatus, Outcome, Role, Score
from ragaudit_probes.measures.people import Answer, People, by_generator, label
from ragaudit_probes.measures.slices import Column, Row, Slice, summarise

KNOWN_ITEM = "known_item"
"""Generators whose probes ask for one document by its own words are called so, or begin so."""


def findability(
    people: People, parts: Sequence[Slice], seed: int, resamples: int
) -> Iterator[Score]:
    """findability@k: documents among the first `k` of their own known-item probe / documents asked
    for so (Azzopardi and de Rijke, SIGIR 2006). A document counts once, by its own source; each
    generator has its own figure: `findability@10 [known_item_popular]`.
    """
    ks = people.run.probes.k
    for by, asked in by_generator(people.answers):
        if not by.startswith(KNOWN_ITEM):
            continue
        columns = [Column(f"findability@{k}{label(by)}", counted=True) for k in ks]
        for part in parts:
            rows = [row for answer in asked for row in _found(people, answer, ks, part)]
            yield from summarise(columns, rows, part, seed, resamples)


def dark_documents(people: People, parts: Sequence[Slice]) -> Iterator[Score]:
    """Documents that never came back among the first k / documents somebody asked may read.

    A census of the catalogue under this probe set, and so without an interval. Documents nobody
    asked is known to read are `undefined`.
    """
    k = people.run.probes.k[-1]
    # What comes back for words that mean nothing was not found by anybody.
    real = [o for o in people.run.outcomes if o.call.role is not Role.CONTROL]
    answered = [o for o in real if o.status is CallStatus.OK]
    for part in parts:
        outcomes = [o for o in answered if part.principal in (None, o.call.principal)]
        if not outcomes:
            yield part.score("dark-document share", None, 0, reason="nothing was answered")
            continue
        documents = _of(people, part)
        readable = _readable(people, outcomes) & documents
        seen = {document for o in outcomes for document in o.documents[:k]}
        unknown = len(documents) - len(readable)
        if not readable:
            reason = "no document is known to be readable"
            yield part.score("dark-document share", None, 0, undefined=unknown, reason=reason)
            continue
        dark = len(readable - seen) / len(readable)
        yield part.score("dark-document share", dark, len(readable), undefined=unknown)


def _found(people: People, answer: Answer, ks: Sequence[int], part: Slice) -> Iterator[Row]:
    if part.principal not in (None, answer.principal):
        return
    documents, ranking = people.run.documents, answer.outcome.documents
    for group in people.gold(answer.outcome.call):
        for document in group:
            if part.source is not None and (
                document not in documents or documents[document].source_id != part.source
            ):
                continue
            hits = [float(document in ranking[:k]) for k in ks]
            yield Row(document, hits if answer.ok else [float("nan")] * len(ks))


def _readable(people: People, outcomes: Sequence[Outcome]) -> frozenset[str]:
    if any(people.is_oracle(outcome.call) for outcome in outcomes):
        return frozenset(people.run.documents)
    names = {outcome.call.principal for outcome in outcomes}
    return frozenset().union(*(people.readable(name) for name in names))


def _of(people: People, part: Slice) -> frozenset[str]:
    documents = people.run.documents
    if part.source is None:
        return frozenset(documents)
    return frozenset(d for d, found in documents.items() if found.source_id == part.source)
