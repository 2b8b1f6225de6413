"""Numbers that count something: `three attempts`, `40 people`; or nothing that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, stem
from ragaudit.detectors.conflict._units import DAY_SECONDS, MONTH_SECONDS, UNITS, YEAR_SECONDS, Unit
from ragaudit.detectors.conflict._value import TRIES, Value, quantity

_LABEL = re.compile(
    r"\b(?:section|step|chapter|figure|fig\.|table|page|room|building|floor|phase|level"
    r"|article|clause|line|part"
    r"|appendix|annex|item|no\.|number|nr\.|form|iso|iec|rfc|en|din|type|class|category|grade"
    r"|band|gate|hall|bay|dock|unit"
    r"|track|ticket|issue|version|v|covid|python|java|node|windows|ubuntu|option|example|note"
    r"|rule|priority|severity|sev|p"
    r"|question|platform|desk|locker|box|aisle|zone|line|route|track|code|error|status|http"
    r"|stage|week|day|year|month"
    r"|sprint|release|chapter|paragraph|schedule|exhibit|principle|goal|rank|q|h|extension"
    r"|ext\.?)\s?#?$"
)
_MINUS = re.compile(r"(?:minus\s|[−–-]\s?)$")
_NAMED = re.compile(r"\s[-–—]\s[a-z]")
"""`8888 - ineligible`: a code and what it stands for."""
_SHORTEST_CODE = 100
_PARTITIVE = re.compile(
    r"(?: or (?:more|fewer|less))? of (?:the|your|our|their|these|those|its|them)\b| plus\b"
)
_WORD = re.compile(r"[\s-]?([a-z][a-z'’-]{0,30})")
_PLURALS = frozenset(
    [
        "people",
        "staff",
        "children",
        "men",
        "women",
        "persons",
        "personnel",
        "data",
        "feet",
        "criteria",
        "media",
    ]
)
_PER = re.compile(
    r"\s?(?:/\s?|(?:per|a|an|each|every|for each|for every)\s)(?:single |individual |calendar "
    r"|full )?"
    r"(?P<noun>[a-z][a-z-]{1,24})"
)
_PER_TIME = {
    "second": 1.0, "sec": 1.0, "s": 1.0, "minute": 60.0, "min": 60.0, "hour": 3600.0, "hr": 3600.0,
    "h": 3600.0,
    "day": DAY_SECONDS, "night": DAY_SECONDS, "week": 7 * DAY_SECONDS,
    "fortnight": 14 * DAY_SECONDS,
    "month": MONTH_SECONDS, "mo": MONTH_SECONDS, "quarter": 3 * MONTH_SECONDS, "year": YEAR_SECONDS,
    "annum": YEAR_SECONDS,
    "yr": YEAR_SECONDS,
}  # fmt: skip


def count(sentence: str, match: re.Match[str], amount: float) -> Iterator[Value]:
    """What a number without a unit counts; nothing where it is a label or a year."""
    start, end = match.span()
    digits = match[0][0].isdigit()
    if _LABEL.search(sentence, max(0, start - 14), start) or sentence[start - 1 : start] in {
        "#",
        "-",
        "/",
    }:
        return
    if match[0].lower() == "one" and sentence.startswith(" of ", end):
        return
    run = _noun_run(sentence, end)
    noun = _head(run, amount)
    if noun in UNITS and UNITS[noun].dimension == "duration":
        unit_end = sentence.lower().index(noun, end) + len(noun)
        yield in_units(sentence, amount, UNITS[noun], start, unit_end)
        return
    if noun is None:
        if (
            digits
            and not _looks_like_year(match[0], amount)
            and not (amount >= _SHORTEST_CODE and _NAMED.match(sentence, end))
            and sentence[end : end + 1] not in {"-", "/", ":"}
        ):
            yield quantity("number", amount, (start, end))
    elif not _looks_like_year(match[0], amount):
        yield counted(
            sentence, amount, stem(noun), start, sentence.lower().index(noun, end) + len(noun)
        )


def in_units(sentence: str, amount: float, unit: Unit, start: int, end: int) -> Value:
    """A number of units, in base units."""
    if unit.dimension.startswith("temperature") and (
        sign := _MINUS.search(sentence, max(0, start - 8), start)
    ):
        amount, start = -amount, sign.start()
    low = amount * unit.factor
    if unit.dimension == "temperature/f":
        low = (amount - 32) / 1.8
    dimension = "temperature" if unit.dimension == "temperature/f" else unit.dimension
    return per(sentence, quantity(dimension, low, (start, end), unit.calendar))


def counted(sentence: str, amount: float, noun: str, start: int, end: int) -> Value:
    """A number of things, or of times that something is tried."""
    noun = "time" if noun in TRIES else noun
    return per(sentence, quantity(f"count/{noun}", amount, (start, end)))


def _looks_like_year(text: str, amount: float) -> bool:
    return len(text) == 4 and text.isdigit() and 1900 <= amount <= 2099


def _noun_run(sentence: str, position: int) -> list[str]:
    run: list[str] = []
    if partitive := _PARTITIVE.match(sentence, position):
        position = partitive.end()
    while len(run) < 4 and (word := _WORD.match(sentence, position)):
        if word[1].lower() in FUNCTION_WORDS:
            break
        run.append(word[1].lower())
        position = word.end()
    return run


def _head(run: list[str], amount: float) -> str | None:
    """The noun that is counted: the first plural after the number, or the first word of all."""
    for word in run:
        if word in _PLURALS or (
            word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
        ):
            return word
    return run[0] if run and amount in (0, 1) else run[-1] if len(run) == 1 else None


def per(sentence: str, value: Value) -> Value:
    """Read `per user per month` behind a value."""
    per: list[str] = []
    end, each = value.end, 0.0
    while len(per) < 2 and (match := _PER.match(sentence, end)):
        noun = match["noun"].lower()
        seconds = _PER_TIME.get(noun) or _PER_TIME.get(noun.rstrip("s"))
        if seconds and not each:
            each = seconds
        elif match[0].strip().lower().startswith(("a ", "an ")) or noun in FUNCTION_WORDS:
            break
        else:
            per.append(stem(noun))
        end = match.end()
    return replace(value, per=tuple(sorted(per)), each=each, end=end)
