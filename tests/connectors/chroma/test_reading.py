"""Chunks as the documents they were cut from, from a folder and from a server."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectors.chroma.helpers import Shelf, listed, texts

from ragaudit.contracts import CheckState, Support
from ragaudit.errors import CursorExpiredError, NotFoundError
from ragaudit.model import (
    AccessState,
    ContentSummary,
    Decision,
    Directory,
    FactState,
    Principal,
    User,
)
from ragaudit_connectors.chroma import index as index_module

MAY = "may_read"


def test_chunks_are_joined_in_their_order(any_shelf: Shelf) -> None:
    """By the field that numbers them, whatever order they were added in."""
    any_shelf.add("c2", "Tenth.", source="leave.md", n=10)
    any_shelf.add("c1", "Second.", source="leave.md", n=2)
    any_shelf.add("c0", "Other.", source="hr/travel.md", n=1)
    connector = any_shelf.connector(order="n")
    page = listed(connector)
    assert page.end is not None and page.end.whole
    expected = {"hr/travel.md": "Other.", "leave.md": "Second.\n\nTenth."}
    assert expected == texts(connector, page.refs)
    sizes = {ref.path: ref.size for ref in page.refs}
    assert {"hr/travel.md": 6, "leave.md": 13} == sizes
    unordered = any_shelf.connector()
    assert "Tenth.\n\nSecond." == texts(unordered, listed(unordered).refs)["leave.md"]


def test_changes_deletions_and_new_documents(any_shelf: Shelf) -> None:
    """A document is changed when one of its chunks is."""
    for number in range(3):
        any_shelf.add(f"a{number}", f"A {number}.", source="a", n=number)
    any_shelf.add("b0", "B.", source="b", n=0)
    connector = any_shelf.connector(order="n")
    first = {ref.path: ref.stamp for ref in listed(connector).refs}
    assert first == {ref.path: ref.stamp for ref in listed(connector).refs}
    any_shelf.add("a1", "Another.", source="a", n=1)
    any_shelf.add("c0", "C.", source="c", n=0)
    any_shelf.delete(source="b")
    second = {ref.path: ref.stamp for ref in listed(connector).refs}
    assert {"a", "c"} == set(second) and first["a"] != second["a"]
    assert "A 0.\n\nAnother.\n\nA 2." == texts(connector, listed(connector).refs)["a"]
    any_shelf.add("a1", "Another.", source="a", n=7)
    assert second["a"] != {ref.path: ref.stamp for ref in listed(connector).refs}["a"]


def test_metadata_as_facts(any_shelf: Shelf) -> None:
    """Each with the field it was read from; the first chunk that has one counts."""
    told = {"mail": "ann@x.example", "when": "2026-01-02", "url": "https://x.example/1"}
    any_shelf.add("c0", "One.", source="s1", file="Leave")
    any_shelf.add("c1", "Two.", source="s1", **told)
    fields = {"owner": "mail", "updated": "when", "link": "url", "title": "file", "path": "file"}
    connector = any_shelf.connector(fields=fields)
    (ref,) = listed(connector).refs
    assert ("s1", "Leave", "Leave") == (ref.native_id, ref.path, ref.title)
    document = connector.describe(ref, ContentSummary("text", "0", 1), "0", ref.facts)
    assert document.owner is not None
    assert "chroma metadata mail, document s1" == document.owner.fact.locator
    assert "2026-01-02" == str(document.times.modified.value)
    assert "https://x.example/1" == document.deep_link
    assert Support.NATIVE == connector.capabilities().owner


def test_metadata_is_no_access_list_unless_said(any_shelf: Shelf) -> None:
    """Then it is the index's own list, and a note says whose word that is."""
    any_shelf.add("c0", "One.", source="open", may_read="authenticated")
    any_shelf.add("c1", "Two.", source="hr", may_read="hr, ann@x.example")
    any_shelf.add("c2", "Three.", source="silent")
    plain = any_shelf.connector()
    assert [] == list(plain.fetch_access(listed(plain).refs))
    assert Support.NONE == plain.capabilities().access
    connector = any_shelf.connector(access=MAY)
    refs = listed(connector).refs
    policies = {ref.path: policy for ref, policy in connector.fetch_access(refs)}
    assert Support.CONFIG == connector.capabilities().access
    assert f"chroma metadata {MAY}, document hr" == policies["hr"].locator
    directory = Directory(users=(User("ann", email="ann@x.example"), User("bob")))
    states = {
        (path, name): policy.decide(Principal.parse(f"user:{name}"), directory).decision
        for path, policy in policies.items()
        for name in ("ann", "bob")
    }
    allow, unknown = Decision.ALLOW, Decision.UNKNOWN
    assert allow is states["open", "bob"] and allow is states["hr", "ann"]
    assert unknown is states["silent", "ann"]
    assert any("was told" in note for note in connector.notes())


