"""The planted faults of `sample_corpus` by family: `python benchmarks/detectors/sample.py [-v]`.

The list was written with the rules, so this says that they still do what they did; it is no
estimate for other documents. A line “planted, not found” in the list counts as a miss.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors._options import parser
from benchmarks.detectors._scan import scan
from benchmarks.detectors._table import Row, print_table, total

CORPUS = Path(__file__).resolve().parents[2] / "sample_corpus"
_MISS = re.compile(r"^\s*#.*planted, not found.*$", re.MULTILINE | re.IGNORECASE)
_CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")
Fault = tuple[str, str, str | None]


def faults(listed: list[dict[str, Any]]) -> set[Fault]:
    """Code, source and path of each; a path of None is a whole source."""
    return {(entry["code"], entry["source"], entry["path"]) for entry in listed}


def misses(text: str) -> Counter[str]:
    """How many faults of a family the list itself says are not found."""
    lines = (_CODE.search(line) for line in _MISS.findall(text))
    return Counter(match[0][:3] if match else "unnamed" for match in lines)


def rows(planted: set[Fault], found: set[Fault], missed: Mapping[str, int]) -> list[Row]:
    """A row a family."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for fault in planted | found:
        kind = "tp" if fault in planted & found else "fn" if fault in planted else "fp"
        counts[fault[0][:3]][kind] += 1
    for family, count in missed.items():
        counts[family]["fn"] += count
    made = [Row(name, c["tp"], c["fp"], c["fn"]) for name, c in sorted(counts.items())]
    return [total("all families", made), *made]


def main() -> None:
    """Print the table."""
    options = parser(__doc__).parse_args()
    text = (CORPUS / "expected.yaml").read_text("utf-8")
    planted = faults(yaml.safe_load(text)["findings"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "sample_corpus"
        shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns(".ragaudit"))
        found = faults(scan(folder).report["findings"])
    print_table("Planted faults of the sample corpus", rows(planted, found, misses(text)))
    if options.verbose:
        print(*(f"not found: {fault}" for fault in sorted(planted - found, key=str)), sep="\n")
        print(*(f"not planted: {fault}" for fault in sorted(found - planted, key=str)), sep="\n")


if __name__ == "__main__":
    main()
