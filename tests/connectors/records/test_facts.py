"""Values of any type become facts, or say why not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.model import Fact, FactState, Lifecycle, OwnerRole
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.records import Layout, Paths, Record, body_bytes, facts_of, ref_of

EAST = timezone(timedelta(hours=5))
NAMES = {
    "id": "id", "title": "name", "owner": "owner", "last_editor": "by", "reviewed": "seen",
    "expires": "ends", "lifecycle": "state", "classification": "label", "link": "url",
    "superseded_by": "next",
}  # fmt: skip
LAYOUT = Layout(NAMES, "pages.", "row", "markdown")


def record(**values: object) -> Record:
    return Record("17", values, LAYOUT)


def reviewed(value: object) -> Fact[date]:
    return facts_of(record(reviewed=value)).times["reviewed"]


@pytest.mark.parametrize(
    "value",
    [date(2026, 3, 1), datetime(2026, 3, 1, 23, tzinfo=UTC), datetime(2026, 3, 2, 1, tzinfo=EAST),
     datetime.fromisoformat("2026-03-01T23:00"), "2026-03-01", "2026-03-01 10:00:00.5",
     "2026-03-01T10:00:00+02:00", "1 March 2026", 1772366400, 1772366400.5, 1772366400000],
)  # fmt: skip
def test_a_date_in_any_type(value: object) -> None:
    """Days, moments, text, and counts of seconds or milliseconds since 1970."""
    fact = reviewed(value)

    assert (FactState.KNOWN, date(2026, 3, 1)) == (fact.state, fact.value)
    assert ("pages.seen, row 17", "seen") == (fact.locator, fact.key)


@pytest.mark.parametrize(
    "value", ["03/04/2026", "2026-02-30", "01.02.26", [2026], {"y": 2026}, True, 1e300, b"2026"]
)
def test_what_is_no_date_is_an_error(value: object) -> None:
    """It is kept as it was written, and nothing is guessed."""
    fact = reviewed(value)

    assert (FactState.ERROR, None) == (fact.state, fact.value)
    assert fact.raw


@pytest.mark.parametrize("value", [None, "", "n/a", "never", "1970-01-01", "0001-01-01", 0])
def test_what_says_nothing_is_absent(value: object) -> None:
    """Programs write a day long gone for “not set”."""
    assert FactState.ABSENT is reviewed(value).state


def test_owners_in_a_list() -> None:
    """Each is one; words for nobody are none."""
    facts = facts_of(record(owner=["ann@x.org", "Bob <bob@x.org>", "TBD", None], last_editor="cy"))

    assert [("ann@x.org", True), ("bob@x.org", True), ("cy", False)] == [
        (claim.principal, claim.role is OwnerRole.ACCOUNTABLE) for claim in facts.owners
    ]
    assert () == facts.looked_in


def test_an_owner_who_is_not_named() -> None:
    """The message says where one was looked for."""
    assert ("pages.owner, row 17 (names nobody)",) == facts_of(record(owner="TBD")).looked_in


@pytest.mark.parametrize(
    ("word", "stage"),
    [("Published", Lifecycle.CURRENT), ("draft", Lifecycle.DRAFT), ("retired", Lifecycle.ARCHIVED),
     ("3", None), (None, None)],
)  # fmt: skip
def test_a_stage_of_life(word: str | None, stage: Lifecycle | None) -> None:
    """By the words documents use; another word says nothing."""
    assert stage is facts_of(record(lifecycle=word)).lifecycle.value


@pytest.mark.parametrize(
    ("link", "kept"),
    [("https://kb.x.org/1?a=b#c", True), ("http://kb", True), ("javascript:alert(1)", False),
     ("https://", False), ("kb/1", False), ("https://x.org/\n", True), ("https://x.org/a b", False),
     ("https://x.org/\x1b[2J", False), ("https://[x", False),
     ("https://x.org/" + "a" * 2000, False), (None, False)],
)  # fmt: skip
def test_a_link_a_browser_may_open(link: str | None, kept: bool) -> None:
    """Nothing that runs, steers a terminal or leads nowhere."""
    assert (link.strip() if kept and link else None) == facts_of(record(link=link)).deep_link


def test_values_steer_no_terminal() -> None:
    """What is shown of a stranger's values is escaped."""
    hostile = "\x1b[2Jann"
    facts = facts_of(record(owner=hostile, reviewed=hostile))
    ref = ref_of(record(title=hostile), "a", 1, "s", None)

    assert [r"\x1b[2Jann"] == [claim.principal for claim in facts.owners]
    assert r"\x1b[2Jann" == ref.title


def test_long_ids_are_cut_in_locators() -> None:
    """A place is for people to read."""
    fact = facts_of(Record("x" * 500, {"reviewed": "2026-03-01"}, LAYOUT)).times["reviewed"]

    assert "pages.seen, row " + "x" * 60 + "…" == fact.locator


def test_halves_of_characters_do_no_harm() -> None:
    """A JSON export may hold them."""
    assert b"a?b" == body_bytes("a\ud800b", 100)


def test_paths_are_kept_apart_whatever_they_look_like() -> None:
    """A stranger may guess how a path is made unique."""
    layout = Layout({"id": "id", "path": "p"}, "t.", "row", "text")
    paths = Paths()
    taken = [
        paths.take(Record(name, {"path": path}, layout))
        for name, path in (("1", "a"), ("2", "a (3)"), ("3", "a"), ("4", "a (4)"), ("4", "a"))
    ]

    assert 5 == len(set(taken))


_ANY: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.dates(),
    st.datetimes(), st.lists(st.text() | st.none(), max_size=3),
)  # fmt: skip


@given(st.fixed_dictionaries(dict.fromkeys(NAMES, _ANY)))
def test_no_value_breaks_a_listing(values: dict[str, object]) -> None:
    """Whatever stands in a row, it becomes a ref whose facts say so."""
    ref = ref_of(Record("17", values, LAYOUT), "p", 1, "s", None)

    assert ref == ref_of(Record("17", values, LAYOUT), "p", 1, "s", None)
    assert ref.title == shown(ref.title)
    for fact in ref.facts.times.values():
        assert (fact.value is not None) == (fact.state is FactState.KNOWN)
