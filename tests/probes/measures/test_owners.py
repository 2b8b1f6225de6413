"""Recall by who answers for what is asked about."""

from __future__ import annotations

from tests.probes.measures.runs import outcome, probe, run

from ragaudit_probes.measures import Exposure, Leakage, Quality


def test_owners_with_enough_probes() -> None:
    """Twenty are enough, nineteen are not named; generators stand apart, and so do wordings."""
    probes, outcomes, gold = [], [], {}
    for owner, count, found in (("ops", 20, 15), ("law", 19, 19), ("hr", 20, 20)):
        for n in range(count):
            name = f"{owner}-{n}"
            probes.append(probe(name, "heading" if owner == "hr" else "human", owner=owner))
            got = "wiki:a" if n < found else "wiki:b"
            outcomes += [outcome(name, "ann", got), outcome(name, "ann", got, query=f"{name}?")]
            gold[name] = [{"wiki:a": 1}]
    made = run(outcomes, ["wiki:a", "wiki:b"], {"ann": "aa"}, gold, probes)

    scores = [
        score
        for measure in (Quality(resamples=200), Leakage(resamples=200), Exposure(resamples=200))
        for score in measure.scores(made)
    ]

    owned = [(s.owner, s.measure, s.value, s.n) for s in scores if s.owner is not None]
    assert [("ops", "R@3", 0.75, 20), ("hr", "R@3 [heading]", 1.0, 20)] == owned
    assert all(s.low is not None and s.low < 1 for s in scores if s.owner is not None)
    whole = [
        s for s in scores if s.measure == "R@3" and (s.owner, s.source, s.principal) == (None,) * 3
    ]
    assert [39] == [s.n for s in whole]


def test_questions_that_nothing_answers_are_nobodys() -> None:
    """They say nothing about whose documents are found."""
    names = [f"q{n}" for n in range(20)]
    probes = [probe(name, unanswerable=True, owner="ops") for name in names]
    made = run([outcome(n, "ann") for n in names], ["wiki:a"], {"ann": "a"}, {}, probes)

    assert [] == [s for s in Quality(resamples=200).scores(made) if s.owner is not None]