def test_chunks_that_disagree_about_readers(any_shelf: Shelf) -> None:
    """Nobody can say then who may be served the document; the listing shows the change."""
    any_shelf.add("c0", "One.", source="a", may_read="hr")
    any_shelf.add("c1", "Two.", source="a", may_read="hr")
    connector = any_shelf.connector(access=MAY)
    (before,) = listed(connector).refs
    any_shelf.add("c1", "Two.", source="a", may_read="public")
    (after,) = listed(connector).refs
    assert before.access_stamp != after.access_stamp
    assert before.stamp == after.stamp
    ((_, policy),) = connector.fetch_access((after,))
    assert (AccessState.UNKNOWN, "its chunks have 2 different lists") == (
        policy.state,
        (policy.note or "")[:33],
    )


def test_lists_are_the_same_in_any_order(any_shelf: Shelf) -> None:
    """However each chunk has them written."""
    any_shelf.add("c0", "One.", source="a", may_read="hr, ann@x.example")
    any_shelf.add("c1", "Two.", source="a", may_read='["ann@x.example", "hr"]')
    connector = any_shelf.connector(access=MAY)
    ((_, policy),) = connector.fetch_access(listed(connector).refs)
    assert AccessState.KNOWN is policy.state


def test_chunks_that_disagree_about_their_document(any_shelf: Shelf) -> None:
    """No chunk is right for the document; a note says how many, since old ones may be left."""
    old = {"mail": "ann@x.example", "when": "2024-01-02", "label": "internal", "file": "Leave"}
    any_shelf.add("c0", "28 days.", source="a", **old)
    new = {"mail": "bob@x.example", "when": "2026-03-04", "label": "public", "file": "Leave, 2"}
    any_shelf.add("c1", "30 days.", source="a", **new)
    any_shelf.add("c2", "Trains.", source="b", **old)
    fields = {"owner": "mail", "updated": "when", "classification": "label", "title": "file"}
    connector = any_shelf.connector(fields=fields)
    apart, alike = (ref.facts for ref in listed(connector).refs)
    clock = apart.times["modified"]
    assert (FactState.UNKNOWN, "chroma metadata when, document a") == (clock.state, clock.locator)
    assert ((), FactState.UNKNOWN) == (apart.owners, apart.classification.state)
    expected = "chroma metadata mail, document a (its chunks say different things)"
    assert expected in apart.looked_in
    assert (True, True) == (alike.times["modified"].known, alike.classification.known)
    assert ["ann@x.example"] == [claim.principal for claim in alike.owners]
    told = "1 documents have chunks that disagree about label, mail, when"
    assert any(note.startswith(told) for note in connector.notes())


def test_chunks_that_name_no_document(any_shelf: Shelf) -> None:
    """Each is one of its own, and a note says how many."""
    any_shelf.add("c0", "One.", other=1)
    any_shelf.add("c1", "Two.")
    any_shelf.add("c2", "Three.", source="")
    connector = any_shelf.connector()
    refs = listed(connector).refs
    assert {"chunk c0": "One.", "chunk c1": "Two.", "chunk c2": "Three."} == texts(connector, refs)
    assert any(note.startswith("3 chunks have no `source`") for note in connector.notes())
    assert b"Two." == any_shelf.connector().fetch(refs[1]).data


def test_documents_named_by_numbers(any_shelf: Shelf) -> None:
    """A number and the same number in words are one document; also without a listing."""
    any_shelf.add("c0", "One.", source=7)
    any_shelf.add("c1", "Two.", source="7")
    any_shelf.add("c2", "Half.", source=0.5)
    connector = any_shelf.connector()
    refs = {ref.path: ref for ref in listed(connector).refs}
    assert {"7", "0.5"} == set(refs)
    for again in (connector, any_shelf.connector()):
        assert b"One.\n\nTwo." == again.fetch(refs["7"]).data
        assert b"Half." == again.fetch(refs["0.5"]).data


def test_names_that_look_like_numbers(any_shelf: Shelf) -> None:
    """Are asked for as they are written, also without a listing."""
    names = ["nan", "inf", "1e999", "9" * 30, "9" * 5000, "1_000", "٣"]
    for name in names:
        any_shelf.add(name[:40], name, source=name)
    refs = listed(any_shelf.connector()).refs
    unlisted = any_shelf.connector()
    assert sorted(names) == sorted(unlisted.fetch(ref).data.decode() for ref in refs)
    for name in names:
        any_shelf.delete(source=name)
    emptied = any_shelf.connector()
    for ref in refs:
        with pytest.raises(NotFoundError):
            emptied.fetch(ref)


