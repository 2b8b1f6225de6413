"""Finds national identifiers: form, check digits, and a word that says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ragaudit.sensitive.context import near
from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.id_table import IDENTIFIERS, Identifier

_EDGE_LEFT, _EDGE_RIGHT = r"(?<![\w./#=-])(?<!\d )", r"(?![\w/-]|[.,]\d| \d)"
_RIGHT_AFTER = r")(?: is)?[^\w\n]{1,6}\Z"


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier with its compiled patterns."""

    what: Identifier
    pattern: re.Pattern[str]
    words: re.Pattern[str]
    before: re.Pattern[str] | None


def _compiled(identifier: Identifier) -> Named:
    pattern = re.compile(f"{_EDGE_LEFT}(?:{identifier.pattern}){_EDGE_RIGHT}", re.ASCII)
    words = re.compile(identifier.words, re.IGNORECASE)
    before = re.compile("(?:" + identifier.words + _RIGHT_AFTER, re.IGNORECASE)
    return Named(identifier, pattern, words, before if identifier.just_before else None)


_COMPILED = tuple(map(_compiled, IDENTIFIERS))
_NOT_NUMBERS = re.compile(r"[^0-9]")


def identifiers_named(text: str) -> tuple[Named, ...]:
    """Those whose name a text has, or that need none."""
    lower = text.lower()
    hinted = (n for n in _COMPILED if any(hint in lower for hint in n.what.hints))
    return tuple(n for n in hinted if n.words.search(text))


def identifiers(
    named: Iterable[Named], text: str, start: int, end: int, context: str
) -> Iterator[Hit]:
    """Yield national identifiers in `text[start:end]`."""
    for one in named:
        for match in one.pattern.finditer(text, start, end):
            digits = _NOT_NUMBERS.sub("", match[0])
            if len(set(digits)) < 3 or not one.what.valid(match[0]):
                continue
            if _said(one, text, match, context):
                weight = Weight.HIDE if digits in one.what.samples.split() else Weight.REPORT
                yield Hit(Topic.PERSONAL, one.what.kind, *match.span(), weight)


def _said(one: Named, text: str, match: re.Match[str], context: str) -> bool:
    if one.before is not None:
        return bool(one.before.search(text[max(0, match.start() - 60) : match.start()]))
    return bool(one.words.search(near(text, *match.span(), context)))


def unnamed_identifiers(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield what has the form and check digits of an identifier, whatever is said around it."""
    for one in _COMPILED:
        if one.before is None:
            for match in one.pattern.finditer(text, start, end):
                if len(set(match[0])) > 3 and one.what.valid(match[0]):
                    yield Hit(Topic.PERSONAL, one.what.kind, *match.span(), Weight.HIDE)
