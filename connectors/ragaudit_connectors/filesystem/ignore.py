"""Which files `.gitignore` and `.ragauditignore` leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec, Pattern

from ragaudit_connectors.files.patterns import is_cheap
from ragaudit_connectors.files.reading import read_small
from ragaudit_connectors.files.worktree import git_top

IGNORE_FILES = (".gitignore", ".ragauditignore")
"""In this order within a folder: the later one wins."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    base: str
    """The folder they stand in, below `Ignores.top`, ending in `/` unless empty."""
    spec: GitIgnoreSpec

    def decide(self, path: str) -> bool | None:
        """True leaves a path out, False takes it back in, None says nothing."""
        below = path.removeprefix(self.base)
        for pattern in reversed(self.spec.patterns):
            found = pattern.match_file(below) if pattern.include is not None else None
            if found is not None and _is_about(found.match, below, pattern):
                return pattern.include
        return None


def _is_about(match: re.Match[str], path: str, pattern: Pattern) -> bool:
    """Whether a pattern matched the path itself, not one of the folders it is in.

    Those were decided on before they were entered: `!docs/` takes back docs/, and not all below.
    """
    slash = match.groupdict().get("ps_d") and match.start("ps_d")
    if not slash or slash == len(path) - 1:
        return True
    # `*/` is found in the first folder of a/b/, and means b/ as well.
    own = path.rstrip("/").rpartition("/")[2] + "/"
    return path.endswith("/") and pattern.match_file(own) is not None


@dataclass(frozen=True, slots=True)
class Ignores:
    """Every ignore pattern that reaches one folder; deeper files win."""

    top: Path
    below: str = ""
    """The source's root below `top`, ending in `/` unless empty."""
    chain: tuple[_Patterns, ...] = ()

    @classmethod
    def above(cls, root: Path) -> Ignores:
        """The patterns of the folders above a root, up to the top of its git work tree."""
        top = git_top(root)
        if top is None:
            return cls(root)
        below = "" if root == top else root.relative_to(top).as_posix() + "/"
        exclude = _compile(_lines(top / ".git" / "info" / "exclude"))
        found = cls(top, below, (_Patterns("", exclude),) if exclude else ())
        for folder in _between(top, root):
            found = found.entered(folder)
        # A folder the user names is audited even where a folder above says to ignore it.
        return cls(root) if below and found.ignored("") else found

    def entered(self, folder: Path) -> Ignores:
        """The patterns once the files in `folder` are added."""
        spec = _compile(line for name in IGNORE_FILES for line in _lines(folder / name))
        if spec is None:
            return self
        base = "" if folder == self.top else folder.relative_to(self.top).as_posix() + "/"
        return Ignores(self.top, self.below, (*self.chain, _Patterns(base, spec)))

    def ignored(self, path: str) -> bool:
        """Whether a path below the source's root is left out; a folder's path ends in `/`."""
        decisions = (patterns.decide(self.below + path) for patterns in reversed(self.chain))
        return next((decision for decision in decisions if decision is not None), False)


def _between(top: Path, root: Path) -> list[Path]:
    """The folders from `top` down to the one above `root`."""
    return [folder for folder in reversed(root.parents) if folder.is_relative_to(top)]


def _lines(path: Path) -> list[str]:
    return read_small(path).splitlines()


def _compile(lines: Iterable[str]) -> GitIgnoreSpec | None:
    usable = [line for line in lines if _usable(line)]
    return GitIgnoreSpec.from_lines(usable) if usable else None


def _usable(line: str) -> bool:
    if not line.strip() or line.startswith("#") or not is_cheap(line):
        return False
    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