def test_texts_kept_in_metadata_and_chunks_without_any(any_shelf: Shelf) -> None:
    """Some applications keep text beside the vectors, some keep none."""
    any_shelf.add("c0", None, source="a", content="Here.")
    any_shelf.add("c1", None, source="a")
    connector = any_shelf.connector(text="content")
    assert {"a": "Here.\n\n"} == texts(connector, listed(connector).refs)
    assert any(note.startswith("1 chunks have no text here") for note in connector.notes())
    bare = any_shelf.connector()
    assert {"a": "\n\n"} == texts(bare, listed(bare).refs)


def test_a_version_saves_reading_texts(any_shelf: Shelf) -> None:
    """If the application keeps one, it tells what changed."""
    any_shelf.add("c0", "One.", source="a", hash="1")
    connector = any_shelf.connector(fields={"version": "hash"})
    (first,) = listed(connector).refs
    any_shelf.add("c0", "Changed.", source="a", hash="1")
    assert first.stamp == listed(connector).refs[0].stamp
    any_shelf.add("c0", "Changed.", source="a", hash="2")
    assert first.stamp != listed(connector).refs[0].stamp


def test_many_chunks_come_in_pages(any_shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the collection and of one document; a pass that was cut off goes on."""
    monkeypatch.setattr(index_module, "AT_ONCE", 7)
    ids = [f"c{number:03}" for number in range(120)]
    vectors = [[float(number), 0.0, 0.0, 1.0] for number in range(120)]
    told: list[dict[str, Any]] = [
        {"source": "big" if number < 20 else f"d{number:03}", "n": number} for number in range(120)
    ]
    any_shelf.collection.add(ids=ids, embeddings=vectors, documents=ids, metadatas=told)
    connector = any_shelf.connector(order="n")
    pages = list(connector.list_refs(None))
    assert [100, 1] == [len(page.refs) for page in pages]
    assert pages[-1].end is not None and pages[-1].end.whole
    assert "\n\n".join(ids[:20]) == connector.fetch(pages[0].refs[0]).data.decode()
    rest = listed(any_shelf.connector(order="n"), pages[0].resume)
    assert pages[1].refs == rest.refs
    with pytest.raises(CursorExpiredError):
        listed(connector, "[]")


def test_what_is_gone_is_not_found(any_shelf: Shelf) -> None:
    """Between listing and reading, or in a later run."""
    any_shelf.add("c0", "One.", source="a")
    any_shelf.add("c1", "Two.", source="b")
    (ref, _) = listed(any_shelf.connector()).refs
    any_shelf.delete(source="a")
    with pytest.raises(NotFoundError):
        any_shelf.connector().fetch(ref)


def test_globs_and_limits(any_shelf: Shelf) -> None:
    """Choose by path, and say what is too large."""
    from dataclasses import replace

    from ragaudit.model import Limits

    for name in ("hr/a.md", "hr/b.txt", "it/c.md"):
        any_shelf.add(name, "Some text.", source=name)
    any_shelf.add("large", "x" * 2000, source="hr/large.md")
    settings = replace(
        any_shelf.settings, include=("hr/",), exclude=("*.txt",), limits=Limits(max_bytes=1000)
    )
    any_shelf.settings = settings
    page = listed(any_shelf.connector())
    assert ["hr/a.md"] == [ref.path for ref in page.refs]
    assert [("hr/large.md", "too-large")] == [(s.path, s.reason.value) for s in page.skips]


def test_check(any_shelf: Shelf) -> None:
    """What is there, and what could be mapped."""
    any_shelf.add("c0", "One.", source="a", author="Ann")
    any_shelf.add("c1", "Two.", author="Bob")
    found = {result.capability: result for result in any_shelf.connector().check()}
    assert "2 chunks" == found["list"].detail
    read = found["read"].detail
    assert read.startswith("1 of the first 2 chunks name their document; metadata: ")
    assert "author" in read and "source" in read and "One" not in read
    states = [found[name].state for name in ("list", "read", "access", "groups")]
    unsupported = CheckState.UNSUPPORTED
    assert [CheckState.OK, CheckState.OK, unsupported, unsupported] == states


def test_check_of_fields_that_are_not_there(any_shelf: Shelf) -> None:
    """A mistake in the configuration is no success; an empty collection is none."""
    assert 0 == any_shelf.collection.count()
    told = any_shelf.connector(document="file", access="may").check()
    assert {CheckState.OK} == {one.state for one in told if one.capability != "groups"}
    any_shelf.add("c0", "One.", source="a", **{MAY: "hr"})
    told = any_shelf.connector(document="file", access="may").check()
    wrong = {one.capability: one for one in told}
    assert ("failed", "failed") == (wrong["read"].state, wrong["access"].state)
    assert all(wrong[name].action for name in ("read", "access"))
    right = {one.capability: one for one in any_shelf.connector(access=MAY).check()}
    assert right["access"].detail.startswith(f"1 of the first 1 chunks have `{MAY}`")
