"""All rules on many documents: `python benchmarks/detectors/scale.py [--documents N]`.

Rules that are off by default run too. The documents are those of `benchmarks/scan.py`.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from importlib.metadata import entry_points
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks import corpus
from benchmarks.detectors._options import parser
from benchmarks.detectors._scan import Scanned, scan

CORES = 2


def main() -> None:
    """Print time and memory for a number of documents and for twice as many."""
    made = parser(__doc__)
    made.add_argument("--documents", type=int, default=5000)
    options = made.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    codes = ",".join(sorted(p.name for p in entry_points(group="ragaudit.detectors")))
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        small = _run(folder / "small", options.documents, codes)
        large = _run(folder / "large", 2 * options.documents, codes)
    print(f"\n### All {codes.count(',') + 1} rules, {CORES} cores\n")
    print("| documents | size | seconds | peak memory of all processes | findings |")
    print("|--:|--:|--:|--:|--:|")
    for count, size, scanned in (small, large):
        findings = len(scanned.report["findings"])
        memory = f"{scanned.peak_mb:.0f} MB"
        print(f"| {count} | {size / 1e6:.0f} MB | {scanned.seconds:.1f} | {memory} | {findings} |")
    ratio = large[2].seconds / small[2].seconds
    print(f"\nTwice the documents take {ratio:.2f} times the time.")
    print("Findings of the smaller run:", _counted(small[2]))


def _run(folder: Path, count: int, codes: str) -> tuple[int, int, Scanned]:
    size = corpus.write(folder, count)
    return count, size, scan(folder, "--rules", codes)


def _counted(scanned: Scanned) -> str:
    counted = Counter(finding["code"] for finding in scanned.report["findings"])
    return ", ".join(f"{n} × {code}" for code, n in sorted(counted.items())) or "none"


if __name__ == "__main__":
    main()
