"""How an index is kept in step."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from tests.probes.index.made import TEXTS, asked, built, document, documents, same_state, target

from ragaudit.contracts.indexing import IndexedDocument, Section
from ragaudit.errors import SkipError, StoreError
from ragaudit.model import SkipReason
from ragaudit.text import sha256
from ragaudit_probes.index import build as building
from ragaudit_probes.index.folder import Folder
from ragaudit_probes.index.served import Served, load
from ragaudit_probes.index.vectors import VectorStore


def _state(folder: Path) -> Served:
    found = load(Folder(folder / "index"))
    assert found is not None
    return found


def _stored(folder: Path) -> int:
    store = VectorStore(folder / "index" / "vectors")
    try:
        return store.count()
    finally:
        store.close()


def test_a_first_build_takes_everything(tmp_path: Path) -> None:
    """The report counts it, and what is held is told by stamp."""
    index = target(tmp_path)
    told: list[tuple[int, int]] = []
    report = index.build(documents(), advance=lambda done, chunks: told.append((done, chunks)))
    found = report.documents, report.chunks, report.changed, report.embedded, report.removed
    assert (4, 4, 4, 4, 0) == found
    assert (4, 4) == told[-1]
    assert {name: sha256(text) for name, text in TEXTS.items()} == index.held()


def test_only_what_changed_is_read_and_only_new_text_embedded(tmp_path: Path) -> None:
    """The rest is not even looked at."""
    index = built(tmp_path)

    def never() -> Sequence[Section]:
        raise AssertionError("read again")

    same = [document(n, t, read=never) for n, t in TEXTS.items() if n != "kb:leave.md"]
    report = index.build([*same, document("kb:leave.md", "Leave is for the bold.")])
    assert (1, 1, 4) == (report.changed, report.embedded, report.chunks)
    assert "kb:leave.md" == asked(index, "bold")[0]


def test_a_document_without_a_stamp_is_read_again_and_not_embedded_again(tmp_path: Path) -> None:
    """Its text is compared."""
    index = target(tmp_path)
    unstamped = [document(name, text, stamp="") for name, text in TEXTS.items()]
    index.build(unstamped)
    report = index.build(unstamped)
    assert (4, 0) == (report.changed, report.embedded)


def test_a_document_that_moved_is_not_embedded_again(tmp_path: Path) -> None:
    """Vectors are found by the hash of the text; the old place is gone."""
    index = built(tmp_path)
    moved = [document(name.replace("kb:", "wiki:"), text) for name, text in TEXTS.items()]
    report = index.build(moved)
    assert (4, 0, 4, 4) == (report.changed, report.embedded, report.removed, report.chunks)
    assert "wiki:bands.md" == asked(index, "salary bands")[0]
    assert 4 == _stored(tmp_path)


def test_what_is_gone_is_removed_with_its_vectors(tmp_path: Path) -> None:
    """From what is served and from the store."""
    index = built(tmp_path)
    report = index.build(documents({"kb:leave.md": TEXTS["kb:leave.md"]}))
    assert (1, 3) == (report.documents, report.removed)
    assert ["kb:leave.md"] == asked(index, "salary bands")
    assert 1 == _stored(tmp_path)


def test_a_part_of_the_catalogue_removes_nothing(tmp_path: Path) -> None:
    """Whoever builds says whether it is all."""
    index = built(tmp_path)
    report = index.build([document("kb:new.md", "Dogs are welcome.")], complete=False)
    assert (5, 0) == (report.documents, report.removed)


def test_a_document_that_cannot_be_read_is_taken_out_and_told(tmp_path: Path) -> None:
    """Old text is not served as if it were read today."""
    index = built(tmp_path)

    def refused() -> Sequence[Section]:
        raise SkipError(SkipReason.FORBIDDEN, "refused", "ask for the right")

    changed = document("kb:bands.md", "other", read=refused)
    report = index.build([changed, *documents()[1:]])
    assert [("bands.md", SkipReason.FORBIDDEN)] == [(s.path, s.reason) for s in report.skipped]
    assert "kb:bands.md" not in index.held()
    assert "kb:bands.md" not in asked(index, "salary bands")


def test_a_document_without_text_is_held_and_never_found(tmp_path: Path) -> None:
    """It is not read again, and is no hit."""
    index = target(tmp_path)
    empty = document("kb:empty.md", "", title="", stamp="1")
    index.build([empty, *documents()])
    assert "1" == index.held()["kb:empty.md"]
    assert "kb:empty.md" not in asked(index, "salary", 100)


def test_a_document_that_comes_twice_is_taken_once(tmp_path: Path) -> None:
    """The first counts."""
    index = target(tmp_path)
    assert 1 == index.build([document("kb:a", "one"), document("kb:a", "two")]).documents


@pytest.mark.parametrize("after", [1, 3])
def test_a_build_that_dies_is_taken_up_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """What is served stays as it was; the end is that of a build that was not disturbed."""
    monkeypatch.setattr(building, "_BATCH", 1)
    index = built(tmp_path, {"kb:old.md": "Salary bands of old."})
    before = _state(tmp_path)

    def dying() -> Iterator[IndexedDocument]:
        yield from documents()[:after]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index.build(dying())
    assert same_state(before, _state(tmp_path))
    assert ["kb:old.md"] == asked(index, "salary bands")
    report = index.build(documents())
    assert 4 - after == report.embedded
    whole = tmp_path / "whole"
    built(whole)
    assert same_state(_state(whole), _state(tmp_path))
    assert 4 == _stored(tmp_path)


@pytest.mark.parametrize("at", ["put", "settled"])
def test_a_build_that_dies_between_two_stores_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    """Vectors nobody refers to are removed by the next one."""
    index = built(tmp_path)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"ragaudit_probes.index.ledger.Ledger.{at}", dies)
        with pytest.raises(KeyboardInterrupt):
            index.build([*documents()[1:], document("kb:bands.md", "Secret bands.")])
    index.build(documents()[1:])
    assert 3 == _stored(tmp_path)
    assert {"kb:leave.md", "kb:returns.md", "kb:travel.md"} == set(index.held())


def test_an_index_built_in_steps_equals_one_built_at_once(tmp_path: Path) -> None:
    """Order does not matter either."""
    steps, whole = tmp_path / "steps", tmp_path / "whole"
    index = target(steps)
    for end in (2, 1, 3):
        index.build(documents()[:end])
    index.build(reversed(documents()))
    built(whole)
    assert same_state(_state(whole), _state(steps))


def test_another_model_makes_everything_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of two models are never compared."""
    built(tmp_path)
    monkeypatch.setattr("ragaudit_probes.index.embedding.static_words.StaticEmbedder.state", "2")
    assert 4 == target(tmp_path).build(documents()).embedded


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    """What is served is named by what it is."""
    index = built(tmp_path)
    before = Folder(tmp_path / "index").current()
    index.build(documents())
    assert before == Folder(tmp_path / "index").current()


