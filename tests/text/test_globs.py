"""Globs mean the same everywhere."""

from __future__ import annotations

import pytest

from ragaudit.text import matches


@pytest.mark.parametrize(
    ("glob", "path", "expected"),
    [
        ("**", "a/b.md", True),
        ("*.md", "a/b.md", True),
        ("*.md", "b.md", True),
        ("hr/*.md", "hr/a.md", True),
        ("hr/*.md", "hr/x/a.md", False),
        ("hr/**", "hr/x/a.md", True),
        ("hr/", "hr/x/a.md", True),
        ("hr/**", "hrx/a.md", False),
        ("**/old/**", "a/old/b.md", True),
        ("**/old/**", "old/b.md", True),
        ("/hr/a.md", "hr/a.md", True),
        ("/a.md", "a.md", True),
        ("/a.md", "hr/a.md", False),
        ("page-?.md", "page-1.md", True),
        ("[!a]*.md", "b.md", True),
        ("[!a]*.md", "a.md", False),
        ("a.md", "aXmd", False),
        ("x(y)*", "x(y)z", True),
    ],
)
def test_matches(glob: str, path: str, expected: bool) -> None:
    """One line a case."""
    assert expected is matches(glob, path)
