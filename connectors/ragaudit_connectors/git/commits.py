"""The commits of a repository, newest first, children before parents, never all in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from ragaudit_connectors.git.program import Git, tokens

_FIELDS = "%x1f".join(("%H", "%P", "%as", "%cs", "%aE", "%aN"))


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit. Days are in the zone the person who made it was in."""

    id: str
    parents: tuple[str, ...]
    authored: date | None
    committed: date | None
    email: str
    name: str

    @property
    def written(self) -> date | None:
        """The day its text was written: never later than either date it carries.

        A rebase moves the committer's date of text nobody touched; a wrong clock moves either.
        """
        days = [day for day in (self.authored, self.committed) if day]
        return min(days, default=None)

    @property
    def locator(self) -> str:
        """`commit 1f3a9c2e10`."""
        return f"commit {self.id[:10]}"


@dataclass
class Spool:
    """The log written to disk, with the pairs of trees whose difference is wanted."""

    log: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    pairs: IO[bytes] = field(default_factory=tempfile.TemporaryFile)
    count: int = 0
    activity: dict[str, date] = field(default_factory=dict)
    """Last day of work by casefolded name and address."""

    def fill(self, git: Git) -> None:
        """Write every commit reachable from HEAD. Raises `GitError`."""
        with git.stream("log", "--topo-order", "-z", f"--format={_FIELDS}", "HEAD") as stream:
            for record in tokens(stream):
                self._add(record)
        for file in (self.log, self.pairs):
            file.flush()
            file.seek(0)

    def commits(self) -> Iterator[Commit]:
        """Yield the commits in order."""
        return map(_commit, tokens(self.log))

    def close(self) -> None:
        """Give the disk space back."""
        self.log.close()
        self.pairs.close()

    def _add(self, record: str) -> None:
        commit = _commit(record)
        self.log.write(record.encode("utf-8", "surrogateescape") + b"\0")
        for parent in commit.parents or ("",):
            self.pairs.write(f"{commit.id} {parent}".strip().encode() + b"\n")
        self.count += 1
        for who in (commit.name.casefold(), commit.email.casefold()):
            day = commit.authored
            if who and day and self.activity.get(who, day) <= day:
                self.activity[who] = day


def _commit(record: str) -> Commit:
    parts = record.strip("\n").split("\x1f", 5)
    commit, parents, authored, committed, email, name = (*parts, "", "", "", "", "", "")[:6]
    return Commit(commit, tuple(parents.split()), day_of(authored), day_of(committed), email, name)


def day_of(text: str) -> date | None:
    """A date as git prints it; None for one that is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
