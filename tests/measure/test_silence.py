"""Nothing that came back is clean only where something would have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ragaudit._measure.silence import unheard
from ragaudit.model import (
    Call,
    CallStatus,
    Decision,
    Expectation,
    GoldGroup,
    GoldItem,
    Outcome,
    Probe,
    ProbeSet,
    Role,
)

LEAVE, PAY = "docs:leave.md", "docs:pay.md"
DECISIONS = {
    "ann": {LEAVE: Decision.ALLOW, PAY: Decision.ALLOW},
    "bob": {LEAVE: Decision.ALLOW, PAY: Decision.DENY},
    "zoe": {LEAVE: Decision.UNKNOWN, PAY: Decision.DENY},
    "anon": {LEAVE: Decision.DENY, PAY: Decision.DENY},
}
PROBES = ProbeSet(
    (
        Probe("leave", "l"),
        Probe("pay", "p"),
        Probe("none", "n", expect=Expectation(unanswerable=True)),
    )
)
GOLD = {"leave": ({LEAVE: 1},), "pay": ({PAY: 1},), "none": ()}


def asked(probe: str, name: str, *documents: str, role: Role = Role.ASK) -> Outcome:
    return Outcome(Call(probe, probe[0], name, role), CallStatus.OK, documents=documents)


def states(*outcomes: Outcome) -> list[CallStatus]:
    return [outcome.status for outcome in unheard(outcomes, PROBES, GOLD, DECISIONS)]


OK, OPEN = CallStatus.OK, CallStatus.INCONCLUSIVE


def test_an_empty_index_is_not_clean() -> None:
    """What should have come back is missed; what should not, and did not, shows nothing."""
    found = states(
        asked("leave", "bob"),
        asked("pay", "bob", role=Role.DENY),
        asked("none", "bob"),
        asked("pay", "anon", role=Role.DENY),
    )

    assert [OK, OPEN, OPEN, OPEN] == found


def test_somebody_the_target_does_not_know() -> None:
    """Others are answered; that bob gets nothing at all shows nothing about bob."""
    found = unheard(
        (
            asked("leave", "ann", LEAVE),
            asked("leave", "bob"),
            asked("pay", "bob", role=Role.DENY),
            asked("pay", "anon", role=Role.DENY),
        ),
        PROBES,
        GOLD,
        DECISIONS,
    )

    assert [OK, OK, OPEN, OK] == [outcome.status for outcome in found]
    assert found[2].reason.startswith("nothing came back to bob for any question")


def test_one_answer_makes_the_others_count() -> None:
    """Also one nobody can place: then the target does answer."""
    unknown = replace(asked("leave", "bob"), unmapped=1)

    assert [OK, OK] == states(asked("leave", "bob", LEAVE), asked("pay", "bob", role=Role.DENY))
    assert [OK, OK] == states(unknown, asked("pay", "bob", role=Role.DENY))


@pytest.mark.parametrize("name", ["zoe", "anon"])
def test_only_people_who_are_due_nothing(name: str) -> None:
    """Nobody is asked who would have to get something, so a broken target looks the same."""
    assert [OPEN, OPEN] == states(asked("leave", name), asked("pay", name, role=Role.DENY))


def test_questions_that_nothing_answers() -> None:
    """A set of these alone is what its author meant it to be."""
    assert [OK] == states(asked("none", "bob"))


def test_meanings_of_a_question_are_answers() -> None:
    """An ambiguous probe without gold is due what it may mean."""
    expect = Expectation(intents=(GoldGroup((GoldItem(LEAVE),)),))
    probes = ProbeSet((Probe("both", "b", expect=expect), Probe("pay", "p")))
    outcomes = (asked("both", "bob"), asked("pay", "bob", role=Role.DENY))

    found = unheard(outcomes, probes, {"both": (), "pay": ({PAY: 1},)}, DECISIONS)

    assert [OK, OPEN] == [outcome.status for outcome in found]


def test_what_failed_stays_as_it_is() -> None:
    """A reason that is known is the better one."""
    failed = replace(asked("pay", "bob", role=Role.DENY), status=CallStatus.SKIPPED, reason="why")

    (found,) = unheard((failed,), PROBES, GOLD, DECISIONS)

    assert failed == found
