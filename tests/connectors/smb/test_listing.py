"""What is listed of a real share, what is not, and what a second pass costs."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.connectors.smb.helpers import OPEN_SHARE, listed, other, paths, ref_of, skips
from tests.services.base import HOST
from tests.services.samba import SHARE, Samba
from tests.services.samba_security import FULL, Ace

from ragaudit.errors import (
    CursorExpiredError,
    MalformedError,
    ScopeMissingError,
)
from ragaudit.model import OwnerRole, Quality, SkipReason, SourceSettings
from ragaudit_connectors.smb import SmbConnector
from ragaudit_connectors.smb import walk as walk_module

CHANGED = datetime(2024, 1, 1, 23, 30, tzinfo=UTC)


def test_dates_owner_and_link_say_where_they_are_from(samba: Samba, source: SmbConnector) -> None:
    """The file system's date and owner are proxies; nobody answers for a file by owning it."""
    samba.put("hr/Grade 3 & ü.md", b"Grade 3 earns more.", CHANGED)
    samba.set_acl("hr/Grade 3 & ü.md", [Ace("everyone")], owner="alice")
    (ref,) = listed(source)[1]
    mtime = ref.facts.mtime
    assert (date(2024, 1, 1), Quality.PROXY) == (mtime.value, mtime.quality)
    assert "LastWriteTime" == mtime.locator
    place = f"smb://{HOST}:{samba.port}/{SHARE}/hr/Grade%203%20%26%20%C3%BC.md"
    assert place == ref.facts.deep_link
    fetched = source.fetch(ref)
    assert fetched.facts is not None
    (owner,) = fetched.facts.owners
    assert (OwnerRole.CREATOR, r"kb:KB\alice") == (owner.role, owner.principal)
    assert Quality.PROXY is owner.fact.quality
    assert "owner of the security descriptor" == owner.fact.locator


def test_a_folder_may_be_a_source(samba: Samba, made: SourceSettings) -> None:
    """Then paths begin there, and nothing beside it is listed."""
    for path in ("leave.md", "hr/a b/grades.md", "hr/other.md"):
        samba.put(path, b"Text.")
    with other(made, url=f"{made.url}/hr/a%20b/") as source:
        pages, (ref,) = listed(source)
        assert ["grades.md"] == paths(pages)
        assert b"Text." == source.fetch(ref).data


def test_names_of_any_kind_are_read(samba: Samba, source: SmbConnector) -> None:
    """Spaces, umlauts, both cases, what only Unix can spell; hidden and locked ones are left."""
    names = [
        "Ä ö (1).md",
        "a.md",
        "ご案内.md",
        "100 % 'x' #1.md",
        "very." + "x" * 200 + ".md",
    ]
    for name in names:
        samba.put(name, b"Text.")
    (samba.root / "A.md").write_text("Others.")
    (samba.root / "12:30 what?.md").write_text("Text.")
    (samba.root / os.fsdecode(b"caf\xe9.md")).write_text("Text.")
    for name in (".hidden.md", "~$open.md"):
        samba.put(name, b"Text.")
    pages, refs = listed(source)
    found = {ref.path: source.fetch(ref).data for ref in refs}
    assert (b"Others.", b"Text.") == (found.pop("A.md"), found["a.md"])
    assert {b"Text."} == set(found.values())
    # Samba shows a name that others could not ask for in a short form.
    short = set(found) - set(names)
    assert (set(names), {".MD"}) == (set(found) - short, {path[-3:] for path in short})
    assert {} == skips(pages)


def test_what_is_excluded_is_not_even_listed(samba: Samba, made: SourceSettings) -> None:
    """A folder that is excluded whole costs nothing and may be closed."""
    samba.put("open/a.md", b"Text.")
    samba.put("closed/b.md", b"Text.")
    samba.put("open/c.txt", b"Text.")
    with other(made, exclude=("closed/", "*.txt")) as source:
        samba.set_acl("closed", [Ace("auditor", rights=0x100000)])
        pages, _ = listed(source)
        assert (["open/a.md"], {}) == (paths(pages), skips(pages))
        assert pages[-1].end is not None
        assert pages[-1].end.whole


def test_a_folder_that_is_refused_is_said(samba: Samba, source: SmbConnector) -> None:
    """The others are read, and the listing is not whole: nothing in there was deleted."""
    for path in ("closed/a.md", "open/b.md"):
        samba.put(path, b"Text.")
    samba.set_acl("closed", [Ace("auditor", rights=0x100000)])
    pages, _ = listed(source)
    assert (["open/b.md"], {"closed": SkipReason.FORBIDDEN}) == (paths(pages), skips(pages))
    assert pages[-1].end is not None
    assert not pages[-1].end.whole


def test_a_share_that_cannot_be_listed_is_an_error(samba: Samba, source: SmbConnector) -> None:
    """It is not a share without documents."""
    samba.set_acl("", [Ace("auditor", rights=0x100000), Ace("keeper", rights=FULL, inherit=True)])
    with pytest.raises(ScopeMissingError, match="does not list") as told:
        listed(source)
    assert "List folder / read data" == told.value.scope


