from __future__ import annotations

import pytest
from tests.probes.measures.runs import FAILED, outcome, probe, run, scored

from ragaudit.model import ProbeRun, Role
from ragaudit_probes.measures import Quality
from ragaudit_probes.statistics import detectable

QUALITY = Quality(resamples=200)
DOCUMENTS = ["wiki:a", "wiki:b", "hr:c"]


def of_two(*, by: str = "human") -> ProbeRun:
    """One probe found, one missed, one that failed, as somebody who may read two documents."""
    return run(
        [
            outcome("hit", "ann", "wiki:a wiki:b"),
            outcome("miss", "ann", "wiki:b"),
            outcome("down", "ann", status=FAILED),
            outcome("secret", "ann", "wiki:b"),
        ],
        DOCUMENTS,
        {"ann": "aad"},
        {name: [{"wiki:a": 1}] for name in ("hit", "miss", "down")} | {"secret": [{"hr:c": 1}]},
        [probe(name, by) for name in ("hit", "miss", "down", "secret")],
    )


def test_undefined_is_neither_hit_nor_miss() -> None:
    """A call that failed and gold nobody may read count as undefined."""
    found = scored(QUALITY.scores(of_two()))
    for name in ("R@1", "R@3", "Success@3", "nDCG@3", "RR@3", "all-gold@3", "AP@3"):
        assert (0.5, 2, 2) == (found[name].value, found[name].n, found[name].undefined)
    assert pytest.approx(1 / 6) == found["P@3"].value


def test_judged_is_about_all_labels() -> None:
    """Whether anybody has labelled what came back does not depend on who may read it."""
    found = scored(QUALITY.scores(of_two()))["Judged@3"]
    assert pytest.approx((0.5 + 0 + 0) / 3) == found.value
    assert (3, 1) == (found.n, found.undefined)


def test_generators_are_never_averaged_with_people() -> None:
    """Their measures carry the generator's name."""
    made = of_two(by="heading")
    found = scored(QUALITY.scores(made))
    assert "R@3" not in found
    assert 0.5 == found["R@3 [heading]"].value
    mixed = run(
        [outcome("one", "ann", "wiki:a"), outcome("two", "ann", "wiki:b")],
        DOCUMENTS,
        {"ann": "aaa"},
        {"one": [{"wiki:a": 1}], "two": [{"wiki:a": 1}]},
        [probe("one"), probe("two", "heading")],
    )
    found = scored(QUALITY.scores(mixed))
    assert [1.0, 0.0] == [found["R@3"].value, found["R@3 [heading]"].value]


def test_wordings_and_readers_are_one_probe() -> None:
    """The mean over them is one observation."""
    asked = [
        outcome("p", "ann", "wiki:a"),
        outcome("p", "ann", "", query="other words"),
        outcome("p", "bob", "", query="p"),
        outcome("p", "bob", "", query="other words"),
        outcome("q", "ann", "wiki:a"),
    ]
    gold = {"p": [{"wiki:a": 1}], "q": [{"wiki:a": 1}]}
    found = scored(QUALITY.scores(run(asked, DOCUMENTS, {"ann": "aaa", "bob": "aaa"}, gold)))
    assert ((0.25 + 1) / 2, 2) == (found["R@3"].value, found["R@3"].n)


def many(count: int, source: str = "wiki") -> ProbeRun:
    """Probes of one source, every second of which is found."""
    asked = [outcome(f"p{i}", "ann", f"{source}:a" if i % 2 else "") for i in range(count)]
    gold = {f"p{i}": [{f"{source}:a": 1}] for i in range(count)}
    return run(asked, DOCUMENTS, {"ann": "aaa"}, gold)


def test_by_source_and_principal() -> None:
    """Twenty probes are enough for a part; a source nobody asked about is named."""
    scores = list(QUALITY.scores(many(20)))
    assert 0.5 == scored(scores, source="wiki")["R@3"].value
    assert 0.5 == scored(scores, principal="ann")["R@3"].value
    hr = scored(scores, source="hr")["R@3"]
    assert (None, 0, "nothing was asked") == (hr.value, hr.n, hr.reason)


def test_too_few_for_a_source() -> None:
    """Nineteen are not."""
    scores = list(QUALITY.scores(many(19)))
    found = scored(scores, source="wiki")["R@3"]
    assert (None, 19, "insufficient: 19 of 20") == (found.value, found.n, found.reason)
    assert scored(scores)["R@3"].value is not None


def test_intervals_hold_the_mean() -> None:
    """Every measure that has a value says how sure it is."""
    found = scored(QUALITY.scores(many(40)))
    for name in ("R@3", "capped R@3", "Success@3", "P@3", "RR@3", "nDCG@3", "AP@3", "all-gold@3"):
        score = found[name]
        assert score.low is not None and score.value is not None and score.high is not None
        assert score.low < score.value < score.high


def test_what_the_set_cannot_see() -> None:
    """Drops below this would go unnoticed; a part with too few probes has no such figure."""
    assert detectable(40) == scored(QUALITY.scores(many(40)))["visible drop of R@3"].value
    hr = scored(QUALITY.scores(many(40)), source="hr")["visible drop of R@3"]
    assert (None, "nothing was asked") == (hr.value, hr.reason)


def test_equal_runs_give_equal_scores() -> None:
    """Nothing is left to chance but what the seed says."""
    assert list(QUALITY.scores(many(30))) == list(QUALITY.scores(many(30)))


def test_unanswerable_probes() -> None:
    """Nothing or too little score is kept quiet; they enter no recall."""
    asked = [
        outcome("quiet", "ann"),
        outcome("low", "ann", "wiki:a", top_score=0.1),
        outcome("high", "ann", "wiki:a", top_score=0.9),
        outcome("blind", "ann", "wiki:a"),
        outcome("stray", "ann", unmapped=2),
        outcome("down", "ann", status=FAILED),
    ]
    probes = [
        probe("quiet", unanswerable=True),
        probe("low", unanswerable=True, limit=0.3),
        probe("high", unanswerable=True, limit=0.3),
        probe("blind", unanswerable=True, limit=0.3),
        probe("stray", unanswerable=True),
        probe("down", unanswerable=True),
    ]
    found = scored(QUALITY.scores(run(asked, DOCUMENTS, {"ann": "aaa"}, probes=probes)))
    assert (0.5, 4, 2) == (
        found["abstention rate"].value,
        found["abstention rate"].n,
        found["abstention rate"].undefined,
    )
    assert 0.5 == found["false-answer rate"].value
    assert "R@3" not in found


def test_an_empty_run() -> None:
    """No outcome, no error, and nothing that looks like a success."""
    scores = list(QUALITY.scores(run([], DOCUMENTS)))
    assert scores and all(score.value is None and score.reason for score in scores)


def test_oracles_are_not_averaged_with_readers() -> None:
    """What somebody finds who sees everything is no recall of anybody's."""
    asked = [outcome("p", "ann"), outcome("p", "root", "wiki:a", Role.ORACLE)]
    made = run(asked, DOCUMENTS, {"ann": "aaa"}, {"p": [{"wiki:a": 1}]}, oracle="root")
    assert 0.0 == scored(QUALITY.scores(made))["R@3"].value
