"""What is listed of a real Apache, at what cost, and what is said where it cannot be."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from tests.connectors.webdav.helpers import LONG_AGO, connect, listing, settings_of
from tests.services.apache_dav import ApacheDav

from ragaudit.contracts import PassEnd
from ragaudit.errors import ForbiddenError, ItemError, NotFoundError, TooLargeError
from ragaudit.model import FactState, Limits, OwnerRole, Quality

ODD_NAMES = (
    "Urlaub & Krankheit (2026).md",
    "Käse/Übersicht.md",
    "100% sure?.md",
    "a#b;c=d+e,f.md",
    "‮right to left.md",
    "<script>.md",
    "日本語.md",
    "percent%20twice.md",
)


def test_files_of_every_folder_are_listed(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n")
    apache_dav.put("z/y/x/w.md", b"# W\n")
    apache_dav.put("hr/pay.md", b"# Pay\n")
    apache_dav.put("logo.png", b"png")

    found = listing(connect(settings_of(apache_dav.url)))

    assert ["a.md", "hr/pay.md", "z/y/x/w.md"] == sorted(found.refs)
    assert ["logo.png"] == found.other
    assert found.whole is True


def test_a_source_may_be_a_folder_of_a_server(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n")
    apache_dav.put("hr/pay day/pay.md", b"# Pay\n")

    found = listing(connect(settings_of(f"{apache_dav.url}/hr/pay%20day")))

    assert ["pay.md"] == list(found.refs)
    assert found.refs["pay.md"].facts.deep_link == f"{apache_dav.url}/hr/pay%20day/pay.md"


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_are_listed_and_fetched(apache_dav: ApacheDav, name: str) -> None:
    apache_dav.put(name, b"# Odd\n")
    connector = connect(settings_of(apache_dav.url))

    (ref,) = listing(connector).refs.values()

    assert ref.path == name.replace("‮", r"\xe2\x80\xae")
    assert b"# Odd\n" == connector.fetch(ref).data


def test_names_that_are_no_text_are_shown_escaped(apache_dav: ApacheDav) -> None:
    apache_dav.put("plain.md", b"# Plain\n")
    for raw in (b"latin\xff.md", b"line\nend.md"):
        apache_dav.put(os.fsdecode(raw), b"# Raw\n")
    connector = connect(settings_of(apache_dav.url))

    refs = listing(connector).refs

    assert {r"latin\xff.md", r"line\x0aend.md", "plain.md"} == set(refs)
    assert b"# Raw\n" == connector.fetch(refs[r"latin\xff.md"]).data


def test_a_refused_folder_is_a_skip_and_nothing_counts_as_gone(apache: ApacheDav) -> None:
    """Apache says 401 for `hr/`, although bob's password is right, and 403 for `closed/`."""
    apache.put("hr/pay.md", b"# Pay\n")

    found = listing(connect(settings_of(apache.url, "bob")))

    assert {"closed", "digest", "hr", "not-bob"} == set(found.skips)
    assert {"forbidden"} == set(found.skips.values())
    assert ["public/page.md"] == list(found.refs)
    assert found.whole is False


def test_an_excluded_folder_is_not_asked_for(apache: ApacheDav) -> None:
    exclude = ("hr/", "closed/**", "digest/", "not-bob/")
    before = len(apache.requests)

    found = listing(connect(settings_of(apache.url, "bob", exclude=exclude)))

    assert {} == found.skips
    assert found.whole is True
    assert not any("/closed/" in line or "/hr/" in line for line in apache.requests[before:])


def test_include_and_exclude_choose_files(apache_dav: ApacheDav) -> None:
    for name in ("a.md", "b.md", "c.txt", "hr/a.md"):
        apache_dav.put(name, b"# A\n")
    settings = settings_of(apache_dav.url, include=("*.md",), exclude=("/a.md",))

    assert {"b.md", "hr/a.md"} == set(listing(connect(settings)).refs)


def test_a_large_folder_comes_in_pages(apache_dav: ApacheDav) -> None:
    folder = apache_dav.root / "many"
    folder.mkdir()
    for number in range(1_050):
        (folder / f"{number:04}.md").write_bytes(b"# N\n")

    found = listing(connect(settings_of(apache_dav.url)))

    assert len(found.refs) == 1_050
    assert [200] * 5 + [50] == [len(page.refs) for page in found.pages]
    assert [None] * 5 + [PassEnd(whole=True)] == [page.end for page in found.pages]


def test_a_pass_goes_on_anywhere_in_a_tree(apache_dav: ApacheDav) -> None:
    """Cut after every page, the rest lists what is missing and little else."""
    for place in ("", "a/", "a/b/", "a b/c/", "hr/", "z/"):
        for number in range(130):
            target = apache_dav.root / f"{place}{number:03}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(b"# N\n")
    settings = settings_of(apache_dav.url)
    pages = listing(connect(settings)).pages
    whole = {ref.native_id for page in pages for ref in page.refs}

    for cut in range(1, len(pages)):
        before = {ref.native_id for page in pages[:cut] for ref in page.refs}
        rest = listing(connect(settings), pages[cut - 1].resume)
        after = {ref.native_id for ref in rest.refs.values()}
        assert whole == before | after
        assert set() == before & after
    assert len(pages) > 3
    assert len(whole) == 6 * 130


