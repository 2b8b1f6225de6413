"""What is known about a pair of claims, as named numbers that a linear model can weigh."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ragaudit.detectors._vectors import encode
from ragaudit.detectors.conflict._attributes import attributes
from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._candidates import Candidate
from ragaudit.detectors.conflict._contrasts import contrasts
from ragaudit.detectors.conflict._frames import frames, place_frames
from ragaudit.detectors.conflict._space import Placed, Space
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, stem
from ragaudit.detectors.conflict._values import Kind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FRAMES = ("history", "example", "proposal", "hearsay", "measured", "exception", "quote")
_UPPER = frozenset({Bound.MOST, Bound.UNDER})
_LOWER = frozenset({Bound.LEAST, Bound.OVER})
_PROPER = re.compile(r"(?<![.!?:|] )(?<!^)\b[A-Z][\w-]*[A-Za-z]\b")
_CODE = re.compile(
    r"\b\w+(?:_\w+)+\b|\b[a-z]+(?:[A-Z][a-z]+)+\b|--?[a-z][\w-]+|/\w[\w/{}-]+|\b[A-Z]{2,}[\d-]+\w*"
)
_PART = re.compile(
    r"\b(?:share of the|part of the (?:total|sum|premium|price|fee|budget|course|week)|of which|portion of|the first (?:two|three|four|\d+)|thereof|as a whole)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(20[012]\d)\b")
_VERSION = re.compile(r"\bv(?:ersion )?(\d{1,3}(?:\.\d+)*)\b", re.IGNORECASE)


def outline(candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    """What can be told without comparing words; enough for most guards. Numbers of about unit size."""
    return {**_scope(a, b), **_substitution(a, b), **_spirit(a, b), **_values(candidate, a, b)}


def nearness(space: Space, candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    """How near statements, topics and documents are to each other."""
    left, right = candidate.left, candidate.right
    forth, back = _soft(space, a.words, b.words), _soft(space, b.words, a.words)
    wide_forth = _soft(space, a.words, {**b.words, **b.topic_words})
    wide_back = _soft(space, b.words, {**a.words, **a.topic_words})
    return {
        "similarity": candidate.similarity,
        "said": float(space.said_vectors[left] @ space.said_vectors[right]),
        "topic": float(space.topic_vectors[left] @ space.topic_vectors[right]),
        "topic_shared": _shared(space, a.topic_words, b.topic_words),
        "shared": _shared(space, a.words, b.words),
        "soft_low": min(forth, back),
        "soft_high": max(forth, back),
        "wide_low": min(wide_forth, wide_back),
        "wide_high": max(wide_forth, wide_back),
        "cover_low": min(_cover(space, a, b), _cover(space, b, a)),
        "cover_high": max(_cover(space, a, b), _cover(space, b, a)),
        "best_shared": _best_shared(space, a, b),
        "best_said": max(
            (space.weight(w, a.words[w]) for w in a.words.keys() & b.words.keys()), default=0.0
        ),
        "count_said": min(
            sum(space.weight(w, a.words[w]) for w in a.words.keys() & b.words.keys()), 4.0
        )
        / 4,
        **_kinship(space, a.claim.document, b.claim.document),
        "kin": float(
            space.document_vectors[a.claim.document] @ space.document_vectors[b.claim.document]
        ),
        "rank": 1 / candidate.rank,
        "rank_inside": 1 / candidate.rank_inside,
        "rivals": math.log1p(candidate.rivals) / 3,
        "same_document": float(a.claim.document == b.claim.document),
        "short": float(min(len(a.words), len(b.words)) < 2),
        "cells": float(a.claim.form is Form.CELL and b.claim.form is Form.CELL),
        "cell": float((a.claim.form is Form.CELL) != (b.claim.form is Form.CELL)),
    }


def _kinship(space: Space, x: str, y: str) -> dict[str, float]:
    """How near the two documents are among all documents, in both directions."""
    forth, back = space.kinship.get(x, {}).get(y, 20), space.kinship.get(y, {}).get(x, 20)
    return {"kin_best": 1 / min(forth, back), "kin_worst": 1 / max(forth, back)}


def _shared(space: Space, x: dict[str, str], y: dict[str, str]) -> float:
    """The weighted share of words two statements have in common."""
    weights = space.weights({**x, **y})
    total = sum(weights.values())
    return sum(weights[w] for w in x.keys() & y.keys()) / total if total else 0.0


def _cover(space: Space, a: Placed, b: Placed) -> float:
    """The weighted share of one statement's words that the other, or its topic, has as well."""
    weights = space.weights(a.words)
    total = sum(weights.values())
    return (
        sum(w for s, w in weights.items() if s in b.words or s in b.topic_words) / total
        if total
        else 0.0
    )


