"""What a pass makes of what a source says, and of what it does not say."""

from __future__ import annotations

import pytest
from tests.sync.shelf import SETTINGS, Shelf, shelf

from ragaudit._sync import Catalogue, Changes, Mirror, Syncing, sync
from ragaudit.contracts import CheckState, Ref
from ragaudit.errors import AuthExpiredError, ScopeMissingError, TransientError
from ragaudit.model import AccessState, Exposure


def passed(source: Shelf, catalogue: Catalogue, *, accept_deletions: bool = False) -> Changes:
    return sync(Syncing(SETTINGS, source, catalogue, accept_deletions))


def names(catalogue: Catalogue) -> list[str]:
    return [item.ref.path for item in catalogue.items("shelf")]


def exposures(catalogue: Catalogue) -> dict[str, Exposure]:
    return {
        item.ref.path: item.access.exposure if item.access else Exposure.UNKNOWN
        for item in catalogue.items("shelf")
    }


def test_everything_is_written_down() -> None:
    """A first pass knows every document and who may read it."""
    catalogue = Catalogue(None)

    changes = passed(shelf(10), catalogue)

    assert (10, 10, 0, []) == (changes.listed, changes.new, changes.gone, changes.failures)
    assert 10 == len(names(catalogue))
    assert {Exposure.ANONYMOUS} == set(exposures(catalogue).values())


@pytest.mark.parametrize("delta", [True, False], ids=["changes", "snapshot"])
def test_what_changed_and_what_is_gone(delta: bool) -> None:
    """Both ways of listing come to the same catalogue."""
    catalogue, source = Catalogue(None), shelf(10, delta=delta)
    passed(source, catalogue)
    source.put("003.txt", "Another text.")
    source.put("new.txt", "A new one.")
    source.drop("005.txt")

    changes = passed(source, catalogue)

    assert (1, 1, 1) == (changes.new, changes.changed, changes.gone)
    assert sorted(source.texts) == names(catalogue)


@pytest.mark.parametrize("stamped", [True, False], ids=["stamped", "not stamped"])
@pytest.mark.parametrize("delta", [True, False], ids=["changes", "snapshot"])
def test_a_change_of_access_alone_is_seen(delta: bool, stamped: bool) -> None:
    """Where the listing cannot show it, every list is read again."""
    catalogue, source = Catalogue(None), shelf(10, delta=delta, stamped=stamped)
    passed(source, catalogue)
    source.readers["004.txt"] = "hr"
    if delta and stamped:
        source.put("004.txt", source.texts["004.txt"])

    changes = passed(source, catalogue)

    assert (0, 1) == (changes.changed, changes.access_changed)
    assert Exposure.GROUP is exposures(catalogue)["004.txt"]


def test_unchanged_access_costs_nothing() -> None:
    """With stamps no list is read twice."""
    catalogue, source = Catalogue(None), shelf(10)
    passed(source, catalogue)
    source.asked.clear()

    passed(source, catalogue)

    assert ["list"] * 4 == source.asked


def test_no_answer_is_neither_public_nor_nobody() -> None:
    """A list the source did not give is an error, and is asked for again."""
    catalogue, source = Catalogue(None), shelf(2)
    source.readers["001.txt"] = "no answer"

    passed(source, catalogue)
    unread = next(i.access for i in catalogue.items("shelf") if i.ref.path == "001.txt")
    source.readers.clear()
    source.readers["001.txt"] = "hr"
    passed(source, catalogue)

    assert unread is not None and AccessState.ERROR is unread.state
    assert Exposure.GROUP is exposures(catalogue)["001.txt"]


def test_lists_that_may_not_be_read_leave_access_unknown() -> None:
    """The documents are known all the same, and the missing right is named once."""

    def refuse(what: str) -> None:
        if what.startswith("access"):
            raise ScopeMissingError("access", "admin", "the access lists are not shown")

    catalogue = Catalogue(None)
    changes = passed(shelf(10, on=refuse), catalogue)

    assert ["scope-missing"] == [failure.kind for failure in changes.failures]
    assert {Exposure.UNKNOWN} == set(exposures(catalogue).values())
    assert 10 == len(names(catalogue))


