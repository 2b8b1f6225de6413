"""Whether two claims speak of different things: another scope, subject, row, year, version."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import PurePosixPath

from ragaudit.detectors._identifiers import are_two_entries
from ragaudit.detectors._vectors import encode
from ragaudit.detectors.conflict._contrasts import contrasts
from ragaudit.detectors.conflict._numbers import NUMBER
from ragaudit.detectors.conflict._space import Placed
from ragaudit.detectors.conflict._statements import Form
from ragaudit.detectors.conflict._synonyms import subject_words
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, stem
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
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*")
_LABELLED = re.compile(
    r"\b([A-Za-z]{3,20})[ -](?:no\.? ?)?([A-Z]|\d{1,3}(?:\.\d{1,3})?)\b"
    r"(?! ?(?:%|€|per|days?|weeks?|months?|hours?|minutes?|years?))"
)
_PAGE_KINDS = frozenset(
    [
        "policy",
        "policies",
        "faq",
        "faqs",
        "guide",
        "guides",
        "handbook",
        "rules",
        "rule",
        "overview",
        "notes",
        "note",
        "checklist",
        "form",
        "questions",
        "answers",
        "basics",
        "intro",
        "introduction",
        "howto",
        "how",
        "procedure",
        "procedures",
        "process",
        "page",
        "info",
        "information",
        "terms",
        "summary",
        "reference",
        "manual",
        "instructions",
        "details",
        "quick",
        "start",
        "new",
        "old",
        "copy",
        "final",
        "draft",
        "internal",
        "public",
        "help",
        "support",
        "tips",
        "news",
        "update",
        "updates",
        "letter",
        "memo",
        "announcement",
        "short",
        "long",
        "full",
        "customer",
        "customers",
        "staff",
        "employee",
        "employees",
        "manager",
        "managers",
        "team",
        "sheet",
        "table",
        "list",
        "cheatsheet",
        "cheat",
        "onboarding",
        "training",
        "index",
        "readme",
        "about",
        "general",
        "for",
    ]
)
"""Words that name a kind of page or its readers, not its subject."""


def apart(a: Placed, b: Placed) -> dict[str, float]:
    """The signs of two subjects, each 1 where it holds; `replaced_said` is a share."""
    return {
        "scope_apart": float(_scopes_apart(a, b)),
        "years_apart": max(
            _apart(_YEAR, a, b),
            float(bool(_year_of(a)) != bool(_year_of(b))),
            float(_of_two_days(a.path, b.path)),
        ),
        "versions_apart": _apart(_VERSION, a, b),
        "part_of": float(bool(_PART.search(a.said)) != bool(_PART.search(b.said))),
        "labels_apart": max(
            float(_labels_apart(a, b)), _apart(_PERCENTILE, a, b), _apart(_FLAG, a, b)
        ),
        "replaced_said": max(
            _replaced(a.claim.masked, b.claim.masked),
            _replaced(f"{a.claim.lead} {a.claim.column}", f"{b.claim.lead} {b.claim.column}"),
            _replaced(_counted(a), _counted(b)),
        ),
        "other_row": _other_row(a, b),
        "siblings": _siblings(a.path, b.path),
        "nothing_shared": float(not _connected(a, b)),
        "anaphora": float(_unnamed(a, b)),
        "entries": float(_entries(a, b)),
        "titles_apart": _titles_apart(a, b),
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
    x, y = (
        set(pattern.findall(f"{p.topic} {p.claim.sentence} {p.claim.lead} {p.claim.column}"))
        for p in (a, b)
    )
    return float(bool(x and y) and not x & y)


PRONOUN = re.compile(r"(?:it|this|they|these|that|those|he|she|there (?:is|are))\b", re.IGNORECASE)
_HOURS = frozenset(
    stem(word)
    for word in [
        "open",
        "opening",
        "hours",
        "close",
        "closing",
        "until",
        "from",
        "daily",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "weekday",
        "weekend",
        "morning",
        "evening",
        "night",
        "noon",
        "clock",
        "day",
        "time",
    ]
)


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


_WORDS = re.compile(r"[^\W\d_]{2}")


_NOTE = re.compile(r"\W*(?:note|important|warning|tip|caution|attention)\W+", re.IGNORECASE)


def _points(sentence: str) -> bool:
    return PRONOUN.match(_NOTE.sub("", sentence, count=1)) is not None


def _heads(item: Placed) -> str:
    """Title and headings, without the path."""
    return item.topic.rpartition(" · ")[0] or item.topic


def _entries(a: Placed, b: Placed) -> bool:
    """Whether both pages are entries of a reference, each titled by an identifier of its own.

    What such a page says of “the alert” or “usage” holds for its own subject: `DiskNearFull` and
    `DiskFull` have two thresholds.
    """
    return are_two_entries(*(item.topic.partition(" · ")[0] for item in (a, b)))


_CONTACT = frozenset(
    stem(word)
    for word in [
        "contact",
        "question",
        "email",
        "mail",
        "reach",
        "slack",
        "write",
        "send",
        "please",
        "information",
        "issue",
        "help",
        "request",
        "team",
        "address",
        "phone",
        "call",
        "ask",
        "support",
        "get",
        "touch",
        "group",
        "copy",
        "cc",
        "account",
        "google",
        "feedback",
        "details",
        "customer",
        "employee",
        "visit",
        "see",
        "url",
        "link",
        "page",
        "site",
        "website",
        "access",
    ]
)
"""Words of every sentence that names an address; they do not say what it is for."""


_IMPLIED = 1
"""Words a statement may have without its column's, and still leave its subject open."""


def _titles_apart(a: Placed, b: Placed) -> float:
    """How unlike the subjects of two pages are whose statements leave the subject to the title.

    `Availability: 99.9 %` on the page of one system says nothing of another one's.
    """
    claims = (a.claim, b.claim)
    if a.claim.document == b.claim.document or Form.SENTENCE in {claim.form for claim in claims}:
        return 0.0
    if any(len(subject_words(f"{claim.lead} {claim.masked}")) > _IMPLIED for claim in claims):
        return 0.0
    x, y = _title_words(a), _title_words(b)
    if not (x and y) or x.keys() & (y.keys() | b.words.keys()) or y.keys() & a.words.keys():
        return 0.0
    return 1 - max(_likeness(" ".join(x.values()), " ".join(y.values())), 0.0)


def _title_words(item: Placed) -> dict[str, str]:
    words = subject_words(item.topic.partition(" · ")[0])
    return {stem(word): word for word in words if word.lower() not in _PAGE_KINDS}


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


_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def _of_two_days(x: str, y: str) -> bool:
    """Whether both pages are records, of two days by their names: `report-20260728.md`."""
    left, right = (_DAY.findall(PurePosixPath(path).stem) for path in (x, y))
    return bool(left and right) and left != right


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
    named = _row_key(prose) | {t.lower() for t in _TOKEN.findall(f"{prose.said} {prose.topic}")}
    return float(bool(key) and len(key & (named | {stem(t) for t in named})) < len(key) / 2)


def _plain(key: str) -> list[str]:
    return [
        token.lower() for token in _TOKEN.findall(key) if token.lower() not in {"the", "a", "an"}
    ]


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


def _replaced(x: str, y: str) -> float:
    """How unlike the words are by which two otherwise similar texts differ (0 to 1)."""
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
                near = _likeness(" ".join(old), " ".join(new))
                worst = max(worst, 1 - max(near, 0.0))
    return worst


@lru_cache(maxsize=16_384)
def _likeness(x: str, y: str) -> float:
    pair = encode((x, y))
    return float(pair[0] @ pair[1])
