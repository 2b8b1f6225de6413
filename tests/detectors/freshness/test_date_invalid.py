"""FRS209."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from ragaudit.detectors.freshness.date_invalid import DateInvalid
from ragaudit.model import Document, Observation, Origin, Quality, Times
from ragaudit.testing import AS_OF, check_detector, context, document, known, unusable

LATER = AS_OF + timedelta(days=30)


def run(one: Document) -> list[Observation]:
    return list(DateInvalid().detect(one, context()))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DateInvalid())


@pytest.mark.parametrize(
    "clock", ["created", "modified", "reviewed", "review_due", "expires", "published"]
)
def test_a_date_that_cannot_be_read(clock: str) -> None:
    """Every clock; the reason is the parser's, the quote is what is written."""
    fact: Any = unusable("some_date", "03/04/25", "“03/04/25” has a two-digit year", line=2)
    (seen,) = run(document(times=Times(**{clock: fact})))
    assert "some_date cannot be used: “03/04/25” has a two-digit year." == seen.message
    assert (2, "some_date: 03/04/25") == (seen.line, seen.quote)


@pytest.mark.parametrize("clock", ["created", "modified", "content_modified", "reviewed"])
def test_a_past_event_in_the_future(clock: str) -> None:
    """Nobody can have reviewed or changed a text next month."""
    fact: Any = known(LATER, "updated")
    (seen,) = run(document(times=Times(**{clock: fact})))
    assert "updated is 2026-12-01, which is after the day of the audit, 2026-11-01." == seen.message


@pytest.mark.parametrize("clock", ["created", "modified", "content_modified"])
def test_the_clock_of_a_source_system(clock: str) -> None:
    """Its author cannot mend what a system noted by itself; what somebody filled in is."""
    fact: Any = replace(known(LATER, "lastModified"), origin=Origin.SOURCE_API)
    assert [] == run(document(times=Times(**{clock: fact})))
    assert 1 == len(run(document(times=Times(reviewed=fact))))


def test_an_interval_that_cannot_be_read() -> None:
    """A review interval that says nothing switches off the review; so does an empty waiver."""
    error = unusable("review_in", "whenever", "is not an interval")
    assert 1 == len(run(document(metadata_errors=(error,))))
    waiver = unusable("review", "never", "needs a `review_reason`")
    assert 1 == len(run(document(review_waiver=waiver)))


def test_one_value_is_one_finding() -> None:
    """A date that feeds several clocks is reported once."""
    fact: Any = unusable("date", "soon", "is not a date")
    times = Times(published=fact, modified=fact)
    assert 1 == len(run(document(times=times, metadata_errors=(fact,))))


@pytest.mark.parametrize(
    "times",
    [
        Times(),
        Times(published=known(LATER)),
        Times(expires=known(LATER), review_due=known(LATER), effective_from=known(LATER)),
        Times(reviewed=known(AS_OF + timedelta(days=1))),
        Times(reviewed=known(date(2019, 2, 1))),
        Times(modified=known(LATER, origin=Origin.VCS)),
        Times(mtime=known(LATER, origin=Origin.FILESYSTEM, quality=Quality.PROXY)),
        Times(modified=unusable("date", "{{ page.date }}", "is not a date")),
        Times(modified=unusable("date", "<%= today %>", "is not a date")),
    ],
    ids=["none", "scheduled", "due-later", "time-zone", "old", "commit", "mtime", "slot", "erb"],
)
def test_silent(times: Times) -> None:
    """Dates that may lie ahead, and dates nobody wrote."""
    assert [] == run(document(times=times))


@pytest.mark.parametrize("key", ["owner", "reviewed_by", "updated_by", "audience", "status"])
def test_other_metadata_errors_are_other_rules(key: str) -> None:
    """Only keys about dates; `reviewed_by` is a person."""
    assert [] == run(document(metadata_errors=(unusable(key, "?!", "cannot be read"),)))
