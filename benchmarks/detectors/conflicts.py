"""How well contradictions are found: `benchmarks/detectors/conflicts.py [--test-split] [-v]`.

* pair: each hand-written pair is a corpus of its own. A contradiction is found if a finding has
  sides on both quoted sentences. Any finding on a harmless pair is wrong, and so is one beside
  the quoted sentences.
* corpus: all pages of a domain, and a whole knowledge base, scanned as one folder by the command
  line. A finding that matches no labelled contradiction is wrong.
* ranked: precision among the first 20 by the confidence the report gives.

The test split is other domains and another knowledge base, which nobody looked at while the rules
were written; `-v` prints nothing of it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors import _conflict_data as data
from benchmarks.detectors._in_process import conflict_rules, reported
from benchmarks.detectors._options import parser
from benchmarks.detectors._reported import CONFIDENCE, Reported, names_sides, once
from benchmarks.detectors._scan import scan, write_pages
from benchmarks.detectors._table import Row, print_table, total

BASES = {"train": "development_base", "test": "knowledge_base"}
FIRST = 20


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled pair and what was reported on its pages."""

    truth: data.Truth
    domain: str
    found: bool
    wrong: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A labelled corpus and what was reported on it, each finding with its judgement."""

    name: str
    row: Row
    findings: tuple[tuple[Reported, bool], ...]


def judge_pairs(split: str) -> Iterator[Judged]:
    """Every pair as a corpus of its own."""
    rules = conflict_rules()
    for corpus in data.pair_corpora(split):
        for truth in corpus.truths:
            pages = {side.path: corpus.pages[side.path] for side in truth.sides}
            seen = once(reported(pages, rules))
            right = [one for one in seen if truth.conflict and _matches(one, truth, pages)]
            yield Judged(truth, corpus.name, bool(right), len(seen) - len(right))


def judge_corpus(corpus: data.LabelledCorpus, folder: Path) -> Scored:
    """All pages in one folder, by the command line."""
    scanned = scan(write_pages(folder / corpus.name, corpus.pages), "--rules", "CNF")
    conflicts = [truth for truth in corpus.truths if truth.conflict]
    met: set[str] = set()
    findings = []
    for one in once(scanned.findings("CNF")):
        matched = {truth.id for truth in conflicts if _matches(one, truth, corpus.pages)}
        met |= matched
        findings.append((one, bool(matched)))
    wrong = sum(not right for _, right in findings)
    note = f"{len(corpus.pages)} pages, {scanned.seconds:.1f} s, {scanned.peak_mb:.0f} MB"
    row = Row(corpus.name, len(met), wrong, len(conflicts) - len(met), note)
    return Scored(corpus.name, row, tuple(findings))


def _matches(one: Reported, truth: data.Truth, pages: dict[str, str]) -> bool:
    return names_sides(one, [(side.path, side.quote) for side in truth.sides], pages)


def pair_rows(judged: Iterable[Judged]) -> list[Row]:
    """All pairs, then by type, difficulty and domain."""
    listed = list(judged)
    rows = [_row("all pairs", listed)]
    by: tuple[tuple[str, Callable[[Judged], str]], ...] = (
        ("type", lambda j: j.truth.type),
        ("difficulty", lambda j: j.truth.difficulty),
        ("domain", lambda j: j.domain),
    )
    for label, key in by:
        for name in sorted({key(j) for j in listed}):
            rows += [_row(f"{label}: {name}", [j for j in listed if key(j) == name])]
    return rows


def _row(name: str, judged: list[Judged]) -> Row:
    conflicts = [j for j in judged if j.truth.conflict]
    harmless = [j for j in judged if not j.truth.conflict]
    found = sum(j.found for j in conflicts)
    beside = sum(j.wrong for j in conflicts)
    flagged = sum(j.wrong > 0 for j in harmless)
    note = f"{len(conflicts)} contradictions, {flagged} of {len(harmless)} harmless pairs flagged"
    note += f", {beside} findings beside the label" if beside else ""
    return Row(name, found, flagged + beside, len(conflicts) - found, note)


def ranked(scored: Iterable[Scored]) -> Row:
    """Precision among the first findings by confidence; ties count by their mean."""
    findings = [(one.confidence, right) for s in scored for one, right in s.findings]
    return precision_at(FIRST, findings)


def precision_at(first: int, findings: list[tuple[str, bool]]) -> Row:
    """What a reader of the first so many findings sees, where equal confidence is in no order."""
    left, right = float(first), 0.0
    for level in CONFIDENCE:
        tied = [ok for confidence, ok in findings if confidence == level]
        taken = min(left, len(tied))
        right += taken * sum(tied) / len(tied) if tied else 0.0
        left -= taken
    seen = first - round(left)
    note = f"{len(findings)} findings; by confidence, ties by their mean"
    return Row(f"precision@{first}", round(right), seen - round(right), None, note)


def main() -> None:
    """Print the tables."""
    made = parser(__doc__)
    made.add_argument("--test-split", action="store_true", help="score the held-out split instead")
    options = made.parse_args()
    split = "test" if options.test_split else "train"
    say = print if options.verbose and split == "train" else lambda _: None
    judged = list(judge_pairs(split))
    for j in judged:
        if j.wrong or (j.truth.conflict and not j.found):
            found = "found" if j.found else "not found"
            say(f"{j.truth.id}: {found}, {j.wrong} wrong ({j.truth.kind})")
    print_table(f"Contradictions in hand-written pairs ({split} split)", pair_rows(judged))
    corpora = [*data.pair_corpora(split), data.knowledge_base(data.HERE / BASES[split])]
    with tempfile.TemporaryDirectory() as folder:
        scored = [judge_corpus(corpus, Path(folder)) for corpus in corpora]
    for s in scored:
        for one, right in s.findings:
            if not right:
                say(f"{s.name}: wrong: {one.code} {' | '.join(p.quote for p in one.places)}")
    rows = [total("all corpora", (s.row for s in scored)), *(s.row for s in scored)]
    print_table(f"Contradictions in whole corpora ({split} split)", rows)
    print_table(f"Contradictions, ranked ({split} split)", [ranked(scored)])


if __name__ == "__main__":
    main()
