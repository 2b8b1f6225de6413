"""Contradictions planted in real documents: `injection_benchmark.py [--split test] [--corpus DIR]`.

Sentences of untouched pages are mutated by labelled, seeded operators and said in other words on
a short page of their own. A few pages are added at a time, so that no two speak of one sentence,
and the folder is scanned by the command line. A mutant is found if a finding has one side on it
and one on its sentence; every other finding is wrong, also one between two untouched pages.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors._mutation_operators import Mutant, mutants
from benchmarks.detectors._mutation_sources import sources
from benchmarks.detectors._options import parser
from benchmarks.detectors._reported import Place, Reported, alike, once
from benchmarks.detectors._scan import clone_gds_way, read_pages, rendered, scan, write_pages
from benchmarks.detectors._table import Row, print_table, total

SEED = 20261101
CAPS = {"value change": 25, "entity swap": 20, "date shift": 10, "negation": 20}
"""At most so many of an operator; `CAP` of every other."""
CAP = 15
_OPENINGS = (
    "Written down for people who join us.",
    "A short page from the team; the details are elsewhere.",
    "Collected from questions in the corridor.",
    "Please tell us where this page is unclear.",
    "Meant as a quick answer, not as a manual.",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """A mutant on its page."""

    mutant: Mutant
    path: str
    text: str


def plan(pages: dict[str, str], split: str, seed: int = SEED) -> list[list[Planted]]:
    """The mutants of a split in rounds; in a round, each sentence is spoken of once."""
    every = [mutant for source in sources(pages, split) for mutant in mutants(source, split, seed)]
    random.Random(seed).shuffle(every)
    taken: Counter[str] = Counter()
    used: list[set[str]] = []
    rounds: defaultdict[int, list[Planted]] = defaultdict(list)
    for mutant in every:
        if taken[mutant.operator] >= CAPS.get(mutant.operator, CAP):
            continue
        taken[mutant.operator] += 1
        n = next(
            (n for n, seen in enumerate(used) if mutant.source.sentence not in seen), len(used)
        )
        if n == len(used):
            used.append(set())
        used[n].add(mutant.source.sentence)
        rounds[n].append(_planted(mutant, len(rounds[n])))
    return [rounds[n] for n in sorted(rounds)]


def _planted(mutant: Mutant, n: int) -> Planted:
    topic = mutant.source.topic
    slug = "-".join(word for word in topic.lower().split() if word.isascii() and word.isalnum())
    opening = _OPENINGS[n % len(_OPENINGS)]
    text = f"# Notes: {topic}\n\n{opening}\n\n{mutant.claim}\n"
    return Planted(mutant, f"notes/{n:02}-{slug or 'page'}.md", text)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which mutants of a round were found, and what else was reported."""

    found: dict[str, bool]
    """By page, contradictions only."""
    look_alikes: dict[str, Reported]
    """Findings on the pages of look-alikes, by page."""
    others: list[Reported]


def judge(planted: Iterable[Planted], findings: Iterable[Reported]) -> Outcome:
    """Match findings to mutants by page and words."""
    by_path = {one.path: one for one in planted}
    outcome = Outcome({p: False for p, one in by_path.items() if one.mutant.conflict}, {}, [])
    for finding in findings:
        on = [by_path[place.path] for place in finding.places if place.path in by_path]
        right = [one for one in on if one.mutant.conflict and _is_right(one, finding)]
        for one in right:
            outcome.found[one.path] = True
        harmless = [one for one in on if not one.mutant.conflict]
        if not right and harmless:
            outcome.look_alikes[harmless[0].path] = finding
        elif not right:
            outcome.others.append(finding)
    return outcome


def _is_right(one: Planted, finding: Reported) -> bool:
    """One side is the mutant; another is its sentence, or the same sentence on another page."""

    def is_mutant(place: Place) -> bool:
        return place.path == one.path and alike(place.quote, one.mutant.claim)

    others = [place for place in finding.places if place.path != one.path]
    said = any(alike(place.quote, one.mutant.source.sentence) for place in others)
    return said and any(map(is_mutant, finding.places))


def rows(rounds: list[list[Planted]], outcomes: list[Outcome]) -> list[Row]:
    """One row an operator, and their sum with the findings on neither."""
    counts: defaultdict[tuple[bool, str], Counter[str]] = defaultdict(Counter)
    for planted, outcome in zip(rounds, outcomes, strict=True):
        for one in planted:
            hit = outcome.found.get(one.path, one.path in outcome.look_alikes)
            counts[not one.mutant.conflict, one.mutant.operator][("no", "yes")[hit]] += 1
    made = []
    for (harmless, name), count in sorted(counts.items()):
        if harmless:
            note = f"{count['yes']} of {count.total()} flagged"
            made.append(Row(f"look-alike: {name}", 0, count["yes"], None, note))
        else:
            made.append(Row(name, count["yes"], 0, count["no"]))
    others = once(finding for outcome in outcomes for finding in outcome.others)
    made.append(
        Row("findings elsewhere", 0, len(others), None, "between untouched or other sentences")
    )
    note = f"{sum(map(len, rounds))} pages in {len(rounds)} scans"
    return [total("all operators", made, note), *made]


def main() -> None:
    """Print the table."""
    made = parser(__doc__)
    made.add_argument("--split", choices=["train", "test"], default="train")
    made.add_argument("--corpus", type=Path, help="a folder of Markdown instead of gds-way")
    options = made.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        clean = options.corpus or clone_gds_way(options.shared, folder / "gds-way")
        pages = rendered(read_pages(clean))
        rounds = plan(pages, options.split)
        outcomes = []
        for n, planted in enumerate(rounds):
            both = pages | {one.path: one.text for one in planted}
            scanned = scan(write_pages(folder / f"round-{n}", both), "--rules", "CNF")
            outcomes.append(judge(planted, once(scanned.findings("CNF"))))
    name = options.corpus.name if options.corpus else "gds-way"
    print_table(
        f"Contradictions planted in {name} ({options.split} operators)", rows(rounds, outcomes)
    )
    if options.verbose and options.split == "train":
        _say(rounds, outcomes)


def _say(rounds: list[list[Planted]], outcomes: list[Outcome]) -> None:
    for planted, outcome in zip(rounds, outcomes, strict=True):
        for one in planted:
            if not outcome.found.get(one.path, True) or one.path in outcome.look_alikes:
                verdict = "missed" if one.mutant.conflict else "wrong"
                print(f"{verdict}: {one.mutant.operator}: {one.mutant.claim!r}")
                print(f"    {one.mutant.source.path}: {one.mutant.source.sentence}")
        for finding in outcome.others:
            print("elsewhere:", " | ".join(f"{p.path}: {p.quote}" for p in finding.places))


if __name__ == "__main__":
    main()
