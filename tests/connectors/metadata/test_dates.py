"""Dates in the conventions people use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ragaudit.model import Document, FactState, GlobRule, Origin, Quality

Page = Callable[..., Document]


def known(document: Document) -> dict[str, date | None]:
    """Every clock with a value, the file system's aside."""
    return {n: f.value for n, f in document.times.items() if f.known and n != "mtime"}


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        pytest.param(
            "last_reviewed_on: 2025-02-06\nreview_in: 6 months",
            {"reviewed": date(2025, 2, 6), "review_due": date(2025, 8, 6)},
            id="GOV.UK",
        ),
        pytest.param(
            "date: 2024-03-04T10:00:00+01:00\nlastmod: 2024-05-06\nexpiryDate: 2027-01-01",
            {
                "created": date(2024, 3, 4),
                "published": date(2024, 3, 4),
                "modified": date(2024, 5, 6),
                "content_modified": date(2024, 5, 6),
                "expires": date(2027, 1, 1),
            },
            id="Hugo",
        ),
        pytest.param(
            "last_update:\n  date: 1/13/2024\n  author: ann",
            {"modified": date(2024, 1, 13), "content_modified": date(2024, 1, 13)},
            id="Docusaurus",
        ),
        pytest.param(
            "date: 2024-03-04 10:00:00 -0500\nlast_modified_at: 2024-05-06",
            {
                "created": date(2024, 3, 4),
                "published": date(2024, 3, 4),
                "modified": date(2024, 5, 6),
                "content_modified": date(2024, 5, 6),
            },
            id="Jekyll",
        ),
        pytest.param(
            "type: concept\ntimestamp: 2024-05-06T14:30:00Z",
            {"modified": date(2024, 5, 6), "content_modified": date(2024, 5, 6)},
            id="Google OKF",
        ),
        pytest.param(
            "ms.date: 03/04/2024\nms.author: annlee",
            {"reviewed": date(2024, 3, 4)},
            id="Microsoft Learn defines month/day/year",
        ),
        pytest.param(
            "verified:\n"
            "  - {by: human:ann, at: 2025-01-01}\n"
            "  - {by: human:bob, at: 2025-06-01}\n"
            "  - {by: human:cy, at: 2024-06-01}\n"
            "stale_after: 2026-12-01",
            {"reviewed": date(2025, 6, 1), "expires": date(2026, 12, 1)},
            id="Open Knowledge Format: the newest verification",
        ),
        pytest.param(
            "lastReviewed: 2025-01-02\nnextReviewDate: 2026-01-02",
            {"reviewed": date(2025, 1, 2), "review_due": date(2026, 1, 2)},
            id="camel case",
        ),
        pytest.param(
            "Effective Date: 2025-01-02\nValid-Until: 2 January 2027",
            {"effective_from": date(2025, 1, 2), "expires": date(2027, 1, 2)},
            id="spaces, hyphens, month names",
        ),
    ],
)
def test_conventions(page: Page, front_matter: str, expected: dict[str, date]) -> None:
    """Each key goes to the clock that its convention defines, and to no other."""
    assert expected == known(page(front_matter))


@pytest.mark.parametrize(
    "front_matter",
    [
        "reviewed: true",
        "verified: yes",
        "reviewed_by: ann",
        "review_by: ann",
        "review: pending",
        "review: PR-123",
        "published: false",
        "lastmod: ':git'",
        "end_date: 2020-01-01",
        "expires: never",
        "expires: TBD",
        "next_review:",
        "effective: immediately",
        "date: '{{ .Date }}'",
        "deadline: 2020-01-01",
        "last_updated: YYYY-MM-DD",
        "review_cycle: on-change",
        "review_frequency: as needed",
        "event_date: 2020-01-01",
        "created: 1970-01-01",
        "lastmod: 0001-01-01",
        "date: 2024",
        "published: March 2024",
    ],
)
def test_no_date_and_no_error(page: Page, front_matter: str) -> None:
    """What is no date of the document's life is neither a date nor a fault."""
    document = page(front_matter)
    errors = [n for n, f in document.times.items() if f.state is FactState.ERROR]
    assert (known(document), errors, document.metadata_errors) == ({}, [], ())


