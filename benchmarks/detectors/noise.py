"""What is reported on documents nobody planted anything in: `noise.py [FOLDER...] [-v]`.

Contradictions are counted by finding and compared with `noise_labels.yaml`, where a person wrote
down which are true; those without a label are listed. The pages of gds-way are templates, which
most rules leave alone, so they are read a second time as the plain pages they become. Of all
other rules only the number of findings is given.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors._options import parser
from benchmarks.detectors._reported import Reported, once
from benchmarks.detectors._scan import (
    Scanned,
    clone_gds_way,
    read_pages,
    rendered,
    scan,
    write_pages,
)
from benchmarks.detectors._table import Row, print_table

LABELS = Path(__file__).with_name("noise_labels.yaml")
Labels = Mapping[str, bool]


def read_labels(file: Path = LABELS) -> dict[str, bool]:
    """Which findings are true, by key."""
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8")) or {}
    return {entry["key"]: bool(entry["holds"]) for entry in loaded.get("findings", [])}


def key_of(corpus: str, one: Reported) -> str:
    """What a finding is known by: its quotes with their paths, in any order, whatever the rule."""
    quotes = sorted(f"{place.path}\0{place.quote}" for place in one.places)
    return f"{corpus}:{sha256(chr(0).join(quotes).encode()).hexdigest()[:12]}"


def judge(corpus: str, found: Iterable[Reported], labels: Labels) -> tuple[int, int, list[str]]:
    """How many findings are true, how many false, and the keys without a label."""
    verdicts = {key_of(corpus, one): labels.get(key_of(corpus, one)) for one in found}
    values = list(verdicts.values())
    return values.count(True), values.count(False), [k for k, v in verdicts.items() if v is None]


def row(name: str, scanned: Scanned, labels: Labels) -> Row:
    """Contradictions of one corpus, with their rate."""
    found = once(scanned.findings("CNF"))
    true, false, unknown = judge(name, found, labels)
    documents = len(scanned.report["documents"])
    rate = 1000 * false / documents if documents else 0.0
    note = f"{documents} documents: {rate:.1f} false per 1,000"
    note += f"; {len(unknown)} not judged yet" if unknown else ""
    return Row(
        name, true, false, None, f"{note}; {scanned.seconds:.0f} s, {scanned.peak_mb:.0f} MB"
    )


def others(name: str, scanned: Scanned) -> str:
    """How often every other rule reports something."""
    counted = Counter(f["code"] for f in scanned.report["findings"] if f["code"][:3] != "CNF")
    listed = ", ".join(f"{n} × {code}" for code, n in sorted(counted.items()))
    return f"{name}: {listed or 'nothing'}"


def main() -> None:
    """Print the table, the counts of other rules, and what has no label."""
    made = parser(__doc__)
    made.add_argument("folders", nargs="*", type=Path, help="more untouched documentation")
    options = made.parse_args()
    labels, rows, notes, open_ = read_labels(), [], [], []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        handbook = clone_gds_way(options.shared, folder / "gds-way")
        plain = write_pages(folder / "gds-way-rendered", rendered(read_pages(handbook)))
        copies = [write_pages(folder / f.name, read_pages(f)) for f in options.folders]
        for corpus in (handbook, plain, *copies):
            scanned = scan(corpus)
            rows.append(row(corpus.name, scanned, labels))
            notes.append(others(corpus.name, scanned))
            open_ += [
                (key_of(corpus.name, one), one)
                for one in once(scanned.findings("CNF"))
                if options.verbose or key_of(corpus.name, one) not in labels
            ]
    print_table("Contradictions reported on untouched documents", rows)
    print("\nOther rules, findings not judged:\n", *(f"* {note}" for note in notes), sep="\n")
    for key, one in open_:
        verdict = {True: "true", False: "false", None: "no label"}[labels.get(key)]
        print(
            f"\n{verdict}: {key}",
            *(f"    {p.path}:{p.line} {p.quote}" for p in one.places),
            sep="\n",
        )


if __name__ == "__main__":
    main()
