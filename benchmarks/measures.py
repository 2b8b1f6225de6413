"""Prints how fast a probe run is measured, and whether rightly. Run: python benchmarks/measures.py

Rankings are measured beside pytrec_eval (trec_eval's own code) in the same process, on the same
made-up judgements: its result is the truth, and its time the bar.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pytrec_eval

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from ragaudit.contracts import Measure
from ragaudit.model import (
    Call,
    CallStatus,
    Decision,
    Document,
    Outcome,
    Probe,
    ProbePrincipal,
    ProbeRun,
    ProbeSet,
    Role,
)
from ragaudit.testing import document
from ragaudit_probes.measures import (
    Exposure,
    Leakage,
    Quality,
    average_precision,
    grade,
    ndcg,
    one_each,
    precision,
    recall,
    reciprocal_rank,
    success,
    trec_order,
)

T = TypeVar("T")
SEED = 20261129
KS = (5, 10, 20, 100)
NAMES = {"recall": recall, "P": precision, "ndcg_cut": ndcg, "success": success}
Qrels = Mapping[str, Mapping[str, int]]
Runs = Mapping[str, Mapping[str, float]]


def main() -> None:
    """Print every figure."""
    rng = random.Random(SEED)
    rankings(*judgements(rng, 500, 100))
    whole(probe_run(rng, 500, 1, 2_000))
    whole(probe_run(rng, 1_000, 5, 10_000))


def judgements(rng: random.Random, queries: int, results: int) -> tuple[Qrels, Runs]:
    """Graded judgements of 5 to 20 documents a query, and runs with ties that find some of them."""
    qrels, runs = {}, {}
    for query in range(queries):
        pool = [f"d{number}" for number in rng.sample(range(100_000), results * 2)]
        qrels[f"q{query}"] = {d: rng.randint(0, 3) for d in rng.sample(pool, rng.randint(5, 20))}
        runs[f"q{query}"] = {d: float(rng.randint(0, 60)) for d in rng.sample(pool, results)}
    return qrels, runs


def rankings(qrels: Qrels, runs: Runs) -> None:
    """18 measures of every ranking, ours and theirs, and the largest difference."""
    asked = {f"{name}.{','.join(map(str, KS))}" for name in NAMES} | {"map", "recip_rank"}

    def theirs() -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = pytrec_eval.RelevanceEvaluator(qrels, asked).evaluate(
            runs
        )
        return found

    ordered = {query: trec_order(scores) for query, scores in runs.items()}
    gold = {query: one_each(grades) for query, grades in qrels.items()}

    def from_order() -> dict[str, dict[str, float | None]]:
        return {query: measured(ranking, gold[query]) for query, ranking in ordered.items()}

    def from_scores() -> dict[str, dict[str, float | None]]:
        return {q: measured(trec_order(runs[q]), one_each(qrels[q])) for q in runs}

    (truth, their_time, their_cpu), (found, time_, cpu) = best(theirs, 15), best(from_order, 15)
    _, sorting_time, sorting_cpu = best(from_scores, 15)
    compared = [
        abs(value - truth[query][name])
        for query, values in found.items()
        for name, value in values.items()
        if value is not None
    ]
    undefined = sum(value is None for values in found.values() for value in values.values())
    print(
        f"{len(runs)} queries x {len(ordered['q0'])} documents, {2 + 4 * len(KS)} measures: "
        f"{time_:.1f} ms ({cpu:.1f} ms of processor time) from ranked lists, {sorting_time:.1f} "
        f"({sorting_cpu:.1f}) from scores (bar 50 ms); pytrec_eval {their_time:.1f} "
        f"({their_cpu:.1f}); best of 15"
    )
    print(
        f"{len(compared):,} values compared, largest difference {max(compared):.1e}; "
        f"{undefined} undefined, for which pytrec_eval says 0"
    )


def measured(ranking: Sequence[str], gold: Sequence[Mapping[str, int]]) -> dict[str, float | None]:
    """One ranking by trec_eval's names."""
    found = grade(ranking, gold)
    values = {f"{name}_{k}": measure(found, k) for name, measure in NAMES.items() for k in KS}
    return values | {"map": average_precision(found), "recip_rank": reciprocal_rank(found)}


