"""Reads a million log lines: seconds, and how memory grows with the number of lines.

    python benchmarks/monitor.py [--lines 1000000]

Bar: a million lines in under 60 s, with bounded memory. The catalogue has 10,000 documents; a
question in three is one of its own, so that there are more different ones than are counted.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DOCUMENTS = 10_000


def write_log(file: Path, lines: int) -> None:
    """Questions with five documents each, some with feedback, and a few broken lines."""
    rng = random.Random(7)
    with file.open("w", encoding="utf-8") as stream:
        for number in range(lines):
            if number % 10_000 == 9_999:
                stream.write("2026-11-01 not a record\n")
                continue
            own = rng.random() < 1 / 3
            topic = number if own else min(int(rng.paretovariate(0.8)), 5_000)
            found = [f"docs:page-{rng.randrange(DOCUMENTS)}.md" for _ in range(5)]
            row = {
                "question": f"how do I set up topic {topic} for ann@example.org",
                "documents": found if rng.random() > 0.05 else [],
                "timestamp": f"2026-11-{rng.randrange(1, 29):02d}T12:00:00Z",
                "latency_ms": round(rng.lognormvariate(6, 0.5), 1),
                "cost": 0.002,
                "trace_id": f"t{number}",
            }
            if rng.random() < 0.05:
                row["feedback"] = "down"
            stream.write(json.dumps(row) + "\n")


def read(file: Path) -> None:
    """Read it, and print what it took as JSON; run in a process of its own."""
    from ragaudit import _registry
    from ragaudit._engine.progress import Silent
    from ragaudit._monitor.reading import read_logs, shown
    from ragaudit.contracts import LogOptions
    from ragaudit.model import Directory
    from ragaudit.testing import builders

    made = (builders.document(f"page-{n}.md") for n in range(DOCUMENTS))
    documents = {document.id: document for document in made}
    began, worked = time.perf_counter(), time.process_time()
    usage = read_logs([file], _registry.log_reader("auto"), LogOptions(), documents, Silent())
    usage = shown(usage, Directory(), 3, 50)
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "questions": usage.questions,
                "bad": usage.bad_lines,
                "unmapped": usage.unmapped,
                "often": len(usage.often),
                "seconds": round(took, 1),
                "cpu_seconds": round(cpu, 1),
                "peak_mb": round(peak),
            }
        )
    )


def main() -> None:
    """Print a line for a tenth of the lines, and one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        for lines in (options.lines // 10, options.lines):
            file = Path(folder) / f"{lines}.jsonl"
            write_log(file, lines)
            size = file.stat().st_size / 1e6
            command = [sys.executable, __file__, "--read", str(file)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            print(f"{lines:>9,} lines, {size:,.0f} MB: {done.stdout.strip()}")


if __name__ == "__main__":
    main()
