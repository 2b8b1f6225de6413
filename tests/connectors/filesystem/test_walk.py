"""What is listed, and what is not."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ragaudit.contracts import OtherFile, Ref
from ragaudit.errors import UsageError
from ragaudit.model import Limits, Skip, SkipReason
from ragaudit.testing import check_connector, source
from ragaudit_connectors.filesystem import FilesystemConnector

Listed = Callable[..., dict[str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """An empty folder."""
    made = tmp_path / "docs"
    made.mkdir()
    return made


def put(root: Path, *paths: str, text: str = "# T\n\nText\n") -> None:
    """Write files."""
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def remove(folder: Path) -> None:
    """Delete a tree that is too deep for functions that call themselves."""
    subprocess.run(["rm", "-rf", "--", str(folder)], check=True)


def listed(root: Path, **settings: Any) -> dict[str, str]:
    """Path to what it was listed as: a format, `other`, or the reason of a skip."""
    found = {}
    for item in FilesystemConnector(source(root, **settings)).list_refs():
        if isinstance(item, Ref):
            found[item.path] = item.format
        else:
            found[item.path] = "other" if isinstance(item, OtherFile) else str(item.reason)
    return found


def test_order_and_kinds(root: Path) -> None:
    """Documents by name, other files as such, whole paths in order."""
    put(root, "b.md", "a/z.html.md.erb", "a-b/c.txt", "a.md", "a/logo.png", "a/b/c.rst")
    expected = {
        "a-b/c.txt": "text",
        "a.md": "markdown",
        "a/b/c.rst": "rst",
        "a/logo.png": "other",
        "a/z.html.md.erb": "markdown",
        "b.md": "markdown",
    }
    assert list(expected.items()) == list(listed(root).items())


def test_conformance(root: Path) -> None:
    """The connector keeps the contract."""
    put(root, "a.md", "b/c.txt", "d.html", "logo.png")
    assert check_connector(FilesystemConnector(source(root))) == [
        "a.md",
        "b/c.txt",
        "d.html",
        "logo.png",
    ]


def test_own_files_are_no_documents(root: Path) -> None:
    """Files that carry metadata are not audited themselves, whatever `formats` says."""
    names = ["ragaudit.yaml", "access.yaml", "directory.yaml", "CODEOWNERS", "a.md.meta.yaml",
             "a.md.meta.yml", "ragaudit-baseline.json"]  # fmt: skip
    put(root, *names, "a.md")
    found = listed(root, formats={".yaml": "text", ".yml": "text", ".json": "json"})
    assert {"a.md": "markdown", **dict.fromkeys(names, "other")} == found


def test_never_entered(root: Path) -> None:
    """Hidden folders, dependencies and virtual environments hold no knowledge base."""
    put(root, ".git/a.md", ".ragaudit/a.md", "node_modules/p/README.md", ".venv/a.md",
        "__pycache__/a.txt", ".hidden.md", ".github/a.md", "env/pyvenv.cfg", "env/lib/a.md",
        "a.md")  # fmt: skip
    assert listed(root) == {"a.md": "markdown"}


def test_gitignore(root: Path) -> None:
    """Nested ignore files, the deeper one winning; `.ragauditignore` beside them."""
    put(
        root,
        "a.md",
        "build/b.md",
        "sub/c.md",
        "sub/keep.md",
        "sub/d.txt",
        "drafts/e.md",
        "f.tmp.md",
    )
    put(root, ".gitignore", text="build/\n*.tmp.md\nkeep.md\n")
    put(root, "sub/.gitignore", text="!keep.md\n/d.txt\n")
    put(root, ".ragauditignore", text="# not yet\ndrafts/\n")
    assert list(listed(root)) == ["a.md", "sub/c.md", "sub/keep.md"]


def test_gitignore_takes_folders_back_one_by_one(root: Path) -> None:
    """`!docs/` is about docs/ alone; `*` with `!*/` opens every folder and no file."""
    put(root, "docs/a.md", "docs/build/b.md", "only/c.md", "only/in/c.md", "only/in/d.txt")
    put(root, ".gitignore", text="build\n!docs/\n")
    put(root, "only/.gitignore", text="*\n!*/\n!*.md\n")
    assert list(listed(root)) == ["docs/a.md", "only/c.md", "only/in/c.md"]


def test_gitignore_of_the_repository(tmp_path: Path, root: Path) -> None:
    """A folder in a repository obeys the repository's ignore files and its exclude file."""
    put(tmp_path, ".gitignore", text="/docs/out/\n*.log.md\n")
    put(tmp_path, ".git/info/exclude", text="secret.md\n")
    put(root, "a.md", "out/b.md", "x.log.md", "secret.md")
    assert list(listed(root)) == ["a.md"]