def whole(run: ProbeRun) -> None:
    """Every measure of a whole run with its intervals, by source and by principal."""
    families: list[Measure] = [Quality(), Leakage(), Exposure()]
    parts = []
    total = 0.0
    for family in families:
        scores, spent, _ = best(lambda family=family: list(family.scores(run)), 3)  # type: ignore[misc]
        total += spent
        parts.append(f"{type(family).__name__} {spent:,.0f} ms for {len(scores)} scores")
    principals = len(run.decisions)
    print(
        f"{len(run.probes.probes):,} probes x {principals} principals, {len(run.outcomes):,} "
        f"answers of {len(run.outcomes[0].documents)}, {len(run.documents):,} documents in "
        f"4 sources, 10,000 resamples: {total:,.0f} ms ({', '.join(parts)}); best of 3"
    )


def probe_run(rng: random.Random, probes: int, principals: int, documents: int) -> ProbeRun:
    """Probes with one or two gold documents, asked as everybody; every tenth is a deny probe."""
    made = [catalogued(number) for number in range(documents)]
    ids = [one.id for one in made]
    names = [f"p{number}" for number in range(principals)]
    decisions = {
        name: {d: rng.choices(list(Decision), (85, 12, 3))[0] for d in ids} for name in names
    }
    gold = {
        f"q{number}": tuple({d: 1} for d in rng.sample(ids, rng.randint(1, 2)))
        for number in range(probes)
    }
    asked = tuple(answers(rng, gold, names, ids, decisions))
    probe_set = ProbeSet(
        tuple(Probe(name, name) for name in gold), {name: ProbePrincipal(name) for name in names}
    )
    return ProbeRun(
        probe_set,
        asked,
        {one.id: one for one in made},
        gold,
        decisions,
        frozenset(rng.sample(ids, documents // 20)),
        dict(zip(rng.sample(ids, 50), rng.sample(ids, 50), strict=True)),
        tuple(frozenset(rng.sample(ids, 2)) for _ in range(200)),
    )


def answers(
    rng: random.Random,
    gold: Mapping[str, Sequence[Mapping[str, int]]],
    names: Sequence[str],
    ids: Sequence[str],
    decisions: Mapping[str, Mapping[str, Decision]],
) -> Iterator[Outcome]:
    """Ten documents each, two in three of them with the first gold document, 1 in 50 failed."""
    for query, groups in gold.items():
        wanted = next(iter(groups[0]))
        for name in names:
            found = rng.sample(ids, 10)
            if rng.random() < 2 / 3:
                found[rng.randrange(10)] = wanted
            status = CallStatus.INCONCLUSIVE if rng.random() < 0.02 else CallStatus.OK
            listed, time_s = tuple(dict.fromkeys(found)), rng.uniform(0.01, 0.2)
            denied = decisions[name][wanted] is Decision.DENY
            call = Call(query, query, name, Role.DENY if denied else Role.ASK, wanted)
            yield Outcome(call, status, documents=listed, latency_s=time_s)


def catalogued(number: int) -> Document:
    """One of four sources."""
    made = document(f"{number}.md")
    return Document(f"s{number % 4}", made.native_id, made.path, made.content, made.raw_sha256)


def best(work: Callable[[], T], times: int) -> tuple[T, float, float]:
    """A result, and the least time and processor time it took in milliseconds.

    Where other programs compute too, only the second is its own.
    """
    spent, own = [], []
    for _ in range(times):
        began, began_own = time.perf_counter(), time.process_time()
        found = work()
        spent.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - began_own) * 1000)
    return found, min(spent), min(own)


if __name__ == "__main__":
    main()
