"""Notes on how old, or how young, a source says it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ragaudit._engine.age import ahead
from ragaudit.model import Document, Fact, Origin, Times
from ragaudit.testing import AS_OF, document, known


def changed(days: int, origin: Origin = Origin.SOURCE_API) -> Document:
    """A document changed so many days after the audit."""
    fact: Fact[date] = replace(known(AS_OF + timedelta(days), "lastModified"), origin=origin)
    return document(times=Times(content_modified=fact))


def test_a_system_whose_clock_is_ahead_is_named() -> None:
    """One note a source, with the latest day."""
    note = ahead("wiki", [changed(2), changed(30), changed(-5)], AS_OF)

    assert note == (
        "wiki: by the clock of the system its documents changed up to 2026-12-01, after the day of "
        "the audit, 2026-11-01: either `as_of` is in the past, or that clock is ahead, and they "
        "look fresher than they are"
    )


def test_time_zones_and_other_clocks_are_no_reason() -> None:
    """A day is a time zone; dates in documents and of commits have rules of their own."""
    assert None is ahead("wiki", [changed(1), changed(-1)], AS_OF)
    assert None is ahead("docs", [changed(9, Origin.VCS), changed(9, Origin.FRONT_MATTER)], AS_OF)
