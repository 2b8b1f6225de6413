"""Dates as facts: the first usable key of a clock counts, unusable ones stay visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from ragaudit.model import Fact, FactState, Quality
from ragaudit.text import DateError, parse_date
from ragaudit_connectors.metadata.conventions import (
    DATE_KEYS,
    EXPIRES,
    REVIEWED,
    says_nothing,
)
from ragaudit_connectors.metadata.fields import Field, Fields

_NO_EXPIRY_FROM = 2099
"""Systems that insist on a date get 2099, 2100 or 9999 from people who mean "never"."""
_NO_DATE = frozenset(
    {date(1, 1, 1), date(1601, 1, 1), date(1900, 1, 1), date(1970, 1, 1), date(1980, 1, 1)}
)
"""What programs write for "not set": the zero of Go, Windows, Excel, Unix and ZIP."""
_TEMPLATE_DAYS = frozenset({date(2013, 12, 23), date(2013, 1, 27)})
"""When the templates of python-docx and python-pptx were made: in every file made from them."""
_PATTERN = re.compile(r"[ymdYMD/. -]{4,20}")
"""`YYYY-MM-DD`, left over from a template."""
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PDF = re.compile(r"D:(\d{8})")
_DAY_MISSING = re.compile(r"(?:\d{4}|\d{4}[-/.]\d{1,2}|[A-Za-z]{3,9}\.?,?\s+\d{4})")
_DIGIT = re.compile(r"\d")
_WORDS_ALLOWED = frozenset({REVIEWED, "modified", "published", "created", "effective_from"})
"""Clocks whose keys also hold words: `reviewed: true`, `lastmod: :git`, `effective: at once`."""
_DAY_OPTIONAL = frozenset({"published", "created"})
"""Clocks no rule counts days on: a bare year there is no fault."""


@dataclass(slots=True)
class Readings:
    """The dates of one document, and what was written in vain."""

    facts: dict[str, Fact[date]] = field(default_factory=dict)
    errors: list[Fact[str]] = field(default_factory=list)

    def add(self, clock: str, candidates: Iterable[Fact[date]]) -> None:
        """Let the first usable candidate count; keep every unusable one."""
        found = list(candidates)
        chosen = choose(found)
        self.facts[clock] = chosen
        self.errors += [
            replace(fact, value=None)  # type: ignore[misc]
            for fact in found
            if fact.state is FactState.ERROR and fact is not chosen
        ]


def read_dates(fields: Fields) -> Readings:
    """Every clock but the next review, which depends on more than its own keys."""
    readings = Readings()
    for clock, keys in DATE_KEYS.items():
        found = fields.find(keys)
        if not found:
            readings.facts[clock] = choose([])
            continue
        facts = [fact for f in found if (fact := read_field(f, clock)) is not None]
        readings.add(clock, _newest_of_lists(facts, clock))
    readings.facts[REVIEWED] = _with_verifier(readings.facts[REVIEWED], fields)
    return readings


def choose(candidates: list[Fact[date]]) -> Fact[date]:
    """The first known fact, else the first error, else the first that says anything."""
    for state in (FactState.KNOWN, FactState.ERROR, FactState.UNKNOWN, FactState.ABSENT):
        for fact in candidates:
            if fact.state is state:
                return fact
    return Fact.absent()


def read_field(field: Field, clock: str) -> Fact[date] | None:
    """One date; None where the field is about something else or says nothing."""
    text = field.value.strip()
    if says_nothing(text) or text.lower() == "never" or _PATTERN.fullmatch(text):
        return None
    if clock in _WORDS_ALLOWED and not _DIGIT.search(field.value):
        return None
    try:
        day = _day(field)
    except DateError as error:
        return _unusable(field, clock, error)
    if day in _NO_DATE or (field.tier == 2 and day in _TEMPLATE_DAYS):
        return field.absent(f"{day} stands for “not set”")
    if clock == EXPIRES and day.year >= _NO_EXPIRY_FROM:
        return field.absent(f"{day} stands for “no expiry”")
    return field.known(day)


def _day(field: Field) -> date:
    text = field.value.strip().strip("\"'").strip()
    if match := _PDF.match(text):
        return parse_date(match[1])
    # Microsoft Learn defines this one key as month/day/year, so nothing is guessed here.
    if field.key == "ms.date" and (match := _MONTH_FIRST.fullmatch(text)):
        return parse_date(f"{match[3]}-{match[1]}-{match[2]}")
    return parse_date(text)


def _unusable(field: Field, clock: str, error: DateError) -> Fact[date] | None:
    if field.tier == 2:
        # Programs wrote it; its owner can neither see nor mend it.
        return field.absent(str(error))
    if _DAY_MISSING.fullmatch(field.value.strip().strip("\"'")):
        note = f"“{field.value.strip()}” does not name a day"
        return field.absent(note) if clock in _DAY_OPTIONAL else field.error(note)
    return field.error(str(error))


def _newest_of_lists(facts: list[Fact[date]], clock: str) -> list[Fact[date]]:
    """Within `verified: [{by, at}, …]` the newest entry counts, wherever it stands."""
    if clock != REVIEWED or len(facts) < 2:
        return facts
    listed = [f for f in facts if f.known and ".at" in (f.key or "")]
    newest = max(listed, key=lambda f: f.value or date.min, default=None)
    return [f for f in facts if f not in listed or f is newest]


def _with_verifier(reviewed: Fact[date], fields: Fields) -> Fact[date]:
    """A check by a program is not a review by a person: the fact says so."""
    name = (reviewed.key or "").removesuffix(".at") + ".by"
    verifiers = fields.under("verified.by") + fields.under("verified.#.by")
    by = next((f.value for f in verifiers if f.name == name), "")
    if not by.startswith("process:"):
        return reviewed
    return replace(reviewed, quality=Quality.DERIVED, note=f"confirmed by {by}, not by a person")
