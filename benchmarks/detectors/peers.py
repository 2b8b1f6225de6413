"""The peers and ragaudit on the same pairs and faults: `peers.py --peer PYTHON [--test-split]`.

`PYTHON` is of an environment with the peers (see benchmarks/peers.md). A pair is two chunks, once
the whole pages and once the two quoted passages alone; it counts as flagged if anything like a
contradiction, or a duplicate, is reported between them. A planted fault counts as found if its
document is flagged for that kind; documents are given to the peers as text, read by ragaudit.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors import _conflict_data as data
from benchmarks.detectors._in_process import conflict_rules, reported
from benchmarks.detectors._options import parser
from benchmarks.detectors._scan import scan
from benchmarks.detectors._table import Row, print_table
from benchmarks.detectors.sample import CORPUS

from ragaudit.contracts import Ref
from ragaudit.errors import SkipError
from ragaudit.model import SourceSettings
from ragaudit_connectors.filesystem import FilesystemConnector

RUNNER = Path(__file__).with_name("peer_detectors.py")
KINDS = {
    "secret": ("SAF601",),
    "personal": ("SAF603",),
    "injection": ("SAF607",),
    "duplicate": ("DUP401", "DUP402", "DUP404", "DUP405"),
    "empty": ("EXT701",),
}
NAMES = ("handbook.md", "answers.md")
"""What single passages are called; they have no page of their own."""
Place = tuple[str, str]
"""Source and path."""


def pairs(split: str) -> Iterator[tuple[data.Truth, dict[str, str]]]:
    """The labelled pairs with their pages."""
    for corpus in data.pair_corpora(split):
        for truth in corpus.truths:
            yield truth, {side.path: corpus.pages[side.path] for side in truth.sides}


def ask(python: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What the peers say."""
    ran = subprocess.run(
        [python, str(RUNNER)], input=json.dumps(asked), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"the peers failed: {ran.stderr[-2000:]}")
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


def pair_row(name: str, conflict: Sequence[bool], flagged: set[int]) -> Row:
    """How well flags and labels of pairs agree."""
    tp = sum(label and n in flagged for n, label in enumerate(conflict))
    fp = sum(not label and n in flagged for n, label in enumerate(conflict))
    note = f"{sum(conflict)} contradictions, {len(conflict) - sum(conflict)} harmless"
    return Row(name, tp, fp, sum(conflict) - tp, note)


def compare_pairs(python: str, split: str) -> None:
    """Print the tables of the pairs."""
    labelled = list(pairs(split))
    conflict = [truth.conflict for truth, _ in labelled]
    rules = conflict_rules()
    pages = [list(texts.values()) for _, texts in labelled]
    quotes = [[side.quote for side in truth.sides] for truth, _ in labelled]
    for title, texts in (("whole pages", pages), ("the quoted passages alone", quotes)):
        named = [dict(zip(NAMES, pair, strict=False)) for pair in texts]
        named = [texts for _, texts in labelled] if texts is pages else named
        own = {n for n, pair in enumerate(named) if any(reported(pair, rules))}
        rows = [pair_row("ragaudit", conflict, own)]
        for peer, said in ask(python, {"pairs": texts, "documents": []}).items():
            rows.append(pair_row(f"{peer} {said['version']}", conflict, set(said["pairs"])))
        print_table(f"Hand-written pairs, {title} ({split} split)", rows)


def documents(folder: Path) -> dict[Place, str]:
    """Every document of the sample corpus that can be read, as text."""
    found: dict[Place, str] = {}
    settings = yaml.safe_load((folder / "ragaudit.yaml").read_text("utf-8"))
    for source in settings["sources"]:
        root = folder / source["root"]
        connector = FilesystemConnector(SourceSettings(source["id"], "filesystem", root=root))
        for ref in connector.list_refs():
            if isinstance(ref, Ref):
                try:
                    content = connector.parse(ref, connector.read(ref))
                except SkipError:
                    continue
                found[source["id"], ref.path] = content.text
    return found


def compare_faults(python: str) -> None:
    """Print the table of the planted faults."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "sample_corpus"
        shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns(".ragaudit"))
        texts = documents(folder)
        report = scan(folder).report
    places = list(texts)
    said = ask(python, {"pairs": [], "documents": list(texts.values())})
    listed = yaml.safe_load((CORPUS / "expected.yaml").read_text("utf-8"))["findings"]
    rows = []
    for kind, codes in KINDS.items():
        planted = {(f["source"], f["path"]) for f in listed if f["code"] in codes} & texts.keys()
        own = [f for f in report["findings"] if f["code"] in codes and f["document"]]
        partners = {_place(f): set(map(_place, f["related"])) for f in own}
        partners = partners if kind == "duplicate" else {}
        rows.append(_fault_row(f"{kind}: ragaudit", planted, {_place(f) for f in own}, partners))
        for peer, answer in said.items():
            if kind in answer["documents"]:
                hits = {places[n] for n in answer["documents"][kind]}
                row = _fault_row(f"{kind}: {peer} {answer['version']}", planted, hits, partners)
                rows.append(row)
    print_table("Planted faults of the sample corpus that a peer has a rule for", rows)


def _place(side: dict[str, Any]) -> Place:
    return side["document"].partition(":")[0], side["path"]


def _fault_row(
    name: str, planted: set[Place], hits: set[Place], partners: dict[Place, set[Place]]
) -> Row:
    """Documents planted, and flagged; a copy is found if either half of it is."""
    found = {place for place in planted if hits & {place, *partners.get(place, ())}}
    wrong = hits - planted - set().union(*partners.values())
    note = f"{len(planted)} documents"
    return Row(name, len(found), len(wrong), len(planted - found), note)


def main() -> None:
    """Print every table."""
    made = parser(__doc__)
    made.add_argument("--peer", help="Python with the peers installed")
    made.add_argument("--test-split", action="store_true", help="score the held-out pairs instead")
    options = made.parse_args()
    if not options.peer:
        print("\npeers: left out, no --peer given")
        return
    compare_pairs(options.peer, "test" if options.test_split else "train")
    compare_faults(options.peer)


if __name__ == "__main__":
    main()
