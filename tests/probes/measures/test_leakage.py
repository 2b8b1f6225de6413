from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.probes.measures.runs import FAILED, outcome, run, scored

from ragaudit.model import CallStatus, Decision, Leak, Outcome, ProbeRun, Role, Score
from ragaudit_probes.measures import Leakage, leaks
from ragaudit_probes.statistics import clopper_pearson, upper_bound

LEAKAGE = Leakage(resamples=100)
DOCUMENTS = ["wiki:a", "wiki:b", "hr:c", "hr:d"]
READS = {"ann": "aadd", "bob": "aadd", "cat": "addu"}


def deny(who: str, cell: str, documents: str = "", name: str = "p", **changes: object) -> Outcome:
    """A deny probe."""
    return outcome(name, who, documents, Role.DENY, cell, **changes)  # type: ignore[arg-type]


def measured(*outcomes: Outcome, **part: str) -> dict[str, Score]:
    """The scores of one slice."""
    return scored(LEAKAGE.scores(run(outcomes, DOCUMENTS, READS)), **part)


def test_clean_cells_are_bounded_from_above() -> None:
    """Two clean cells show very little, and how many more are needed is said."""
    found = measured(deny("ann", "hr:c", "wiki:a"), deny("ann", "hr:d"))
    rate = found["leak rate"]
    assert (0.0, 2, 0.0, upper_bound(0, 2)) == (rate.value, rate.n, rate.low, rate.high)
    assert 297.0 == found["clean cells missing for 1 %"].value


def test_anything_outside_their_access_is_a_leak() -> None:
    """Not only the document the probe was made from."""
    rate = measured(deny("ann", "hr:c", "wiki:a hr:d"), deny("ann", "hr:d"))["leak rate"]
    bounds = clopper_pearson(1, 2)
    assert (0.5, 2, bounds.low, bounds.high) == (rate.value, rate.n, rate.low, rate.high)


def test_wordings_and_equals_are_one_cell() -> None:
    """Three calls as two people with the same access are one observation; one leak is enough."""
    found = measured(
        deny("ann", "hr:c", query="one"),
        deny("ann", "hr:c", "hr:c", query="two"),
        deny("bob", "hr:c", query="one"),
        deny("cat", "hr:c", query="one"),
    )
    assert (0.5, 2) == (found["leak rate"].value, found["leak rate"].n)
    assert (0.5, 2) == (found["exposed cells"].value, found["exposed cells"].n)


def test_inconclusive_is_never_clean() -> None:
    """A target that was down shows nothing, even if its answer held a leak."""
    found = measured(deny("ann", "hr:c", status=FAILED), deny("ann", "hr:d", "hr:d", status=FAILED))
    rate = found["leak rate"]
    assert (None, 0, 2) == (rate.value, rate.n, rate.undefined)
    assert "no deny probe was answered" == rate.reason
    assert (None, 2) == (found["exposed cells"].value, found["exposed cells"].undefined)
    assert 0.0 == found["deny-matrix coverage"].value


def test_skipped_is_never_clean() -> None:
    """Nor is somebody without credentials."""
    rate = measured(deny("ann", "hr:c", status=CallStatus.SKIPPED), deny("ann", "hr:d"))
    assert (0.0, 1, 1) == (
        rate["leak rate"].value,
        rate["leak rate"].n,
        rate["leak rate"].undefined,
    )


@pytest.mark.parametrize("answer", [{"documents": "hr:d"}, {"documents": "", "unmapped": 3}])
def test_what_nobody_can_judge_is_neither(answer: dict[str, object]) -> None:
    """An answer of nothing but unknown documents is no leak, and not clean."""
    found = measured(deny("cat", "hr:c", **answer), deny("cat", "wiki:b"))  # type: ignore[arg-type]
    rate = found["leak rate"]
    assert (0.0, 1, 1) == (rate.value, rate.n, rate.undefined)


def test_unknown_documents_are_counted_apart() -> None:
    """They are a share of their own; beside known ones they settle nothing."""
    found = measured(deny("cat", "hr:c", "wiki:a hr:d"), deny("ann", "hr:c", "wiki:a"))
    assert pytest.approx(1 / 3) == found["unknown access share"].value
    assert 2 == found["unknown access share"].n
    assert (0.0, 2) == (found["leak rate"].value, found["leak rate"].n)
    assert (0.0, 2) == (found["leaked item share@3"].value, found["leaked item share@3"].n)


def test_cells_that_are_not_forbidden_are_no_deny_probes() -> None:
    """Asked in error, or with unknown access: no evidence either way."""
    rate = measured(deny("ann", "wiki:a"), deny("cat", "hr:d"))["leak rate"]
    assert (None, 0, 0) == (rate.value, rate.n, rate.undefined)


def test_documents_that_come_back_unasked_are_probed_cells() -> None:
    """An ordinary question that leaks counts towards exposed cells, not towards deny probes."""
    found = measured(deny("ann", "hr:c", "wiki:a"), outcome("q", "ann", "wiki:a hr:d"))
    assert (0.0, 1) == (found["leak rate"].value, found["leak rate"].n)
    assert (0.5, 2) == (found["exposed cells"].value, found["exposed cells"].n)
    assert (0.5, 2) == (found["any-call leak rate"].value, found["any-call leak rate"].n)
    assert (2.0, 1) == (found["best leak rank"].value, found["best leak rank"].n)


