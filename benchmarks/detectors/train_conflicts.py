"""Trains the model behind CNF301 to CNF307: `python benchmarks/detectors/train_conflicts.py DOC...`

Positive examples are the contradictions of the training pairs and of the development base;
negative ones every other pair of claims there whose values exclude each other, and all such pairs
in the folders given (untouched documentation). Prints precision and recall with each domain left
out in turn, and writes `weights.json`.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.detectors import _conflict_data as data

from ragaudit.detectors import conflict
from ragaudit.detectors.conflict._analysis import describe, speaks, templates
from ragaudit.detectors.conflict._candidates import candidates
from ragaudit.detectors.conflict._relation import Relation
from ragaudit.detectors.conflict._score import Weights
from ragaudit.detectors.conflict._space import Space

Array = npt.NDArray[np.float64]
WEIGHTS = Path(conflict.__file__).parent / "weights.json"
RIDGE = 100.0
"""Strength of the L2 penalty; few examples, many features."""
UNTOUCHED = 0.1
"""Weight of a pair from documentation nobody labelled."""
TARGET = 0.95
"""The precision the threshold is set for, with domains left out in turn."""
SURE = 0.97
FEATURES = (
    "similarity", "soft_low", "soft_high", "cover_low", "cover_high", "topic", "kin_best", "rank",
    "rank_inside", "rivals", "ratio", "is_rule", "is_name", "is_date", "attributes_apart",
    "attributes_shared", "same_document", "best_said", "count_said", "both_upper",
    "opposed", "same_dimension", "cell", "cells",
)  # fmt: skip
"""What the model weighs. More features, and products of them, did no better on domains left out."""


@dataclass
class Examples:
    """The candidate pairs of one corpus that no guard silences."""

    name: str
    rows: list[dict[str, float]]
    hits: list[str | None]
    places: list[tuple[str, str]]
    total: int
    """Labelled contradictions, reachable or not."""

    def matrix(self, names: list[str]) -> Array:
        """One row a pair."""
        return np.array([[row[n] for n in names] for row in self.rows], dtype=np.float64).reshape(
            -1, len(names)
        )

    @property
    def labels(self) -> Array:
        """1 for contradictions."""
        return np.array([hit is not None for hit in self.hits], dtype=np.float64)


def examples(corpus: data.LabelledCorpus) -> Examples:
    """Find the candidates as a scan does, and label them."""
    space = Space([item for item in data.placed(corpus.pages) if speaks(item)])
    families = templates(space.placed)
    truths = [t for t in corpus.truths if t.conflict]
    made = Examples(corpus.name, [], [], [], len(truths))
    for candidate in candidates(space, []):
        if candidate.compared.relation is not Relation.CONFLICT:
            continue
        row = describe(space, candidate, families)
        if row is not None:
            a, b = space.placed[candidate.left].claim, space.placed[candidate.right].claim
            truth = data.hit(a, b, corpus.pages, truths)
            made.rows.append(row)
            made.hits.append(truth.id if truth else None)
            made.places.append((min(a.document, b.document), max(a.document, b.document)))
    return made


def untouched(folder: Path) -> data.LabelledCorpus:
    """Documentation in which nothing is labelled: what is found there counts as wrong."""
    corpus = data.LabelledCorpus(folder.name)
    for file in sorted(folder.rglob("*.md"))[:600]:
        corpus.pages[file.relative_to(folder).as_posix()] = file.read_text(
            encoding="utf-8", errors="replace"
        )[:200_000]
    return corpus


def fit(rows: Array, labels: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Logistic regression by Newton's method: means, scales, coefficients, the intercept last."""
    means, scales = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    design = np.hstack([(rows - means) / scales, np.ones((len(rows), 1))])
    coefficients = np.zeros(design.shape[1])
    penalty = np.eye(design.shape[1]) * RIDGE
    penalty[-1, -1] = 0
    for _ in range(40):
        chance = 1 / (1 + np.exp(-np.clip(design @ coefficients, -30, 30)))
        slope = design.T @ (weights * (chance - labels)) + penalty @ coefficients
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        coefficients -= step
        if np.abs(step).max() < 1e-6:
            break
    return means, scales, coefficients