def test_lost_vectors_are_told_and_made_again(tmp_path: Path) -> None:
    """Nothing is served with holes in it."""
    index = built(tmp_path)
    store = VectorStore(tmp_path / "index" / "vectors")
    store.clear()
    store.close()
    with pytest.raises(StoreError, match="are gone"):
        index.build([*documents(), document("kb:new.md", "Dogs are welcome.")])
    assert ["kb:bands.md"] == asked(index, "salary bands", 1)
    report = index.build([*documents(), document("kb:new.md", "Dogs are welcome.")])
    assert (5, 4) == (report.documents, report.embedded)


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    """The second is told to wait."""
    index = target(tmp_path)
    with Folder(tmp_path / "index").locked(), pytest.raises(StoreError, match="another process"):
        index.build(documents())


def test_no_text_is_kept_and_nobody_else_gets_in(tmp_path: Path) -> None:
    """Every folder is its owner's; every file is searched for words of the text."""
    was = os.umask(0o000)
    try:
        built(tmp_path)
    finally:
        os.umask(was)
    root = tmp_path / "index"
    folders = [root, root / "vectors", root / "served"]
    assert [0o700] * 3 == [stat.S_IMODE(folder.stat().st_mode) for folder in folders]
    files = [file.read_bytes().lower() for file in root.rglob("*") if file.is_file()]
    assert files
    for words in (b"engineers", b"second class", b"thirty", b"bicycle"):
        assert not any(words in content for content in files)


def test_names_with_half_characters_are_kept(tmp_path: Path) -> None:
    """File names may hold anything."""
    index = target(tmp_path)
    index.build([document("kb:\udcff.md", "Salary bands.", title="\ud800")])
    assert ["kb:\udcff.md"] == asked(index, "salary bands")
    assert ["kb:\udcff.md"] == list(index.held())
    assert 0 == index.build([document("kb:\udcff.md", "Salary bands.", title="\ud800")]).changed


@pytest.mark.parametrize("file", ["ledger.db", "chroma.sqlite3"])
def test_a_damaged_index_is_told_with_a_remedy(tmp_path: Path, file: str) -> None:
    """No traceback of a library."""
    built(tmp_path)
    next((tmp_path / "index").rglob(file)).write_bytes(b"\x00nonsense")
    for extra in (tmp_path / "index").rglob(f"{file}-*"):
        extra.unlink()
    with pytest.raises(StoreError) as caught:
        target(tmp_path).build(documents({"kb:a.md": "New."}))
    assert "damaged" in caught.value.message
