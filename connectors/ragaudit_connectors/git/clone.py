"""A repository that is not checked out here: by address, or as a bundle file.

It is cloned into a temporary folder for the run, and the folder is gone with it: no copy of the
documents stays behind.
"""

from __future__ import annotations

import base64
import os
import subprocess
import tempfile
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from ragaudit.contracts import OtherFile, Ref
from ragaudit.errors import AuthInvalidError, SourceError, TransientError, UsageError
from ragaudit.model import Credentials, Skip, SourceFailure, SourceSettings
from ragaudit_connectors.git.connector import GitConnector
from ragaudit_connectors.git.program import Git, GitError, environment, safely

_REMOTE, _BUNDLE = "https:ssh:git", "file"
_DENIED = ("authentication failed", "could not read username", "permission denied", "access denied")
_SECONDS = 600.0


class ClonedGitConnector(GitConnector):
    """Reads a clone it makes itself when it is first listed; workers never do."""

    local = False

    def __init__(self, settings: SourceSettings) -> None:
        super().__init__(settings)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._failure: SourceFailure | None = None

    @property
    def failures(self) -> tuple[SourceFailure, ...]:
        """Why the source could not be read; empty where it was."""
        return (self._failure,) if self._failure else ()

    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """See `GitConnector.list_refs`. A repository that cannot be had is a failure."""
        try:
            self._open()
        except SourceError as error:
            self._failure = SourceFailure(self.settings.id, error.kind, error.message, error.hint)
            return
        yield from super().list_refs()

    def surroundings(self, documents: Collection[str]) -> str | None:
        """None: it is cloned anew for each run, so that every file is a new one."""
        return None

    def changed_since(self, revision: str) -> frozenset[str] | None:
        """None: what is cloned from elsewhere has no part in a change that is made here."""
        return None

    def notes(self) -> Iterable[str]:
        """See `GitConnector.notes`."""
        return () if self._failure else super().notes()

    def _open(self) -> None:
        if self._folder is not None:
            return
        self._folder = tempfile.TemporaryDirectory(prefix="ragaudit-git-")
        target = Path(os.path.realpath(self._folder.name)) / "clone"
        clone(self.settings, target)
        self.base, self._single = target, None


def clone(settings: SourceSettings, target: Path) -> None:
    """Clone what a source names. Raises `SourceError`, and `UsageError` for what cannot be one."""
    address, allowed = _address(settings)
    command = ["clone", "--quiet", "--no-tags", "--no-hardlinks", "--template=", "--"]
    try:
        done = subprocess.run(
            safely(target.parent, (*command, address, str(target))),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            env=environment() | {"GIT_ALLOW_PROTOCOL": allowed} | _header(settings.auth, address),
            timeout=max(_SECONDS, settings.sync.budget_s or 0),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TransientError("cloning does not end", "check the connection") from error
    except OSError as error:
        raise SourceError(f"git cannot be started: {error.strerror}", "install git") from error
    if done.returncode:
        raise _failed(os.fsdecode(done.stderr), address)
    try:
        Git(target).read("rev-parse", "--verify", "--quiet", "HEAD")
    except GitError as error:
        raise _failed("fatal: it holds no commit", address) from error


def _address(settings: SourceSettings) -> tuple[str, str]:
    """What to clone, and the transports git may use for it."""
    if not settings.url:
        return os.path.realpath(settings.root), _BUNDLE
    scheme = urlsplit(settings.url).scheme
    if scheme not in ("https", "ssh"):
        raise UsageError(
            f"source “{settings.id}”: a repository is read by https:// or ssh://, not {scheme}://",
            "for a folder on this machine write `root:`",
        )
    return settings.url, _REMOTE


def _header(auth: Credentials, address: str) -> dict[str, str]:
    """A token, told to git by its environment so that no list of processes shows it."""
    if not auth.token_env:
        return {}
    token = os.environ.get(auth.token_env)
    if not token:
        told = f"the environment variable {auth.token_env} is not set"
        raise AuthInvalidError(told, f"set {auth.token_env}")
    user = auth.user or "x-access-token"
    basic = base64.b64encode(f"{user}:{token}".encode()).decode()
    host = "{0.scheme}://{0.netloc}/".format(urlsplit(address))
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{host}.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }


def _failed(told: str, address: str) -> SourceError:
    host = urlsplit(address).hostname or Path(address).name
    lower = told.lower()
    if any(word in lower for word in _DENIED):
        return AuthInvalidError(f"{host} refuses the repository", "check `auth: {token_env: …}`")
    line = next((part for part in told.splitlines() if part.startswith("fatal:")), "git failed")
    shown = line.removeprefix("fatal: ").replace(address, host)[:160]
    return TransientError(f"{host} cannot be cloned: {shown}", "check the address")
