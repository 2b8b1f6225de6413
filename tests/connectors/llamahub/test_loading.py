"""Real readers of llama-index-core, and what becomes of what they load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.llamahub.conftest import Make
from tests.connectors.llamahub.readers import Lazy
from tests.extras import needs

from ragaudit.contracts import CheckState, RefPage, Support
from ragaudit.errors import CursorExpiredError, NotFoundError
from ragaudit.model import ContentSummary, Exposure, Limits, SourceFacts
from ragaudit_connectors.llamahub import LlamaHubConnector

CORE = "llama_index.core.readers"


def listed(connector: LlamaHubConnector, cursor: str | None = None) -> RefPage:
    """All pages as one."""
    pages = list(connector.list_refs(cursor))
    assert [None] * (len(pages) - 1) == [page.end for page in pages[:-1]]
    refs = tuple(ref for page in pages for ref in page.refs)
    return RefPage(refs, skips=tuple(s for page in pages for s in page.skips), end=pages[-1].end)


def page(text: str, doc_id: str = "", /, **metadata: Any) -> dict[str, Any]:
    """A page for the reader `Pages`."""
    return {"text": text, "id": doc_id, **metadata}


def test_strings(make: Make) -> None:
    """Documents without an id of their own are told apart by their text, in every pass."""
    reader = f"{CORE}.string_iterable:StringIterableReader"
    connector = make(reader, load={"texts": ["Leave is 28 days.", "Trains first."]})
    first, again = listed(connector), listed(connector)
    assert first.refs == again.refs and 2 == len(first.refs)
    texts = {connector.fetch(ref).data for ref in first.refs}
    assert {b"Leave is 28 days.", b"Trains first."} == texts
    assert any("another id in every pass" in note for note in connector.notes())
    changed = make(reader, load={"texts": ["Leave is 30 days.", "Trains first."]})
    assert 1 == len({ref.native_id for ref in (*first.refs, *listed(changed).refs)}) - 2


def test_a_folder(make: Make, tmp_path: Path) -> None:
    """With metadata as facts, each with the field it was read from."""
    (tmp_path / "hr").mkdir()
    (tmp_path / "hr" / "leave.md").write_text("# Leave\n\n28 days a year.\n")
    (tmp_path / "travel.md").write_text("# Travel\n\nTrains before planes.\n")
    fields = {"id": "file_path", "path": "file_path", "updated": "last_modified_date"}
    connector = make(
        f"{CORE}.SimpleDirectoryReader",
        init={"input_dir": str(tmp_path), "recursive": True},
        fields=fields,
        format="markdown",
    )
    page = listed(connector)
    paths = [ref.path.rpartition(tmp_path.name)[2] for ref in page.refs]
    assert ["/hr/leave.md", "/travel.md"] == paths
    updated = page.refs[0].facts.times["modified"]
    assert updated.known
    assert (updated.locator or "").startswith("SimpleDirectoryReader: last_modified_date, document")
    content = connector.parse(page.refs[0], connector.fetch(page.refs[0]).data)
    assert ("Leave", "markdown") == (content.title, content.format)
    before = {ref.native_id: ref.stamp for ref in page.refs}
    (tmp_path / "travel.md").write_text("# Travel\n\nPlanes before trains.\n")
    after = {ref.native_id: ref.stamp for ref in listed(connector).refs}
    changed = [name for name in before if before[name] != after[name]]
    assert [str(tmp_path / "travel.md")] == changed


def test_parts_of_one_document_are_joined(make: Make) -> None:
    """Readers of PDF files give a document for every page."""
    pages = [page("One.", path="a.pdf"), page("B.", path="b.pdf"), page("Two.", path="a.pdf")]
    connector = make("Pages", init={"pages": pages}, fields={"id": "path"})
    texts = {ref.path: connector.fetch(ref).data for ref in listed(connector).refs}
    assert {"a.pdf": b"One.\n\nTwo.", "b.pdf": b"B."} == texts


def test_owners_dates_and_links_by_their_fields(make: Make) -> None:
    """Dotted names lead into nested metadata."""
    told = {"owner": {"mail": "ann@x.example"}, "author": "Bob", "when": "2026-01-02"}
    pages = [page("Text.", "1", link="https://x.example/1", name="Leave", **told)]
    fields = {
        "owner": "owner.mail",
        "last_editor": "author",
        "reviewed": "when",
        "link": "link",
        "title": "name",
        "path": "name",
    }
    connector = make("Pages", init={"pages": pages}, fields=fields)
    (ref,) = listed(connector).refs
    assert ("1", "Leave", "Leave") == (ref.native_id, ref.path, ref.title)
    document = connector.describe(ref, ContentSummary("text", "0", 1), "0", ref.facts)
    assert document.owner is not None
    assert "ann@x.example" == document.owner.principal
    assert "Pages: owner.mail, document 1" == document.owner.fact.locator
    assert "2026-01-02" == str(document.times.reviewed.value)
    assert "https://x.example/1" == document.deep_link
    assert Support.NATIVE == connector.capabilities().owner


def test_who_may_read_is_not_known(make: Make) -> None:
    """Nothing is said, so that the configuration may; unless a field is said to hold it."""
    pages = [page("A", "1", readers="hr, ann@x.example"), page("B", "2")]
    connector = make("Pages", init={"pages": pages})
    refs = listed(connector).refs
    assert [] == list(connector.fetch_access(refs))
    assert Support.NONE == connector.capabilities().access
    assert SourceFacts().access is refs[0].facts.access is None
    mapped = make("Pages", init={"pages": pages}, fields={"allow": "readers"})
    policies = [policy for _, policy in mapped.fetch_access(listed(mapped).refs)]
    assert [Exposure.GROUP, Exposure.UNKNOWN] == [policy.exposure for policy in policies]
    assert "Pages: readers, document 1" == policies[0].locator


def test_documents_are_taken_one_by_one_where_the_reader_can(make: Make) -> None:
    """And what does not fit in memory is a skip, not half a document."""
    pages = [
        page("a" * 40, "1"),
        page("b" * 40, "2"),
        page(
            "c" * 40,
            "3",
        ),
        page("d", "1"),
    ]
    connector = make("Lazy", init={"pages": pages}, max_held_bytes=100)
    Lazy.made = 0
    page_ = listed(connector)
    assert 4 == Lazy.made
    assert ["1", "2"] == [ref.native_id for ref in page_.refs]
    assert [("3", "memory-limit")] == [(s.path, s.reason.value) for s in page_.skips]


def test_a_text_beyond_the_limit_is_a_skip(make: Make) -> None:
    """With what to do."""
    settings = {"limits": Limits(max_bytes=10)}
    connector = make("Pages", settings, init={"pages": [page("x" * 11, "1"), page("y", "2")]})
    found = listed(connector)
    assert (["2"], ["too-large"]) == (
        [ref.native_id for ref in found.refs],
        [skip.reason.value for skip in found.skips],
    )


def test_globs_choose(make: Make) -> None:
    """By path."""
    pages = [page("a", "hr/a.md"), page("b", "hr/b.txt"), page("c", "it/c.md")]
    settings = {"include": ("hr/",), "exclude": ("*.txt",)}
    connector = make("Pages", settings, init={"pages": pages})
    assert ["hr/a.md"] == [ref.path for ref in listed(connector).refs]


def test_a_cut_off_pass_goes_on(make: Make) -> None:
    """After the last document listed; everything is loaded again for it."""
    pages = [page(f"text {number}", f"{number:03}") for number in range(150)]
    first = next(iter(make("Pages", init={"pages": pages}).list_refs(None)))
    assert (100, None) == (len(first.refs), first.end)
    rest = listed(make("Pages", init={"pages": pages}), first.resume)
    assert [f"{number:03}" for number in range(100, 150)] == [ref.native_id for ref in rest.refs]
    with pytest.raises(CursorExpiredError):
        listed(make("Pages", init={"pages": pages}), "x")


def test_reading_without_a_listing_loads_again(make: Make) -> None:
    """As in a later run that only reads what it had not."""
    pages = [page("one", "1")]
    (ref,) = listed(make("Pages", init={"pages": pages})).refs
    assert b"one" == make("Pages", init={"pages": pages}).fetch(ref).data
    with pytest.raises(NotFoundError):
        make("Pages", init={"pages": []}).fetch(ref)


def test_nothing_is_printed(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Readers like to; a report on the console would be no JSON any more."""
    listed(make("Pages", init={"pages": [page("a", "1")]}))
    assert "" == capsys.readouterr().out


