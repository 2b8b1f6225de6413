"""A source held against its contract, and its agreement with the findings on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit._engine.freshness import Read, source_freshness
from ragaudit.contracts import DocumentDetector
from ragaudit.detectors.freshness.date_invalid import DateInvalid
from ragaudit.detectors.freshness.expired import Expired
from ragaudit.detectors.freshness.no_trusted_date import NoTrustedDate
from ragaudit.detectors.freshness.review_overdue import ReviewOverdue
from ragaudit.detectors.freshness.sla_breach import SlaBreach
from ragaudit.model import (
    Calendar,
    Document,
    Expiry,
    Fact,
    FreshnessContract,
    FreshnessOverride,
    FreshnessState,
    Interval,
    Lifecycle,
    Quality,
    Severity,
    SourceFreshness,
    Times,
)
from ragaudit.testing import AS_OF, context, document, known, source

DAY = timedelta(days=1)
CONTRACT = FreshnessContract(warn_after=Interval(180, "day"), error_after=Interval(365, "day"))


def page(path: str = "a.md", age: int | None = 10, **changes: Any) -> Document:
    """A document that was reviewed so many days ago."""
    times = {"reviewed": known(AS_OF - DAY * age, "reviewed", line=2)} if age is not None else {}
    clocks = {n: changes.pop(n) for n in tuple(changes) if n in Times.__slots__}
    return document(path, times=Times(**{**times, **clocks}), **changes)


def held(
    *documents: Document,
    contract: FreshnessContract | None = CONTRACT,
    read: Read | None = None,
) -> SourceFreshness:
    """What a source of these documents is."""
    return source_freshness(source(freshness=contract), documents, AS_OF, read)


def test_fresh() -> None:
    """Everything within the limits, with the dates it rests on."""
    found = held(page(age=10), page("b.md", age=180))
    assert (FreshnessState.FRESH, 2, 2, 0, 0) == (
        found.state, found.documents, found.fresh, found.warned, found.overdue,
    )  # fmt: skip
    assert (AS_OF - DAY * 180, AS_OF - DAY * 10) == (found.oldest, found.newest)
    assert "reviewed or content_modified: warn after 180 days, error after 365 days" == (
        found.contract
    )
    assert () == found.reasons


@pytest.mark.parametrize(
    ("age", "state", "counted"),
    [
        (181, FreshnessState.WARN, "warned"),
        (365, FreshnessState.WARN, "warned"),
        (366, FreshnessState.ERROR, "overdue"),
        (None, FreshnessState.UNKNOWN, "undated"),
    ],
)
def test_one_document(age: int | None, state: FreshnessState, counted: str) -> None:
    """The day after a limit is late, the last day is not; no date is not fresh."""
    found = held(page(age=age))
    assert (state, 1) == (found.state, getattr(found, counted))


def test_late_documents_come_longest_first_and_with_their_owner() -> None:
    """What is overdue before what is warned of; since which day."""
    found = held(page("a.md", 200), page("b.md", 400), page("c.md", 500))
    assert [
        Expiry("docs:c.md", "c.md", AS_OF - DAY * 134, "contract", None, "error"),
        Expiry("docs:b.md", "b.md", AS_OF - DAY * 34, "contract", None, "error"),
        Expiry("docs:a.md", "a.md", AS_OF - DAY * 19, "contract", None, "warn"),
    ] == [replace(late, document=late.document.replace("source:", "docs:")) for late in found.late]


def test_own_dates_count_beside_the_contract() -> None:
    """A fresh page that has expired is overdue, and so is one whose review is."""
    gone = page(expires=known(AS_OF - DAY, "valid_to", line=3))
    late = page("b.md", review_due=known(AS_OF - DAY * 2, "review_by", line=3), age=900)
    found = held(gone, late)
    assert (FreshnessState.ERROR, 2) == (found.state, found.overdue)
    assert [("contract", "b.md"), ("expiry", "a.md")] == [(e.what, e.path) for e in found.late]


def test_marked_as_expired() -> None:
    """Without a day it counts from the day of the audit."""
    stage: Fact[Lifecycle] = known(Lifecycle.EXPIRED, "status", line=2)
    assert [AS_OF] == [e.on for e in held(page(lifecycle=stage)).late]


@pytest.mark.parametrize(
    ("allowed", "late", "state"),
    [
        (0, 1, FreshnessState.ERROR),
        (1, 1, FreshnessState.WARN),
        (1, 2, FreshnessState.ERROR),
        (0.25, 1, FreshnessState.WARN),
        (0.25, 2, FreshnessState.ERROR),
        (1.0, 4, FreshnessState.WARN),
    ],
)
def test_max_overdue(allowed: float, late: int, state: FreshnessState) -> None:
    """A count, or a share of the documents; what is late is at least a warning."""
    pages = [page(f"{n}.md", 400 if n < late else 5) for n in range(4)]
    assert state is held(*pages, contract=replace(CONTRACT, max_overdue=allowed)).state


def test_an_allowance_is_told() -> None:
    """The reason names what is allowed."""
    found = held(page(age=400), page("b.md"), contract=replace(CONTRACT, max_overdue=0.5))
    assert ("1 document overdue, the contract allows up to 50 %",) == found.reasons
    assert "50 % may be overdue" in found.contract


def test_without_a_contract() -> None:
    """Old is not late where nobody said how old is too old, and nothing is fresh by that."""
    found = held(page(age=4000), contract=None)
    assert (FreshnessState.UNDECLARED, 0, 0, "") == (
        found.state, found.fresh, found.overdue, found.contract,
    )  # fmt: skip
    assert found.reasons


def test_without_a_contract_own_dates_still_count() -> None:
    """A page past its own date is an error whatever the source declares."""
    found = held(page(expires=known(AS_OF - DAY, "valid_to")), contract=None)
    assert (FreshnessState.ERROR, 1) == (found.state, found.overdue)
    assert "declares no contract" in found.reasons[0]


def test_nothing_read_is_unknown() -> None:
    """An empty source, and one that failed, are not fresh."""
    assert FreshnessState.UNKNOWN is held().state
    assert FreshnessState.UNKNOWN is held(page(), read=Read(failed=True)).state
    assert FreshnessState.ERROR is held(page(age=400), read=Read(failed=True)).state
    assert FreshnessState.WARN is held(page(), read=Read(unread=1)).state


def test_some_without_a_date_are_a_warning() -> None:
    """The others are judged; the gap is told."""
    found = held(page(), page("b.md", age=None))
    assert (FreshnessState.WARN, 1, 1) == (found.state, found.fresh, found.undated)
    assert ("1 document without a trusted date (reviewed or content_modified)",) == found.reasons


def test_a_date_in_the_future_is_no_date() -> None:
    """A slip of the pen must not make a page fresh for years."""
    found = held(page(age=-400))
    assert (FreshnessState.UNKNOWN, 0, 1) == (found.state, found.fresh, found.undated)


OVERRIDE = FreshnessOverride("legal/**", never=True, reason="statute text", until=AS_OF)


def test_a_live_exception_excuses() -> None:
    """Up to and on its last day."""
    found = held(page("legal/a.md", 9000), contract=replace(CONTRACT, overrides=(OVERRIDE,)))
    assert (FreshnessState.FRESH, 1, ("1 document excused",)) == (
        found.state, found.excused, found.reasons,
    )  # fmt: skip


def test_an_ended_exception_is_told_and_excuses_nothing() -> None:
    """With its reason, its last day, and how many it had covered."""
    ended = replace(OVERRIDE, until=AS_OF - DAY)
    found = held(page("legal/a.md", 9000), page(), contract=replace(CONTRACT, overrides=(ended,)))
    assert (FreshnessState.ERROR, 1, 0) == (found.state, found.overdue, found.excused)
    assert (
        f"the exception for legal/** (“statute text”) ended on {AS_OF - DAY} and no longer excuses "
        "1 document"
    ) in found.reasons


def test_what_was_accepted_is_excused() -> None:
    """A finding that is suppressed or in the baseline does not count twice."""
    late = page(age=400)
    accepted = Read(accepted={late.id: frozenset({"FRS201"})})
    assert (FreshnessState.FRESH, 1) == (
        held(late, read=accepted).state, held(late, read=accepted).excused,
    )  # fmt: skip
    other = Read(accepted={late.id: frozenset({"FRS203"})})
    assert FreshnessState.ERROR is held(late, read=other).state


def test_severities_of_the_user_count() -> None:
    """Where expiry is only a warning, or off, it is so here too."""
    gone = page(expires=known(AS_OF - DAY, "valid_to"))
    assert FreshnessState.WARN is held(gone, read=Read({"FRS203": "warn"}.get)).state
    assert FreshnessState.FRESH is held(gone, read=Read({"FRS203": "off"}.get)).state
    assert FreshnessState.UNKNOWN is held(page(age=900), read=Read({"FRS201": "off"}.get)).state


def test_upcoming() -> None:
    """What ends within the outlook, soonest first, on the first day it is late."""
    found = held(
        page("a.md", age=5, expires=known(AS_OF + DAY * 3, "valid_to")),
        page("b.md", age=360),
        page("c.md", age=5, review_due=known(AS_OF, "review_by")),
        page("d.md", age=5, expires=known(AS_OF + DAY * 31, "valid_to")),
        page("e.md", age=170),
    )
    assert [
        ("c.md", AS_OF + DAY, "review", "error"),
        ("a.md", AS_OF + DAY * 4, "expiry", "error"),
        ("b.md", AS_OF + DAY * 6, "contract", "error"),
        ("e.md", AS_OF + DAY * 11, "contract", "warn"),
    ] == [(e.path, e.on, e.what, e.severity) for e in found.upcoming]


def test_the_outlook_is_the_contracts() -> None:
    """Looking a week ahead finds less than a month."""
    pages = [page("a.md", age=5, expires=known(AS_OF + DAY * 20, "valid_to"))]
    near = replace(CONTRACT, upcoming=Interval(1, "week"))
    assert (1, 0) == (len(held(*pages).upcoming), len(held(*pages, contract=near).upcoming))


def test_business_days() -> None:
    """The weekend after a limit is no breach where it is not worked."""
    ours = replace(CONTRACT, warn_after=Interval(1, "business day"), error_after=None)
    friday = page(reviewed=known(date(2026, 10, 30), "reviewed"))
    monday = [source_freshness(source(freshness=ours), [friday], date(2026, 11, d), None).state
              for d in (1, 2, 3)]  # fmt: skip
    assert [FreshnessState.FRESH, FreshnessState.FRESH, FreshnessState.WARN] == monday


AGES = st.one_of(st.none(), st.integers(-60, 900))
OFFSETS = st.one_of(st.none(), st.integers(-400, 400))
LIMITS = st.one_of(
    st.none(),
    st.builds(
        Interval, st.integers(0, 400), st.sampled_from(["day", "week", "month", "business day"])
    ),
)
OVERRIDES = st.builds(
    FreshnessOverride,
    st.sampled_from(["**", "hr/**", "*.txt"]),
    LIMITS,
    LIMITS,
    st.booleans(),
    st.just("because"),
    st.one_of(st.none(), st.dates(AS_OF - DAY * 5, AS_OF + DAY * 5)),
)
CALENDARS = st.one_of(
    st.none(),
    st.builds(
        lambda weekend, closed: Calendar("ours", tuple(sorted(weekend)), tuple(sorted(closed))),
        st.sets(st.integers(0, 6), max_size=6),
        st.sets(st.dates(AS_OF - DAY * 900, AS_OF + DAY * 400), max_size=20),
    ),
)
CONTRACTS = st.builds(
    FreshnessContract,
    st.sampled_from([("reviewed",), ("reviewed", "content_modified"), ("modified", "mtime")]),
    LIMITS,
    LIMITS,
    st.lists(OVERRIDES, max_size=3).map(tuple),
    CALENDARS,
    st.one_of(st.integers(0, 5), st.floats(0, 1)),
)


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Pages with any dates, stages and waivers."""
    made = []
    for n in range(draw(st.integers(0, 6))):
        clocks: dict[str, Any] = {}
        for name in ("reviewed", "content_modified", "mtime"):
            if (age := draw(AGES)) is not None:
                fact = known(AS_OF - DAY * age, name)
                clocks[name] = replace(fact, quality=Quality.PROXY) if name == "mtime" else fact
        for name in ("review_due", "expires"):
            if (offset := draw(OFFSETS)) is not None:
                clocks[name] = known(AS_OF + DAY * offset, name)
        stage = draw(st.sampled_from([None, Lifecycle.ARCHIVED, Lifecycle.EXPIRED]))
        more: dict[str, Any] = {"lifecycle": known(stage, "status")} if stage else {}
        if draw(st.integers(0, 4)) == 0:
            more["review_waiver"] = known("a reason", "review")
        folder = draw(st.sampled_from(["", "hr/", "archive/"]))
        made.append(document(f"{folder}{n}.md", times=Times(**clocks), **more))
    return made


