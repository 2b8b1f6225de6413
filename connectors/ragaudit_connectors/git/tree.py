"""The files of the newest commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ragaudit_connectors.files.names import shown
from ragaudit_connectors.git.program import Git, tokens


@dataclass
class Tree:
    """The newest commit's files below the root."""

    blobs: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Shown path below the root to full path and blob."""
    submodules: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, git: Git, prefix: str) -> Tree:
        """List them. Raises `GitError`."""
        tree = cls()
        where = ["--", prefix] if prefix else []
        with git.stream("ls-tree", "-r", "-z", "--full-tree", "HEAD", *where) as out:
            for mode, name, full in _entries(tokens(out), prefix):
                if mode[0] == "160000":
                    tree.submodules.append(name)
                elif mode[0] == "120000":
                    tree.links.append(name)
                else:
                    tree.blobs[name] = (full, mode[2])
        return tree


def _entries(lines: Iterator[str], prefix: str) -> Iterator[tuple[list[str], str, str]]:
    for line in lines:
        head, _, full = line.partition("\t")
        if full.startswith(prefix):
            yield head.split(), shown(full[len(prefix) :]), full
