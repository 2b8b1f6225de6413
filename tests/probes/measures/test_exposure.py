from __future__ import annotations

import pytest
from tests.probes.measures.runs import FAILED, document, outcome, probe, run, scored

from ragaudit.model import Role
from ragaudit.testing import owner
from ragaudit_probes.measures import Exposure

EXPOSURE = Exposure(resamples=100)
DOCUMENTS = ["wiki:old", "wiki:new", "hr:c", "hr:d"]
READS = {"ann": "aaaa", "bob": "adaa"}


def test_stale_documents_among_the_first_k() -> None:
    """Of answerable probes that could be judged."""
    asked = [
        outcome("p", "ann", "wiki:new wiki:old"),
        outcome("q", "ann", "wiki:new"),
        outcome("none", "ann", "wiki:old"),
        outcome("down", "ann", status=FAILED),
    ]
    made = run(
        asked,
        DOCUMENTS,
        READS,
        probes=[probe("none", unanswerable=True)],
        stale=frozenset({"wiki:old"}),
    )
    found = scored(EXPOSURE.scores(made))
    assert [0.0, 0.5] == [found["stale exposure@1"].value, found["stale exposure@3"].value]
    assert (2, 1) == (found["stale exposure@3"].n, found["stale exposure@3"].undefined)


def test_by_source_of_what_is_shown() -> None:
    """The owner of the wiki learns how often it shows its old pages."""
    asked = [outcome(f"p{i}", "ann", "wiki:old hr:c" if i % 2 else "hr:d") for i in range(40)]
    made = run(asked, DOCUMENTS, READS, stale=frozenset({"wiki:old"}))
    scores = list(EXPOSURE.scores(made))
    wiki = scored(scores, source="wiki")["stale exposure@3"]
    assert (1.0, 20, 20) == (wiki.value, wiki.n, wiki.undefined)
    assert 0.0 == scored(scores, source="hr")["stale exposure@3"].value


@pytest.mark.parametrize(
    ("who", "shown", "value"),
    [
        ("ann", "wiki:old wiki:new", 1.0),
        ("ann", "wiki:new wiki:old", 0.0),
        ("ann", "hr:c wiki:old", 1.0),
        ("ann", "wiki:new", 0.0),
        ("ann", "hr:c", None),
        ("bob", "wiki:old", None),
        ("root", "wiki:old", 1.0),
    ],
)
def test_stale_above_fresh(who: str, shown: str, value: float | None) -> None:
    """The old one stands above the new, or alone; bob may not read the new one."""
    asked = [outcome("p", who, shown, Role.ORACLE if who == "root" else Role.ASK)]
    successors = {"wiki:old": "wiki:new"}
    made = run(asked, DOCUMENTS, READS, oracle="root", successors=successors)
    assert value == scored(EXPOSURE.scores(made))["stale-above-fresh@3"].value


def test_successors_that_are_gone() -> None:
    """Nobody can be shown a document that is not there."""
    made = run(
        [outcome("p", "ann", "wiki:old")], DOCUMENTS, READS, successors={"wiki:old": "wiki:gone"}
    )
    assert None is scored(EXPOSURE.scores(made))["stale-above-fresh@3"].value


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("wiki:old hr:c", 1.0),
        ("wiki:old hr:d", 0.0),
        ("hr:d", None),
        ("hr:d wiki:new x hr:c", None),
    ],
)
def test_both_sides_of_a_conflict(shown: str, value: float | None) -> None:
    """Asked only of answers that touch one."""
    conflicts = (frozenset({"wiki:old", "hr:c"}),)
    made = run([outcome("p", "ann", shown)], DOCUMENTS, READS, conflicts=conflicts)
    assert value == scored(EXPOSURE.scores(made))["conflict exposure@3"].value


def test_gold_touches_a_conflict() -> None:
    """An answer that misses both sides has not shown them."""
    made = run(
        [outcome("p", "ann", "hr:d")],
        DOCUMENTS,
        READS,
        {"p": [{"hr:c": 1}]},
        conflicts=(frozenset({"wiki:old", "hr:c"}),),
    )
    assert 0.0 == scored(EXPOSURE.scores(made))["conflict exposure@3"].value


def test_a_document_may_contradict_itself() -> None:
    """It is both sides."""
    made = run([outcome("p", "ann", "hr:d")], DOCUMENTS, READS, conflicts=(frozenset({"hr:d"}),))
    assert 1.0 == scored(EXPOSURE.scores(made))["conflict exposure@1"].value


def test_documents_nobody_is_accountable_for() -> None:
    """A share of what came back."""
    owned = document("wiki:new", owners=(owner("ann@x.example"),))
    made = run(
        [outcome("p", "ann", "wiki:new wiki:old hr:c"), outcome("q", "ann")],
        ["wiki:old", owned, "hr:c", "hr:d"],
        READS,
    )
    found = scored(EXPOSURE.scores(made))
    assert [0.0, pytest.approx(2 / 3)] == [
        found["orphan exposure@1"].value,
        found["orphan exposure@3"].value,
    ]
    assert (1, 1) == (found["orphan exposure@3"].n, found["orphan exposure@3"].undefined)


def test_generators_are_kept_apart() -> None:
    """As everywhere."""
    made = run(
        [outcome("p", "ann", "wiki:old"), outcome("q", "ann", "wiki:new")],
        DOCUMENTS,
        READS,
        probes=[probe("p"), probe("q", "heading")],
        stale=frozenset({"wiki:old"}),
    )
    found = scored(EXPOSURE.scores(made))
    assert [1.0, 0.0] == [
        found["stale exposure@3"].value,
        found["stale exposure@3 [heading]"].value,
    ]