def reviewed_by_now(pages: list[Document]) -> list[Document]:
    """Those without a review that is still to come, which would settle what is due before it."""
    return [one for one in pages if (one.times.reviewed.value or AS_OF) <= AS_OF]


def severities(one: Document, contract: FreshnessContract | None) -> set[Severity]:
    """What the three rules say of a document; that its dates are on no clock aside."""
    rules: list[DocumentDetector] = [SlaBreach(), ReviewOverdue(), Expired()]
    where = context(source=source(freshness=contract))
    return {
        seen.severity or rule.rule.severity
        for rule in rules
        for seen in rule.detect(one, where)
        if seen.key != "no-clock"
    }


@settings(deadline=None)
@given(documents(), st.one_of(st.none(), CONTRACTS))
def test_findings_and_states_agree(
    pages: list[Document], contract: FreshnessContract | None
) -> None:
    """Overdue is what has an error of the three rules, warned what has a warning and no error."""
    found = held(*pages, contract=contract)
    told = [severities(one, contract) for one in pages]
    assert found.overdue == sum(Severity.ERROR in s for s in told)
    assert found.warned == sum(Severity.WARN in s and Severity.ERROR not in s for s in told)
    assert {e.document for e in found.late} == {
        one.id for one, s in zip(pages, told, strict=True) if s
    }


