"""Answers of a target, and what counts as none."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from ragaudit._measure.calling import IN_A_ROW, NOT_ASKED, Calling
from ragaudit._measure.mapping import Mapped
from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import AuthInvalidError, SkipError, TransientError
from ragaudit.model import (
    Call,
    CallStatus,
    Hit,
    Outcome,
    ProbePrincipal,
    Retrieved,
    Role,
    SkipReason,
    TargetSettings,
)

PEOPLE = {"ann": ProbePrincipal("ann"), "bob": ProbePrincipal("bob")}
FORBIDDEN = {("bob", "docs:pay.md")}


class Shelf(Target):
    """Answers from a table; an exception in it is raised."""

    def __init__(self, answers: dict[str, Sequence[str] | Exception]) -> None:
        self.settings = TargetSettings("shelf")
        self.answers = answers
        self.asked: list[tuple[str, str]] = []
        self._lock = threading.Lock()

    def capabilities(self) -> TargetCapabilities:
        return TargetCapabilities(principals=True, concurrent=True)

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        with self._lock:
            self.asked.append((query, principal.name if principal else ""))
        answer = self.answers[query]
        if isinstance(answer, Exception):
            raise answer
        return Retrieved(tuple(Hit(name, 1.0) for name in answer))


def mapped(hits: Sequence[Hit]) -> Mapped:
    known = [hit.id for hit in hits if hit.id.startswith("docs:")]
    return Mapped(tuple(dict.fromkeys(known)), len(hits) - len(known))


def run(target: Shelf, *calls: Call, jobs: int = 1) -> list[Outcome]:
    calling = Calling(target, PEOPLE, 10, mapped, lambda *cell: cell in FORBIDDEN)
    return list(calling.run(calls, jobs))


def test_an_empty_answer_is_an_answer() -> None:
    """Nothing found is a result; it is neither a failure nor unknown."""
    (outcome,) = run(Shelf({"q": []}), Call("p", "q", "ann"))

    assert (CallStatus.OK, ()) == (outcome.status, outcome.documents)


def test_equal_questions_are_asked_once() -> None:
    """Two probes, or two cells, with one wording as one principal share the answer."""
    target = Shelf({"q": ["docs:leave.md"]})

    outcomes = run(target, Call("a", "q", "ann"), Call("b", "q", "ann"), Call("a", "q", "bob"))

    assert [("q", "ann"), ("q", "bob")] == sorted(target.asked)
    assert 3 == len(outcomes)


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (TransientError("did not answer in time"), CallStatus.INCONCLUSIVE),
        (SkipError(SkipReason.FORBIDDEN, "BOB_TOKEN is not set"), CallStatus.SKIPPED),
        (ZeroDivisionError("the text of a document"), CallStatus.INCONCLUSIVE),
    ],
)
def test_a_failed_call_is_never_clean(failure: Exception, status: CallStatus) -> None:
    """It has its own status and a reason, and what a target says of itself stays out of it."""
    (outcome,) = run(Shelf({"q": failure}), Call("p", "q", "bob", Role.DENY, "docs:pay.md"))

    assert (status, True) == (outcome.status, bool(outcome.reason))
    assert "text of a document" not in outcome.reason


def test_a_target_that_lets_nobody_in_is_not_asked_on() -> None:
    """The rest is inconclusive with the same reason."""
    target = Shelf({"a": AuthInvalidError("401: name or secret is wrong"), "b": ["docs:x.md"]})

    first, second = run(target, Call("p", "a", "ann"), Call("p", "b", "ann"))

    assert [("a", "ann")] == target.asked
    assert first.reason in second.reason and second.reason.startswith(NOT_ASKED)


def test_results_nobody_knows_are_not_clean() -> None:
    """Alone they make an answer inconclusive; beside known ones only where a denial is tested."""
    target = Shelf(
        {"none": ["x", "y"], "some": ["docs:leave.md", "x"], "leak": ["docs:pay.md", "x"]}
    )
    deny = (Role.DENY, "docs:pay.md")

    found = run(
        target,
        Call("p", "leak", "bob", *deny),
        Call("p", "none", "ann"),
        Call("p", "some", "ann"),
        Call("p", "some", "bob", *deny),
    )

    status = {(o.call.query, o.call.principal): (o.status, o.unmapped) for o in found}
    assert status == {
        ("leak", "bob"): (CallStatus.OK, 1),
        ("none", "ann"): (CallStatus.INCONCLUSIVE, 2),
        ("some", "ann"): (CallStatus.OK, 1),
        ("some", "bob"): (CallStatus.INCONCLUSIVE, 1),
    }


def test_many_at_once_lose_nothing() -> None:
    """Four askers, a hundred questions."""
    target = Shelf({f"q{n}": [f"docs:{n}.md"] for n in range(100)})

    outcomes = run(target, *(Call("p", f"q{n}", "ann") for n in range(100)), jobs=4)

    assert {f"q{n}": (f"docs:{n}.md",) for n in range(100)} == {
        o.call.query: o.documents for o in outcomes
    }


def test_a_target_that_is_down_is_not_waited_for_question_by_question() -> None:
    """After so many in a row without an answer the rest is not asked, and said not to be clean."""
    down = TransientError("did not answer", "check that the target is up")
    target = Shelf({f"q{n:02}": down for n in range(30)})

    outcomes = run(target, *(Call("p", f"q{n:02}", "ann") for n in range(30)))

    assert IN_A_ROW == len(target.asked)
    assert {CallStatus.INCONCLUSIVE} == {outcome.status for outcome in outcomes}
    assert "did not answer; check that the target is up" == outcomes[0].reason
    assert outcomes[-1].reason.startswith(NOT_ASKED) and "did not answer" in outcomes[-1].reason


def test_one_answer_between_failures_starts_the_count_anew() -> None:
    """A target that only stumbles is asked everything."""
    stumbling: dict[str, Sequence[str] | Exception] = {
        f"q{n:02}": TransientError("late") for n in range(30)
    }
    target = Shelf(stumbling | {"q05": [], "q12": [], "q20": []})

    run(target, *(Call("p", f"q{n:02}", "ann") for n in range(30)))

    assert 30 == len(target.asked)
