"""What is listed and read, and what a second pass costs, on a running wiki."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.connectors.dokuwiki.helpers import connect, refs_of, write, write_media
from tests.services.dokuwiki import DokuWiki

from ragaudit.contracts import Ref
from ragaudit.errors import CursorExpiredError, NotFoundError
from ragaudit.model import Content, Credentials, OwnerRole, SkipReason, SourceSettings
from ragaudit_connectors.dokuwiki import DokuWikiConnector
from ragaudit_connectors.dokuwiki.listing import PAGE

MARKUP = """====== Salaries ======
Grade 3, see [[it:vpn|the VPN]], [[.:gone#top|gone]], {{hr:plan.pdf}} and [[https://x.org|others]].
{{:logo.png}}
===== Grades =====
^ Grade ^ Pay ^
| 3     | 300 |
==== More ====
==== Still more ====
"""
WRITTEN = int(datetime(2026, 3, 1, 9, tzinfo=UTC).timestamp())


def parsed(connector: DokuWikiConnector, ref: Ref) -> Content:
    """A document, fetched and parsed."""
    return connector.parse(ref, connector.fetch(ref).data)


def test_a_page_is_read_as_the_wiki_shows_it(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Headings and tables are such; neither the contents list nor marks for editors are text."""
    write(dokuwiki, "hr:salaries", MARKUP)
    connector = connect(settings)

    content = parsed(connector, refs_of(connector)["hr/salaries"])

    assert ("Salaries", "html title") == (content.title, content.title_origin)
    texts = [block.text for block in content.blocks]
    assert ["Salaries", "Grades", "More", "Still more"] == [
        block.text for block in content.blocks if block.kind.value == "heading"
    ]
    assert 1 == sum("Grades" in text for text in texts)
    assert any("300" in text for text in texts)


def test_links_are_paths_of_the_source(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Relative ones, so that dead ones are found whatever the wiki's addresses look like."""
    write(dokuwiki, "hr:salaries", MARKUP)
    write(dokuwiki, "it:vpn", "Text.")
    write_media(dokuwiki, "hr:plan.pdf", b"%PDF-1.4")
    write_media(dokuwiki, "logo.png", b"no picture")
    connector = connect(settings)
    pages = list(connector.list_refs(None))

    content = parsed(connector, refs_of(connector)["hr/salaries"])

    expected = ["../it/vpn", "gone#top", "plan.pdf", "https://x.org", "../logo.png", "../logo.png"]
    assert expected == [link.target for link in content.links]
    assert ["logo.png"] == [other.path for page in pages for other in page.other]


def test_addresses_may_be_rewritten(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """Links come out the same."""
    configure("$conf['userewrite'] = 1; $conf['useslash'] = 1;")
    write(dokuwiki, "hr:salaries", MARKUP)
    write_media(dokuwiki, "hr:plan.pdf", b"%PDF-1.4")
    connector = connect(settings)

    content = parsed(connector, refs_of(connector)["hr/salaries"])

    expected = ["../it/vpn", "gone#top", "plan.pdf", "https://x.org", "../logo.png", "../logo.png"]
    assert expected == [link.target for link in content.links]


def test_who_wrote_it_and_when(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Whoever edited it last and whoever made it, as proxies; the day it was made."""
    dokuwiki.put("hr:salaries", "Grade 3.", as_user="alice")
    dokuwiki.put("hr:salaries", "Grade 4.", as_user="root")
    connector = connect(settings)
    ref = refs_of(connector)["hr/salaries"]

    facts = connector.fetch(ref).facts

    assert facts is not None
    assert [(OwnerRole.LAST_EDITOR, "root"), (OwnerRole.CREATOR, "alice")] == [
        (owner.role, owner.principal) for owner in facts.owners
    ]
    today = datetime.now(UTC).date()
    assert today == facts.times["created"].value
    assert today == ref.facts.times["content_modified"].value
    assert f"{dokuwiki.url}/doku.php?id=hr:salaries" == ref.facts.deep_link


def test_what_nobody_signed_is_nobodys(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """A file put there by hand has no editor, and its age is that of the file."""
    write(dokuwiki, "start", "Text.", WRITTEN)
    connector = connect(settings)
    ref = refs_of(connector)["start"]

    facts = connector.fetch(ref).facts

    assert facts is not None
    assert () == facts.owners
    assert date(2026, 3, 1) == ref.facts.times["content_modified"].value


def test_two_edits_in_one_second(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Of the same length even; the wiki's own time cannot tell them apart."""
    write(dokuwiki, "start", "Grade 3.", WRITTEN)
    before = refs_of(connect(settings))["start"]
    write(dokuwiki, "start", "Grade 4.", WRITTEN)

    after = refs_of(connect(settings))["start"]

    assert (before.size, before.facts) == (after.size, after.facts)
    assert before.stamp != after.stamp


def test_a_file_of_this_second_is_read_again(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Of files there is no digest, so a second has to be over before it says anything."""
    file = write_media(dokuwiki, "plan.pdf", b"%PDF-1.4")
    wait = timedelta(seconds=10)
    new = refs_of(connect(settings, settled=wait))["plan.pdf"]
    os.utime(file, (WRITTEN, WRITTEN))

    old = refs_of(connect(settings, settled=wait))["plan.pdf"]

    assert ["", f"{WRITTEN} 8"] == [new.stamp, old.stamp]


def test_a_file_is_read_whole(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Whatever bytes it has."""
    data = b"%PDF-1.4\n" + bytes(range(256)) * 4
    dokuwiki.put_media("hr:plan.pdf", data)
    connector = connect(settings)

    assert data == connector.fetch(refs_of(connector)["hr/plan.pdf"]).data


def test_a_second_pass_asks_little(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Three requests, however many documents, and three more for all rights."""
    for number in range(30):
        write(dokuwiki, f"it:note{number}", f"Note {number}.")
    connector = connect(settings, personas={})
    refs = list(refs_of(connector).values())
    listed = connector.requests()

    assert 30 == len(list(connector.fetch_access(refs)))

    assert 3 == listed
    assert 3 == connector.requests() - listed


def test_a_large_wiki_comes_in_pages(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Each can be gone on from, and what is cut off and the rest make the whole."""
    for number in range(2 * PAGE + 5):
        write(dokuwiki, f"big:p{number}", "x")
    pages = list(connect(settings).list_refs(None))

    assert [PAGE, PAGE, 5] == [len(page.refs) for page in pages]
    assert [False, False, True] == [bool(page.end and page.end.whole) for page in pages]
    rest = list(connect(settings).list_refs(pages[0].resume))
    assert [page.refs for page in pages[1:]] == [page.refs for page in rest]


@pytest.mark.parametrize("cursor", ["", "{}", "[1]", "nonsense"])
def test_a_cursor_of_another_version_expires(settings: SourceSettings, cursor: str) -> None:
    """It is not guessed what it meant."""
    with pytest.raises(CursorExpiredError):
        list(connect(settings).list_refs(cursor))


def test_parts_of_a_wiki(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Namespaces with all below them, each document once."""
    for page in ("start", "hr:a", "hr:deep:b", "hrx:c", "it:d"):
        write(dokuwiki, page, "Text.")
    write_media(dokuwiki, "hr:plan.pdf", b"%PDF")
    write_media(dokuwiki, "it:plan.pdf", b"%PDF")
    options = {"namespaces": ["hr", "hr:deep", "it"], "media": False}

    assert {"hr/a", "hr/deep/b", "it/d"} == set(refs_of(connect(settings, options=options)))
    options["media"] = True
    found = set(refs_of(connect(settings, options=options, exclude=("it/*",))))
    assert {"hr/a", "hr/deep/b", "hr/plan.pdf"} == found


def test_odd_names(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Letters of any language, dots, and a page named like a file."""
    for name in ("%D1%80%D0%B0%D0%B7%D0%B4%D0%B5%D0%BB", "v1.2", "plan.pdf", "a_b"):
        write(dokuwiki, name, f"====== {name} ======")
    write_media(dokuwiki, "plan.pdf", b"%PDF-1.4")
    connector = connect(settings)
    refs = [ref for page in connector.list_refs(None) for ref in page.refs]

    assert ["a_b", "plan.pdf", "plan.pdf", "v1.2", "раздел"] == sorted(ref.path for ref in refs)
    assert 5 == len({ref.native_id for ref in refs})
    assert all(connector.fetch(ref).data for ref in refs)
    assert {"allow"} == {
        probe.decision.value for ref in refs if (probe := connector.probe_as("alice", ref))
    }


def test_a_page_with_nothing_to_see_is_there(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """One that is gone is answered alike, and told apart."""
    write(dokuwiki, "empty", "~~NOTOC~~")
    gone = write(dokuwiki, "gone", "Text.")
    file = write_media(dokuwiki, "gone.pdf", b"%PDF")
    connector = connect(settings)
    refs = refs_of(connector)
    gone.unlink()
    file.unlink()

    assert b"<body>" in connector.fetch(refs["empty"]).data
    for path in ("gone", "gone.pdf"):
        with pytest.raises(NotFoundError):
            connector.fetch(refs[path])
    assert "unknown" == getattr(connector.probe_as("alice", refs["gone"]), "decision", None)


def test_control_characters_in_a_page(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """No XML may hold them, but DokuWiki sends them all the same."""
    write(dokuwiki, "start", "Grade\x07 3\x0c for all.")
    connector = connect(settings)

    content = parsed(connector, refs_of(connector)["start"])

    assert ["Grade", "3", "for", "all."] == content.blocks[0].text.split()


def test_an_account_lists_what_it_may_read(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Nothing is said of the rest."""
    write(dokuwiki, "start", "Text.")
    write(dokuwiki, "hr:salaries", "Text.")

    found = refs_of(connect(settings, auth=Credentials("bob", None, "WIKI_BOB")))

    assert {"start"} == set(found)


def test_files_that_may_not_be_listed_are_no_deletions(
    dokuwiki: DokuWiki, settings: SourceSettings
) -> None:
    """Who may not read the top namespace is told no files at all."""
    write(dokuwiki, "hr:salaries", "Text.")
    dokuwiki.set_acl(["*\t@ALL\t0", "hr:*\t@user\t1"])
    connector = connect(settings, auth=Credentials("bob", None, "WIKI_BOB"))

    (page,) = connector.list_refs(None)

    assert ["hr/salaries"] == [ref.path for ref in page.refs]
    assert [SkipReason.FORBIDDEN] == [skip.reason for skip in page.skips]
    assert page.end is not None
    assert not page.end.whole
    assert not [result for result in connector.check() if result.capability == "list" and
                not result.action]  # fmt: skip


def test_a_page_made_again_is_a_new_one(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Who made it anew counts, not who made the page of that name before."""
    dokuwiki.put("start", "Text.", as_user="carol")
    dokuwiki.delete("start")
    assert {} == refs_of(connect(settings))
    time.sleep(1 - time.time() % 1)
    dokuwiki.put("start", "Text again.")
    connector = connect(settings)

    facts = connector.fetch(refs_of(connector)["start"]).facts

    assert facts is not None
    assert {"root"} == {owner.principal for owner in facts.owners}