def train(parts: list[Examples], names: list[str]) -> tuple[Array, Array, Array]:
    """Fit on several corpora."""
    weights = np.concatenate([np.full(len(p.rows), 1.0 if p.total else UNTOUCHED) for p in parts])
    return fit(
        np.vstack([p.matrix(names) for p in parts]),
        np.concatenate([p.labels for p in parts]),
        weights,
    )


def left_out(
    parts: list[Examples], names: list[str]
) -> list[tuple[float, str | None, tuple[str, ...]]]:
    """Score every labelled corpus by a model that has not seen it."""
    scored: list[tuple[float, str | None, tuple[str, ...]]] = []
    for part in (p for p in parts if p.total):
        means, scales, coefficients = train([p for p in parts if p is not part], names)
        design = np.hstack([(part.matrix(names) - means) / scales, np.ones((len(part.rows), 1))])
        chances = 1 / (1 + np.exp(-np.clip(design @ coefficients, -30, 30)))
        scored += [
            (float(c), hit, (part.name, *place))
            for c, hit, place in zip(chances, part.hits, part.places, strict=True)
        ]
    return sorted(scored, key=lambda entry: -entry[0])


def curve(scored: list[tuple[float, str | None, tuple[str, ...]]]) -> list[tuple[float, int, int]]:
    """Threshold, contradictions found and pairs of documents wrongly reported, as it falls."""
    found: set[str] = set()
    wrong: set[tuple[str, ...]] = set()
    points = []
    for chance, hit, place in scored:
        if hit is not None:
            found.add(hit)
        else:
            wrong.add(place)
        points.append((chance, len(found), len(wrong)))
    return points


def threshold(points: list[tuple[float, int, int]], precision: float) -> float:
    """The lowest threshold that keeps the precision."""
    kept = [p for p in points if p[1] / (p[1] + p[2]) >= precision]
    return max(kept, key=lambda p: (p[1], -p[0]))[0] if kept else 1.0


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "negatives", nargs="*", type=Path, help="folders of untouched documentation"
    )
    parser.add_argument("--dry-run", action="store_true", help="only print the figures")
    options = parser.parse_args()
    corpora = [*data.pair_corpora("train"), data.knowledge_base(data.HERE / "development_base")]
    parts = [examples(c) for c in corpora] + [examples(untouched(f)) for f in options.negatives]
    for part in parts:
        print(
            f"{part.name:<24} {len(part.rows):6} pairs, "
            f"{len({h for h in part.hits if h}):3} of {part.total} contradictions among them"
        )
    names = list(FEATURES)
    points = curve(left_out(parts, names))
    total = sum(p.total for p in parts)
    for precision in (0.95, 0.9, 0.8, 0.7, 0.6, 0.5):
        at = threshold(points, precision)
        reached = max((p for p in points if p[0] >= at), key=lambda p: p[1], default=(1.0, 0, 0))
        print(
            f"precision {precision:.2f}: recall {reached[1] / total:.3f} "
            f"({reached[1]} found, {reached[2]} wrong) at {at:.3f}"
        )
    means, scales, coefficients = train(parts, names)
    weights = Weights(
        names=tuple(names),
        means=tuple(means.round(5).tolist()),
        scales=tuple(scales.round(5).tolist()),
        weights=tuple(coefficients[:-1].round(5).tolist()),
        intercept=round(float(coefficients[-1]), 5),
        report=round(threshold(points, TARGET), 4),
        sure=round(threshold(points, SURE), 4),
    )  # fmt: skip
    if not options.dry_run:
        WEIGHTS.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")
        print(f"wrote {WEIGHTS.name}: {len(names)} numbers, reported from {weights.report}")


if __name__ == "__main__":
    main()
