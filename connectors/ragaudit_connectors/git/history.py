"""The history of a source's files, or the reason why there is none to go by."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ragaudit_connectors.files.names import shown
from ragaudit_connectors.git.blobs import Blobs, MissingBlobError
from ragaudit_connectors.git.clocks import Crowd, Dated, Judge, birth
from ragaudit_connectors.git.commits import Spool
from ragaudit_connectors.git.program import Git, GitError, tokens
from ragaudit_connectors.git.tree import Tree
from ragaudit_connectors.git.walk import Cell, read_diff, walk

WHOLE_TREE_COMMITS = 50_000
"""Up to so many commits the whole tree is compared, so that a file that moved into the root from
elsewhere keeps its age; beyond, only the root is, and such a file's age counts as not known."""
_RENAMES = "-l500"
"""At most 500 × 500 files are compared for similarity in one commit; equal ones always are."""
_IGNORE_REVS = "HEAD:.git-blame-ignore-revs"
_PROMISOR = r"^(extensions\.partialclone|remote\..*\.promisor)$"


class NoHistoryError(Exception):
    """Git cannot date these files; the message says why and what to do."""


@dataclass
class History:
    """What git knows about today's files, by their path below the root."""

    cells: Mapping[str, Cell]
    blobs: Blobs
    judge: Judge
    activity: Mapping[str, date]
    submodules: Collection[str] = ()
    links: Collection[str] = ()
    notes: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, root: Path, paths: Collection[str] | None = None) -> History:
        """Read the history of the files below a root. Raises `NoHistoryError`.

        Only `paths` are followed and counted if given, otherwise every file there is.
        """
        git = Git(root)
        prefix = _checked_prefix(git)
        try:
            return _read(cls, git, prefix, paths)
        except GitError as error:
            raise NoHistoryError(_explained(str(error))) from error

    def date(self, path: str) -> Dated | None:
        """The commits that date a file; None if the newest commit does not have it."""
        cell = self.find(path)
        return self.judge.date(cell) if cell else None

    def find(self, path: str) -> Cell | None:
        """A file by its path, however its accents are composed."""
        for form in (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path)):
            if (cell := self.cells.get(form)) is not None:
                return cell
        return None

    def submodule(self, path: str) -> str | None:
        """The submodule a path lies in."""
        return next((s for s in self.submodules if path.startswith(f"{s}/")), None)

    def head_bytes(self, path: str) -> bytes | None:
        """A file as the newest commit has it; None if that cannot be read."""
        cell = self.find(path)
        try:
            return self.blobs.read(cell.blob) if cell and cell.blob else None
        except MissingBlobError:
            return None


def is_work_tree(path: Path) -> bool:
    """Whether a path lies in a git work tree; starts no program."""
    start = Path(os.path.realpath(path))
    folders = [start, *start.parents]
    return any(_is_repository(folder / ".git") for folder in folders)


def _is_repository(entry: Path) -> bool:
    try:
        return (entry / "HEAD").is_file() if entry.is_dir() else entry.is_file()
    except OSError:
        return False


def state_of(root: Path) -> str | None:
    """What a history and its reading depend on: the newest commit, how whole it is, the program.

    None where there is no history to go by.
    """
    git = Git(root)
    try:
        _checked_prefix(git)
        head = git.read("rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip()
        return f"{head} {_is_partial(git)} {git.read('version').strip()}"
    except (GitError, NoHistoryError):
        return None


def _checked_prefix(git: Git) -> str:
    """The root's path in its repository, with a trailing `/`, or nothing at the top."""
    if shutil.which("git") is None:
        raise NoHistoryError("git is not installed, so no date comes from history; install git")
    try:
        prefix, shallow, _ = git.read(
            "rev-parse", "--show-prefix", "--is-shallow-repository"
        ).rsplit("\n", 2)
    except (GitError, ValueError) as error:
        raise NoHistoryError(_explained(str(error))) from error
    if shallow == "true":
        raise NoHistoryError(
            "shallow clone: the oldest commit here seems to have made every file, so no date comes "
            "from history; run `git fetch --unshallow`"
        )
    try:
        git.read("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    except GitError as error:
        raise NoHistoryError("the repository has no commit yet, so it dates no file") from error
    return prefix


def _explained(message: str) -> str:
    if "dubious ownership" in message or "unsafe repository" in message:
        return (
            "git refuses to read the repository because it belongs to another user, so no date "
            "comes from history; if you trust it, run `git config --global --add safe.directory "
            "FOLDER` with the repository's folder"
        )
    line = next(iter(message.splitlines()), "") or "no reason given"
    return f"git could not read the history ({shown(line)[:200]}), so no date comes from it"


def _read(made: type[History], git: Git, prefix: str, paths: Collection[str] | None) -> History:
    tree = Tree.read(git, prefix)
    wanted = set(tree.blobs) if paths is None else set(paths)
    cells = {
        name: Cell(full, blob)
        for name, (full, blob) in tree.blobs.items()
        if name in wanted or unicodedata.normalize("NFC", name) in wanted
    }
    blobs = Blobs(git)
    spool = Spool()
    try:
        spool.fill(git)
        complete = not prefix or spool.count <= WHOLE_TREE_COMMITS
        crowd = _walked(git, spool, cells, "" if complete else prefix)
    finally:
        spool.close()
    judge = Judge(blobs, crowd, _ignored(blobs), complete)
    return made(cells, blobs, judge, spool.activity, tree.submodules, tree.links)


def _walked(git: Git, spool: Spool, cells: Mapping[str, Cell], prefix: str) -> Crowd:
    similar = "-M100%" if _is_partial(git) else "-M"
    command = ["diff-tree", "--stdin", "--always", "--root", "-r", "-z", "--raw", "--no-abbrev",
               "--no-ext-diff", "--no-textconv", similar, _RENAMES]  # fmt: skip
    where = ["--", f":(literal,top){prefix}"] if prefix else []
    head = git.read("rev-parse", "--verify", "HEAD^{commit}").strip()
    with git.stream(*command, *where, stdin=spool.pairs) as diffs:
        done = walk(head, cells.values(), spool.commits(), read_diff(tokens(diffs)))
    births = sorted(event.order for cell in cells.values() if (event := birth(cell)))
    return Crowd(done.touched, done.added, births)


def _is_partial(git: Git) -> bool:
    """Whether old versions may be missing here, so that they cannot be compared for similarity."""
    try:
        return bool(git.read("config", "--get-regexp", _PROMISOR).strip())
    except GitError:
        return False


def _ignored(blobs: Blobs) -> frozenset[str]:
    try:
        text = blobs.read(_IGNORE_REVS).decode("utf-8", "replace")
    except MissingBlobError:
        return frozenset()
    lines = (line.partition("#")[0].strip().lower() for line in text.splitlines())
    return frozenset(line for line in lines if line)