def test_going_on_asks_for_what_is_left_and_the_folders_above(apache_dav: ApacheDav) -> None:
    for number in range(20):
        for file in range(12):
            apache_dav.put(f"a/{number:02}/{file:02}.md", b"# N\n")
    settings = settings_of(apache_dav.url, exclude=("hr/",))
    first, last = listing(connect(settings)).pages
    connector = connect(settings)

    rest = listing(connector, first.resume)

    assert len(first.refs) == 17 * 12
    assert {ref.path for ref in last.refs} == set(rest.refs)
    assert connector.requests() == 2 + 1 + 3, "the top and a, the one cut off, and three left"


def test_a_second_pass_asks_once_a_folder_and_fetches_nothing(apache_dav: ApacheDav) -> None:
    for number in range(50):
        apache_dav.put(f"folder-{number % 5}/{number}.md", b"# N\n", LONG_AGO)
    first = listing(connect(settings_of(apache_dav.url)))

    connector = connect(settings_of(apache_dav.url))
    second = listing(connector)

    assert {ref.stamp for ref in first.refs.values()} == {r.stamp for r in second.refs.values()}
    assert connector.requests() == 1 + 5 + 1, "the top, five folders and hr"


def test_a_file_changed_just_now_has_no_stamp_yet(apache_dav: ApacheDav) -> None:
    """Within its second it may change again; Apache marks such an etag as weak."""
    now = datetime.now(UTC)
    apache_dav.put("new.md", b"# New\n", now)
    apache_dav.put("old.md", b"# Old\n", now - timedelta(minutes=1))

    refs = listing(connect(settings_of(apache_dav.url))).refs

    assert refs["new.md"].stamp == ""
    assert refs["old.md"].stamp.startswith('etag "')


def test_a_change_of_the_same_size_has_another_stamp(apache_dav: ApacheDav) -> None:
    apache_dav.put("a.md", b"# A\n", LONG_AGO)
    before = listing(connect(settings_of(apache_dav.url))).refs["a.md"].stamp

    apache_dav.put("a.md", b"# B\n", LONG_AGO + timedelta(seconds=1))
    after = listing(connect(settings_of(apache_dav.url))).refs["a.md"].stamp

    assert before != after


def test_facts_of_apache(apache_dav: ApacheDav) -> None:
    """A date of change, which stands in for one of the text; no owner, no date of creation."""
    apache_dav.put("a.md", b"# A\n", LONG_AGO)

    ref = listing(connect(settings_of(apache_dav.url))).refs["a.md"]

    assert ref.size == 4
    assert ref.facts.mtime.value == LONG_AGO.date()
    assert ref.facts.mtime.quality is Quality.PROXY
    assert ref.facts.mtime.locator == "DAV:getlastmodified"
    assert ref.facts.times["created"].state is FactState.UNKNOWN
    assert OwnerRole.ACCOUNTABLE not in {owner.role for owner in ref.facts.owners}
    assert ref.facts.looked_in == ("DAV:owner (names nobody)",)


def test_a_file_without_a_suffix_goes_by_its_type(apache_dav: ApacheDav) -> None:
    apache_dav.put("README", b"Read me.\n")
    apache_dav.put("blob", b"\x00\x01")

    found = listing(connect(settings_of(apache_dav.url)))

    assert {"README": "text"} == {path: ref.format for path, ref in found.refs.items()}
    assert ["blob"] == found.other


def test_what_cannot_be_fetched_says_why(apache: ApacheDav) -> None:
    apache.put("gone.md", b"# Gone\n")
    apache.put("moved.md", b"# Moved\n")
    apache.put("hr/pay.md", b"# Pay\n")
    refs = listing(connect(settings_of(apache.url))).refs
    apache.delete("gone.md")
    bob = connect(settings_of(apache.url, "bob"))

    with pytest.raises(NotFoundError):
        bob.fetch(refs["gone.md"])
    with pytest.raises(ItemError, match="302"):
        bob.fetch(refs["moved.md"])
    with pytest.raises(ForbiddenError, match="401"):
        bob.fetch(refs["hr/pay.md"])
    with pytest.raises(ForbiddenError, match="401"):
        bob.fetch(refs["not-bob/page.md"])


def test_a_large_file_is_not_read(apache_dav: ApacheDav) -> None:
    apache_dav.put("large.md", b"x" * 2_000)
    connector = connect(settings_of(apache_dav.url, limits=Limits(max_bytes=1_000)))
    ref = listing(connector).refs["large.md"]
    before = connector.requests()

    with pytest.raises(TooLargeError):
        connector.fetch(ref)
    assert connector.requests() == before
