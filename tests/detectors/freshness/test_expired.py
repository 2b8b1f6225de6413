"""FRS203."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.freshness.expired import Expired
from ragaudit.model import Document, Lifecycle, Observation, Quality, Times
from ragaudit.testing import AS_OF, check_detector, context, document, known, unusable


def page(expires: date) -> Document:
    return document(times=Times(expires=known(expires, "valid_until", line=2)))


def run(one: Document, as_of: date = AS_OF) -> list[Observation]:
    return list(Expired().detect(one, context(as_of=as_of)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(Expired())


def test_a_date_that_passed() -> None:
    """The last valid day was yesterday."""
    (seen,) = run(page(date(2026, 10, 31)))
    assert (
        "Expired on 2026-10-31 (valid_until), 1 day ago, and still in the source."
    ) == seen.message
    assert (2, "valid_until: 2026-10-31") == (seen.line, seen.quote)


def test_a_status() -> None:
    """The status alone is enough, and both together are one finding."""
    status = known(Lifecycle.EXPIRED, "status", "Expired", line=4)
    (seen,) = run(document(lifecycle=status))
    assert (4, "status: Expired") == (seen.line, seen.quote)
    both = document(lifecycle=status, times=Times(expires=known(date(2020, 1, 1))))
    assert 1 == len(run(both))


@pytest.mark.parametrize(
    "one",
    [
        page(AS_OF),
        page(date(2100, 1, 1)),
        document(),
        document(lifecycle=known(Lifecycle.CURRENT)),
        document("archive/2019/rates.md", lifecycle=known(Lifecycle.EXPIRED)),
        document(lifecycle=known(Lifecycle.EXPIRED, quality=Quality.PROXY)),
        document(times=Times(expires=unusable("expires", "1/2/26", "has a two-digit year"))),
    ],
    ids=["last-day", "no-expiry", "none", "current", "archive", "guessed", "unreadable"],
)
def test_silent(one: Document) -> None:
    """Still valid, or not known."""
    assert [] == run(one)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 4000), st.integers(0, 4000))
def test_waiting_never_removes_a_finding(expires: date, first: int, more: int) -> None:
    """What has expired stays expired."""
    early = expires + timedelta(days=first - 2000)
    late = early + timedelta(days=more)
    assert len(run(page(expires), early)) <= len(run(page(expires), late))