def _best_shared(space: Space, a: Placed, b: Placed) -> float:
    shared = (
        a.words.keys() | a.topic_words.keys()
    ) & b.words.keys() | a.words.keys() & b.topic_words.keys()
    return max(
        (
            space.weight(w, {**a.topic_words, **b.topic_words, **a.words, **b.words}[w])
            for w in shared
        ),
        default=0.0,
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


def _scope(a: Placed, b: Placed) -> dict[str, float]:
    near_a, near_b = contrasts(a.said), contrasts(b.said)
    wide_a, wide_b = contrasts(f"{a.topic} {a.said}"), contrasts(f"{b.topic} {b.said}")
    near = [n for n in near_a.keys() & near_b.keys() if _disjoint(near_a[n], near_b[n])]
    # What the sentence says of a condition beats what its headings say.
    effective_a = {**wide_a, **near_a}
    effective_b = {**wide_b, **near_b}
    apart = [
        n
        for n in effective_a.keys() & effective_b.keys()
        if _disjoint(effective_a[n], effective_b[n])
    ]
    one_sided = [
        n for n in near_a.keys() ^ near_b.keys() if not (n in effective_a and n in effective_b)
    ]
    agree = [n for n in effective_a.keys() & effective_b.keys() if effective_a[n] & effective_b[n]]
    names_a, names_b = _names(a.claim.sentence), _names(b.claim.sentence)
    wide_names_a, wide_names_b = names_a | _names(f". {a.topic}"), names_b | _names(f". {b.topic}")
    code_a, code_b = set(_CODE.findall(a.said)), set(_CODE.findall(b.said))
    return {
        "scope_apart_near": min(len(near), 2) / 2,
        "scope_apart": min(len(apart), 3) / 3,
        "scope_region": float("region" in apart),
        "scope_plan": float(
            bool(
                {"plan", "environment", "platform", "season", "employment", "leave", "contact"}
                & set(apart)
            )
        ),
        "scope_audience": float("audience" in near),
        "scope_extreme": float(
            bool({"extreme", "default", "scope", "measure", "acknowledge", "side"} & set(near))
        ),
        "scope_one_sided": min(len(one_sided), 4) / 4,
        "scope_agree": min(len(agree), 4) / 4,
        "names_apart": float(bool(names_a and names_b) and not names_a & names_b),
        "names_one_sided": float(bool(names_a) != bool(names_b)),
        "names_unknown": float(
            (bool(names_a - wide_names_b)
            and bool(names_a) != bool(names_b))
            or (bool(names_b - wide_names_a)
            and bool(names_a) != bool(names_b))
        ),
        "part_of": float(bool(_PART.search(a.said)) != bool(_PART.search(b.said))),
        "names_shared": float(bool(wide_names_a & wide_names_b)),
        "code_apart": float(bool(code_a and code_b) and not code_a & code_b),
        "code_one_sided": float(bool(code_a) != bool(code_b)),
        "years_apart": _apart(_YEAR, a, b),
        "versions_apart": _apart(_VERSION, a, b),
    }


def _disjoint(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether two scopes of one set exclude each other; towns count where both sides name one."""
    towns_x, towns_y = {m for m in x if m.startswith("t:")}, {m for m in y if m.startswith("t:")}
    if towns_x and towns_y and not towns_x & towns_y:
        return True
    return not (x - towns_x) & (y - towns_y)


_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*")
_LABELLED = re.compile(
    r"\b([A-Za-z]{3,20})[ -](?:no\.? ?)?([A-Z]|\d{1,3}(?:\.\d{1,3})?)\b(?! ?(?:%|€|per|days?|weeks?|months?|hours?|minutes?|years?))"
)


def _substitution(a: Placed, b: Placed) -> dict[str, float]:
    """Whether two places, or two sentences, are the same but for the subject they name."""
    said = _replaced(a.claim.masked, b.claim.masked)
    key = _replaced(f"{a.claim.lead} {a.claim.column}", f"{b.claim.lead} {b.claim.column}")
    titles = max(
        (_replaced(x, y) for x, y in zip(a.topic.split(" · "), b.topic.split(" · "), strict=False)),
        default=0.0,
    )
    siblings = _siblings(a.path, b.path)
    labels_a, labels_b = _labels(a), _labels(b)
    cells = a.claim.form is b.claim.form is Form.CELL
    clash = not cells and any(
        labels_a[noun].isdisjoint(labels_b[noun]) for noun in labels_a.keys() & labels_b.keys()
    )
    rows = _other_row(a, b)
    bare = min(len(a.words), len(b.words)) == 0 and a.topic != b.topic
    return {
        "anaphora": float(bare),
        "other_row": rows,
        "replaced_said": max(said, key),
        "replaced_title": titles,
        "labels_apart": float(clash),
        "siblings": siblings,
    }


def _other_row(a: Placed, b: Placed) -> float:
    """1 where a table's row is about something the other side does not name."""
    if a.claim.form is Form.CELL and b.claim.form is Form.CELL:
        x, y = _row_key(a), _row_key(b)
        same = x == y or (
            bool(x and y) and (x <= y or y <= x) and not any(t.isdigit() for t in x ^ y)
        )
        return float(not same)
    if Form.CELL not in {a.claim.form, b.claim.form}:
        return 0.0
    cell, prose = (a, b) if a.claim.form is Form.CELL else (b, a)
    key = _row_key(cell)
    named = _row_key(prose) | {t.lower() for t in _TOKEN.findall(f"{prose.said} {prose.topic}")}
    return float(bool(key) and len(key & (named | {stem(t) for t in named})) < len(key) / 2)


def _row_key(item: Placed) -> frozenset[str]:
    return frozenset(
        stem(t)
        for t in _TOKEN.findall(item.claim.lead)
        if t.lower() not in FUNCTION_WORDS or len(t) == 1
    )


def _siblings(x: str, y: str) -> float:
    """1 for pages of one folder whose names differ in one part: `press-a` and `press-b`."""
    left, right = PurePosixPath(x), PurePosixPath(y)
    if left.parent != right.parent or left == right:
        return 0.0
    p, q = _TOKEN.findall(left.stem.lower()), _TOKEN.findall(right.stem.lower())
    start = next(
        (n for n, (i, j) in enumerate(zip(p, q, strict=False)) if i != j), min(len(p), len(q))
    )
    end = next(
        (n for n, (i, j) in enumerate(zip(p[::-1], q[::-1], strict=False)) if i != j),
        min(len(p), len(q)),
    )
    ours, theirs = p[start : len(p) - end], q[start : len(q) - end]
    if not (ours and theirs and start + end) or {*ours, *theirs} & _PAGE_KINDS:
        return 0.0
    return 1.0


_PAGE_KINDS = frozenset(
    ["policy", "policies", "faq", "faqs", "guide", "guides", "handbook", "rules", "rule", "overview", "notes", "note", "checklist", "form", "questions", "answers", "basics", "intro", "introduction", "howto", "how", "procedure", "procedures", "process", "page", "info", "information", "terms", "summary", "reference", "manual", "instructions", "details", "quick", "start", "new", "old", "copy", "final", "draft", "internal", "public", "help", "support", "tips", "news", "update", "updates", "letter", "memo", "announcement", "short", "long", "full", "customer", "customers", "staff", "employee", "employees", "manager", "managers", "team", "sheet", "table", "list", "cheatsheet", "cheat", "onboarding", "training", "index", "readme", "about", "general", "for"]
)
"""Words that name a kind of page or its readers, not its subject."""


def _labels(item: Placed) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for noun, label in _LABELLED.findall(f"{item.topic} {item.said}".replace("-", " ")):
        if noun.lower() not in {
            "the",
            "and",
            "for",
            "than",
            "most",
            "least",
            "about",
            "after",
            "within",
            "every",
            "until",
            "from",
        }:
            found.setdefault(noun.lower(), set()).add(label.lower())
    return found


def _replaced(x: str, y: str) -> float:
    """How unlike the words are by which two otherwise similar texts differ (0 to 1)."""
    from difflib import SequenceMatcher

    left, right = [t.lower() for t in _TOKEN.findall(x)], [t.lower() for t in _TOKEN.findall(y)]
    if not left or not right or left == right:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.5:
        return 0.0
    worst = 0.0
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            old = [t for t in left[i:j] if t not in FUNCTION_WORDS or len(t) == 1]
            new = [t for t in right[k:m] if t not in FUNCTION_WORDS or len(t) == 1]
            if old and new:
                near = float(
                    (_word_vectors((" ".join(old),)) @ _word_vectors((" ".join(new),)).T)[0, 0]
                )
                worst = max(worst, 1 - max(near, 0.0))
    return worst


def _names(text: str) -> frozenset[str]:
    return frozenset(m[0].lower() for m in _PROPER.finditer(text) if len(m[0]) > 2)


def _apart(pattern: re.Pattern[str], a: Placed, b: Placed) -> float:
    x, y = (
        set(pattern.findall(f"{p.topic} {p.claim.sentence} {p.claim.lead} {p.claim.column}"))
        for p in (a, b)
    )
    return float(bool(x and y) and not x & y)


def _spirit(a: Placed, b: Placed) -> dict[str, float]:
    x = frames(f"{a.claim.lead} {a.claim.sentence}")
    y = frames(f"{b.claim.lead} {b.claim.sentence}")
    place_x, place_y = place_frames(a.topic), place_frames(b.topic)
    found = {f"frame_{name}": float(name in x or name in y) for name in _FRAMES}
    found |= {f"place_{name}": float(name in place_x or name in place_y) for name in _FRAMES[:5]}
    found["condition_one_sided"] = float(("condition" in x) != ("condition" in y))
    return found


def _values(candidate: Candidate, a: Placed, b: Placed) -> dict[str, float]:
    x, y = a.claim.value, b.claim.value
    ratio = math.log(max(candidate.compared.ratio, 1.0))
    classes_a, classes_b = attributes(a.said), attributes(b.said)
    wide_a, wide_b = classes_a | attributes(a.topic), classes_b | attributes(b.topic)
    return {
        "ratio": min(ratio, 6.0) / 3,
        "ratio_far": float(ratio > math.log(8)),
        "same_dimension": float(x.dimension == y.dimension),
        "same_unit": float(x.unit == y.unit),
        "inside": float(candidate.compared.inside),
        "opposed": float(candidate.compared.opposed),
        "both_upper": float(x.bound in _UPPER and y.bound in _UPPER),
        "both_lower": float(x.bound in _LOWER and y.bound in _LOWER),
        "one_bound": float((x.bound is Bound.EXACT) != (y.bound is Bound.EXACT)),
        "hedged": float(x.hedged or y.hedged),
        "per_one_sided": float(bool(x.per) != bool(y.per)),
        "each_one_sided": float(bool(x.each) != bool(y.each)),
        "business_mixed": float("business" in {x.unit, y.unit} and x.unit != y.unit),
        "attributes_shared": min(len(classes_a & classes_b), 3) / 3,
        "attributes_wide": min(len(wide_a & wide_b), 4) / 4,
        "attributes_apart": float(bool(classes_a and classes_b) and not classes_a & classes_b),
        "number": float("number" in {x.dimension, y.dimension}),
        "count_noun": _noun_nearness(x.dimension, y.dimension),
        "is_date": float(x.kind is Kind.DATE),
        "is_rule": float(x.kind is Kind.RULE),
        "is_name": float(x.kind is Kind.NAME),
        "is_proper": float(x.dimension in {"name/proper", "name/team"}),
    }


def _noun_nearness(x: str, y: str) -> float:
    """How near the things counted are; 0 for other dimensions and for equal nouns."""
    if x == y or not (x.startswith("count/") and y.startswith("count/")):
        return 0.0
    pair = _word_vectors((x.removeprefix("count/"), y.removeprefix("count/")))
    return float(pair[0] @ pair[1]) - 1.0
