"""Reading, and asking what exists."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ragaudit.contracts import Ref
from ragaudit.errors import SkipError
from ragaudit.model import Limits, SkipReason
from ragaudit.testing import source
from ragaudit_connectors.filesystem import FilesystemConnector


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder with two pages."""
    made = tmp_path / "docs"
    (made / "sub").mkdir(parents=True)
    (made / "a.md").write_bytes(b"# A\n")
    (made / "sub/b.md").write_bytes(b"# B\n")
    (tmp_path / "secret.md").write_bytes(b"secret\n")
    return made


def refusal(root: Path, path: str, limit: int = 1000) -> SkipReason:
    """Why a path cannot be read."""
    connector = FilesystemConnector(source(root, limits=Limits(max_bytes=limit)))
    with pytest.raises(SkipError) as caught:
        connector.read(Ref(path, path))
    return caught.value.reason


def test_bytes(root: Path) -> None:
    """Bytes come as they are."""
    assert FilesystemConnector(source(root)).read(Ref("sub/b.md", "sub/b.md")) == b"# B\n"


def test_refusals(root: Path, tmp_path: Path) -> None:
    """Each way a file can fail to be read has its reason."""
    os.mkfifo(root / "pipe.md")
    (root / "link.md").symlink_to(tmp_path / "secret.md")
    (root / "away").symlink_to(tmp_path)
    expected = {
        "gone.md": SkipReason.VANISHED,
        "a.md/b.md": SkipReason.VANISHED,
        "pipe.md": SkipReason.UNREADABLE,
        "sub": SkipReason.UNREADABLE,
        "link.md": SkipReason.UNREADABLE,
        "away/secret.md": SkipReason.OUTSIDE_ROOT,
        "../secret.md": SkipReason.OUTSIDE_ROOT,
        "\\x2e\\x2e\\x2fsecret.md": SkipReason.VANISHED,
    }
    assert expected == {path: refusal(root, path) for path in expected}


def test_grown_beyond_the_limit(root: Path) -> None:
    """A file that has grown since it was listed is not read to its end."""
    assert refusal(root, "a.md", limit=3) == SkipReason.TOO_LARGE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(root: Path) -> None:
    """A file that refuses says so."""
    (root / "a.md").chmod(0)
    assert refusal(root, "a.md") == SkipReason.UNREADABLE


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.md", True),
        ("sub", True),
        ("sub/", True),
        ("./sub/../a.md", True),
        ("", True),
        ("A.md", False),
        ("Sub/b.md", False),
        ("none.md", False),
        ("a.md/none", False),
        ("a\0b.md", False),
        ("x" * 5000, False),
        ("../secret.md", None),
        ("sub/../../secret.md", None),
        ("/../secret.md", None),
    ],
)
def test_has(root: Path, path: str, expected: bool | None) -> None:
    """Whether a path exists below the root; nothing is said about what lies outside."""
    assert expected is FilesystemConnector(source(root)).has(path)


def test_has_through_links(root: Path, tmp_path: Path) -> None:
    """A linked folder is looked into only where it stays inside."""
    (root / "inner").symlink_to("sub")
    (root / "outer").symlink_to(tmp_path)
    connector = FilesystemConnector(source(root))
    asked = ["inner/b.md", "inner/none.md", "outer", "outer/secret.md"]
    assert [connector.has(path) for path in asked] == [True, False, True, None]
