"""What is known about a pair of claims, as named numbers that a linear model can weigh."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from ragaudit.detectors._vectors import encode
from ragaudit.detectors.conflict._attributes import attributes
from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._candidates import Candidate
from ragaudit.detectors.conflict._frames import place_frames
from ragaudit.detectors.conflict._space import Placed, Space
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._value import Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_UPPER = frozenset({Bound.MOST, Bound.UNDER})


def spirit(item: Placed) -> dict[str, float]:
    """In what spirit one claim is made, by where it stands; its own words were looked at before."""
    filed = place_frames(item.path) & {"history", "proposal"}
    found = {f"place_{name}": 1.0 for name in place_frames(_above(item)) | filed}
    found["hedged"] = float(item.claim.value.hedged)
    return found


def _above(item: Placed) -> str:
    # A folder says where a page is filed, not in what spirit it is written: `legal/`, `market/`.
    headings = item.topic.rpartition(" · ")[0] or item.topic
    return f"{headings} · {item.claim.lead} · {item.claim.column}"


def outline(candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    """The part of what the model weighs that costs nothing."""
    x, y = a.claim.value, b.claim.value
    forms = [item.claim.form is Form.CELL for item in (a, b)]
    return {
        "similarity": candidate.similarity,
        "kin_best": 1 / candidate.kin,
        "rank": 1 / candidate.rank,
        "rank_inside": 1 / candidate.rank_inside,
        "rivals": min(math.log1p(candidate.rivals) / 3, 1.0),
        "same_document": float(a.claim.document == b.claim.document),
        "ratio": min(math.log(max(candidate.compared.ratio, 1.0)), 6.0) / 6,
        "same_dimension": float(x.dimension == y.dimension),
        "opposed": float(candidate.compared.opposed),
        "both_upper": float(x.bound in _UPPER and y.bound in _UPPER),
        "is_date": float(x.kind is Kind.DATE),
        "is_rule": float(x.kind is Kind.RULE),
        "is_name": float(x.kind is Kind.NAME),
        "cells": float(all(forms)),
        "cell": float(forms[0] != forms[1]),
    }


def weighed(space: Space, candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    """Everything the model weighs."""
    return {**outline(candidate, a, b), **nearness(space, candidate, a, b), **_attributes(a, b)}


def nearness(space: Space, candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    """How near statements, topics and documents are to each other; numbers of about unit size."""
    left, right = candidate.left, candidate.right
    forth, back = _soft(space, a.words, b.words), _soft(space, b.words, a.words)
    covers = _cover(space, a, b), _cover(space, b, a)
    shared = [space.weight(w, a.words[w]) for w in a.words.keys() & b.words.keys()]
    return {
        "topic": max(0.0, float(space.topic_vectors[left] @ space.topic_vectors[right])),
        "soft_low": min(forth, back),
        "soft_high": max(forth, back),
        "cover_low": min(covers),
        "cover_high": max(covers),
        "best_said": max(shared, default=0.0),
        "count_said": min(sum(shared), 4.0) / 4,
    }


def _cover(space: Space, a: Placed, b: Placed) -> float:
    """The weighted share of one statement's words that the other, or its topic, has as well."""
    weights = space.weights(a.words)
    total = sum(weights.values())
    return (
        sum(w for s, w in weights.items() if s in b.words or s in b.topic_words) / total
        if total
        else 0.0
    )


def _soft(space: Space, x: dict[str, str], y: dict[str, str]) -> float:
    """The weighted mean over the words of one side of the nearest word of the other (0 to 1)."""
    if not x or not y:
        return 0.0
    weights = space.weights(x)
    total = sum(weights.values())
    near = _word_vectors(tuple(x.values())) @ _word_vectors(tuple(y.values())).T
    best = near.max(axis=1)
    return float(
        sum(weights[s] * (1.0 if s in y else max(0.0, float(best[n]))) for n, s in enumerate(x))
        / total
    )


@lru_cache(maxsize=32_768)
def _word_vectors(words: tuple[str, ...]) -> npt.NDArray[np.float32]:
    return encode(words)


def _attributes(a: Placed, b: Placed) -> dict[str, float]:
    x, y = attributes(a.said), attributes(b.said)
    return {
        "attributes_shared": min(len(x & y), 3) / 3,
        "attributes_apart": float(bool(x and y) and not x & y),
    }