@settings(deadline=None)
@given(documents(), CONTRACTS)
def test_what_is_undated_is_reported_by_a_rule(
    pages: list[Document], contract: FreshnessContract
) -> None:
    """A document that counts as undated has a finding that says so, unless it sets own dates."""
    where = context(source=source(freshness=contract))
    rules: list[DocumentDetector] = [
        SlaBreach(),
        NoTrustedDate(),
        DateInvalid(),
        ReviewOverdue(),
        Expired(),
    ]
    for one in pages:
        if held(one, contract=contract).undated:
            assert any(list(rule.detect(one, where)) for rule in rules)


@settings(deadline=None)
@given(documents(), st.one_of(st.none(), CONTRACTS))
def test_every_document_is_counted_once(
    pages: list[Document], contract: FreshnessContract | None
) -> None:
    """No document is in two counts, and a fresh source has nothing late or undated."""
    found = held(*pages, contract=contract)
    counted = found.fresh + found.warned + found.overdue + found.undated + found.excused
    assert counted <= found.documents == len(pages)
    if found.state is FreshnessState.FRESH:
        assert (0, 0, 0) == (found.warned, found.overdue, found.undated)
        assert found.fresh + found.excused > 0


@settings(deadline=None)
@given(documents(), CONTRACTS, st.integers(1, 200))
def test_nothing_gets_fresher_by_waiting(
    pages: list[Document], contract: FreshnessContract, days: int
) -> None:
    """A document that is overdue stays so, unless what it rests on changes."""
    pages = reviewed_by_now(pages)
    lasting = replace(contract, overrides=())
    ours = source(freshness=lasting)
    now = source_freshness(ours, pages, AS_OF, None)
    later = source_freshness(ours, pages, AS_OF + DAY * days, None)
    overdue = {e.document for e in now.late if e.severity == "error"}
    assert overdue <= {e.document for e in later.late if e.severity == "error"}


@settings(deadline=None)
@given(documents(), CONTRACTS)
def test_upcoming_comes_true(pages: list[Document], contract: FreshnessContract) -> None:
    """On the day named the document is late, the day before it is not yet so for that reason."""
    pages = reviewed_by_now(pages)
    lasting = replace(contract, overrides=())
    ours = source(freshness=lasting)
    for coming in source_freshness(ours, pages, AS_OF, None).upcoming:
        one = next(p for p in pages if p.id == coming.document)
        then = source_freshness(ours, [one], coming.on, None).late
        assert [coming.document] == [e.document for e in then]
