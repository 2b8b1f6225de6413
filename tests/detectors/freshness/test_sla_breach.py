"""FRS201."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.freshness.sla_breach import SlaBreach
from ragaudit.model import (
    Document,
    FreshnessContract,
    FreshnessOverride,
    Interval,
    Lifecycle,
    Observation,
    Origin,
    Quality,
    Severity,
    Times,
)
from ragaudit.testing import AS_OF, check_detector, context, document, known, source

CONTRACT = FreshnessContract(warn_after=Interval(180, "day"), error_after=Interval(365, "day"))


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def reviewed(days: int, path: str = "hr/travel.md", **changes: Any) -> Document:
    fact = known(ago(days), "last_reviewed_on", locator="front matter, line 4", line=4)
    return document(path, times=Times(reviewed=fact), **changes)


def run(
    one: Document, contract: FreshnessContract | None = CONTRACT, as_of: date = AS_OF
) -> list[Observation]:
    return list(SlaBreach().detect(one, context(source=source(freshness=contract), as_of=as_of)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(SlaBreach())


def test_says_since_when_by_which_clock_and_what_is_allowed() -> None:
    """Old is not wrong: the words are “not verified since”."""
    (seen,) = run(reviewed(400))
    assert (
        "Not verified since 2025-09-27 (last_reviewed_on, front matter, line 4): 400 days; "
        "the freshness contract allows 365 days."
    ) == seen.message
    assert (4, "last_reviewed_on: 2025-09-27") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, []), (180, []), (181, [Severity.WARN]), (365, [Severity.WARN]), (366, [Severity.ERROR])],
)
def test_limits_are_exceeded_not_reached(days: int, expected: list[Severity]) -> None:
    """A document exactly as old as the limit keeps the contract."""
    assert expected == [o.severity for o in run(reviewed(days))]


def test_without_a_contract_nothing_is_said_but_that() -> None:
    """The rule says why it cannot run."""
    assert [] == run(reviewed(4000), None)
    assert SlaBreach().skips(context()) is not None
    assert SlaBreach().skips(context(source=source(freshness=CONTRACT))) is None


def test_the_first_clock_with_a_trusted_date_counts() -> None:
    """A proxy is passed over, and file times count only if they are named."""
    changed = known(ago(200), origin=Origin.VCS, locator="commit 1f3a9c2")
    proxy = known(ago(1), quality=Quality.PROXY)
    (seen,) = run(document(times=Times(reviewed=proxy, content_modified=changed)))
    assert seen.message.startswith("Text not changed since 2026-04-15 (commit 1f3a9c2): 200 days")
    declared = document(times=Times(content_modified=known(ago(200), "lastmod")))
    assert run(declared)[0].message.startswith("By its own account not changed since 2026-04-15")
    by_mtime = FreshnessContract(clock=("mtime",), warn_after=Interval(1, "day"))
    stamped = document(times=Times(mtime=known(ago(9), quality=Quality.PROXY)))
    assert [1, 0] == [len(run(stamped, by_mtime)), len(run(stamped))]


def test_no_date_on_the_contracts_clock_is_not_fresh() -> None:
    """A document with other dates is reported; one with none is FRS210's."""
    (seen,) = run(document(times=Times(published=known(ago(1)))))
    assert seen.message.startswith("The freshness contract goes by reviewed or content_modified")
    assert [] == run(document())


def over(**changes: Any) -> FreshnessContract:
    override = FreshnessOverride("hr/**", **changes)
    return FreshnessContract(
        warn_after=CONTRACT.warn_after, error_after=CONTRACT.error_after, overrides=(override,)
    )


def test_exceptions_count_by_path_and_until_their_end() -> None:
    """A live exception silences; one that ended does not, and that is said."""
    never = {"never": True, "reason": "statute text"}
    assert [] == run(reviewed(400), over(**never))
    assert [] == run(reviewed(400), over(**never, until=AS_OF))
    assert 1 == len(run(reviewed(400, "it/vpn.md"), over(**never)))
    (seen,) = run(reviewed(400), over(**never, until=ago(1)))
    ended = "The exception for hr/** (“statute text”) ended on 2026-10-31."
    assert seen.message.endswith(ended)


def test_a_later_exception_wins_and_changes_only_what_it_names() -> None:
    """Like dbt: the limit that is not named stays."""
    stricter = over(warn_after=Interval(1, "month"))
    assert [Severity.WARN] == [o.severity for o in run(reviewed(40), stricter)]
    assert [Severity.ERROR] == [o.severity for o in run(reviewed(366), stricter)]
    both = FreshnessContract(
        warn_after=Interval(10, "day"),
        overrides=(
            FreshnessOverride("**", never=True),
            FreshnessOverride("hr/**", warn_after=Interval(20, "day")),
        ),
    )
    assert [0, 1] == [len(run(reviewed(15), both)), len(run(reviewed(25), both))]


@pytest.mark.parametrize(
    "changes",
    [{"review_waiver": known("statute text")}, {"lifecycle": known(Lifecycle.ARCHIVED)}],
    ids=["waived", "archived"],
)
def test_silent(changes: dict[str, Any]) -> None:
    """Nobody need look at these."""
    assert [] == run(reviewed(4000, **changes))


def test_a_limit_past_the_calendar_is_no_limit() -> None:
    """9999 years are not an error of arithmetic."""
    assert [] == run(reviewed(400), FreshnessContract(warn_after=Interval(9999, "year")))


@given(st.integers(0, 900), st.integers(0, 900))
def test_waiting_never_makes_it_better(days: int, more: int) -> None:
    """Severity only grows with time."""
    page = reviewed(days)
    ranks = [
        max((o.severity.rank for o in run(page, CONTRACT, at) if o.severity), default=-1)
        for at in (AS_OF, AS_OF + timedelta(days=more))
    ]
    assert ranks[0] <= ranks[1]