def test_a_listing_that_stops_deletes_nothing() -> None:
    """A half answer is a failure, not a smaller source."""
    catalogue, source = Catalogue(None), shelf(10)
    passed(source, catalogue)
    for name in ("007.txt", "008.txt", "009.txt"):
        source.drop(name)
    source.ends = False

    changes = passed(source, catalogue)

    assert ["malformed"] == [failure.kind for failure in changes.failures]
    assert 10 == len(names(catalogue))


@pytest.mark.parametrize("left", [0, 7])
def test_many_deletions_at_once_are_not_believed(left: int) -> None:
    """The documents stay until somebody says that they are gone."""
    catalogue, source = Catalogue(None), shelf(10)
    passed(source, catalogue)
    for name in sorted(source.texts)[left:]:
        source.drop(name)

    held = passed(source, catalogue)
    kept = len(names(catalogue))
    accepted = passed(source, catalogue, accept_deletions=True)

    assert ["mass-deletion"] == [failure.kind for failure in held.failures]
    assert (10, left) == (kept, len(names(catalogue)))
    assert [] == accepted.failures


def test_a_few_deletions_are_believed() -> None:
    """Two of ten are within the default of 20 %."""
    catalogue, source = Catalogue(None), shelf(10)
    passed(source, catalogue)
    source.drop("001.txt")
    source.drop("002.txt")

    assert (2, []) == ((changes := passed(source, catalogue)).gone, changes.failures)


def test_an_expired_cursor_means_one_full_pass() -> None:
    """Everything is listed again, and what is gone is noticed."""
    catalogue, source = Catalogue(None), shelf(10, delta=True)
    passed(source, catalogue)
    source.drop("004.txt")
    with catalogue.page():
        catalogue.finish("shelf", "expired")

    changes = passed(source, catalogue)

    assert ([], 1) == (changes.failures, changes.gone)
    assert sorted(source.texts) == names(catalogue)


def test_a_source_that_fails_keeps_what_is_known() -> None:
    """A token revoked after the second page: the failure is told, nothing is lost."""

    def expire(what: str) -> None:
        if source.asked.count("list") == 6:
            raise AuthExpiredError("the token was revoked", "renew it")

    source = shelf(10)
    catalogue = Catalogue(None)
    passed(source, catalogue)
    source.on = expire

    changes = passed(source, catalogue)

    assert [("auth-expired", "renew it")] == [(f.kind, f.action) for f in changes.failures]
    assert 10 == len(names(catalogue))


def test_a_pass_goes_on_where_it_was_cut_off() -> None:
    """What was listed is not listed again."""
    source, catalogue = shelf(10), Catalogue(None)

    def fail_once(what: str) -> None:
        if what == "list" and source.asked.count("list") == 2:
            source.on = lambda what: None
            raise TransientError("no answer")

    source.on = fail_once
    passed(source, catalogue)
    changes = passed(source, catalogue)

    assert (True, 4) == (changes.resumed, source.asked.count("list"))
    assert sorted(source.texts) == names(catalogue)


def test_other_settings_start_anew() -> None:
    """What was listed of another place is not this source's."""
    catalogue = Catalogue(None)
    passed(shelf(10), catalogue)
    from dataclasses import replace

    moved = replace(SETTINGS, url="https://elsewhere.example")
    changes = sync(Syncing(moved, shelf(3), catalogue))

    assert (3, []) == (changes.new, changes.failures)
    assert 3 == len(names(catalogue))


def test_every_note_names_its_source(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several sources share one report."""
    monkeypatch.setattr(Shelf, "notes", lambda self: ("nobody was asked", "shelf: it is dusty"))
    mirror = Mirror(SETTINGS, shelf(1), Catalogue(None))

    assert ["shelf: nobody was asked", "shelf: it is dusty"] == list(mirror.notes())


def test_the_shelf_is_a_source() -> None:
    """What the tests stand on conforms."""
    source = shelf(2)

    assert [CheckState.OK] == [result.state for result in source.check()]
    assert b"Text number 0." == source.fetch(Ref("000.txt", "000.txt")).data
