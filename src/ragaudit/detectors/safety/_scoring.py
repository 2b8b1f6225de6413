"""How much a sentence reads like an instruction to a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ragaudit.detectors.safety import (
    _cues,
    _cues_address,
    _cues_answers,
    _cues_claims,
    _cues_languages,
    _cues_role,
    _cues_steering,
    _cues_taking,
)
from ragaudit.detectors.safety._cues import Cue

ENOUGH = 3
"""What a sentence must weigh. One turn of phrase people do not use, or two that they seldom do."""
ENOUGH_TOGETHER = 4
"""What two sentences in a row must weigh, if neither does alone."""

CUES: tuple[Cue, ...] = (
    *_cues.OVERRIDE,
    *_cues_role.ROLE,
    *_cues_taking.EXTRACTION,
    *_cues_taking.EXFILTRATION,
    *_cues_steering.STEERING,
    *_cues_answers.ANSWERS,
    *_cues_address.TOOL,
    *_cues_address.ADDRESS,
    *_cues_claims.CLAIMS,
    *_cues_languages.LANGUAGES,
)
_HUMAN = frozenset({"steering", "tool", "role", "extraction", "exfiltration"})
"""Families people use among themselves, so that words for people speak against them."""

_BEFORE_ORDER = frozenset(
    [
        "please",
        "kindly",
        "now",
        "and",
        "then",
        "must",
        "should",
        "just",
        "simply",
        "instead",
        "also",
        "shall",
        "you",
        "to",
        "first",
        "or",
        "immediately",
        "always",
        "but",
        "so",
        "therefore",
        "hereby",
        "will",
        "completely",
        "totally",
        "have",
        "assistant",
        "ai",
        "chatbot",
        "do",
        "llm",
        "model",
        "next",
        "bitte",
        "system",
        "only",
    ]
)
_LAST_WORD = re.compile(r"([\w']+)\W?$")
_OPEN = re.compile(r"(?:^|[.,:;!?)(\"'>\]}*|=#/\\-]|[–—…])\s*$")
_PEOPLE = re.compile(
    r"\b(?:customers?|callers?|prospects?|clients?|guests?|patients?|journalists?|press|reps?|sales"
    r"|staff|employees?|colleagues?|students?|candidates?|interviews?|visitors?|managers?|tenants?"
    r"|suppliers?|teachers?|paper|team|phone|boarding|nurse|meeting|deadline)\b"
)
_IF_PERSON = re.compile(
    r"\bif you (?:have|had|already|paid|are (?:using|on|not|happy|unsure|new)|use|used|installed"
    r"|received|do not|don't|want|wish|need|prefer|live|work|see|get|run|choose|chose)\b|\bunless "
    r"you\b"
)
_CONCERNING = re.compile(
    r",? ?(?:regarding|concerning|about|for|on|in|at|from|sent|issued|of|if|when|since"
    r"|because)\b"
    r"(?!.{0,40}(?:prompt|system|safety|user|developer|context|model|above|content|chat"
    r"|conversation"
    r"|policy|output|answer|reply))"
)


class Score(NamedTuple):
    """What one sentence, or two in a row, weigh."""

    total: int
    families: tuple[str, ...]
    strong: bool
    """Whether one cue alone would do."""
    start: int = 0
    """Where the first cue stands in the folded sentence."""


NOTHING = Score(0, (), False)


class Live(NamedTuple):
    """A cue that may match."""

    cue: Cue
    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    """Those that may stand in the text."""


_WORDS = re.compile(r"[a-z' ]+")
_PUNCTUATION = (
    bytes(code if chr(code).isalnum() or chr(code) == "'" else 32 for code in range(128))
    + b" " * 128
)


def live_cues(lowered: str, least: int = 2) -> tuple[Live, ...]:
    """The cues that may match somewhere in a text in lower case; none if all weigh too little.

    Works on the set of words, so that its cost hardly depends on the number of cues.
    """
    index = _index()
    written = lowered.replace("’", "'").encode("ascii", "replace")
    words = written.translate(_PUNCTUATION).decode("ascii").split()
    seen = set(words)
    here = set(seen & index.words)
    phrases = [phrase for word in seen & index.keys for phrase in index.phrases[word]]
    likely = [phrase for phrase, parts in phrases if seen.issuperset(parts)]
    flat = " ".join(words) if likely else ""
    here.update(phrase for phrase in likely if phrase in flat)
    plain = lowered.isascii()
    here.update(part for part in index.odd if (not plain or part.isascii()) and part in lowered)
    if not here:
        return ()
    found = tuple(
        Live(cue, pattern, tuple(sorted(anchors & here)))
        for cue, pattern, anchors in index.cues
        if not here.isdisjoint(anchors)
    )
    return found if any(live.cue.weight >= least for live in found) else ()


def heavy_anchors(live: Sequence[Live]) -> tuple[str, ...]:
    """What stands in every passage that may weigh enough."""
    anchors = (anchor for one in live if one.cue.weight > 1 for anchor in one.anchors)
    return tuple(dict.fromkeys(anchors))


def may_weigh(folded: str, anchors: Sequence[str]) -> bool:
    """Whether a passage holds any of the anchors."""
    return _any_in(anchors, folded)


def _any_in(anchors: Sequence[str], folded: str) -> bool:
    # A plain loop: a generator costs more than what it goes through.
    for anchor in anchors:  # noqa: SIM110
        if anchor in folded:
            return True
    return False


def score(folded: str, live: Sequence[Live], context: str = "") -> Score:
    """Weigh one folded sentence; `context` is what stands above it, in lower case."""
    found = _matches(folded, live)
    if not found:
        return NOTHING
    kept = _apart(found)
    weights: dict[str, int] = {}
    for cue, weight, _ in kept:
        if cue.family in ("steering", "tool"):
            weights[cue.family] = min(weights.get(cue.family, 0) + weight, 4)
        else:
            weights[cue.family] = max(weights.get(cue.family, 0), weight)
    total = sum(weights.values()) - _excuses(folded, context, weights, kept)
    families = tuple(name for name, weight in weights.items() if weight >= 2)
    strong = any(weight >= ENOUGH for _, weight, _ in kept)
    return Score(total, families, strong, min(span[0] for _, _, span in kept))


_Match = tuple[Cue, int, tuple[int, int]]


def _matches(folded: str, live: Sequence[Live]) -> list[_Match]:
    found: list[_Match] = []
    for cue, pattern, anchors in live:
        if not _any_in(anchors, folded):
            continue
        for match in pattern.finditer(folded):
            weight = cue.weight
            if cue.imperative:
                weight -= _doubt(folded[: match.start()]) if match[0][:3] != "you" else 0
            if cue.family == "override" and _CONCERNING.match(folded, match.end()):
                weight -= 1
            if weight > 0:
                found.append((cue, weight, match.span()))
                break
    return found


def _doubt(before: str) -> int:
    """0 where an order may start, 1 behind “to”, all of the weight elsewhere."""
    if _OPEN.search(before):
        return 0
    last = _LAST_WORD.search(before.rstrip())
    word = last[1] if last else ""
    return 1 if word == "to" else 0 if word in _BEFORE_ORDER else 9


def _apart(found: list[_Match]) -> list[_Match]:
    """Cues that do not stand on the same words; the heavier ones win."""
    kept: list[_Match] = []
    for one in sorted(found, key=lambda m: (-m[1], m[2][0])):
        start, end = one[2]
        if not any(_share(start, end, *other[2]) for other in kept):
            kept.append(one)
    return kept


def _share(start: int, end: int, first: int, last: int) -> bool:
    """Whether two stretches are mostly the same words."""
    common = min(end, last) - max(start, first)
    return common * 2 > min(end - start, last - first)


def _excuses(folded: str, context: str, weights: dict[str, int], kept: Sequence[_Match]) -> int:
    """What speaks for a text that people wrote for people."""
    if "address" in weights or "marker" in weights:
        return 0
    excuse = 2 if _IF_PERSON.search(folded) and "role" not in weights else 0
    among_people = set(weights) <= _HUMAN and all(weight < ENOUGH for _, weight, _ in kept)
    if among_people and (_PEOPLE.search(folded) or _PEOPLE.search(context)):
        excuse += 2
    return excuse


def together(first: Score, second: Score) -> Score:
    """Two sentences in a row as one."""
    families = tuple(dict.fromkeys((*first.families, *second.families)))
    return Score(first.total + second.total, families, first.strong or second.strong, first.start)


class _Index(NamedTuple):
    """Every anchor, by how it is looked for."""

    cues: tuple[tuple[Cue, re.Pattern[str], frozenset[str]], ...]
    words: frozenset[str]
    keys: frozenset[str]
    phrases: dict[str, list[tuple[str, frozenset[str]]]]
    """By their longest word, with all their words."""
    odd: tuple[str, ...]
    """Those with other signs than letters; looked for in the text itself."""


@lru_cache(maxsize=1)
def _index() -> _Index:
    anchors = dict.fromkeys(anchor for cue in CUES for anchor in cue.anchors)
    plain = [anchor for anchor in anchors if _WORDS.fullmatch(anchor)]
    phrases: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for phrase in plain:
        parts = phrase.split()
        if len(parts) > 1:
            phrases.setdefault(max(parts, key=len), []).append((phrase, frozenset(parts)))
    cues = tuple((cue, re.compile(cue.pattern), frozenset(cue.anchors)) for cue in CUES)
    words = frozenset(anchor for anchor in plain if " " not in anchor)
    odd = tuple(anchor for anchor in anchors if anchor not in plain)
    return _Index(cues, words, frozenset(phrases), phrases, odd)