def test_named_folder_is_audited_though_ignored(tmp_path: Path, root: Path) -> None:
    """A folder the user names is audited even if the repository ignores it."""
    put(tmp_path, ".gitignore", text="docs/\n")
    (tmp_path / ".git").mkdir()
    put(root, "a.md")
    assert list(listed(root)) == ["a.md"]


def test_ignore_file_outside_a_repository_stays_outside(tmp_path: Path, root: Path) -> None:
    """Without a repository the folders above have no say."""
    put(tmp_path, ".gitignore", text="*.md\n")
    put(root, "a.md")
    assert list(listed(root)) == ["a.md"]


@pytest.mark.parametrize("line", ["!", "/", "[", "\\", "*a*a*a*a*a*a*a*a*b", "a[z-a]b"])
def test_strange_ignore_lines(root: Path, line: str) -> None:
    """A line that is no pattern is passed over; the others count."""
    put(root, "a.md", "b.md")
    put(root, ".gitignore", text=f"{line}\nb.md\n")
    assert list(listed(root)) == ["a.md"]


def test_include_and_exclude(root: Path) -> None:
    """Globs of the configuration; `exclude` wins."""
    put(root, "a.md", "b.txt", "old/c.md", "old/d.txt", "sub/e.md")
    assert list(listed(root, include=("*.md",), exclude=("old/",))) == ["a.md", "sub/e.md"]
    assert list(listed(root, exclude=("old/**",))) == ["a.md", "b.txt", "sub/e.md"]
    assert list(listed(root, include=("old/**",))) == ["old/c.md", "old/d.txt"]


def test_links(tmp_path: Path, root: Path) -> None:
    """A link inside is no second document; a link out is a skip; loops end."""
    put(tmp_path, "outside/secret.md")
    put(root, "real/a.md")
    (root / "again.md").symlink_to("real/a.md")
    (root / "folder").symlink_to("real")
    (root / "loop").symlink_to(".")
    (root / "self.md").symlink_to("self.md")
    (root / "gone.md").symlink_to("nowhere.md")
    (root / "out.md").symlink_to(tmp_path / "outside/secret.md")
    (root / "outside").symlink_to(tmp_path / "outside")
    expected = {
        "again.md": "other",
        "folder": "other",
        "gone.md": "unreadable",
        "loop": "other",
        "out.md": "outside-root",
        "outside": "outside-root",
        "real/a.md": "markdown",
        "self.md": "unreadable",
    }
    assert expected == listed(root)


def test_root_may_be_a_link(tmp_path: Path, root: Path) -> None:
    """The named folder itself may be reached by a link."""
    put(root, "a.md")
    (tmp_path / "link").symlink_to(root)
    assert check_connector(FilesystemConnector(source(tmp_path / "link"))) == ["a.md"]


