"""Prints the figures of `ragaudit scan`. Run: python benchmarks/scan.py [--quick] [--peer PYTHON]

`--peer` names a Python that has llama-index-core, llama-index-readers-file and unstructured[md]
(see benchmarks/README.md); without one the comparison is left out and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import corpus, measure

ROOT = Path(__file__).resolve().parent.parent
RAGAUDIT = str(Path(sys.executable).with_name("ragaudit"))
HEAVY = ("torch", "transformers", "chromadb", "llama_index")


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the documents")
    parser.add_argument("--peer", help="Python with llama-index and unstructured")
    options = parser.parse_args()
    count = 500 if options.quick else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        start_up(folder)
        scale(folder, count)
        if options.peer:
            against_peer(folder, options.peer)
        else:
            print("peer: left out, no --peer given")
        gds_way(folder)


def start_up(folder: Path) -> None:
    """`--help`, and a cold scan of the sample corpus."""
    times = [measure.run([RAGAUDIT, "--help"], folder).seconds for _ in range(5)]
    print(f"--help: median of 5 {statistics.median(times):.2f} s (bar 0.40)")
    sample = folder / "sample_corpus"
    shutil.copytree(ROOT / "sample_corpus", sample, ignore=shutil.ignore_patterns(".ragaudit"))
    cold = measure.run([RAGAUDIT, "scan", "sample_corpus", "-q"], folder)
    print(f"scan sample_corpus, cold: {cold.seconds:.2f} s, {cold.peak_mb:.0f} MB (bar 5 s)")
    imported = measure.run(
        [sys.executable, "-X", "importtime", RAGAUDIT, "scan", "sample_corpus", "-q"], folder
    ).out
    heavy = [name for name in HEAVY if f" {name}\n" in imported]
    print(f"heavy imports in scan: {heavy or 'none'}")


def scale(folder: Path, count: int) -> None:
    """All rules over `count` documents and twice as many; a second scan with 1 % changed."""
    small, large = folder / "small", folder / "large"
    size = corpus.write(small, count)
    corpus.write(large, 2 * count)
    first = _scan(small)
    print(
        f"{count} documents, {size / 1e6:.0f} MB: {first.seconds:.1f} s, "
        f"peak {first.peak_mb:.0f} MB (bar 60 s, 1500 MB)"
    )
    changed = corpus.change(small, 0.01)
    second = _scan(small)
    ratio = first.seconds / second.seconds
    print(
        f"second scan, {changed} changed: {second.seconds:.2f} s, {ratio:.1f} times faster (bar 8)"
    )
    double = _scan(large)
    growth = double.seconds / first.seconds
    print(
        f"{2 * count} documents: {double.seconds:.1f} s, peak {double.peak_mb:.0f} MB, "
        f"{growth:.2f} times the time (bar 2.2)"
    )
    report = json.loads((folder / "small.json").read_text())
    print("findings:", dict(Counter(f["code"] for f in report["findings"])))


def _scan(folder: Path) -> measure.Measured:
    # The report goes beside the folder: inside it would be one more document.
    report = f"../{folder.name}.json"
    options = ["-q", "--as-of", "2026-11-01", "--format", "json", "-o", report]
    out = measure.run([RAGAUDIT, "scan", ".", *options], folder)
    if out.code not in (0, 1):
        raise SystemExit(f"scan ended with {out.code}: {out.out[-2000:]}")
    return out


def against_peer(folder: Path, python: str) -> None:
    """The same 500 files, three runs each, interleaved: whole processes, start-up included."""
    docs = folder / "peer"
    corpus.write(docs, 500)
    env = {**os.environ, "DO_NOT_TRACK": "true", "SCARF_NO_ANALYTICS": "true"}
    harness = ROOT / "benchmarks"
    commands = {
        "scan": [RAGAUDIT, "scan", ".", "-q", "--as-of", "2026-11-01"],
        "read": [sys.executable, str(harness / "own_read.py"), "."],
        "peer": [python, str(harness / "peer_read.py"), "."],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(3):
        shutil.rmtree(docs / ".ragaudit", ignore_errors=True)
        for name, command in commands.items():
            ran = measure.run(command, docs, env)
            if name == "peer" and "500 documents" not in ran.out:
                raise SystemExit(f"the peer failed: {ran.out[-2000:]}")
            times[name].append(ran.seconds)
    scan, read, peer = (statistics.median(times[name]) for name in ("scan", "read", "peer"))
    print(
        f"500 files, whole processes: peer reads {500 / peer:.0f} documents/s; ragaudit scans "
        f"{500 / scan:.0f}/s, {peer / scan:.1f} times (bar 20); ragaudit reads {500 / read:.0f}/s "
        f"in one process, {peer / read:.1f} times"
    )


def gds_way(folder: Path) -> None:
    """FRS202 and owners against the truth of a real handbook."""
    data = corpus.SHARED.parent / "docs"
    clone = folder / "gds-way"
    command = ["git", "clone", "-q", str(data / "gds-way.bundle"), str(clone)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    ran = measure.run(
        [
            RAGAUDIT,
            "scan",
            ".",
            "-q",
            "--as-of",
            "2026-08-19",
            "--format",
            "json",
            "-o",
            "../r.json",
        ],
        clone,
    )
    report = json.loads((folder / "r.json").read_text())
    truth = json.loads((data / "gds-way.freshness.json").read_text())
    found = {f["path"] for f in report["findings"] if f["code"] == "FRS202"}
    overdue = {page["path"] for page in truth if page["overdue_at_head"]}
    owners = {d["path"]: d["owner"] for d in report["documents"]}
    named = [page for page in truth if page["owner"]]
    right = sum(owners.get(page["path"]) == page["owner"] for page in named)
    print(
        f"gds-way ({ran.seconds:.1f} s): FRS202 on {len(found)} pages, {len(found & overdue)} of "
        f"{len(overdue)} overdue, {len(found - overdue)} others; owners {right} of {len(named)}"
    )
    print("findings:", dict(sorted(Counter(f["code"] for f in report["findings"]).items())))


if __name__ == "__main__":
    main()
