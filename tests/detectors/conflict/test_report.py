"""How a contradiction is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.detectors.conflict.pages import pages
from tests.detectors.corpora import corpus, describe

from ragaudit.detectors.conflict import _candidates
from ragaudit.detectors.conflict.self_conflict import SelfConflict
from ragaudit.detectors.conflict.stale_conflict import StaleConflict
from ragaudit.detectors.conflict.value_conflict import ValueConflict
from ragaudit.model import Lifecycle, Observation, SourceSettings, Times
from ragaudit.testing import MemoryCorpus, compare, known, owner

LOCKER = "# {}\n\nA locker costs €{} a year.\n"


def two() -> MemoryCorpus:
    """12 euros on `a.md`, 20 euros on `b.md`."""
    return pages("Lockers\nA locker costs €12 a year.", "Rooms\nA locker costs €20 a year.")


def told(made: MemoryCorpus) -> Observation:
    (found,) = compare(ValueConflict(), made)
    return found


def changed(day: date) -> Times:
    return Times(content_modified=known(day))


def reviewed(day: date, modified: date) -> Times:
    return Times(reviewed=known(day), content_modified=known(modified))


def test_nobody_is_right_without_a_reason() -> None:
    """The finding says so."""
    found = told(two())
    assert "This page says “€20 a year”. `a.md` says “€12 a year”." in found.message
    assert "Nothing in dates or numbers of pages tells which one holds." in found.message
    assert "Ask the owners" in (found.action or "")


def test_each_side_has_value_page_owner_and_date() -> None:
    """Who says what since when."""
    made = two()
    describe(made, "a.md", owners=(owner("user:ann"),), times=changed(date(2026, 1, 2)))
    describe(made, "b.md", owners=(owner("user:bob"),), times=changed(date(2026, 5, 6)))
    found = told(made)
    assert "This page (user:ann, changed 2026-01-02) says “€12 a year”." in found.message
    assert "`b.md` (user:bob, changed 2026-05-06) says “€20 a year”." in found.message


def test_it_stands_on_the_page_that_is_likely_wrong() -> None:
    """Line and quote here, the other side beside it."""
    made = two()
    describe(made, "a.md", times=changed(date(2026, 5, 6)))
    describe(made, "b.md", times=changed(date(2026, 1, 2)))
    found = told(made)
    assert ("docs:b.md", 3) == (found.document, found.line)
    assert "A locker costs €20 a year." == found.quote
    assert ["docs:a.md"] == [r.document for r in found.related]
    assert (
        "Likely right: “€12 a year”, because it was changed last, on 2026-05-06." in found.message
    )


def test_a_later_review_beats_a_later_change() -> None:
    """Somebody looked at it."""
    made = two()
    describe(made, "a.md", times=reviewed(date(2026, 5, 6), date(2020, 1, 1)))
    describe(made, "b.md", times=reviewed(date(2025, 5, 6), date(2026, 9, 9)))
    assert "because it was reviewed last, on 2026-05-06." in told(made).message


def test_one_review_alone_beats_nothing() -> None:
    """Where only one side has been reviewed, the change decides."""
    made = two()
    describe(made, "a.md", times=reviewed(date(2026, 5, 6), date(2020, 1, 1)))
    describe(made, "b.md", times=changed(date(2026, 9, 9)))
    assert "because it was changed last, on 2026-09-09." in told(made).message


def test_overdue_beats_a_later_review() -> None:
    """A page that says of itself that it is overdue does not hold."""
    made = two()
    overdue = Times(reviewed=known(date(2026, 5, 6)), review_due=known(date(2026, 6, 1)))
    describe(made, "a.md", times=overdue)
    describe(made, "b.md", times=reviewed(date(2025, 5, 6), date(2025, 1, 1)))
    (found,) = compare(StaleConflict(), made)
    assert "docs:a.md" == found.document
    assert "every other side is on a page that is overdue, expired or replaced." in found.message


@pytest.mark.parametrize("state", [Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED])
def test_retired_pages_are_stale(state: Lifecycle) -> None:
    """Whatever the word for it."""
    made = two()
    describe(made, "b.md", lifecycle=known(state))
    assert [] == compare(ValueConflict(), made)
    assert ["docs:b.md"] == [o.document for o in compare(StaleConflict(), made)]


def test_dates_beat_the_majority() -> None:
    """Three old pages against a new one."""
    made = corpus(
        {
            "a.md": LOCKER.format("Lockers", 12),
            "b.md": LOCKER.format("Rooms", 12),
            "c.md": LOCKER.format("Changing", 12),
            "d.md": LOCKER.format("Rent", 20),
        }
    )
    for path in ("a.md", "b.md", "c.md"):
        describe(made, path, times=changed(date(2020, 1, 1)))
    describe(made, "d.md", times=changed(date(2026, 1, 1)))
    assert "Likely right: “€20 a year”" in told(made).message


def test_nine_pages_against_one() -> None:
    """One finding, on the page that stands alone, that names three pages and counts the rest."""
    titles = ["Rooms", "Rent", "Keys", "Gym", "Sports", "Staff", "Welcome", "Building", "Store"]
    files = {f"{n}.md": LOCKER.format(title, 12) for n, title in enumerate(titles)}
    found = told(corpus(files | {"x.md": LOCKER.format("Lockers", 20)}))
    assert "docs:x.md" == found.document
    assert found.message.startswith("This page says “€20 a year”.")
    assert "`0.md`, `1.md`, `2.md` and 6 more say “€12 a year”." in found.message
    assert "because 9 pages agree on it." in found.message
    assert 9 == len(found.related)


def test_one_page_against_itself() -> None:
    """No owner of another page is to be asked."""
    made = corpus(
        {
            "a.md": "# Lockers\n\nThe rent for a locker is €12 a year.\n\nAsk.\n\n"
            "The rent for a locker is €20 a year.\n"
        }
    )
    (found,) = compare(SelfConflict(), made)
    assert "This page says “€20 a year”. This page says “€12 a year”." in found.message
    assert "Decide which of the sentences holds and change or remove the other." == found.action


def test_the_key_survives_moved_lines() -> None:
    """A finding is the same one when text is added above."""
    moved = two()
    below = pages(
        "Lockers\nHello to all of you.\n\nA locker costs €12 a year.",
        "Rooms\nA locker costs €20 a year.",
    )
    assert told(moved).key == told(below).key


def test_a_stale_rule_that_is_off_loses_nothing() -> None:
    """The contradiction is then reported as a plain one."""
    made = two()
    describe(made, "b.md", lifecycle=known(Lifecycle.ARCHIVED))
    quiet = {name: _without(source, "CNF309") for name, source in made.sources.items()}
    assert 1 == len(
        compare(ValueConflict(), MemoryCorpus(made.contents, made.documents, sources=quiet))
    )


def _without(settings: SourceSettings, code: str) -> SourceSettings:
    return replace(settings, severity={code: "off"})


def test_what_was_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut is never silent."""
    monkeypatch.setattr(_candidates, "MOST", 2)
    files = {f"{n}.md": LOCKER.format(title, 12) for n, title in enumerate(["Gym", "Keys", "Rent"])}
    made = corpus(files)
    list(compare(ValueConflict(), made))
    assert "too many to compare, so left out: 1 of 3 statements about money" == (
        ValueConflict().skips(made)
    )


def test_nothing_was_left_out() -> None:
    """Where all claims were compared, nothing is said."""
    made = two()
    list(compare(ValueConflict(), made))
    assert ValueConflict().skips(made) is None