def test_pipes_sockets(root: Path) -> None:
    """What is no regular file is never opened."""
    os.mkfifo(root / "pipe.md")
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(root / "s.md"))
        items = list(FilesystemConnector(source(root)).list_refs())
    assert [
        OtherFile("pipe"),
        Skip("docs", "pipe.md", SkipReason.UNREADABLE, "is a named pipe, not a regular file"),
        Skip("docs", "s.md", SkipReason.UNREADABLE, "is a socket, not a regular file"),
    ] == items


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder(root: Path) -> None:
    """A folder that refuses is a skip with its path; the rest is listed."""
    put(root, "a.md", "shut/b.md")
    (root / "shut").chmod(0)
    assert listed(root) == {"a.md": "markdown", "shut": "unreadable"}


def test_folder_that_cannot_be_listed(root: Path) -> None:
    """A path longer than the system takes is a skip, not an end of the listing."""
    put(root, "z.md")
    folder = os.open(root, os.O_RDONLY)
    name = "d" * 200
    for _ in range(25):
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    try:
        found = listed(root)
    finally:
        remove(root / name)
    assert list(found.values()) == ["unreadable", "markdown"]


def test_deep_folders(root: Path) -> None:
    """Folders may be nested deeper than functions."""
    put(root, "d/" * 400 + "a.md")
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(350)
    try:
        found = list(listed(root))
    finally:
        sys.setrecursionlimit(limit)
        remove(root / "d")
    assert found == ["d/" * 400 + "a.md"]


def test_too_large(root: Path) -> None:
    """A file beyond the limit is a skip that says how to go on."""
    put(root, "a.md", text="x" * 101)
    (item,) = FilesystemConnector(source(root, limits=Limits(max_bytes=100))).list_refs()
    assert isinstance(item, Skip)
    expected = (SkipReason.TOO_LARGE, "has 101 bytes, the limit is 100")
    assert expected == (item.reason, item.detail)


def test_names_that_are_not_utf8(root: Path) -> None:
    """Any name can be listed, read, described and written as JSON."""
    for name in (b"caf\xe9.md", b"esc\x1b[31m.md", "rtl\u202e.md".encode()):
        Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text("# T\n", encoding="utf-8")
    connector = FilesystemConnector(source(root))
    paths = check_connector(connector)
    assert paths == ["caf\\xe9.md", "esc\\x1b[31m.md", "rtl\\xe2\\x80\\xae.md"]
    assert [connector.has(path) for path in paths] == [True] * 3
    assert json.dumps(paths, ensure_ascii=False).encode("utf-8")


def test_two_names_shown_alike(root: Path) -> None:
    """A name that is spelt like another's escape is not mistaken for it."""
    Path(os.fsdecode(os.fsencode(root) + b"/caf\xe9.md")).write_text("bytes", encoding="utf-8")
    put(root, "caf\\xe9.md", text="literal")
    assert listed(root) == {"caf\\xe9.md": "markdown", "caf\\xe9.md (2)": "unreadable"}
    connector = FilesystemConnector(source(root))
    assert connector.read(Ref("caf\\xe9.md", "caf\\xe9.md")) == b"literal"


def test_one_file(root: Path) -> None:
    """A root may be one file; ignore files and globs do not apply to it."""
    put(root, ".gitignore", text="*.md\n")
    put(root, "page.md", "other.md")
    connector = FilesystemConnector(source(root / "page.md"))
    assert check_connector(connector) == ["page.md"]
    assert [connector.has("other.md"), connector.has("none.md")] == [True, False]


def test_one_file_that_is_no_document(root: Path) -> None:
    """A file that is named and cannot be audited is a skip, not nothing."""
    put(root, "logo.png")
    assert listed(root / "logo.png") == {"logo.png": "unsupported-format"}


def test_missing_root(root: Path) -> None:
    """A missing folder is the user's error, by the name they gave."""
    with pytest.raises(UsageError, match=r"^\./dosc: no such file or folder$"):
        list(FilesystemConnector(source(root / "dosc", shown_root="./dosc")).list_refs())


def test_empty(root: Path) -> None:
    """An empty folder lists nothing."""
    assert listed(root) == {}
