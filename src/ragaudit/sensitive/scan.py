"""Everything that can be found in a text; the rules and every output's redaction share it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ragaudit.sensitive import contacts
from ragaudit.sensitive.cards import cards, ibans
from ragaudit.sensitive.context import is_made_up, near
from ragaudit.sensitive.credentials import credentials
from ragaudit.sensitive.hits import Hit, Weight, settle
from ragaudit.sensitive.ids import identifiers, identifiers_named, unnamed_identifiers
from ragaudit.sensitive.keys import keys
from ragaudit.sensitive.tokens import dense, tokens

_NUMBERS = re.compile(
    r"(?<!\d)[A-Za-z]{0,6}\d(?:[A-Za-z]{0,2}[ .\-]?\d){5,40}[A-Za-z]?"
    r"|[A-Za-z]{2}\d\d ?[A-Za-z]{4} ?\d[\dA-Za-z ]{8,30}"
)
_MARGIN, _GAP = 24, re.compile(r"\s")
_BIRTH_WORDS = re.compile(r"birth|\bd\.?o\.?b\b|born on|geb|naissance|nacimiento", re.IGNORECASE)
_HOME_WORDS = re.compile(r"address|lives |resid|wohnhaft|privatadresse|domicil", re.IGNORECASE)


def secrets(text: str) -> list[Hit]:
    """Secrets in a provider's format, and what stands behind a word for a secret."""
    return settle((*exposed(text), *told(text)))


def exposed(text: str) -> list[Hit]:
    """Secrets that have a format of their own."""
    return settle((*tokens(text, dense(text)), *keys(text)))


def told(text: str) -> list[Hit]:
    """Values that the words in front of them make known."""
    return settle(credentials(text))


def personal(text: str, context: str = "") -> list[Hit]:
    """Personal data; `context` is what stands above the text: a heading, a table's caption."""
    found = [*contacts.emails(text)]
    places = list(_number_places(text))
    named = identifiers_named(f"{context}\n{text}") if places else ()
    for start, end in places:
        found += (*cards(text, start, end, context), *ibans(text, start, end, context))
        found += identifiers(named, text, start, end, context)
    if places:
        found += contacts.phones(text)
    if _BIRTH_WORDS.search(text):
        found += contacts.births(text)
    if _HOME_WORDS.search(text):
        found += contacts.homes(text)
    return settle(_unless_made_up(hit, text, context) for hit in found) if found else []


def _number_places(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of text with enough digits to be a number worth a look."""
    for match in _NUMBERS.finditer(text):
        if sum(c.isdigit() for c in match[0]) >= 6:
            latest = min(len(text), match.end() + 4 * _MARGIN)
            gap = _GAP.search(text, match.end() + _MARGIN, latest)
            yield max(0, match.start() - 4), gap.start() if gap else latest


def _unless_made_up(hit: Hit, text: str, context: str) -> Hit:
    if hit.weight is Weight.HIDE or not is_made_up(near(text, hit.start, hit.end, context)):
        return hit
    return replace(hit, weight=Weight.HIDE)


def bare_numbers(row: str) -> Iterator[Hit]:
    """Numbers of a table's row whose column may name them: hidden where the column is not seen."""
    for start, end in _number_places(row):
        yield from unnamed_identifiers(row, start, end)
