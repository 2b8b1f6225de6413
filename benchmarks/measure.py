"""Wall time and peak memory of a command and all its children."""

from __future__ import annotations

import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measured:
    """One run of one command."""

    seconds: float
    peak_mb: float
    """Largest sum of proportional set sizes over the process tree, sampled twice a second."""
    code: int
    out: str


def run(command: list[str], cwd: Path, env: dict[str, str] | None = None) -> Measured:
    """Run a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    peak = [0.0]
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    watcher.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    return Measured(seconds, peak[0], process.returncode, out)


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    # Reading the maps of a process holds it up; more often than this would show in its time.
    while not done.wait(0.5):
        total = sum(_pss_kb(p) for p in _tree(pid))
        peak[0] = max(peak[0], total / 1024)


def _tree(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                queue.extend(int(child) for child in task.read_text().split())
            except (OSError, ValueError):
                continue
    return found


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0
