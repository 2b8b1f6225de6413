"""Folders as no Samba has them: names that lead elsewhere, reparse points, no bottom.

They are handed to the walk by a fake in place of the server.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from tests.connectors.smb.helpers import impatient

from ragaudit.model import SkipReason, SourceSettings
from ragaudit_connectors.smb.entries import Found
from ragaudit_connectors.smb.names import is_name
from ragaudit_connectors.smb.refs import ref_of
from ragaudit_connectors.smb.walk import Walk

FOLDER = 0x10


class FakeServer:
    """Folders as a test has them."""

    def __init__(self, folders: dict[str, list[Found]]) -> None:
        self.folders = folders
        self.address = SimpleNamespace(shown="//fake/kb", place=lambda path: path)
        self.asked: list[str] = []

    def folder(self, path: str) -> list[Found]:
        """What is in one."""
        self.asked.append(path)
        return self.folders[path]


def walked(
    nowhere: SourceSettings, found: dict[str, list[Found]]
) -> tuple[list[str], dict[str, Any]]:
    """The documents, and the skips with their reasons."""
    source = impatient(nowhere)
    address, now = source.server.address, source._clock()
    walk = Walk(
        nowhere, source.options, FakeServer(found),  # type: ignore[arg-type]
        lambda path, one, form: ref_of(path, one, form, address, now, None),
    )  # fmt: skip
    pages = list(walk.pages(None))
    skips = {skip.path: skip.reason for page in pages for skip in page.skips}
    return [ref.path for page in pages for ref in page.refs], skips


def test_names_lead_nowhere_else(nowhere: SourceSettings) -> None:
    """Neither up, nor into a second stream, nor past the end of a text; all are said."""
    names = [
        "..\\..\\x.md",
        "../up.md",
        "a/b.md",
        "a:b.md",
        "nul\0.md",
        "bell\x07.md",
        "half\ud800.md",
    ]
    found = {"": [Found(name) for name in (*names, ".", "..", "", "good.md")]}
    documents, skips = walked(nowhere, found)
    assert ["good.md"] == documents
    assert {SkipReason.CORRUPT} == set(skips.values())
    assert len(names) + 1 == len(skips)
    assert not any("\0" in path or "\x07" in path for path in skips)


@pytest.mark.parametrize(
    ("tag", "reason"),
    [
        (0xA000000C, SkipReason.OUTSIDE_ROOT),
        (0xA0000003, SkipReason.OUTSIDE_ROOT),
        (0x8000000A, SkipReason.OUTSIDE_ROOT),
        (0x9000001A, SkipReason.OUTSIDE_ROOT),
        (0x80000013, None),
    ],
)
def test_reparse_points_are_not_followed(
    nowhere: SourceSettings, tag: int, reason: SkipReason | None
) -> None:
    """Symbolic links, junctions, DFS links, clouds; what was deduplicated is a file like any."""
    documents, skips = walked(nowhere, {"": [Found("a.md", attributes=0x400, tag=tag)]})
    assert ([] if reason else ["a.md"], {"a.md": reason} if reason else {}) == (documents, skips)
    if reason:
        folder = Found("b", attributes=FOLDER | 0x400, tag=tag)
        assert ([], {"b": reason}) == walked(nowhere, {"": [folder]})


def test_what_lies_in_an_archive_stays_there(nowhere: SourceSettings) -> None:
    """Offline files are not brought back by reading them; the recycle bin is nobody's document."""
    found = [
        Found("old.md", attributes=0x1000),
        Found("cloud.md", attributes=0x400000),
        Found("$RECYCLE.BIN", attributes=FOLDER | 0x6),
        Found("new.md"),
    ]
    documents, skips = walked(nowhere, {"": found})
    assert (["new.md"], {"old.md", "cloud.md"}) == (documents, set(skips))


def test_folders_without_end_end(nowhere: SourceSettings) -> None:
    """Each holds itself, under an id of its own or none at all."""
    names = ["/".join(["a"] * depth) for depth in range(66)]
    bottomless = {name: [Found("a", attributes=FOLDER), Found("x.md")] for name in names}
    documents, skips = walked(nowhere, bottomless)
    assert (65, {"/".join(["a"] * 65): SkipReason.UNREADABLE}) == (len(documents), skips)


def test_names_are_names() -> None:
    """What can be asked for, and what cannot."""
    assert all(map(is_name, ("a", "a b", "ü", "x" * 255, "$x", "a..b", "..a")))
    assert not any(map(is_name, ("", ".", "..", "x" * 256, "a\\b", "a*", "a\tb", "\udc80")))
