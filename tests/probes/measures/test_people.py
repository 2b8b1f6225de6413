from __future__ import annotations

import pytest
from tests.probes.measures.runs import outcome, probe, run

from ragaudit.model import Call, Role
from ragaudit_probes.measures.people import People

DOCUMENTS = ["wiki:a", "wiki:b", "hr:c"]
GOLD = [{"wiki:a": 1, "hr:c": 2}, {"wiki:b": 1}]


@pytest.mark.parametrize(
    ("reads", "owed"),
    [
        ("aaa", ({"wiki:a": 1, "hr:c": 2}, {"wiki:b": 1})),
        ("aad", ({"wiki:a": 1}, {"wiki:b": 1})),
        ("aau", ({"wiki:a": 1}, {"wiki:b": 1})),
        ("ada", ({"wiki:a": 1, "hr:c": 2},)),
        ("ddd", ()),
        ("uad", ()),
        ("aua", ()),
    ],
)
def test_gold_is_cut_to_what_may_be_read(reads: str, owed: object) -> None:
    """Forbidden groups are owed to nobody; with an unknown one nobody knows what is owed."""
    people = People(run([], DOCUMENTS, {"ann": reads}, {"p": GOLD}))
    assert owed == people.gold(Call("p", "p", "ann"))


def test_gold_that_is_gone_leaves_nothing_defined() -> None:
    """A probe that lost a group cannot say what should have been found."""
    people = People(run([], DOCUMENTS, {"ann": "aaa"}, {"p": [{"wiki:a": 1}, {}]}))
    assert () == people.gold(Call("p", "p", "ann"))


def test_an_oracle_is_owed_everything() -> None:
    """It sees all, so nothing is cut."""
    people = People(run([], DOCUMENTS, {"ann": "ddd"}, {"p": GOLD}, oracle="root"))
    assert tuple(GOLD) == people.gold(Call("p", "p", "root", Role.ORACLE))


def test_equal_access_is_one_class() -> None:
    """Two who may read the same are one; unknown is not the same as forbidden."""
    people = People(run([], DOCUMENTS, {"ann": "aad", "bob": "aad", "cat": "aau", "dan": "aaa"}))
    assert [0, 0, 1, 2] == [people.class_of(who) for who in ("ann", "bob", "cat", "dan")]


def test_answers_about_quality() -> None:
    """Each question once, without deny cells and without the oracle's."""
    asked = [
        outcome("p", "ann"),
        outcome("p", "ann", role=Role.ALLOW, cell="wiki:a"),
        outcome("p", "ann", query="other words"),
        outcome("p", "bob", role=Role.DENY, cell="wiki:a"),
        outcome("p", "root", role=Role.ORACLE),
    ]
    people = People(run(asked, DOCUMENTS, {"ann": "aaa", "bob": "daa"}, oracle="root"))
    assert [("ann", "p"), ("ann", "other words")] == [
        (answer.principal, answer.outcome.call.query) for answer in people.answers
    ]


def test_an_account_alone_is_measured() -> None:
    """A target that knows one account only is measured as that."""
    asked = [outcome("p", "account", role=Role.ORACLE)]
    people = People(run(asked, DOCUMENTS, oracle="account"))
    assert ["account"] == [answer.principal for answer in people.answers]


def test_the_source_of_a_probe() -> None:
    """As it says; else that of its gold; none where the gold lies in several."""
    gold: dict[str, list[dict[str, int]]] = {"one": [{"hr:c": 1}], "two": GOLD, "gone": [{}]}
    named = probe("named", source="mail")
    people = People(run([], DOCUMENTS, gold=gold, probes=[named]))
    assert ["mail", "hr", None, None] == [people.source(p) for p in ("named", "one", "two", "gone")]
