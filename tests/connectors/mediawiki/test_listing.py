"""Listing a real wiki."""

from __future__ import annotations

import time

import pytest
from tests.connectors.mediawiki.helpers import FakeWiki, connect, listed, page, settings_of
from tests.services.mediawiki import MediaWiki

from ragaudit._sync import Catalogue, Mirror
from ragaudit.contracts import Ref
from ragaudit.errors import CursorExpiredError, MalformedError, NotFoundError
from ragaudit.model import SourceSettings
from ragaudit_connectors.mediawiki.listing import SETTLED

ODD = (
    "Ümlaut & Co? (50%)",
    'A "quoted" title',
    "C++ \\ back*slash",
    "Travel/By train/…",
    "Help:日本 ~ 1+1=2",
    "Not:a namespace",
)
"""Titles that MediaWiki takes, although they look like patterns, addresses or escapes."""


def test_titles_may_hold_nearly_anything(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """The path is the full title; what is read is the page of that name."""
    for title in ODD:
        mediawiki.put(title, f"This is ''{title}''.")
    options = {"page_size": 2, "namespaces": [0, "Help"]}
    source = connect(open_settings, options=options)

    _, refs = listed(source)

    assert {*ODD, "Main Page"} == set(refs)
    for title in ODD:
        content = source.parse(refs[title], source.fetch(refs[title]).data)
        assert (title, f"This is {title}.") == (content.title, content.blocks[-1].text)


def test_redirects_are_names_and_no_documents(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """A page keeps its id when it is renamed; one that was deleted is not there any more."""
    mediawiki.put("Travel", "Book trains.")
    source = connect(open_settings)
    _, before = listed(source)

    mediawiki.move("Travel", "HR:Journeys")
    mediawiki.delete("Main Page")
    pages, after = listed(source)

    assert before["Travel"].native_id == after["HR:Journeys"].native_id
    assert before["Travel"].stamp != after["HR:Journeys"].stamp
    assert "Travel" in {other.path for page in pages for other in page.other}
    assert {"HR:Journeys"} == set(after)
    with pytest.raises(NotFoundError):
        source.fetch(before["Main Page"])


def test_a_page_renamed_during_a_pass_is_not_lost(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """It moves behind the place the listing has reached, and the log of moves tells."""
    mediawiki.put("Zebra", "stripes")
    mediawiki.put("Yak", "hair")
    source, found = connect(open_settings, options={"page_size": 1}), []

    for one in source.list_refs(None):
        found += [ref.path for ref in one.refs]
        if [ref.path for ref in one.refs] == ["Main Page"]:
            mediawiki.move("Zebra", "Ant", redirect=False)
            mediawiki.move("Yak", "User:Admin/Yak", redirect=False)

    assert ["Main Page", "Ant"] == found


def test_a_second_pass_takes_few_requests(
    mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A login, the wiki itself, one listing a namespace and the log; no text, no access list."""
    settings = settings_of(mediawiki, monkeypatch)
    for number in range(4):
        mediawiki.put(f"Note {number}", f"This is note {number}.")
    catalogue = Catalogue(None)
    first = Mirror(settings, connect(settings), catalogue)
    for ref in first.list_refs():
        if isinstance(ref, Ref):
            first.read(ref)

    second = Mirror(settings, connect(settings), catalogue)
    refs = [ref for ref in second.list_refs() if isinstance(ref, Ref)]

    assert 5 == len(refs)
    assert all(ref.stamp for ref in refs)
    assert (0, 0, 0) == (second.changes.new, second.changes.changed, second.changes.gone)
    assert 6 == second.remote.requests()


def test_namespaces_are_chosen(mediawiki: MediaWiki, open_settings: SourceSettings) -> None:
    """By name or number; by default those of content; globs go by the full title."""
    for title in ("Leave", "HR:Salaries", "Help:Editing", "Talk:Leave"):
        mediawiki.put(title, "text")

    def paths(**changes: object) -> set[str]:
        return set(listed(connect(open_settings, **changes))[1])

    assert {"Main Page", "Leave", "HR:Salaries"} == paths()
    assert {"Help:Editing"} == paths(options={"namespaces": ["help"]})
    assert {"HR:Salaries", "Talk:Leave"} == paths(options={"namespaces": [3000, "Talk"]})
    assert {"Leave"} == paths(exclude=("HR:*", "Main Page"))
    assert {"HR:Salaries"} == paths(include=("HR:*",))
    with pytest.raises(MalformedError, match="no namespace “Nope”"):
        paths(options={"namespaces": ["Nope"]})


def test_a_change_in_a_template_shows_if_it_is_followed(
    mediawiki: MediaWiki, open_settings: SourceSettings
) -> None:
    """The revision of a page stays when a template it includes changes; its touch does not."""
    mediawiki.put("Template:Days", "28")
    mediawiki.put("Leave", "Everybody has {{Days}} days.")
    plain, following = (
        connect(open_settings),
        connect(open_settings, options={"follow_templates": True}),
    )
    before = [listed(source)[1]["Leave"].stamp for source in (plain, following)]

    # What is touched twice in one second looks the same: see the next test.
    time.sleep(1 - time.time() % 1)
    mediawiki.put("Template:Days", "31")
    for _ in range(30):
        # The wiki does one job, such as this touch, after each page for a browser.
        if before[1] != listed(following)[1]["Leave"].stamp:
            break
        mediawiki.session(None).get(f"{mediawiki.url}/index.php?title=Special:BlankPage")
    refs = [listed(source)[1]["Leave"] for source in (plain, following)]

    assert before[0] == refs[0].stamp
    assert before[1] != refs[1].stamp
    assert b"31 days" in following.fetch(refs[1]).data


def test_what_was_just_touched_has_no_stamp_yet() -> None:
    """Dates have whole seconds: another change may follow within the same one."""
    touched = page(1, "Leave", touched="2026-11-01T12:00:00Z")

    def answer(now: str) -> dict[str, object]:
        return {"batchcomplete": True, "curtimestamp": now, "query": {"pages": [touched]}}

    stamps = []
    for now in ("2026-11-01T12:00:09Z", "2026-11-01T12:00:10Z"):
        fake = FakeWiki({"allpages": answer(now)})
        source = fake.connector(options={"follow_templates": True}, settled=SETTLED)
        stamps.append(listed(source)[1]["Leave"].stamp)

    assert ["", "1 2026-11-01T12:00:00Z"] == stamps


@pytest.mark.parametrize("cursor", ["{}", "[1]", '["x", "y", 3]', "[", "null", '["", 0, [1]]'])
def test_a_cursor_of_something_else_starts_anew(cursor: str) -> None:
    """The caller then lists everything."""
    with pytest.raises(CursorExpiredError):
        list(FakeWiki().connector().list_refs(cursor))