@pytest.mark.parametrize(
    ("front_matter", "clock", "note"),
    [
        ("last_reviewed_on: 03/04/2025", "reviewed", "can be read as 3 April or 4 March"),
        ("last_reviewed: 03/04/25", "reviewed", "two-digit year"),
        ("expires: 2026-02-30", "expires", "is no day of the calendar"),
        ("valid_until: soon", "expires", "is not a date"),
        ("next_review: March 2026", "review_due", "“March 2026” does not name a day"),
        ("last_reviewed: 2025-01-01\nreview_in: sometimes", "review_due", "is not an interval"),
        ("last_updated: yesterday 5", "modified", "is not a date"),
    ],
)
def test_unusable(page: Page, front_matter: str, clock: str, note: str) -> None:
    """A date that cannot be used stays visible with its text, key and line."""
    fact = getattr(page(front_matter).times, clock)
    last = front_matter.splitlines()[-1]
    key, _, raw = last.partition(": ")
    line = len(front_matter.splitlines()) + 1
    assert (FactState.ERROR, key, raw, line) == (fact.state, fact.key, fact.raw, fact.line)
    assert note in (fact.note or "")


def test_unusable_beside_usable(page: Page) -> None:
    """An unusable key does not hide behind a usable one of the same clock."""
    document = page("last_reviewed_on: 03/04/25\nreviewed: 2025-01-01")
    assert date(2025, 1, 1) == document.times.reviewed.value
    assert [(f.key, f.state) for f in document.metadata_errors] == [
        ("last_reviewed_on", FactState.ERROR)
    ]


def test_provenance(page: Page) -> None:
    """A fact says where it was read, under which key, and the text as written."""
    fact = page("title: Travel\nlast_reviewed: 4 March 2025").times.reviewed
    expected = ("front matter, line 3", "last_reviewed", "4 March 2025", Origin.FRONT_MATTER, 3)
    assert expected == (fact.locator, fact.key, fact.raw, fact.origin, fact.line)


def test_review_due_says_how(page: Page) -> None:
    """A counted due date names both the review and the interval."""
    due = page("last_reviewed_on: 2025-02-06\nreview_in: 6 months").times.review_due
    assert due.note == "last_reviewed_on 2025-02-06 plus review_in 6 months"
    assert (due.locator, due.quality) == ("front matter, lines 2 and 3", Quality.DERIVED)


@pytest.mark.parametrize("value", ["2099-12-31", "2100-01-01", "9999-12-31"])
def test_far_future_is_no_expiry(page: Page, value: str) -> None:
    """A date that only fills a mandatory field is no expiry."""
    fact = page(f"expires: {value}").times.expires
    assert (FactState.ABSENT, f"{value} stands for “no expiry”") == (fact.state, fact.note)


def test_declared_change_is_derived(page: Page) -> None:
    """A declared `lastmod` stands in for the last change of the text, and says so."""
    times = page("lastmod: 2024-05-06").times
    expected = (Quality.AUTHORITATIVE, Quality.DERIVED)
    assert expected == (times.modified.quality, times.content_modified.quality)


def test_mtime_is_a_proxy(page: Page) -> None:
    """The file system's time is kept, and never trusted."""
    fact = page("title: Travel").times.mtime
    assert (fact.known, fact.trusted, fact.origin) == (True, False, Origin.FILESYSTEM)


def test_verified_by_a_program(page: Page) -> None:
    """A check by a program is no review by a person."""
    fact = page("verified:\n  - {by: process:linkcheck, at: 2025-06-01}").times.reviewed
    assert (date(2025, 6, 1), Quality.DERIVED) == (fact.value, fact.quality)
    assert fact.note == "confirmed by process:linkcheck, not by a person"


