from __future__ import annotations

from tests.probes.measures.runs import FAILED, outcome, run, scored

from ragaudit.model import Outcome, Role, Score
from ragaudit_probes.measures import Leakage

LEAKAGE = Leakage(resamples=100)
DOCUMENTS = ["wiki:a", "wiki:b", "hr:c"]
READS = {"ann": "aad", "bob": "aad", "cat": "aaa"}


def allow(who: str, cell: str, documents: str = "", **changes: object) -> Outcome:
    """A positive control."""
    return outcome("p", who, documents, Role.ALLOW, cell, **changes)  # type: ignore[arg-type]


def oracle(documents: str, **changes: object) -> Outcome:
    """What somebody gets who sees everything."""
    return outcome("p", "root", documents, Role.ORACLE, **changes)  # type: ignore[arg-type]


def measured(*outcomes: Outcome, **part: str) -> dict[str, Score]:
    """The scores of one slice."""
    return scored(LEAKAGE.scores(run(outcomes, DOCUMENTS, READS, oracle="root")), **part)


def test_what_the_oracle_finds_and_they_do_not() -> None:
    """Withheld from ann; what not even the oracle finds is nobody's restriction."""
    found = measured(
        oracle("wiki:a"),
        allow("ann", "wiki:a", "wiki:b"),
        allow("ann", "wiki:b"),
        allow("cat", "wiki:a", "wiki:a"),
    )["over-restriction@3"]
    assert (1 / 3, 3) == (found.value, found.n)
    assert found.low is not None and 0 < found.low < 1 / 3


def test_found_in_any_wording_is_not_withheld() -> None:
    """It may read it, if not under every name."""
    found = measured(
        oracle("wiki:a", query="one"),
        oracle("wiki:a", query="two"),
        allow("ann", "wiki:a", query="one"),
        allow("ann", "wiki:a", "wiki:a", query="two"),
    )["over-restriction@3"]
    assert (0.0, 1) == (found.value, found.n)


def test_withheld_from_one_of_two_equals() -> None:
    """Bob may read what ann may, and does not get it: the cell is restricted."""
    found = measured(oracle("wiki:a"), allow("ann", "wiki:a", "wiki:a"), allow("bob", "wiki:a"))[
        "over-restriction@3"
    ]
    assert (1.0, 1) == (found.value, found.n)


def test_calls_that_failed_compare_nothing() -> None:
    """On either side."""
    found = measured(
        oracle("wiki:a", status=FAILED), oracle("wiki:b", query="two"), allow("ann", "wiki:a")
    )["over-restriction@3"]
    assert (None, 0, 1) == (found.value, found.n, found.undefined)
    found = measured(oracle("wiki:a"), allow("ann", "wiki:a", status=FAILED))["over-restriction@3"]
    assert (None, 1) == (found.value, found.undefined)


def test_only_the_first_k_count() -> None:
    """The oracle must have shown it among as many results as the reader is judged by."""
    found = measured(oracle("wiki:b hr:c x wiki:a"), allow("ann", "wiki:a"))["over-restriction@3"]
    assert (0.0, 1) == (found.value, found.n)


def test_without_an_oracle_the_controls_that_were_missed() -> None:
    """Under a name of their own, as they include what nobody would find."""
    found = measured(allow("ann", "wiki:a"), allow("ann", "wiki:b", "wiki:b"))
    assert "over-restriction@3" not in found
    assert (0.5, 2) == (found["missed controls@3"].value, found["missed controls@3"].n)


def test_controls_nobody_may_read_are_none() -> None:
    """A control that is forbidden would praise a target for leaking."""
    found = measured(allow("ann", "hr:c", "hr:c"))["missed controls@3"]
    assert (None, "no positive control was asked") == (found.value, found.reason)


def test_by_source() -> None:
    """By that of the document."""
    found = measured(allow("ann", "wiki:a"), source="hr")["missed controls@3"]
    assert (None, 0) == (found.value, found.n)
    found = measured(allow("ann", "wiki:a"), source="wiki")["missed controls@3"]
    assert (None, "insufficient: 1 of 20") == (found.value, found.reason)
