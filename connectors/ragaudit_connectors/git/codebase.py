"""A git repository of code that documents describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from ragaudit.contracts import CodeBase, Removal
from ragaudit.errors import ConfigError
from ragaudit.model import CodeSettings
from ragaudit_connectors.git.blobs import Blobs, MissingBlobError
from ragaudit_connectors.git.code_history import BUDGET_S, Search
from ragaudit_connectors.git.code_names import is_code, names_in, spellings
from ragaudit_connectors.git.program import Git, GitError, tokens

_MAX_FILES = 100_000
_LIKE = 80.0


class GitCodeBase(CodeBase):
    """Looks names up in the newest commit's files of code, and in what commits removed."""

    def __init__(self, settings: CodeSettings) -> None:
        """Raises `ConfigError` where there is no such repository or commit."""
        self.shown, self.ignore = settings.shown_root, settings.ignore
        self._git = Git(settings.root)
        try:
            top = self._git.read("rev-parse", "--absolute-git-dir").strip()
            self._prefix = self._git.read("rev-parse", "--show-prefix").rstrip("\n")
            commit = self._git.read(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{settings.ref}^{{commit}}"
            )
        except GitError as error:
            told = f"{settings.shown_root}: there is no commit “{settings.ref}”"
            hint = "check `ref`, and that git can read the repository"
            raise ConfigError(told, settings.file, settings.line, hint=hint) from error
        self._commit = commit.strip().splitlines()[-1]
        self.state = f"{top}:{self._prefix}:{self._commit}"
        self._limits: list[str] = []
        self._holey = False
        """Whether so much could not be read that no name can be said to be missing."""

    def missing(self, names: Iterable[str]) -> frozenset[str]:
        """See `CodeBase.missing`. A path is there if any file's path ends in it."""
        return frozenset(name for name in names if not self._has(name))

    def removed(self, names: Iterable[str]) -> Mapping[str, Removal]:
        """See `CodeBase.removed`."""
        wanted = set(names)
        paths = {name for name in wanted if "/" in name}
        search = Search(self._git, self._commit)
        found = search.names(wanted - paths) if wanted - paths else {}
        if paths:
            found |= search.paths(paths)
        self._note(search)
        return found

    def nearest(self, name: str) -> str | None:
        """See `CodeBase.nearest`."""
        from rapidfuzz import fuzz, process

        if "/" in name:
            last = name.rstrip("/").rpartition("/")[2]
            same = sorted(path for path in self._paths if path.rpartition("/")[2] == last)
            return same[0] if len(same) == 1 else None
        bare = name.removeprefix("--")
        choices = [c for c in self._sorted if abs(len(c) - len(bare)) <= 8]
        best = process.extractOne(bare, choices, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return name[: len(name) - len(bare)] + best[0] if best else None

    def limits(self) -> Iterable[str]:
        """See `CodeBase.limits`."""
        return tuple(self._limits)

    def _has(self, name: str) -> bool:
        if "/" in name:
            path = name.strip("/")
            return path in self._ends or path in self._folders
        known = any(form in self._names for form in spellings(name))
        return known or self._holey

    def _note(self, search: Search) -> None:
        shallow = self._git.read("rev-parse", "--is-shallow-repository").strip() == "true"
        if shallow:
            self._limits.append(
                f"{self.shown} is a shallow clone, so only its newest commits are known "
                "(run `git fetch --unshallow`)"
            )
        if search.reached is not None:
            self._limits.append(
                f"of {self.shown} only what was removed since {search.reached} was read in "
                f"{BUDGET_S:.0f} s"
            )

    @cached_property
    def _paths(self) -> frozenset[str]:
        """Every file of the commit, by its path in the repository."""
        with self._git.stream(
            "ls-tree", "-r", "-z", "--name-only", "--full-tree", self._commit
        ) as s:
            return frozenset(tokens(s))

    @cached_property
    def _ends(self) -> frozenset[str]:
        """Every way to name a file from some folder above it."""
        return frozenset(_ends(self._paths))

    @cached_property
    def _folders(self) -> frozenset[str]:
        parents = {path.rpartition("/")[0] for path in self._paths}
        above = {p[:at] for p in parents for at in range(len(p)) if p[at] == "/"}
        return frozenset(_ends(parents | above))

    @cached_property
    def _names(self) -> frozenset[bytes]:
        """Every name in every file of code."""
        found: set[bytes] = set()
        for data in self._files():
            found |= names_in(data)
        return frozenset(found)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(n.decode() for n in self._names if 4 < len(n) < 80 and not n.endswith(b"_"))

    def _files(self) -> Iterator[bytes]:
        blobs = Blobs(self._git)
        inside = [p for p in sorted(self._paths) if p.startswith(self._prefix) and is_code(p)]
        if len(inside) > _MAX_FILES:
            self._limits.append(f"of {self.shown} only {_MAX_FILES:,} files were read")
        unread = 0
        try:
            for path in inside[:_MAX_FILES]:
                try:
                    data = b"" if "\n" in path else blobs.read(f"{self._commit}:{path}")
                except MissingBlobError:
                    unread += 1
                    continue
                if b"\0" not in data[:8000]:
                    yield data
        finally:
            blobs.close()
        self._holey = unread * 20 > len(inside)
        if unread:
            self._limits.append(
                f"{unread} files of {self.shown} are too large or not in this clone"
            )


def _ends(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        yield path
        yield from (path[at + 1 :] for at in range(len(path)) if path[at] == "/")
