"""How well copies are found: `python benchmarks/detectors/duplicates.py [-v]`.

* Planted copies: pages of gds-way are copied with words replaced, paragraphs put in another order,
  the end cut off by a known share, or almost as they are under the same name and “-old”. The truth
  is the exact Jaccard similarity of five-word sequences, counted here from its definition: at 0.8
  or more a copy has to be reported.
* Graded texts: short answers that cut, lightly revise, heavily revise or do not use an original.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors._options import parser
from benchmarks.detectors._reported import Reported
from benchmarks.detectors._scan import clone_gds_way, read_pages, rendered, scan, write_pages
from benchmarks.detectors._table import Row, print_table, total

from ragaudit.text import plain_text
from ragaudit_connectors.parsing import parse

SEED = 20261101
THRESHOLD = 0.8
LEAST_WORDS = 80
SHARES = (0.005, 0.02, 0.03, 0.035, 0.04, 0.045, 0.05, 0.08)
CUTS = (0.03, 0.08, 0.15, 0.25, 0.4)
OPERATORS = ("words replaced", "paragraphs reordered", "end cut off", "kept beside as old")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy, how it was made, and how like its original it is."""

    operator: str
    original: str
    path: str
    text: str
    likeness: float


def jaccard(a: str, b: str) -> float:
    """Shared over all five-word sequences of what two Markdown texts say."""
    left, right = _sequences(a), _sequences(b)
    return len(left & right) / len(left | right) if left | right else 0.0


def _sequences(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(plain_text(parse(text.encode(), "page.md", "markdown")).lower())
    return {tuple(words[n : n + 5]) for n in range(max(1, len(words) - 4))}


def copies(pages: dict[str, str], seed: int = SEED) -> Iterator[Copy]:
    """One copy a page, by the operators in turn."""
    rng = random.Random(seed)
    vocabulary = sorted({w for text in pages.values() for w in text.split() if w.isalpha()})
    for n, (path, text) in enumerate(sorted(pages.items())):
        front = match[0] if (match := _FRONT.match(text)) else ""
        body = text[len(front) :]
        if len(body.split()) < LEAST_WORDS:
            continue
        operator = OPERATORS[n % len(OPERATORS)]
        target = f"archive/{Path(path).stem}-{n:02}.md"
        if operator == "words replaced":
            changed = _replaced(body, rng.choice(SHARES), vocabulary, rng)
        elif operator == "paragraphs reordered":
            changed = _reordered(body, rng)
        elif operator == "kept beside as old":
            changed = _replaced(body, SHARES[0], vocabulary, rng)
            target = f"{path.removesuffix('.md')}-old.md"
        else:
            lines = body.splitlines(keepends=True)
            changed = "".join(lines[: round(len(lines) * (1 - rng.choice(CUTS)))])
        yield Copy(operator, path, target, front + changed, jaccard(text, front + changed))


def _replaced(body: str, share: float, vocabulary: list[str], rng: random.Random) -> str:
    parts = re.split(r"(\s+)", body)
    plain = [n for n, part in enumerate(parts) if part.isalpha() and len(part) > 2]
    for n in rng.sample(plain, max(1, round(len(plain) * share))):
        parts[n] = rng.choice(vocabulary)
    return "".join(parts)


def _reordered(body: str, rng: random.Random) -> str:
    """Swap neighbouring paragraphs of prose, a tenth of them or one in two."""
    parts = body.split("\n\n")
    prose = [n for n, p in enumerate(parts[:-1]) if p[:1].isalpha() and parts[n + 1][:1].isalpha()]
    for n in rng.sample(prose, round(len(prose) * rng.choice((0.1, 0.5)))):
        parts[n], parts[n + 1] = parts[n + 1], parts[n]
    return "\n\n".join(parts)


def judge(
    planted: Iterable[Copy], findings: Iterable[Reported], texts: dict[str, str]
) -> list[Row]:
    """A row an operator; a finding between other pages is right if they are alike too."""
    pairs = {
        frozenset((finding.places[0].path, other.path))
        for finding in findings
        for other in finding.places[1:]
    }
    counts: dict[str, list[int]] = {}
    known: set[frozenset[str]] = set()
    for copy in planted:
        pair = frozenset((copy.original, copy.path))
        known.add(pair)
        alike, found = copy.likeness >= THRESHOLD, pair in pairs
        count = counts.setdefault(copy.operator, [0, 0, 0, 0])
        count[0 if alike and found else 1 if found else 2 if alike else 3] += 1
    rows = [
        Row(name, tp, fp, fn, f"{tn} less alike and not reported")
        for name, (tp, fp, fn, tn) in sorted(counts.items())
    ]
    others = [pair for pair in pairs - known if len(pair) == 2]
    wrong = sum(jaccard(*(texts[path] for path in sorted(pair))) < THRESHOLD for pair in others)
    rows.append(Row("pairs nobody planted", len(others) - wrong, wrong, 0, "by their own likeness"))
    return [total("DUP401, DUP402 and DUP404 together", rows, "exact Jaccard ≥ 0.8"), *rows]


def graded(shared: Path, folder: Path) -> list[Row]:
    """Which of the graded answers are found to repeat their original; none has to be."""
    file = shared / "data/duplicates/plagiarised_short_answers.jsonl"
    answers = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    write_pages(folder / "answers", {a["file"]: a["text"] for a in answers})
    grade = {a["file"]: a["category"] for a in answers}
    found = scan(folder / "answers", "--rules", "DUP").findings("DUP402", "DUP403")
    by_grade: dict[str, set[str]] = {name: set() for name in ("cut", "light", "heavy", "non")}
    for finding in found:
        for place in finding.places:
            by_grade.get(grade[place.path], set()).add(place.path)
    rows = []
    for name, hits in by_grade.items():
        every = sum(category == name for category in grade.values())
        right = name != "non"
        note = "independent answers" if name == "non" else "answers revised from the original"
        rows.append(
            Row(
                f"graded {name}",
                len(hits) if right else 0,
                0 if right else len(hits),
                every - len(hits) if right else 0,
                f"{len(hits)} of {every} {note} reported",
            )
        )
    return rows


def main() -> None:
    """Print both tables."""
    options = parser(__doc__).parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        handbook = clone_gds_way(options.shared, folder / "gds-way")
        pages = rendered(read_pages(handbook))
        planted = list(copies(pages))
        texts = pages | {copy.path: copy.text for copy in planted}
        scanned = scan(write_pages(folder / "copies", texts), "--rules", "DUP401,DUP402,DUP404")
        found = scanned.findings("DUP")
        print_table("Planted copies of real pages", judge(planted, found, texts))
        rows = graded(options.shared, folder)
        print_table("Graded short answers, found by DUP402 or DUP403", rows)
    if options.verbose:
        hit = {place.path for finding in found for place in finding.places}
        for copy in planted:
            if (copy.likeness >= THRESHOLD) != (copy.path in hit):
                print(f"{copy.operator}: {copy.original} {copy.likeness:.3f}")


if __name__ == "__main__":
    main()
