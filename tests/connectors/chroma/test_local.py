"""A local index is read as it is, and left as it was."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tests.connectors.chroma.helpers import Shelf, listed, local, texts
from tests.extras import needs
from tests.services.base import needs_program

from ragaudit.contracts import CheckState
from ragaudit.errors import MalformedError, ScopeMissingError, TransientError, UsageError
from ragaudit_connectors.chroma import ChromaConnector


def state(root: Path) -> Mapping[str, tuple[str, int]]:
    """Every file below a folder, its bytes and when they were written."""
    return {
        str(file): (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(root.rglob("*"))
        if file.is_file()
    }


def test_nothing_is_written_to_the_index(shelf: Shelf) -> None:
    """Chroma itself writes to what it opens; the copy it writes to is removed."""
    for number in range(30):
        shelf.add(f"c{number}", f"Text {number}.", source=f"d{number}")
    before = state(shelf.settings.root)
    connector = shelf.connector()
    refs = listed(connector).refs
    assert 30 == len(texts(connector, refs))
    copies = set(Path(tempfile.gettempdir()).glob("ragaudit-chroma-*"))
    assert before == state(shelf.settings.root)
    connector.close()
    assert len(copies - set(Path(tempfile.gettempdir()).glob("ragaudit-chroma-*"))) == 1


def test_an_index_written_by_way_of_a_log(shelf: Shelf) -> None:
    """Neither its file nor its folder is touched, whether the log is there or not."""
    shelf.add("c0", "One.", source="a")
    shelf.client.close()
    file = shelf.settings.root / "chroma.sqlite3"
    writer = sqlite3.connect(file)
    assert ("wal",) == writer.execute("pragma journal_mode = wal").fetchone()
    writer.close()
    before = state(shelf.settings.root)
    connector = shelf.connector()
    assert 1 == len(listed(connector).refs)
    connector.close()
    assert before == state(shelf.settings.root)


def test_what_is_being_written_is_waited_for(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """And said if it lasts."""
    monkeypatch.setattr("ragaudit_connectors.chroma.snapshot._WAIT_S", 0.1)
    shelf.add("c0", "One.", source="a")
    writer = sqlite3.connect(shelf.settings.root / "chroma.sqlite3", isolation_level=None)
    writer.execute("begin exclusive")
    with pytest.raises(TransientError, match="being written"):
        listed(shelf.connector())
    writer.execute("rollback")
    writer.close()
    assert 1 == len(listed(shelf.connector()).refs)


def test_the_library_connects_to_nothing(shelf: Shelf) -> None:
    """In a process of its own, in which every connection is an error; nothing loads early."""
    shelf.add("c0", "One.", source="a")
    code = f"""
