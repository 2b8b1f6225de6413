"""Whether two claims speak of different things: another scope, subject, row, year, version."""

from __future__ import annotations

import re
from functools import lru_cache

from ragaudit.detectors.conflict._contrasts import contrasts
from ragaudit.detectors.conflict._numbers import NUMBER
from ragaudit.detectors.conflict._pages_apart import entries, of_two_days, siblings, titles_apart
from ragaudit.detectors.conflict._space import Placed
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, stem
from ragaudit.detectors.conflict._unlike import TOKEN, replaced
from ragaudit.detectors.conflict._value import Kind

_PART = re.compile(
    r"\b(?:share of the|part of the (?:total|sum|premium|price|fee|budget|course|week)|of which"
    r"|portion of|the first (?:two|three|four|\d+)|thereof|as a whole)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(20[012]\d)\b")
_VERSION = re.compile(r"\bv(?:ersion )?(\d{1,3}(?:\.\d+)*)\b", re.IGNORECASE)
_PERCENTILE = re.compile(r"\bp(\d{2,3})\b", re.IGNORECASE)
_FLAG = re.compile(r"(?<![\w-])--?[a-z][a-z-]+")
_NUMBER = re.compile(NUMBER)
_WORDS = re.compile(r"[^\W\d_]{2}")
_NOTE = re.compile(r"\W*(?:note|important|warning|tip|caution|attention)\W+", re.IGNORECASE)
_LABELLED = re.compile(
    r"\b([A-Za-z]{3,20})[ -](?:no\.? ?)?([A-Z]|\d{1,3}(?:\.\d{1,3})?)\b"
    r"(?! ?(?:%|€|per|days?|weeks?|months?|hours?|minutes?|years?))"
)


def apart(a: Placed, b: Placed) -> dict[str, float]:
    """The signs of two subjects, each 1 where it holds; `replaced_said` is a share."""
    return {
        "scope_apart": float(_scopes_apart(a, b)),
        "years_apart": max(
            _apart(_YEAR, a, b),
            float(bool(_year_of(a)) != bool(_year_of(b))),
            float(of_two_days(a.path, b.path)),
        ),
        "versions_apart": _apart(_VERSION, a, b),
        "part_of": float(bool(_PART.search(a.said)) != bool(_PART.search(b.said))),
        "labels_apart": max(
            float(_labels_apart(a, b)), _apart(_PERCENTILE, a, b), _apart(_FLAG, a, b)
        ),
        "replaced_said": max(
            replaced(a.claim.masked, b.claim.masked),
            replaced(f"{a.claim.lead} {a.claim.column}", f"{b.claim.lead} {b.claim.column}"),
            replaced(_counted(a), _counted(b)),
        ),
        "other_row": _other_row(a, b),
        "siblings": siblings(a.path, b.path),
        "nothing_shared": float(not _connected(a, b)),
        "anaphora": float(_unnamed(a, b)),
        "entries": float(entries(a, b)),
        "titles_apart": titles_apart(a, b),
    }


def _scopes_apart(a: Placed, b: Placed) -> bool:
    x, y = _scope(a.topic, a.said), _scope(b.topic, b.said)
    if any(_disjoint(x[name], y[name]) for name in x.keys() & y.keys()):
        return True
    one_sided = (x.keys() ^ y.keys()) & _LIMITING
    return any(_limits(name, contrasts(a.said), contrasts(b.said)) for name in one_sided)


_LIMITING = frozenset({"plan", "region", "environment", "employment", "season"})


def _limits(name: str, x: dict[str, frozenset[str]], y: dict[str, frozenset[str]]) -> bool:
    """Whether a sentence itself speaks of one case, where the other page speaks of none.

    Production is the environment everybody means.
    """
    members = x.get(name, frozenset()) | y.get(name, frozenset())
    return bool(members) and not (name == "environment" and "m0" in members)


@lru_cache(maxsize=16_384)
def _scope(topic: str, said: str) -> dict[str, frozenset[str]]:
    """What a claim is limited to; what the sentence says of a condition beats its headings."""
    return {**contrasts(f"{topic} {said}"), **contrasts(said)}