@pytest.mark.parametrize("place", ["/nothing-here", "-other"])
def test_an_address_that_leads_nowhere_is_an_error(made: SourceSettings, place: str) -> None:
    """A folder or a share that is not there is not an empty one."""
    with other(made, url=made.url + place) as source, pytest.raises(MalformedError, match="no"):
        listed(source)


def test_links_on_the_server_do_not_lead_in_circles(samba: Samba, source: SmbConnector) -> None:
    """Samba shows a link as what it leads to; one that leads up is not followed, nor one out."""
    samba.put("a/b/leave.md", b"Text.")
    links = {"a/b/up": "..", "a/self": ".", "out": "/etc", "out.md": "/etc/hostname"}
    for link, target in links.items():
        (samba.root / link).symlink_to(target)
    try:
        pages, _ = listed(source)
    finally:
        for link in links:
            (samba.root / link).unlink()
    assert ["a/b/leave.md"] == paths(pages)
    assert dict.fromkeys(("a/self", "a/b/up"), SkipReason.OUTSIDE_ROOT) == skips(pages)


def test_depth_and_breadth_are_bounded(samba: Samba, made: SourceSettings) -> None:
    """What is beyond is said, and what is not listed was not deleted."""
    for path in ("a/b/c/deep.md", "a/top.md", "d/e.md"):
        samba.put(path, b"Text.")
    with other(made, options={**OPEN_SHARE, "max_depth": 2}) as source:
        pages, _ = listed(source)
        assert ["a/top.md", "d/e.md"] == paths(pages)
        assert {"a/b/c": SkipReason.UNREADABLE} == skips(pages)
        assert [False] == [page.end.whole for page in pages if page.end]
    with other(made, options={**OPEN_SHARE, "max_folders": 2}) as source:
        pages, _ = listed(source)
        assert (["a/top.md"], {"a/b": SkipReason.UNREADABLE}) == (paths(pages), skips(pages))
        assert [False] == [page.end.whole for page in pages if page.end]


def test_a_pass_goes_on_from_every_page(
    samba: Samba, source: SmbConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it was cut off, also where folders have names that begin alike."""
    folders = ["", "a/", "a/b/", "a b/", "a-b/", "ab/", "ab/c/d/", "b/"]
    for folder in folders:
        for name in ("x.md", "y.md"):
            (samba.root / folder).mkdir(parents=True, exist_ok=True, mode=0o777)
            (samba.root / folder / name).write_text("Text.")
    everything, _ = listed(source)
    for size, most in ((1, 1), (5, 2)):
        monkeypatch.setattr(walk_module, "PAGE", size)
        monkeypatch.setattr(walk_module, "FOLDERS", most)
        pages, _ = listed(source)
        assert paths(everything) == paths(pages)
        for cut in range(1, len(pages), 2 if size == 1 else 1):
            rest, _ = listed(source, pages[cut - 1].resume)
            assert paths(everything) == paths(pages[:cut] + rest)


def test_a_place_of_another_version_begins_anew(source: SmbConnector) -> None:
    """It is not guessed at."""
    for cursor in ('[0, "", "", true, 1]', "{", "[1]", "null"):
        with pytest.raises(CursorExpiredError):
            list(source.list_refs(cursor))


def test_many_files_cost_a_few_requests(samba: Samba, made: SourceSettings) -> None:
    """A folder is one request, however many answers it takes; what is listed is not opened."""
    (samba.root / "many").mkdir(mode=0o777)
    for number in range(450):
        (samba.root / f"many/note-{number:03}.md").write_text(f"Note {number}.")
    with other(made, options={"access": "config"}) as source:
        pages, refs = listed(source)
        assert ([200, 200, 50], 450) == ([len(page.refs) for page in pages], len(refs))
        # The top, hr/ and many/.
        assert 3 == source.requests()
        again, _ = listed(source)
        stamps = [[ref.stamp for page in found for ref in page.refs] for found in (pages, again)]
        assert stamps[0] == stamps[1]
        assert "" not in stamps[0]
        assert 6 == source.requests()


def test_access_lists_are_read_anew_unless_the_listing_shows_them(
    samba: Samba, made: SourceSettings
) -> None:
    """Samba's time of change does not move with the list, so that trusting it is left to people."""
    samba.put("leave.md", b"28 days")
    with (
        other(made) as source,
        other(made, options=OPEN_SHARE | {"trust_change_time": True}) as own,
    ):
        before, trusted = ref_of(source, "leave.md"), ref_of(own, "leave.md")
        samba.set_acl("leave.md", [Ace("hr")])
        after = ref_of(source, "leave.md")
        assert (before.stamp, None) == (after.stamp, after.access_stamp)
        assert (False, True) == tuple(
            one.capabilities().access_incremental for one in (source, own)
        )
        assert trusted.access_stamp == ref_of(own, "leave.md").access_stamp


def test_a_time_in_whole_seconds_counts_a_day_later(samba: Samba, made: SourceSettings) -> None:
    """On such a file system another change can have the same time, whatever the server's clock."""
    samba.put("leave.md", b"28 days", CHANGED)
    for later, settled in ((timedelta(hours=1), False), (timedelta(days=2), True)):
        now = CHANGED + later
        with closing(SmbConnector(made, clock=lambda now=now: now)) as source:  # type: ignore[misc]
            assert settled is bool(ref_of(source, "leave.md").stamp)
