"""Contradictions side by side: who says what since when, with what differs marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ragaudit.model import Finding
from ragaudit_reports._clean import one_line
from ragaudit_reports.html._findings import Item
from ragaudit_reports.html._index import Index, Place
from ragaudit_reports.html._names import CONFLICT

LIMIT = 100
"""Contradictions side by side; more are left to the list of findings."""
_SIDES = 6
_QUOTE = 400
_VALUE = re.compile(r"“([^”]{1,120})”")
_WORDS = re.compile(r"\w+(?:[.,:/-]\w+)*|[^\w\s]|\s+")
_HINTS = ("Likely right:", "Nothing in dates or numbers")
_ALIKE = 0.4
"""Below this share of equal words two sentences differ too much for a mark to say anything."""

Marked = tuple[tuple[str, bool], ...]
"""A text in pieces, each with whether it is marked."""


@dataclass(frozen=True, slots=True)
class Side:
    """One page's word on it."""

    place: Place
    line: int | None
    quote: Marked


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sentences that cannot all be right."""

    item: Item
    values: tuple[str, ...]
    """The values that exclude each other; empty where they cannot be told apart or shown."""
    sides: tuple[Side, ...]
    more: int
    """Further sides that are not shown."""
    hint: str
    """Which side is likely right, or that nothing tells."""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """The section."""

    shown: tuple[Conflict, ...]
    total: int
    ran: bool
    """Whether any rule looked for contradictions at all."""


def conflicts(index: Index, items: dict[str, Item]) -> Conflicts:
    """Open contradictions, worst first; two findings on the same sentences are one.

    `items` are the findings as they are listed, by fingerprint.
    """
    seen: dict[frozenset[tuple[str, int | None]], Finding] = {}
    for finding in index.of_rules((CONFLICT,)):
        places = {(finding.document or "", finding.line)}
        places |= {(other.document, other.line) for other in finding.related}
        seen.setdefault(frozenset(places), finding)
    found = [f for f in seen.values() if f.fingerprint in items]
    found.sort(key=lambda f: -f.severity.rank)
    shown = tuple(_conflict(index, f, items[f.fingerprint]) for f in found[:LIMIT])
    return Conflicts(shown, len(seen), index.ran(CONFLICT) or bool(seen))


def _conflict(index: Index, finding: Finding, item: Item) -> Conflict:
    stated, hint = _split(item.message)
    values = tuple(dict.fromkeys(_VALUE.findall(stated)))
    texts = [(finding.document, finding.line, finding.quote)]
    texts += [(r.document, r.line, r.quote) for r in finding.related]
    quotes = [one_line(text, _QUOTE) for _, _, text in texts]
    marked = mark(quotes, values)
    sides = tuple(
        Side(index.place(document, finding.source, finding.path if not n else None), line, quote)
        for n, ((document, line, _), quote) in enumerate(zip(texts, marked, strict=True))
    )
    shown = tuple(v for v in values if any(v.casefold() in q.casefold() for q in quotes))
    return Conflict(item, shown, sides[:_SIDES], max(0, len(sides) - _SIDES), hint)


def _split(message: str) -> tuple[str, str]:
    """What the sides say, and what that lets one conclude; all of it where that is not told."""
    for start in _HINTS:
        at = message.find(start)
        if at > 0:
            return message[:at], message[at:]
    return message, message


def mark(quotes: Sequence[str], values: Sequence[str]) -> list[Marked]:
    """Mark the values where they stand; where none is found, the words that differ."""
    by_value = [_mark_values(quote, values) for quote in quotes]
    if any(marked for pieces in by_value for _, marked in pieces):
        return by_value
    if len(quotes) < 2:
        return by_value
    first = _mark_difference(quotes[0], quotes[1])
    return [first, *(_mark_difference(quote, quotes[0]) for quote in quotes[1:])]


def _mark_values(quote: str, values: Sequence[str]) -> Marked:
    """The longest values first, so that `is required` is not marked as `required`."""
    patterns = [re.escape(value) for value in sorted(values, key=len, reverse=True)]
    if not patterns:
        return ((quote, False),)
    parts = re.split(rf"(?<!\w)({'|'.join(patterns)})(?!\w)", quote, flags=re.IGNORECASE)
    return tuple((part, bool(n % 2)) for n, part in enumerate(parts) if part)


def _mark_difference(quote: str, other: str) -> Marked:
    here, there = _WORDS.findall(quote), _WORDS.findall(other)
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ((quote, False),)
    return tuple(
        ("".join(here[start:end]), tag != "equal")
        for tag, start, end, _, _ in matcher.get_opcodes()
        if start < end
    )