def _disjoint(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether two scopes of one set exclude each other; towns count where both sides name one."""
    towns_x, towns_y = {m for m in x if m.startswith("t:")}, {m for m in y if m.startswith("t:")}
    if towns_x and towns_y and not towns_x & towns_y:
        return True
    return not (x - towns_x) & (y - towns_y)


def _apart(pattern: re.Pattern[str], a: Placed, b: Placed) -> float:
    x, y = set(pattern.findall(a.whole)), set(pattern.findall(b.whole))
    return float(bool(x and y) and not x & y)


_HOURS = frozenset(
    stem(word)
    for word in [
        "open", "opening", "hours", "close", "closing", "until", "from", "daily", "monday",
        "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "weekday", "weekend",
        "morning", "evening", "night", "noon", "clock", "day", "time",
    ]
)  # fmt: skip
_CONTACT = frozenset(
    stem(word)
    for word in [
        "contact", "question", "email", "mail", "reach", "slack", "write", "send", "please",
        "information", "issue", "help", "request", "team", "address", "phone", "call", "ask",
        "support", "get", "touch", "group", "copy", "cc", "account", "google", "feedback",
        "details", "customer", "employee", "visit", "see", "url", "link", "page", "site", "website",
        "access",
    ]
)  # fmt: skip
"""Words of every sentence that names an address; they do not say what it is for."""
PRONOUN = re.compile(r"(?:it|this|they|these|that|those|he|she|there (?:is|are))\b", re.IGNORECASE)


def _unnamed(a: Placed, b: Placed) -> bool:
    """Whether a side only points to its subject: `This alert`, `It`, `There are three`."""
    if min(len(a.words), len(b.words)) == 0 and a.topic != b.topic:
        return True
    own = a.claim.document == b.claim.document
    if own and any(map(_is_bare, (a, b))):
        return True
    pointing = sum(_points(item.claim.sentence) for item in (a, b))
    if _heads(a) != _heads(b):
        return pointing > 0
    # Two paragraphs of one section may point to two things.
    return pointing == 2 and own


def _is_bare(item: Placed) -> bool:
    """Whether nothing but a value is said: `32 characters.`"""
    return not _WORDS.search(item.said)


def _points(sentence: str) -> bool:
    return PRONOUN.match(_NOTE.sub("", sentence, count=1)) is not None


def _heads(item: Placed) -> str:
    """Title and headings, without the path."""
    return item.topic.rpartition(" · ")[0] or item.topic


def _counted(item: Placed) -> str:
    """What is counted, in the words of the sentence: `duplicate cron jobs`."""
    claim = item.claim
    counts = claim.value.dimension.startswith("count/")
    return _NUMBER.sub("", claim.surface.lower(), count=1) if counts else ""


def _connected(a: Placed, b: Placed) -> bool:
    """Whether the topics meet, or the statements in two words that are not about hours."""
    above_a, above_b = a.heading_words - _HOURS, b.heading_words - _HOURS
    said_a, said_b = a.words.keys() - _HOURS, b.words.keys() - _HOURS
    if a.claim.value.kind is Kind.NAME:
        return bool(((said_a | above_a) & (said_b | above_b)) - _CONTACT & (said_a | said_b))
    topics = above_a & (above_b | said_b) or above_b & said_a
    pronoun = PRONOUN.match(a.claim.sentence) or PRONOUN.match(b.claim.sentence)
    return bool(topics) or (len(said_a & said_b) >= 2 and not pronoun)


def _year_of(item: Placed) -> list[str]:
    """The year a page, a section, a row or a column is about; in a sentence it may be anything."""
    return _YEAR.findall(f"{item.topic} {item.claim.lead} {item.claim.column}")


def _labels_apart(a: Placed, b: Placed) -> bool:
    if a.claim.form is b.claim.form is Form.CELL:
        return False
    x, y = _labels(a), _labels(b)
    return any(x[noun].isdisjoint(y[noun]) for noun in x.keys() & y.keys())


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


def _other_row(a: Placed, b: Placed) -> float:
    """1 where a table's row is about something the other side does not name."""
    if a.claim.form is Form.CELL and b.claim.form is Form.CELL:
        short, long = sorted((_plain(a.claim.lead), _plain(b.claim.lead)), key=len)
        return float(not short or long[: len(short)] != short)
    if Form.CELL not in {a.claim.form, b.claim.form}:
        return 0.0
    cell, prose = (a, b) if a.claim.form is Form.CELL else (b, a)
    key = _row_key(cell)
    named = _row_key(prose) | {t.lower() for t in TOKEN.findall(f"{prose.said} {prose.topic}")}
    return float(bool(key) and len(key & (named | {stem(t) for t in named})) < len(key) / 2)


def _plain(key: str) -> list[str]:
    return [
        token.lower() for token in TOKEN.findall(key) if token.lower() not in {"the", "a", "an"}
    ]


def _row_key(item: Placed) -> frozenset[str]:
    return frozenset(
        stem(t)
        for t in TOKEN.findall(item.claim.lead)
        if t.lower() not in FUNCTION_WORDS or len(t) == 1
    )
