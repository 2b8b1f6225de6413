"""Runs a real server for a test: on loopback, in a temporary folder, stopped by its own handle."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import pytest
from tests.services.ports import HOST, Ready, free_port, http_answers, tcp_answers

__all__ = [
    "HOST",
    "PAUSE",
    "START_LIMIT",
    "Ready",
    "Server",
    "StartError",
    "absent",
    "free_port",
    "http_answers",
    "needs_path",
    "needs_program",
    "run_once",
    "tcp_answers",
    "temporary_folder",
]

START_LIMIT = 30.0
STOP_LIMIT = 5.0
PAUSE = 0.05
TAIL = 30
# A user's PATH often lacks the folders daemons are installed in.
SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")


class StartError(Exception):
    """A server ended or stayed silent; the message carries the end of its log."""


def absent(what: str, package: str) -> NoReturn:
    """Skip the test because `what` is not installed; in CI fail, so that nothing hides there."""
    message = f"{what} is absent (Debian package {package}): run `make services`"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


def needs_program(name: str, package: str, *folders: str) -> str:
    """The path of a program on PATH, in the system folders or in `folders`; else skip or fail."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *SYSTEM_FOLDERS, *folders])
    found = shutil.which(name, path=path)
    if found is None:
        absent(name, package)
    return found


def needs_path(path: Path, package: str) -> Path:
    """A file or folder a package installs; else skip or fail."""
    if not path.exists():
        absent(str(path), package)
    return path


@contextmanager
def temporary_folder(name: str, mode: int = 0o700) -> Iterator[Path]:
    """A folder with a short path (socket paths are limited), removed at the end."""
    with tempfile.TemporaryDirectory(prefix=f"ragaudit-{name}-") as folder:
        Path(folder).chmod(mode)
        yield Path(folder)


def run_once(
    arguments: Sequence[str | Path],
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    text: str = "",
    limit: float = 120.0,
) -> str:
    """What a set-up command prints; `text` goes to its input. A failure carries its output."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=folder,
        env={**os.environ, **(env or {})},
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=limit,
        check=False,
    )
    if done.returncode:
        raise StartError(f"{arguments[0]} ended with {done.returncode}:\n{done.stdout[-4000:]}")
    return done.stdout


class Server:
    """A program in the foreground, in its own process group; `with` starts and stops it.

    `arguments` is the program and its arguments; `folder` is where it runs and where its log goes;
    `ready` says whether it answers; `env` is added to the environment.
    """

    def __init__(
        self,
        arguments: Sequence[str | Path],
        folder: Path,
        ready: Ready,
        *,
        env: Mapping[str, str] | None = None,
        limit: float = START_LIMIT,
    ) -> None:
        self.arguments = [str(argument) for argument in arguments]
        self.folder = folder
        self.log = folder / f"{Path(self.arguments[0]).name}.log"
        self.seconds = 0.0
        """How long the start took."""
        self._ready = ready
        self._env = {**os.environ, **(env or {})}
        self._limit = limit
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the program was started and has not ended."""
        return self._process is not None and not _ended(self._process)

    @property
    def pid(self) -> int:
        """The process id, for signals such as SIGHUP."""
        if self._process is None:
            raise StartError(f"{self.arguments[0]} is not running")
        return self._process.pid

    def start(self) -> None:
        """Start the program and wait until it answers."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.arguments,
                cwd=self.folder,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self._wait(began + self._limit)
        except BaseException:
            self.stop()
            raise
        self.seconds = time.monotonic() - began

    def stop(self) -> None:
        """Ask the process group to end, kill what is left, and wait; again does nothing."""
        process, self._process = self._process, None
        if process is None:
            return
        # The leader is not reaped before the last signal, so its group id cannot be anyone else's.
        _signal_group(process.pid, signal.SIGTERM)
        until = time.monotonic() + STOP_LIMIT
        while not _ended(process) and time.monotonic() < until:
            time.sleep(PAUSE)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait()

    def tail(self, lines: int = TAIL) -> str:
        """The end of the log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])

    def _wait(self, until: float) -> None:
        while True:
            if not self.running:
                raise StartError(f"{self.arguments[0]} ended at once:\n{self.tail()}")
            if self._ready() and self.running:
                return
            if time.monotonic() > until:
                raise StartError(f"{self.arguments[0]} does not answer:\n{self.tail()}")
            time.sleep(PAUSE)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    if sys.platform != "linux":
        return process.poll() is not None
    flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
    return os.waitid(os.P_PID, process.pid, flags) is not None


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
