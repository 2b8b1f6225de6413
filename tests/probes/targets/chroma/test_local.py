"""A local index is asked as it is, and left as it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.probes.targets.chroma.conftest import Shelf, words
from tests.probes.targets.chroma.test_chroma_target import ids

from ragaudit.errors import MalformedError, MissingExtraError, ScopeMissingError, TransientError

MANY = {f"c{n}": (f"Page {n} of the handbook.", {"n": n}) for n in range(1_500)}


def state(root: Path) -> Mapping[str, tuple[str, int]]:
    """Every file below a folder, its bytes and when they were written."""
    return {
        str(file): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def copies() -> set[Path]:
    """Copies of indexes that lie about."""
    return set(Path(tempfile.gettempdir()).glob("ragaudit-chroma-*"))


def test_nothing_is_written_to_the_index(shelf: Shelf, tmp_path: Path) -> None:
    """Chroma itself writes to what it opens; of several collections only one's vectors are copied.

    There are enough chunks that vectors are in files of their own.
    """
    shelf.fill(MANY)
    other = Shelf(shelf.client, shelf.settings, "other", shelf.module)
    other.fill(MANY)
    before, lying = state(tmp_path / "index"), copies()
    assert 2 == len([name for name in before if name.endswith("data_level0.bin")])
    target = shelf.target()
    assert 7 == len(target.retrieve("page 7", 7, None).hits)
    (copy,) = copies() - lying
    assert 1 == len(list(copy.rglob("data_level0.bin")))
    target.close()
    assert (before, lying) == (state(tmp_path / "index"), copies())


def test_the_copy_answers_as_the_index_does(shelf: Shelf) -> None:
    """Also what is still in the log alone."""
    shelf.fill(MANY)
    shelf.fill({"late": ("A page nobody has seen before.", {"n": -1})})
    collection = shelf.client.get_collection(shelf.name, embedding_function=None)
    target = shelf.target()
    # How many of a graph's near neighbours are found depends on its random layers; a text that
    # is asked for word by word stands first in any of them.
    for query, first in (
        ("A page nobody has seen before.", "late"),
        ("Page 7 of the handbook.", None),
    ):
        expected = collection.query(query_embeddings=[words(query)], n_results=1)["distances"][0]
        (hit,) = target.retrieve(query, 1, None).hits
        assert [1 - distance for distance in expected] == pytest.approx([hit.score])
        assert first in {hit.id, None}
    target.close()


def test_an_index_written_by_way_of_a_log(shelf: Shelf, tmp_path: Path) -> None:
    """Neither its file nor its folder is touched."""
    shelf.fill(dict(list(MANY.items())[:20]))
    shelf.client.close()
    writer = sqlite3.connect(tmp_path / "index" / "chroma.sqlite3")
    assert ("wal",) == writer.execute("pragma journal_mode = wal").fetchone()
    writer.close()
    before = state(tmp_path / "index")
    assert 5 == len(ids(shelf.target(), "page 7", k=5))
    assert before == state(tmp_path / "index")


def test_what_is_being_written(
    shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is waited for, and said if it lasts."""
    monkeypatch.setattr("ragaudit_probes.targets.chroma.snapshot._WAIT_S", 0.1)
    shelf.fill(dict(list(MANY.items())[:20]))
    writer = sqlite3.connect(tmp_path / "index" / "chroma.sqlite3", isolation_level=None)
    writer.execute("begin exclusive")
    with pytest.raises(TransientError, match="being written"):
        ids(shelf.target(), "page")
    writer.execute("rollback")
    writer.close()
    assert 5 == len(ids(shelf.target(), "page", k=5))


@pytest.mark.parametrize("harm", ["text", "other", "cut", "noise", "vectors"])
def test_damaged_indexes(shelf: Shelf, tmp_path: Path, harm: str) -> None:
    """Whatever Chroma makes of them, it is one of our errors, and no copy is left."""
    shelf.fill(MANY)
    shelf.client.close()
    file = tmp_path / "index" / "chroma.sqlite3"
    data, lying = file.read_bytes(), copies()
    if harm == "other":
        file.unlink()
        with sqlite3.connect(file) as made:
            made.execute("create table collections (id text)")
    elif harm == "vectors":
        for vectors in (tmp_path / "index").rglob("*.bin"):
            vectors.write_bytes(b"no vectors")
    else:
        cut = len(data) // 2
        changed = {
            "text": b"no index " * 999,
            "cut": data[:cut],
            "noise": data[:4096] + b"\xff" * cut,
        }
        file.write_bytes(changed[harm])
    with pytest.raises(MalformedError):
        ids(shelf.target(), "page")
    assert lying == copies()


def test_folders_that_hold_no_index(shelf: Shelf, tmp_path: Path) -> None:
    """Nothing is made where nothing is."""
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing"):
        with pytest.raises(MalformedError, match=f"there is no Chroma index in {name}"):
            ids(shelf.target(path=name), "page")
    assert [] == list((tmp_path / "empty").iterdir())
    assert not (tmp_path / "missing").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is refused to root")
def test_an_index_that_may_not_be_read(shelf: Shelf, tmp_path: Path) -> None:
    """Is a missing right."""
    file = tmp_path / "index" / "chroma.sqlite3"
    file.chmod(0)
    with pytest.raises(ScopeMissingError):
        ids(shelf.target(), "page")
    file.chmod(0o600)


def test_links_among_the_vectors_are_not_followed(shelf: Shelf, tmp_path: Path) -> None:
    """They may lead to anything; the index is then damaged."""
    shelf.fill(MANY)
    shelf.client.close()
    (vectors,) = (tmp_path / "index").rglob("data_level0.bin")
    moved = tmp_path / "secret.bin"
    vectors.rename(moved)
    vectors.symlink_to(moved)
    with pytest.raises(MalformedError):
        ids(shelf.target(), "page")


def test_the_library_connects_to_nothing(shelf: Shelf, tmp_path: Path) -> None:
    """In a process of its own, in which every connection is an error; nothing loads early.

    A file in the folder asks for telemetry.
    """
    shelf.fill(dict(list(MANY.items())[:20]))
    told = "ANONYMIZED_TELEMETRY=True\nCHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9\n"
    (tmp_path / ".env").write_text(f"{told}CHROMA_OTEL_GRANULARITY=all\n", encoding="utf-8")
    options = {"collection": shelf.name, "path": "index", "embed": f"{shelf.module}:words"}
    code = f"""
import socket, sys
tried = []
def refuse(*args):
    tried.append(args)
    raise OSError("a connection was made")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import TargetSettings
from ragaudit_probes.targets.chroma import ChromaTarget
target = ChromaTarget(TargetSettings("chroma", Path({str(tmp_path)!r}), options={options!r}))
target.capabilities()
assert not {{"chromadb", "torch", "sentence_transformers", {shelf.module!r}}} & set(sys.modules)
assert 5 == len(target.retrieve("page 7", 5, None).hits)
assert "torch" not in sys.modules
settings = target._collection._client.get_settings()
assert ("", None, False) == (
    settings.chroma_otel_collection_endpoint,
    settings.chroma_otel_granularity,
    settings.anonymized_telemetry,
)
target.close()
assert [] == tried, tried
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert 0 == done.returncode, done.stderr


def test_the_library_is_not_installed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is said with the one command to run."""
    monkeypatch.setitem(sys.modules, "chromadb", None)
    with pytest.raises(MissingExtraError) as caught:
        ids(shelf.target(), "page")
    assert "pip install 'ragaudit[chroma]'" == caught.value.hint
