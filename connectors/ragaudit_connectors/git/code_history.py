"""What went out of a repository, from one pass over its log, newest commit first."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from ragaudit.contracts import Removal
from ragaudit_connectors.git.code_names import DEFINED, defines, is_product, names_in
from ragaudit_connectors.git.commits import day_of
from ragaudit_connectors.git.program import Git, tokens

BUDGET_S = 60.0
"""Time for one pass; what is older than what was reached by then is not known."""
_FORMAT = "--format=%x00%H%x1f%cs%x1f%s"
_COMMON = (
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-show-signature",
    "--end-of-options",
)
_MAX_LINE = 2000
_LIKE = 65.0
_ABOVE = 2
_PROSE = (
    "*.md",
    "*.mdx",
    "*.rst",
    "*.txt",
    "*.adoc",
    "*.html",
    "*.svg",
    "*.po",
    "*.lock",
    "*.json",
)


@dataclass
class Search:
    """A pass over the log."""

    git: Git
    ref: str
    reached: date | None = None
    """Where the time ran out; None where all of it was read."""

    def names(self, wanted: Collection[str]) -> dict[str, Removal]:
        """For each name the newest commit that took a definition of it out."""
        left: defaultdict[bytes, list[str]] = defaultdict(list)
        for name in sorted(wanted):
            left[name.removeprefix("--").encode()].append(name)
        state = _Names(left)
        excluded = [f":(exclude,icase){glob}" for glob in _PROSE]
        command = [
            "log",
            "-p",
            "--unified=0",
            "--no-renames",
            "--diff-filter=DM",
            _FORMAT,
            *_COMMON,
        ]
        stop = time.monotonic() + BUDGET_S
        with _log(self.git, *command, self.ref, "--", ".", *excluded) as stream:
            for part in _parts(stream):
                state.look(part)
                if len(state.found) == len(wanted):
                    break
                if time.monotonic() > stop:
                    self.reached = part.commit.day
                    break
        return state.found

    def paths(self, wanted: Collection[str]) -> dict[str, Removal]:
        """For each path the newest commit that deleted or moved it."""
        left = set(wanted)
        found: dict[str, Removal] = {}
        command = ["log", "--name-status", "-z", "-M", "--diff-filter=DR", _FORMAT, *_COMMON]
        with _log(self.git, *command, self.ref) as stream:
            for commit, old, new in _moves(tokens(stream)):
                folders = (old[:at] for at in range(len(old)) if old[at] == "/")
                for path in {old, *folders} & left:
                    target = new if path == old else ""
                    found[path] = Removal(commit.id, commit.day, commit.subject, old, target)
                    left.discard(path)
        return found


@dataclass
class _Names:
    """The names looked for, and what was met of them so far."""

    left: dict[bytes, list[str]]
    found: dict[str, Removal] = field(default_factory=dict)
    last: dict[str, Removal] = field(default_factory=dict)
    """The newest commit that took out any mention of a name, whether it defined it or not."""

    def look(self, part: _Part) -> None:
        """Take what a commit removed from one file into account."""
        for at, line in enumerate(part.removed):
            for hit in names_in(line) & self.left.keys():
                for name in self.left[hit]:
                    if name not in self.found:
                        above = b"\n".join(part.removed[max(0, at - _ABOVE) : at])
                        self._meet(name, part, defines(line, name, part.path, above))

    def _meet(self, name: str, part: _Part, defined: bool) -> None:
        if name not in self.last:
            commit, successor = part.commit, _successor(name, part.added)
            self.last[name] = Removal(commit.id, commit.day, commit.subject, part.path, successor)
        if defined:
            self.found[name] = self.last[name]


@dataclass(frozen=True, slots=True)
class _Commit:
    id: str
    day: date | None
    subject: str

    @classmethod
    def read(cls, text: str) -> _Commit:
        name, day, subject = (*text.strip("\0\n").split("\x1f", 2), "", "")[:3]
        return cls(name, day_of(day), subject)


@dataclass(slots=True)
class _Part:
    """What one commit did to one file."""

    commit: _Commit
    path: str
    removed: list[bytes] = field(default_factory=list)
    added: list[bytes] = field(default_factory=list)


def _parts(stream: IO[bytes]) -> Iterator[_Part]:
    """Read the output of `git log -p` file by file, leaving out what is not the product."""
    commit = _Commit("", None, "")
    part: _Part | None = None
    head = False
    for line in stream:
        first = line[:1]
        if first == b"\0":
            if part is not None:
                yield part
            part, head = None, False
            commit = _Commit.read(os.fsdecode(line))
        elif line.startswith(b"diff --git "):
            if part is not None:
                yield part
            part, head = None, True
        elif head and line.startswith(b"--- a/"):
            path = os.fsdecode(line[6:]).rstrip("\t\n")
            part = _Part(commit, path) if is_product(path) else None
        elif line.startswith(b"@@"):
            head = False
        elif part is not None and not head and len(line) < _MAX_LINE:
            if first == b"-":
                part.removed.append(line[1:].rstrip(b"\r\n"))
            elif first == b"+":
                part.added.append(line[1:])
    if part is not None:
        yield part


def _moves(stream: Iterator[str]) -> Iterator[tuple[_Commit, str, str]]:
    """Commit, old path and new path (or nothing) of the output of `git log --name-status -z`."""
    commit = _Commit("", None, "")
    for token in stream:
        text = token.strip("\n")
        if "\x1f" in text:
            commit = _Commit.read(text)
        elif text == "D":
            yield commit, next(stream, ""), ""
        elif text[:1] == "R" and text[1:].isdigit():
            yield commit, next(stream, ""), next(stream, "")


def _successor(name: str, added: list[bytes]) -> str:
    """What came in place of a name: the most similar thing defined in the same change."""
    from rapidfuzz import fuzz, process

    new = {
        group.decode()
        for line in added[:500]
        for match in DEFINED.finditer(line)
        for group in match.groups()
        if group
    }
    best = process.extractOne(name, sorted(new - {name}), scorer=fuzz.ratio, score_cutoff=_LIKE)
    return best[0] if best else ""


@contextmanager
def _log(git: Git, *arguments: str) -> Iterator[IO[bytes]]:
    """What git prints, of which not all need be read."""
    process = git.start(*arguments)
    try:
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        yield process.stdout
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