def test_share_of_items() -> None:
    """Leaked documents of those among the first k."""
    found = measured(outcome("p", "ann", "wiki:a hr:d wiki:b hr:c"))
    assert [0.0, pytest.approx(1 / 3)] == [
        found["leaked item share@1"].value,
        found["leaked item share@3"].value,
    ]


def test_coverage_is_of_all_forbidden_cells() -> None:
    """Two classes of readers with two forbidden documents each; one cell was probed."""
    cells = measured(deny("ann", "hr:c"), deny("bob", "hr:c"))["deny-matrix coverage"]
    assert (0.25, 4, None) == (cells.value, cells.n, cells.low)


def test_by_source_by_the_document() -> None:
    """A leak belongs to the source it came from."""
    asked = (deny("cat", "wiki:b", "wiki:a wiki:b"), deny("cat", "hr:c", "wiki:a"))
    wiki, hr = measured(*asked, source="wiki"), measured(*asked, source="hr")
    assert (1.0, 1) == (wiki["leak rate"].value, wiki["leak rate"].n)
    assert (None, 1, "insufficient: 1 of 20") == (
        hr["leak rate"].value,
        hr["leak rate"].n,
        hr["leak rate"].reason,
    )
    assert [2.0, None] == [part["best leak rank"].value for part in (wiki, hr)]
    assert [1.0, 1 / 3] == [part["deny-matrix coverage"].value for part in (wiki, hr)]


def test_by_principal() -> None:
    """Each by their own calls only."""
    asked = (deny("ann", "hr:c", "hr:c"), deny("bob", "hr:c"))
    assert 1.0 == measured(*asked, principal="ann")["leak rate"].value
    assert "insufficient: 1 of 20" == measured(*asked, principal="bob")["leak rate"].reason


def test_twenty_clean_cells_are_enough_for_a_source() -> None:
    """Then there is a figure with its bound."""
    documents = [f"hr:{i}" for i in range(20)]
    asked = [deny("ann", document, name=document) for document in documents]
    rate = scored(LEAKAGE.scores(run(asked, documents, {"ann": "d" * 20})), source="hr")[
        "leak rate"
    ]
    assert (0.0, 20, upper_bound(0, 20)) == (rate.value, rate.n, rate.high)


def test_oracles_are_never_judged() -> None:
    """They may see everything; alone they say nothing about leaks."""
    asked = [outcome("p", "root", "hr:c", Role.ORACLE), outcome("p", "root", "hr:c")]
    made = run(asked, DOCUMENTS, oracle="root")
    (rate,) = LEAKAGE.scores(made)
    assert (None, "nobody was asked as whose access is limited") == (rate.value, rate.reason)
    assert [] == leaks(made)


def test_leaks_at_their_best_rank() -> None:
    """One a probe, reader and document."""
    made = run(
        [
            outcome("q", "ann", "wiki:a hr:d"),
            outcome("p", "ann", "wiki:a wiki:b hr:c"),
            outcome("p", "ann", "hr:c", query="other words"),
            outcome("p", "ann", "hr:d", query="third", status=FAILED),
            outcome("p", "cat", "hr:d"),
        ],
        DOCUMENTS,
        READS,
    )
    assert [Leak("p", "ann", "hr:c", 1), Leak("q", "ann", "hr:d", 2)] == leaks(made)


@st.composite
def worlds(draw: st.DrawFn) -> ProbeRun:
    """Readers, what they may read, and what they were given, all at random."""
    letters = st.text("adu", min_size=4, max_size=4)
    reads = draw(st.dictionaries(st.sampled_from(["ann", "bob", "cat"]), letters, min_size=1))
    calls = st.builds(
        outcome,
        st.sampled_from(["p", "q"]),
        st.sampled_from(sorted(reads)),
        st.lists(st.sampled_from(DOCUMENTS), unique=True),
        st.sampled_from([Role.ASK, Role.DENY, Role.ALLOW]),
        st.sampled_from(DOCUMENTS),
        st.sampled_from(["one", "two"]),
        st.sampled_from(CallStatus),
    )
    return run(draw(st.lists(calls, max_size=8)), DOCUMENTS, reads)


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_against_brute_force(made: ProbeRun) -> None:
    """Leaks and exposed cells, counted again from their definitions."""
    told = {who: tuple(made.may(who, document) for document in DOCUMENTS) for who in made.decisions}
    leaked = {
        (told[o.call.principal], document)
        for o in made.outcomes
        if o.status is CallStatus.OK
        for document in o.documents
        if made.may(o.call.principal, document) is Decision.DENY
    }
    probed = leaked | {
        (told[o.call.principal], o.call.document)
        for o in made.outcomes
        if o.status is CallStatus.OK and o.call.role is Role.DENY and o.call.document
        if made.may(o.call.principal, o.call.document) is Decision.DENY
        if not o.documents
        or any(made.may(o.call.principal, d) is not Decision.UNKNOWN for d in o.documents)
    }
    assert {(told[leak.principal], leak.document) for leak in leaks(made)} == leaked
    found = scored(LEAKAGE.scores(made)).get("exposed cells")
    if found is None:
        assert not made.outcomes
    elif probed:
        assert (len(leaked) / len(probed), len(probed)) == (found.value, found.n)
    else:
        assert (None, 0) == (found.value, found.n)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_scores_are_well_formed(made: ProbeRun) -> None:
    """A value lies within its interval, and none without a reason."""
    for score in LEAKAGE.scores(made):
        if score.value is None:
            assert score.reason and score.low is None
        elif score.low is not None and score.high is not None:
            assert score.low - 1e-9 <= score.value <= score.high + 1e-9