import socket, sys
def refuse(*args): raise AssertionError("a connection was made")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import SourceSettings
from ragaudit_connectors.chroma import ChromaConnector
options = {{"collection": {shelf.name!r}}}
settings = SourceSettings("i", "chroma", Path({str(shelf.settings.root)!r}), options=options)
connector = ChromaConnector(settings)
assert "chromadb" not in sys.modules
assert 1 == sum(len(page.refs) for page in connector.list_refs(None))
connector.close()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_nothing_is_sent_anywhere(shelf: Shelf, tmp_path: Path) -> None:
    """Whatever a file of settings in the folder says, and below Python as well."""
    strace = needs_program("strace", "strace")
    shelf.add("c0", "One.", source="a")
    told = "ANONYMIZED_TELEMETRY=True\nCHROMA_OTEL_COLLECTION_ENDPOINT=http://127.0.0.1:9\n"
    (tmp_path / ".env").write_text(f"{told}CHROMA_OTEL_GRANULARITY=all\n", encoding="utf-8")
    code = f"""
from pathlib import Path
from ragaudit.model import SourceSettings
from ragaudit_connectors.chroma import ChromaConnector
options = {{"collection": {shelf.name!r}}}
settings = SourceSettings("i", "chroma", Path({str(shelf.settings.root)!r}), options=options)
connector = ChromaConnector(settings)
(ref,) = [ref for page in connector.list_refs(None) for ref in page.refs]
assert b"One." == connector.fetch(ref).data
settings = connector.index._client.get_settings()
assert ("", None, False) == (
    settings.chroma_otel_collection_endpoint,
    settings.chroma_otel_granularity,
    settings.anonymized_telemetry,
)
connector.close()
"""
    log = tmp_path / "calls"
    watched = [strace, "-f", "-e", "trace=connect,sendto,sendmsg,bind", "-o", str(log)]
    done = subprocess.run(
        [*watched, sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (0, "") == (done.returncode, done.stderr)
    calls = [line for line in log.read_text(encoding="utf-8").splitlines() if "AF_INET" in line]
    assert [] == calls


def test_a_collection_that_is_not_there(shelf: Shelf) -> None:
    """With those that are."""
    shelf.add("c0", "One.", source="a")
    shelf.name = "other"
    with pytest.raises(MalformedError, match="no collection “other”") as caught:
        listed(shelf.connector())
    assert "there is: handbook" == caught.value.hint
    states = {result.capability: result.state for result in shelf.connector().check()}
    assert (CheckState.FAILED, CheckState.FAILED) == (states["list"], states["read"])


def test_folders_that_hold_no_index(shelf: Shelf, tmp_path: Path) -> None:
    """Nothing is made where nothing is."""
    for name in ("empty", "missing"):
        root = tmp_path / name
        if name == "empty":
            root.mkdir()
        shelf.settings = replace(shelf.settings, root=root, shown_root=name)
        with pytest.raises(MalformedError, match=f"there is no Chroma index in {name}"):
            listed(shelf.connector())
    assert [] == list((tmp_path / "empty").iterdir())
    assert not (tmp_path / "missing").exists()


@pytest.mark.parametrize("harm", ["text", "other", "cut", "noise"])
def test_damaged_indexes(shelf: Shelf, harm: str) -> None:
    """Whatever Chroma makes of them, it is one of our errors."""
    for number in range(50):
        shelf.add(f"c{number}", "Text. " * 50, source=f"d{number}")
    shelf.client.close()
    file = shelf.settings.root / "chroma.sqlite3"
    data = file.read_bytes()
    if harm == "other":
        file.unlink()
        with sqlite3.connect(file) as made:
            made.execute("create table collections (id text)")
    else:
        cut = len(data) // 2
        changed = {
            "text": b"no index " * 999,
            "cut": data[:cut],
            "noise": data[:4096] + b"\xff" * cut,
        }
        file.write_bytes(changed[harm])
    with pytest.raises(MalformedError):
        listed(shelf.connector())


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is refused to root")
def test_an_index_that_may_not_be_read(shelf: Shelf) -> None:
    """Is a missing right."""
    shelf.add("c0", "One.", source="a")
    file = shelf.settings.root / "chroma.sqlite3"
    file.chmod(0)
    with pytest.raises(ScopeMissingError):
        listed(shelf.connector())
    file.chmod(0o600)


def test_links_out_of_the_folder_of_the_configuration(shelf: Shelf, tmp_path: Path) -> None:
    """Are not followed, neither as the folder nor as the file in it."""
    shelf.add("c0", "One.", source="a")
    home = tmp_path / "config"
    (home / "kb").mkdir(parents=True)
    (home / "linked").symlink_to(shelf.settings.root)
    (home / "kb" / "chroma.sqlite3").symlink_to(shelf.settings.root / "chroma.sqlite3")
    for name in ("linked", "kb"):
        shelf.settings = replace(shelf.settings, root=home / name, shown_root=name)
        with pytest.raises(MalformedError, match="outside the folder of the configuration"):
            listed(shelf.connector())
    inside = home / "own"
    shutil.copytree(tmp_path / "index", inside)
    shelf.settings = replace(shelf.settings, root=inside, shown_root="./own")
    assert 1 == len(listed(shelf.connector()).refs)


def test_no_room_for_a_copy(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is said before the disk is full."""
    shelf.add("c0", "One.", source="a")
    monkeypatch.setattr("ragaudit_connectors.chroma.snapshot._ROOM", 1e12)
    with pytest.raises(TransientError, match="no room") as caught:
        listed(shelf.connector())
    assert "TMPDIR" in caught.value.hint


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({}, "collection"),
        ({"collection": "kb", "fields": {"allow": "x"}}, "fields"),
        ({"collection": "kb", "acess": "x"}, "acess"),
    ],
)
def test_options_are_checked_at_once(tmp_path: Path, options: dict[str, object], key: str) -> None:
    """With the place they are written at; a list of readers is named by `access` only."""
    from ragaudit.model import SourceSettings

    settings = SourceSettings(
        "index", "chroma", tmp_path, options=options, options_at="ragaudit.yaml:7"
    )
    with pytest.raises(UsageError, match=rf"^ragaudit\.yaml:7: .*`options\.{key}"):
        ChromaConnector(settings)


def test_two_indexes_at_once(tmp_path: Path) -> None:
    """Do not get into each other's way."""
    needs("chroma", "chromadb")
    one, two = local(tmp_path, "one"), local(tmp_path, "two")
    one.add("c", "One.", source="a")
    two.add("c", "Two.", source="a")
    first, second = one.connector(), two.connector()
    refs = (*listed(first).refs, *listed(second).refs)
    assert [b"One.", b"Two."] == [first.fetch(refs[0]).data, second.fetch(refs[1]).data]
    first.close()
    assert b"Two." == second.fetch(refs[1]).data
    second.close()
