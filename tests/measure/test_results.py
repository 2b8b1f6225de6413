"""What came of each probe as each principal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ragaudit._measure.results import results
from ragaudit.model import (
    Call,
    CallStatus,
    Decision,
    Expectation,
    GoldGroup,
    GoldItem,
    Outcome,
    Probe,
    ProbePrincipal,
    ProbeRun,
    ProbeSet,
    ProbeStatus,
    Provenance,
    Role,
)
from ragaudit.testing import document

LEAVE, OLD, PAY = "docs:leave.md", "docs:leave-2022.md", "docs:pay.md"
NEW = "docs:new.md"
"""Of which nobody knows who may read it."""
MAY = {
    "ann": {LEAVE: Decision.ALLOW, OLD: Decision.ALLOW, PAY: Decision.ALLOW},
    "bob": {LEAVE: Decision.ALLOW, OLD: Decision.ALLOW, PAY: Decision.DENY},
}


def run(probe: Probe, *outcomes: Outcome, gold: Any = ({LEAVE: 1},)) -> ProbeRun:
    people = {name: ProbePrincipal(name) for name in MAY}
    documents = {name: document(path=name.split(":")[1]) for name in (LEAVE, OLD, PAY, NEW)}
    return ProbeRun(
        ProbeSet((probe,), people, k=(1, 3)),
        outcomes,
        documents,
        {probe.id: gold},
        MAY,
        stale=frozenset({OLD}),
    )


def answer(*documents: str, name: str = "ann", query: str = "q", **more: Any) -> Outcome:
    role = more.pop("role", Role.ASK)
    status = more.pop("status", CallStatus.OK)
    return Outcome(Call("p", query, name, role), status, documents=documents, **more)


def judged(expect: Expectation, *documents: str, **more: Any) -> tuple[ProbeStatus, str]:
    (found,) = results(run(Probe("p", "q", expect=expect), answer(*documents, **more)))
    return found.status, found.reason


@pytest.mark.parametrize(
    ("expect", "documents", "reason"),
    [
        (Expectation(), (PAY, LEAVE), ""),
        (Expectation(), (PAY, OLD), f"{LEAVE} is not among the first 3"),
        (Expectation(rank_at_most=1), (PAY, LEAVE), f"{LEAVE} is at rank 2, not among the first 1"),
        (Expectation(not_stale=True), (LEAVE, OLD), ""),
        (Expectation(not_stale=True), (OLD, LEAVE), f"{OLD}, which is stale, is at rank 1"),
        (Expectation(prefer_over=("leave-2022.md",)), (LEAVE, OLD), ""),
        (
            Expectation(prefer_over=("leave-2022.md",)),
            (OLD, LEAVE),
            f"{OLD} is at rank 1, above what should be preferred",
        ),
        (Expectation(unanswerable=True), (), ""),
        (Expectation(unanswerable=True), (OLD,), f"nothing answers it, and {OLD} came back first"),
    ],
)
def test_expectations(expect: Expectation, documents: tuple[str, ...], reason: str) -> None:
    """What was missed is said in words."""
    status = ProbeStatus.FAILED if reason else ProbeStatus.PASSED

    assert (status, reason) == judged(expect, *documents)


def test_a_low_score_counts_as_nothing_found() -> None:
    """Where the set says from which score on something is found."""
    expect = Expectation(unanswerable=True, max_top_score=0.4)

    assert ProbeStatus.PASSED is judged(expect, OLD, top_score=0.3)[0]
    assert ProbeStatus.FAILED is judged(expect, OLD, top_score=0.5)[0]


def test_a_leak_outranks_everything() -> None:
    """Also where the answer holds what was expected, and where it cannot be judged otherwise."""
    probe = Probe("p", "q")
    leak = f"{PAY} came back at rank 2, which bob may not read"

    clean, broken = (
        results(run(probe, answer(LEAVE, PAY, name="bob", status=status)))[0]
        for status in (CallStatus.OK, CallStatus.INCONCLUSIVE)
    )

    assert (ProbeStatus.FAILED, leak) == (clean.status, clean.reason)
    assert (ProbeStatus.FAILED, leak) == (broken.status, broken.reason)


def test_what_somebody_may_not_read_is_not_expected() -> None:
    """Bob gets nothing for a question only the pay page answers, and that is right."""
    (found,) = results(run(Probe("p", "q"), answer(name="bob"), gold=({PAY: 1},)))

    assert ProbeStatus.PASSED is found.status


def test_what_is_kept_back_is_told_from_what_is_missed() -> None:
    """Who sees everything gets the page for the same question, and ann, who may read it, does not.

    Nothing is kept from bob, who may not read it, nor where another page of the group came back.
    """
    sees_all = answer(OLD, LEAVE, name="admin", role=Role.ORACLE)
    kept, missed, forbidden, other = (
        next(one for one in results(run(Probe("p", "q"), *outcomes, gold=gold)))
        for outcomes, gold in (
            ((answer(OLD), sees_all), ({LEAVE: 1},)),
            ((answer(OLD), answer(OLD, name="admin", role=Role.ORACLE)), ({LEAVE: 1},)),
            ((answer(name="bob"), answer(PAY, name="admin", role=Role.ORACLE)), ({PAY: 1},)),
            ((answer(OLD), sees_all), ({LEAVE: 1, OLD: 1},)),
        )
    )

    told = f"{LEAVE} is kept from ann, who may read it: who sees everything gets it at rank 2"
    assert (ProbeStatus.FAILED, told, (LEAVE,)) == (kept.status, kept.reason, kept.withheld)
    assert (f"{LEAVE} is not among the first 3", ()) == (missed.reason, missed.withheld)
    assert (ProbeStatus.PASSED, ()) == (forbidden.status, forbidden.withheld)
    assert (ProbeStatus.PASSED, ()) == (other.status, other.withheld)


def test_the_wording_is_shown_unless_it_gives_something_away() -> None:
    """A probe made of a restricted document holds words of it."""
    secret = Probe("p", "q", provenance=Provenance("known_item", restricted=True))

    found = [results(run(probe, answer(LEAVE)))[0].query for probe in (Probe("p", "q"), secret)]

    assert ["q", ""] == found


def test_documents_are_called_by_their_paths() -> None:
    """The id of a row says nothing to people; a set may name either."""
    row = document(path="leave-2022.md", native_id="117")
    expect = Expectation(prefer_over=("leave-2022.md",))
    asked = run(Probe("p", "q", expect=expect), answer(row.id, LEAVE))

    (found,) = results(replace(asked, documents={**asked.documents, row.id: row}))

    assert f"{OLD} is at rank 1, above what should be preferred" == found.reason


def test_unknown_access_is_no_pass() -> None:
    """Nobody can expect an answer, or its absence, where nobody knows whether it may be read."""
    gold = ({NEW: 1},)
    intents = Expectation(intents=(GoldGroup((GoldItem(NEW),)),))

    plain, ambiguous = (
        results(run(probe, answer(LEAVE), gold=found))[0]
        for probe, found in ((Probe("p", "q"), gold), (Probe("p", "q", expect=intents), ()))
    )

    told = "whether ann may read what should answer it is unknown"
    assert (ProbeStatus.INCONCLUSIVE, told) == (plain.status, plain.reason)
    assert (ProbeStatus.INCONCLUSIVE, told) == (ambiguous.status, ambiguous.reason)


def test_a_meaning_that_is_gone() -> None:
    """Is told as such, and not as something nobody may be known to read."""
    gone = Expectation(intents=(GoldGroup((GoldItem("docs:gone.md"),)),))

    (found,) = results(run(Probe("p", "q", expect=gone), answer(LEAVE), gold=()))

    told = "what should answer it is no longer in the corpus"
    assert (ProbeStatus.INCONCLUSIVE, told) == (found.status, found.reason)


def test_the_worst_wording_counts() -> None:
    """One of two wordings finds nothing."""
    (found,) = results(run(Probe("p", "q"), answer(LEAVE), answer(OLD, query="q2")))

    assert (ProbeStatus.FAILED, (OLD,)) == (found.status, found.returned)


def test_what_could_not_be_asked_is_not_passed() -> None:
    """Skipped and inconclusive have names of their own."""
    probe = Probe("p", "q")
    kinds = (CallStatus.SKIPPED, CallStatus.INCONCLUSIVE)

    found = [results(run(probe, answer(status=kind, reason="why")))[0] for kind in kinds]

    assert [ProbeStatus.SKIPPED, ProbeStatus.INCONCLUSIVE] == [one.status for one in found]
    assert ["why", "why"] == [one.reason for one in found]