@pytest.mark.parametrize(
    ("front_matter", "reviewed", "due"),
    [
        ("review_date: 2025-01-01\nreview_in: 1 year", date(2025, 1, 1), date(2026, 1, 1)),
        ("last_reviewed: 2025-01-01\nreview_date: 2026-03-01", date(2025, 1, 1), date(2026, 3, 1)),
        ("review_date: 2025-01-01\nnext_review: 2026-01-01", date(2025, 1, 1), date(2026, 1, 1)),
        ("review_date: 2025-01-01\nreviewed_by: ann", date(2025, 1, 1), None),
        ("review_date: 2025-01-01", None, None),
    ],
)
def test_review_date_means_what_the_rest_says(
    page: Page, front_matter: str, reviewed: date | None, due: date | None
) -> None:
    """`review_date` alone may be the last review or the next, and is not guessed."""
    times = page(front_matter).times
    assert (reviewed, due) == (times.reviewed.value, times.review_due.value)


def test_review_date_alone_is_unknown(page: Page) -> None:
    """An ambiguous key is shown with what to write instead."""
    fact = page("review_date: 2025-01-01").times.review_due
    assert (fact.state, fact.raw) == (FactState.UNKNOWN, "2025-01-01")
    assert "write `last_reviewed` or `review_by` instead" in (fact.note or "")


def test_review_after_its_due_date(page: Page) -> None:
    """A due date that a later review has met is due no longer."""
    met = page("last_reviewed: 2025-06-01\nreview_by: 2025-01-01").times.review_due
    assert met.state == FactState.ABSENT
    again = page("last_reviewed: 2025-06-01\nreview_by: 2025-01-01\nreview_in: 1 year").times
    assert date(2026, 6, 1) == again.review_due.value


RULES = (
    GlobRule("**", ("1 year",), "ragaudit.yaml:7"),
    GlobRule("page.md", ("90d",), "ragaudit.yaml:8"),
)


def test_interval_from_the_configuration(page: Page) -> None:
    """The last rule that matches sets the interval where the document sets none."""
    due = page("last_reviewed: 2025-01-01", review_rules=RULES).times.review_due
    assert date(2025, 4, 1) == due.value
    assert due.note == "last_reviewed 2025-01-01 plus 90d (ragaudit.yaml:8)"
    assert due.locator == "front matter, line 2; ragaudit.yaml:8"


def test_own_interval_beats_the_configuration(page: Page) -> None:
    """What a document says about itself counts first."""
    due = page("last_reviewed: 2025-01-01\nreview_in: 2 years", review_rules=RULES).times.review_due
    assert date(2027, 1, 1) == due.value


def test_nothing_to_count_from(page: Page) -> None:
    """An interval without a review has no due date, and says why."""
    due = page("review_in: 6 months").times.review_due
    expected = (FactState.ABSENT, "review_in 6 months has no date of a last review to count from")
    assert expected == (due.state, due.note)


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("review: never\nreview_reason: law of 1931", (FactState.KNOWN, "law of 1931")),
        ("review: never", (FactState.ERROR, None)),
        ("review_cycle: never\nreview_reason: archive copy", (FactState.KNOWN, "archive copy")),
        ("title: Travel", (FactState.ABSENT, None)),
    ],
)
def test_waiver(page: Page, front_matter: str, expected: tuple[Any, ...]) -> None:
    """`review: never` counts with its reason only."""
    fact = page(front_matter).review_waiver
    assert expected == (fact.state, fact.value)


@pytest.mark.parametrize(
    ("cycle", "due"),
    [
        ("12m", date(2026, 1, 31)),
        ("Quarterly", date(2025, 4, 30)),
        ("semi-annual", date(2025, 7, 31)),
        ("annual", date(2026, 1, 31)),
        ("P6M", date(2025, 7, 31)),
        ("every two years", date(2027, 1, 31)),
    ],
)
def test_cycles(page: Page, cycle: str, due: date) -> None:
    """Review cycles in words; a month's end stays a month's end."""
    times = page(f"last_reviewed: 2025-01-31\nreview_cycle: {cycle}").times
    assert due == times.review_due.value
