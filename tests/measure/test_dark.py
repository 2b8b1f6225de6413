"""The list of documents that never come back is the one its share counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.probes.measures.runs import FAILED, outcome, run, scored

from ragaudit._measure.dark import dark
from ragaudit.model import Role
from ragaudit_probes.measures import Quality

DOCUMENTS = ["wiki:a", "wiki:b", "hr:c", "hr:d"]


def test_what_somebody_may_read_and_nobody_got() -> None:
    """Sorted; without what nobody asked may read."""
    asked = [outcome("p", "ann", "wiki:a"), outcome("q", "bob", "wiki:a")]
    reads = {"ann": "aadu", "bob": "adad"}
    assert ("hr:c", "wiki:b") == dark(run(asked, DOCUMENTS, reads))


def test_results_below_k_do_not_count() -> None:
    """Somebody who sees everything was asked; the fourth result is not among the first three."""
    asked = [outcome("p", "root", "wiki:a wiki:b hr:c hr:d", Role.ORACLE)]
    assert ("hr:d",) == dark(run(asked, DOCUMENTS, oracle="root"))


def test_nothing_answered_is_not_nothing_dark() -> None:
    """A target that was down says nothing about documents."""
    assert None is dark(run([outcome("p", "ann", status=FAILED)], DOCUMENTS, {"ann": "aaaa"}))


@given(
    st.lists(st.tuples(st.sampled_from(["ann", "bob", "root"]), st.permutations(DOCUMENTS),
                       st.integers(0, 4)), min_size=1, max_size=4),
    st.text("adu", min_size=4, max_size=4),
    st.text("adu", min_size=4, max_size=4),
)  # fmt: skip
def test_as_many_as_the_share_says(
    asked: list[tuple[str, list[str], int]], ann: str, bob: str
) -> None:
    """Whoever is asked, and whatever they may read."""
    outcomes = [outcome(f"p{n}", who, names[:k]) for n, (who, names, k) in enumerate(asked)]
    made = run(outcomes, DOCUMENTS, {"ann": ann, "bob": bob}, oracle="root")
    share = scored(Quality(resamples=10).scores(made))["dark-document share"]
    found = dark(made)
    assert found is not None
    assert len(found) == pytest.approx((share.value or 0) * share.n)
