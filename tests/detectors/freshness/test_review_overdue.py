"""FRS202."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.freshness.review_overdue import ReviewOverdue
from ragaudit.model import Document, Lifecycle, Observation, Quality, Times
from ragaudit.testing import AS_OF, check_detector, context, document, known, unusable

DAY = timedelta(days=1)


def page(due: date, **changes: Any) -> Document:
    times = Times(review_due=known(due, "review_by", line=3))
    return document(**{"times": times, **changes})


def run(one: Document, as_of: date = AS_OF) -> list[Observation]:
    return list(ReviewOverdue().detect(one, context(as_of=as_of)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(ReviewOverdue())


def test_a_declared_date() -> None:
    """The message names the date, its field and the delay; the quote is what is written."""
    (seen,) = run(page(date(2026, 10, 31)))
    assert "Review was due 2026-10-31, 1 day ago (review_by)." == seen.message
    assert (3, "review_by: 2026-10-31") == (seen.line, seen.quote)


def test_a_date_that_was_worked_out() -> None:
    """The message shows the sum, the quote is the review it starts from."""
    due = known(
        date(2025, 8, 6), "review_in", "2025-02-06; 6 months", quality=Quality.DERIVED,
        note="last_reviewed_on 2025-02-06 plus review_in 6 months", line=5,
    )  # fmt: skip
    reviewed = known(date(2025, 2, 6), "last_reviewed_on", line=4)
    (seen,) = run(document(times=Times(review_due=due, reviewed=reviewed)), date(2026, 8, 19))
    assert (
        "Review was due 2025-08-06, 378 days ago "
        "(last_reviewed_on 2025-02-06 plus review_in 6 months)."
    ) == seen.message
    assert (4, "last_reviewed_on: 2025-02-06") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    "one",
    [
        page(AS_OF),
        page(AS_OF + DAY),
        document(),
        page(AS_OF - DAY, review_waiver=known("statute text")),
        page(AS_OF - DAY, lifecycle=known(Lifecycle.ARCHIVED)),
        document(times=Times(review_due=unusable("review_by", "soon", "is not a date"))),
        document(times=Times(review_due=known(AS_OF - DAY, quality=Quality.PROXY))),
        document(
            times=Times(review_due=known(AS_OF - 9 * DAY), reviewed=known(AS_OF - 8 * DAY))
        ),
    ],
    ids=["today", "tomorrow", "none", "waived", "archived", "unreadable", "proxy",
         "reviewed-since"],
)  # fmt: skip
def test_silent(one: Document) -> None:
    """Not due, never due, or not known."""
    assert [] == run(one)


def test_a_waiver_without_a_reason_waives_nothing() -> None:
    """An unusable waiver is no waiver."""
    waiver = unusable("review", "never", "needs a review_reason")
    assert 1 == len(run(page(AS_OF - DAY, review_waiver=waiver)))


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4000), st.integers(0, 4000))
def test_waiting_never_removes_a_finding(due: date, first: int, more: int) -> None:
    """Once overdue, a document stays so until somebody reviews it."""
    early = due + timedelta(days=first - 2000)
    before, after = run(page(due), early), run(page(due), early + timedelta(days=more))
    assert len(before) <= len(after)


@pytest.mark.shared
def test_finds_exactly_what_the_gds_way_calls_overdue(shared_data: Path) -> None:
    """31 of 64 dated pages, by the project's own metadata."""
    rows = json.loads((shared_data / "docs" / "gds-way.freshness.json").read_text())
    dated = [row for row in rows if row["review_due"]]
    overdue = [
        row["path"]
        for row in dated
        if run(page(date.fromisoformat(row["review_due"])), date(2026, 8, 19))
    ]
    assert [row["path"] for row in dated if row["overdue_at_head"]] == overdue
    assert (64, 31) == (len(dated), len(overdue))
