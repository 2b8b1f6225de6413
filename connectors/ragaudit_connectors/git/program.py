"""The `git` program, run so that a stranger's repository cannot make it do anything but read."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# A repository's own configuration may name programs to run and servers to ask; these come last
# and win. No transport is allowed at all, so a partial clone cannot fetch what it lacks.
_OVERRIDES = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=",
    "core.quotePath=false",
    "safe.bareRepository=explicit",
    "protocol.allow=never",
    "log.showSignature=false",
    "log.showRoot=true",
    "diff.external=",
    "gpg.program=/bin/false",
    "submodule.recurse=false",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_TIMEOUT_S = 60


class GitError(Exception):
    """A git command that failed, with what it wrote."""


@dataclass(frozen=True, slots=True)
class Git:
    """Runs git in one folder."""

    folder: Path

    def read(self, *arguments: str) -> str:
        """Return what a short command prints. Raises `GitError`."""
        try:
            done = subprocess.run(
                self._command(arguments),
                capture_output=True,
                stdin=subprocess.DEVNULL,
                env=environment(),
                timeout=_TIMEOUT_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise GitError(str(error)) from error
        if done.returncode:
            raise GitError(os.fsdecode(done.stderr).strip())
        return os.fsdecode(done.stdout)

    @contextmanager
    def stream(self, *arguments: str, stdin: IO[bytes] | None = None) -> Iterator[IO[bytes]]:
        """Give what a long command prints, while it prints it. Raises `GitError`."""
        process = self.start(*arguments, stdin=stdin)
        assert process.stdout is not None  # noqa: S101 (a pipe was asked for)
        try:
            yield process.stdout
            process.stdout.close()
            if process.wait(_TIMEOUT_S):
                raise GitError(f"git {arguments[0]} failed")
        except subprocess.TimeoutExpired as error:
            raise GitError(f"git {arguments[0]} does not end") from error
        finally:
            process.stdout.close()
            if process.poll() is None:
                process.kill()
                process.wait()

    def start(
        self, *arguments: str, stdin: IO[bytes] | int | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a command that is read from (and written to) piece by piece. Raises `GitError`."""
        try:
            return subprocess.Popen(
                self._command(arguments),
                stdin=subprocess.DEVNULL if stdin is None else stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(),
            )
        except OSError as error:
            raise GitError(str(error)) from error

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return safely(self.folder, arguments)


def safely(folder: Path, arguments: tuple[str, ...]) -> list[str]:
    """A command line that only reads, whatever the configuration of a repository says."""
    overrides = [part for value in _OVERRIDES for part in ("-c", value)]
    return ["git", "-C", str(folder), "--no-pager", *overrides, *arguments]


def environment() -> dict[str, str]:
    """The user's own, without what points git at another repository (inside a hook, say)."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith("GIT_CONFIG")
    }
    return kept | _ENVIRONMENT


def tokens(stream: IO[bytes], separator: bytes = b"\0") -> Iterator[str]:
    """Split a stream without holding it; bytes that are no UTF-8 survive."""
    rest = b""
    while block := stream.read(1 << 16):
        *whole, rest = (rest + block).split(separator)
        for token in whole:
            yield os.fsdecode(token)
    if rest:
        yield os.fsdecode(rest)
