"""The quantities a sentence names: what is measured, how much, and in which direction it binds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ragaudit.detectors.conflict._bounds import Bound, bound_of
from ragaudit.detectors.conflict._numbers import NUMBER, read_number
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, lowered, stem
from ragaudit.detectors.conflict._units import (
    AFTER,
    CODES,
    DAY_SECONDS,
    MONTH_SECONDS,
    SYMBOLS,
    TIGHT,
    UNITS,
    YEAR_SECONDS,
    Unit,
)

INFINITE = float("inf")


class Kind(StrEnum):
    """What sort of value a claim states."""

    QUANTITY = "quantity"
    DATE = "date"
    RULE = "rule"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Value:
    """One value in a sentence."""

    kind: Kind
    dimension: str
    """What is measured: only values of one dimension can be compared."""
    low: float = 0.0
    high: float = 0.0
    """In base units; equal for a single number."""
    bound: Bound = Bound.EXACT
    unit: str = ""
    """`business`, `month`, or empty."""
    hedged: bool = False
    per: tuple[str, ...] = ()
    """Stems of what it is counted by: `user`, `order`."""
    each: float = 0.0
    """Seconds of the time it is counted by (`per month`); 0 where it is not."""
    text: str = ""
    """For names: the normalised value. For rules: the axis and side."""
    start: int = 0
    end: int = 0


_NUM = re.compile(NUMBER)
_BEFORE = re.compile(rf"(?:{SYMBOLS})\s?$|(?<![a-z])(?:{CODES})\s?$")
_UNIT = re.compile(
    rf"[\s\u00a0-]?\s?(?P<unit>{AFTER})(?![\w])|(?:\s)?(?P<tight>{TIGHT})(?![\w'’-])"
)
_RANGE = re.compile(rf"\s?(?:-|–|—|\bto\b|\band\b|\bor\b)\s?(?:{SYMBOLS})?\s?")
_PER = re.compile(
    r"\s?(?:/\s?|(?:per|a|an|each|every|for each|for every)\s)(?:single |individual |calendar "
    r"|full )?"
    r"(?P<noun>[a-z][a-z-]{1,24})"
)
_MINUS = re.compile(r"(?:minus\s|[−–-]\s?)$")
_TIMES = re.compile(r"\s?(?:times|x)\b")
_PER_TIME = {
    "second": 1.0, "sec": 1.0, "s": 1.0, "minute": 60.0, "min": 60.0, "hour": 3600.0, "hr": 3600.0,
    "h": 3600.0,
    "day": DAY_SECONDS, "night": DAY_SECONDS, "week": 7 * DAY_SECONDS,
    "fortnight": 14 * DAY_SECONDS,
    "month": MONTH_SECONDS, "mo": MONTH_SECONDS, "quarter": 3 * MONTH_SECONDS, "year": YEAR_SECONDS,
    "annum": YEAR_SECONDS,
    "yr": YEAR_SECONDS,
}  # fmt: skip
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
_ARTICLE_UNIT = re.compile(
    r"\b(?P<lead>within|for|after|than|least|most|up to|every|under|over|in|lasts?|takes?"
    r"|until|exceeds?|exceeding|beyond"
    r"|another|once|only|to|is|of|have|has|get|gets|takes|take|needs?|leaves?|gives?|still|by"
    r"|at|than)\s(?P<half>half\s)?(?P<art>an?|one|the full|a full|a single"
    r"|a whole)\s(?:(?P<half2>half)[ -])?"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|decade"
    r"|working day|business day|calendar month"
    r"|calendar year|working week)\b(?!['’-])"
)
_HALF_UNIT = re.compile(r"\bhalf (?:an? )?(?P<unit>hour|day|year)\b")
_AND_A_HALF = re.compile(r"\ban? (?P<unit>hour|day|week|month|year) and a half\b")
_QUARTERS = re.compile(r"\b(?P<part>three[- ]quarters|a quarter) of an hour\b")
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9,
    "tenth": 10, "twelfth": 12,
    "fifteenth": 15, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_NTH_TIME = re.compile(
    rf"\b(?:after|from|on|until|before|with) the (?P<word>{'|'.join(_ORDINALS)}) (?:(?:failed"
    rf"|unsuccessful|wrong|missed|such|false|late) )?(?P<noun>[a-z]{{3,20}})\b"
)
_NEXT_DAY = re.compile(
    r"\b(?:(?:the )?(?:next|following) (?P<unit>working day|business day|day)"
    r"|the (?P<unit2>working day|business day|day) after)\b"
)
_NTH = re.compile(
    rf"\b(?P<lead>from|on|by|until|before|after|in) (?:and including )?(?:the|your"
    rf"|their) (?:(?P<word>{'|'.join(_ORDINALS)})|(?P<n>\d{{1,3}})(?:st|nd|rd|th))"
    r" (?P<unit>(?:working |business |calendar )?(?:day|week|month|year))\b(?! of (?:the|each"
    r"|every|a) (?:month|quarter|year))"
)
_FRACTION = re.compile(
    r"\b(?P<part>half|(?:a|one) third|two[- ]thirds|(?:a|one) quarter"
    r"|three[- ]quarters)\s(?:of|the)\b"
)
_FRACTIONS = {
    "half": 50.0,
    "third": 100 / 3,
    "two thirds": 200 / 3,
    "quarter": 25.0,
    "three quarters": 75.0,
}
_FREE = re.compile(
    r"\b(?:free of charge|at no (?:extra |additional )?(?:charge|cost)"
    r"|without (?:charge|extra cost)|for free|costs? nothing"
    r"|no (?:charge|fee|surcharge)|complimentary|is free|are free|waived)\b"
)
_UNLIMITED = re.compile(
    r"\b(?:unlimited|no (?:upper |fixed )?(?:limit|cap|ceiling|maximum)"
    r"|without (?:any )?(?:limit|cap)|as (?:many|often|long|much) as"
    r" (?:you|they) (?:like|want|wish|need)|indefinitely|forever|never expires?"
    r"|do(?:es)? not expire|for an unlimited)\b"
)
_EVERY = re.compile(
    r"\b(?:every|each|once (?:a|an|per|every|each)"
    r"|(?P<twice>twice|two times) (?:a|an|per|every|each)"
    r"|(?P<thrice>three times|thrice) (?:a|an|per|every|each)"
    r"|(?P<four>four times) (?:a|an|per|every|each))\s"
    r"(?:(?P<other>other|second|third|fourth)\s"
    r"|(?P<n>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)[ -])?"
    r"(?P<unit>second|minute|hour|day|night|week|fortnight|month|quarter|year|working day"
    r"|business day|weekday)s?\b"
)
_ADVERB = re.compile(
    r"\b(?P<adverb>hourly|daily|nightly|weekly|fortnightly|biweekly|monthly|quarterly"
    r"|half[- ]yearly|semi-?annually|biannually"
    r"|annually|yearly|biennially)\b(?=\s?(?:[.,;:)!?]|$"
    r"|\s(?:by|at|on|in|to|for|and|or|via|from|during|until|unless|through"
    r"|with|as|before|after|between|using|rather|instead|but|so)\b))"
)
_ADVERBS = {
    "hourly": 1 / 24, "daily": 1, "nightly": 1, "weekly": 7, "fortnightly": 14, "biweekly": 14,
    "monthly": 30.436875,
    "quarterly": 91.310625, "half-yearly": 182.62125, "half yearly": 182.62125,
    "semi-annually": 182.62125,
    "semiannually": 182.62125, "biannually": 182.62125, "annually": 365.2425, "yearly": 365.2425,
    "biennially": 730.485,
}  # fmt: skip
_OTHER = {"other": 2, "second": 2, "third": 3, "fourth": 4}


def quantities(sentence: str) -> list[Value]:
    """Every quantity of a sentence; dates, versions and names must be masked out before."""
    sentence = lowered(sentence)
    found = [*_frequencies(sentence), *_compound(sentence)]
    taken = [(v.start, v.end) for v in found]
    numbers = [v for v in _numbers(sentence) if not _overlaps(v.start, v.end, taken)]
    found += _joined(sentence, numbers)
    taken = [(v.start, v.end) for v in found]
    for value in _worded(sentence):
        if not _overlaps(value.start, value.end, taken):
            found.append(value)
            taken.append((value.start, value.end))
    return sorted(found, key=lambda v: v.start)


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < e and s < end for s, e in taken)


def _frequencies(sentence: str) -> Iterator[Value]:
    for match in _EVERY.finditer(sentence):
        if match[0].lower().startswith("each") and not match["n"]:
            continue
        count = (
            (read_number(match["n"]) or 1)
            if match["n"]
            else _OTHER.get((match["other"] or "").lower(), 1)
        )
        times = 2 if match["twice"] else 3 if match["thrice"] else 4 if match["four"] else 1
        unit = UNITS[match["unit"].lower()]
        yield _period(count * unit.factor / times, match.start(), match.end(), unit.calendar)
    for match in _ADVERB.finditer(sentence):
        yield _period(
            _ADVERBS[match["adverb"].lower()] * DAY_SECONDS, match.start(), match.end(), "month"
        )


def _compound(sentence: str) -> Iterator[Value]:
    """`a year and a half`, `three quarters of an hour`: more than one number word for one value."""
    for match in _AND_A_HALF.finditer(sentence) if "and a half" in sentence else ():
        unit = UNITS[match["unit"].lower()]
        yield _bounded(sentence, _length(1.5 * unit.factor, match, unit.calendar))
    for match in _QUARTERS.finditer(sentence) if "of an hour" in sentence else ():
        minutes = 45 if match["part"].lower().startswith("three") else 15
        yield _bounded(sentence, _length(60.0 * minutes, match, ""))


def _length(seconds: float, match: re.Match[str], calendar: str) -> Value:
    return Value(
        Kind.QUANTITY,
        "duration",
        seconds,
        seconds,
        unit=calendar,
        start=match.start(),
        end=match.end(),
    )


def _period(seconds: float, start: int, end: int, calendar: str) -> Value:
    return Value(Kind.QUANTITY, "period", seconds, seconds, unit=calendar, start=start, end=end)


def _numbers(sentence: str) -> Iterator[Value]:
    for match in _NUM.finditer(sentence):
        amount = read_number(match[0])
        if amount is not None:
            yield from _measured(sentence, match, amount)


def _measured(sentence: str, match: re.Match[str], amount: float) -> Iterator[Value]:
    start, end = match.span()
    symbol = _BEFORE.search(sentence, max(0, start - 6), start)
    if symbol is not None:
        unit = UNITS[symbol[0].strip().lower()]
        yield _quantity(sentence, amount, unit, symbol.start(), end)
    elif (after := _UNIT.match(sentence, end)) is not None and _is_unit(sentence, match, after):
        surface = re.sub(r"[\s-]+", " ", (after["unit"] or after["tight"]).lower()).replace(
            "μ", "µ"
        )
        yield _quantity(
            sentence,
            amount,
            UNITS.get(surface) or UNITS[surface.replace(" ", "-")],
            start,
            after.end(),
        )
    elif times := _TIMES.match(sentence, end):
        yield _counted(sentence, amount, "time", start, times.end())
    else:
        yield from _count(sentence, match, amount)


def _is_unit(sentence: str, number: re.Match[str], unit: re.Match[str]) -> bool:
    if unit["tight"]:
        return (number[0][-1].isdigit() and not unit[0].startswith(" ")) or unit[0].strip() in {
            "h",
            "g",
            "l",
            "m",
        }
    return not (
        unit["unit"].lower() in {"bar", "point", "points", "foot", "p"}
        and not number[0][-1].isdigit()
    )


def _quantity(sentence: str, amount: float, unit: Unit, start: int, end: int) -> Value:
    if unit.dimension.startswith("temperature") and (
        sign := _MINUS.search(sentence, max(0, start - 8), start)
    ):
        amount, start = -amount, sign.start()
    low = amount * unit.factor
    if unit.dimension == "temperature/f":
        low = (amount - 32) / 1.8
    dimension = "temperature" if unit.dimension == "temperature/f" else unit.dimension
    return _per(
        sentence,
        Value(Kind.QUANTITY, dimension, low, low, unit=unit.calendar, start=start, end=end),
    )


TRIES = frozenset(
    stem(w)
    for w in [
        "time",
        "attempt",
        "try",
        "retry",
        "failure",
        "delivery",
        "guess",
        "login",
        "resend",
        "repetition",
    ]
)
"""Nouns that count how often something is tried."""


def _counted(sentence: str, amount: float, noun: str, start: int, end: int) -> Value:
    noun = "time" if noun in TRIES else noun
    return _per(
        sentence, Value(Kind.QUANTITY, f"count/{noun}", amount, amount, start=start, end=end)
    )


def _count(sentence: str, match: re.Match[str], amount: float) -> Iterator[Value]:
    start, end = match.span()
    digits = match[0][0].isdigit()
    if _LABEL.search(sentence, max(0, start - 14), start) or sentence[start - 1 : start] in {
        "#",
        "-",
        "/",
    }:
        return
    run = _noun_run(sentence, end)
    noun = _head(run, amount)
    if noun in UNITS and UNITS[noun].dimension == "duration":
        unit_end = sentence.lower().index(noun, end) + len(noun)
        yield _quantity(sentence, amount, UNITS[noun], start, unit_end)
        return
    if noun is None:
        if (
            digits
            and not _looks_like_year(match[0], amount)
            and sentence[end : end + 1] not in {"-", "/", ":"}
        ):
            yield Value(Kind.QUANTITY, "number", amount, amount, start=start, end=end)
    elif not (
        _looks_like_year(match[0], amount) or (match[0].lower() == "one" and run and run[0] == "of")
    ):
        yield _counted(
            sentence, amount, stem(noun), start, sentence.lower().index(noun, end) + len(noun)
        )


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


def _per(sentence: str, value: Value) -> Value:
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


def _joined(sentence: str, numbers: list[Value]) -> list[Value]:
    """Join the two ends of a range; a bare number takes the unit of the one it is tied to."""
    out: list[Value] = []
    for value in numbers:
        last = out[-1] if out else None
        if (
            last is not None
            and last.low <= value.high
            and (link := _RANGE.fullmatch(sentence, last.end, value.start))
        ):
            spread = link[0].strip().lower() in {"-", "–", "—", "to"} or (
                link[0].strip().lower() == "and"
                and sentence[: last.start].lower().rstrip().endswith("between")
            )
            same = last.dimension == value.dimension
            if spread and (same or last.dimension == "number"):
                low = last.low if same else _rescaled(last.low, sentence, value)
                out[-1] = replace(value, low=low, bound=Bound.RANGE, start=last.start)
                continue
        if last is not None and _continues(sentence, last, value):
            total = last.low + value.low
            out[-1] = replace(last, low=total, high=total, end=value.end)
            continue
        out.append(value)
    return [v if v.bound is Bound.RANGE else _bounded(sentence, v) for v in out]


def _continues(sentence: str, first: Value, second: Value) -> bool:
    """Whether the second is the smaller part of one length of time: `1 h 32 min`."""
    between = sentence[first.end : second.start].strip().lower()
    spans = first.dimension == second.dimension == "duration"
    return spans and between in {"", "and", ","} and second.low < first.low and not first.each


def _rescaled(number: float, sentence: str, value: Value) -> float:
    """`10` of `10 to 15 minutes` in the base unit of the second number."""
    match = _NUM.search(sentence, value.start, value.end)
    second = read_number(match[0]) if match else None
    return number * value.high / second if second else number


def _bounded(sentence: str, value: Value) -> Value:
    bound, hedged = bound_of(sentence, value.start, value.end)
    return replace(value, bound=bound, hedged=hedged)


def _worded(sentence: str) -> Iterator[Value]:
    for match in _NTH.finditer(sentence):
        unit = UNITS[match["unit"].lower()]
        nth = (_ORDINALS[match["word"].lower()] if match["word"] else int(match["n"])) * unit.factor
        bound = Bound.OVER if match["lead"].lower() in {"from", "after"} else Bound.MOST
        yield Value(
            Kind.QUANTITY,
            "duration",
            nth,
            nth,
            bound,
            "ordinal",
            start=match.start("lead"),
            end=match.end(),
        )
    for match in _NEXT_DAY.finditer(sentence):
        unit = UNITS[(match["unit"] or match["unit2"]).lower()]
        yield Value(
            Kind.QUANTITY,
            "duration",
            unit.factor,
            unit.factor,
            Bound.MOST,
            unit.calendar,
            start=match.start(),
            end=match.end(),
        )
    for match in _NTH_TIME.finditer(sentence):
        if stem(match["noun"]) in TRIES:
            nth = _ORDINALS[match["word"].lower()]
            yield Value(
                Kind.QUANTITY,
                "count/time",
                nth,
                nth,
                Bound.MOST,
                start=match.start("word"),
                end=match.end(),
            )
    for match in _ARTICLE_UNIT.finditer(sentence):
        if match["lead"].lower() in {"every", "once"}:
            continue
        unit = UNITS[match["unit"].lower()]
        factor = unit.factor / 2 if match["half"] or match["half2"] else unit.factor
        start = match.start("half") if match["half"] else match.start("art")
        value = Value(
            Kind.QUANTITY,
            "duration",
            factor,
            factor,
            unit=unit.calendar,
            start=start,
            end=match.end(),
        )
        yield _bounded(sentence, value)
    for match in _HALF_UNIT.finditer(sentence) if "half" in sentence else ():
        seconds = UNITS[match["unit"].lower()].factor / 2
        yield _bounded(
            sentence,
            Value(
                Kind.QUANTITY, "duration", seconds, seconds, start=match.start(), end=match.end()
            ),
        )
    for match in _FRACTION.finditer(sentence):
        share = _FRACTIONS[re.sub(r"^(?:a|one) ", "", match["part"].lower().replace("-", " "))]
        yield _bounded(
            sentence,
            Value(Kind.QUANTITY, "share", share, share, start=match.start(), end=match.end()),
        )
    for match in _FREE.finditer(sentence):
        yield Value(Kind.QUANTITY, "money/free", 0, 0, start=match.start(), end=match.end())
    for match in _UNLIMITED.finditer(sentence):
        yield Value(Kind.QUANTITY, "any", INFINITE, INFINITE, start=match.start(), end=match.end())
