"""Which files differ from the state where two lines of history parted."""

from __future__ import annotations

from pathlib import Path

from ragaudit.errors import UsageError
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.git.program import Git, GitError

_NAMES = ("--name-only", "-z")


def changed_since(folder: Path, revision: str) -> frozenset[str]:
    """Paths below a folder that changed since it parted from a revision, also uncommitted ones.

    Only lists are compared, never contents, so that no filter of the repository runs: a file that
    was written again with the same content counts as changed. Raises `UsageError` for a revision
    that is not there, and for a history that does not reach back to it.
    """
    git = Git(folder)
    try:
        git.read("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        raise UsageError(
            f"there is no commit “{revision}” in the repository of {folder}",
            "fetch it first, such as by `git fetch origin main`",
        ) from error
    try:
        base = git.read("merge-base", "--end-of-options", revision, "HEAD").strip()
    except GitError as error:
        raise UsageError(
            f"the history here does not reach back to where it parted from “{revision}”",
            "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` on GitHub",
        ) from error
    try:
        found = (
            git.read("diff-index", "--cached", "--no-renames", "--relative", *_NAMES, base),
            git.read("diff-files", "--relative", *_NAMES),
            git.read("ls-files", "--others", "--exclude-standard", "-z"),
        )
    except GitError as error:
        raise UsageError(f"git cannot compare {folder} with “{revision}”: {error}") from error
    return frozenset(shown(name) for names in found for name in names.split("\0") if name)