def test_strange_metadata_is_survived(make: Make) -> None:
    """Ids that are no text, halves of characters, paths that lead up."""
    pages = [
        page("a", n=1, p="../../etc/passwd"),
        page("b", n=None, p="\ud800\n\x1b[31m"),
        page("c", n=["x"], p=7),
    ]
    connector = make("Pages", init={"pages": pages}, fields={"id": "n", "path": "p"})
    refs = listed(connector).refs
    assert 3 == len({ref.path for ref in refs})
    assert r"\x2e\x2e/\x2e\x2e/etc/passwd" in {ref.path for ref in refs}
    assert all(ref.path.isprintable() for ref in refs)
    assert "".join(ref.native_id for ref in refs).encode()


def test_check_names_what_could_be_mapped(make: Make) -> None:
    """And what cannot be told."""
    pages = [page("a", "1", author="Ann", url="https://x.example")]
    found = {r.capability: r for r in make("Pages", init={"pages": pages}).check()}
    assert "1 documents were loaded; their metadata: author, url" == found["list"].detail
    states = [found[name].state for name in ("list", "read", "access", "groups")]
    unsupported = CheckState.UNSUPPORTED
    assert [CheckState.OK, CheckState.OK, unsupported, unsupported] == states


def test_nothing_is_imported_or_asked_before_it_is_needed() -> None:
    """In a process of its own, in which every connection is an error."""
    code = """
import socket, sys
def refuse(*args): raise AssertionError("a connection was made")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import SourceSettings
from ragaudit_connectors.llamahub import LlamaHubConnector
options = {"reader": "llama_index.core.readers.string_iterable:StringIterableReader",
           "load": {"texts": ["one"]}}
connector = LlamaHubConnector(SourceSettings("hub", "llamahub", Path(), options=options))
assert not any(name.startswith("llama_index") for name in sys.modules)
assert 1 == sum(len(page.refs) for page in connector.list_refs(None))
"""
    needs("llamahub", "llama_index")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)
