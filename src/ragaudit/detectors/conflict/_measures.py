"""Numbers with a unit, and the ranges they form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._counts import count, counted, in_units
from ragaudit.detectors.conflict._numbers import NUMBER, read_number
from ragaudit.detectors.conflict._units import AFTER, CODES, SYMBOLS, TIGHT, UNITS
from ragaudit.detectors.conflict._value import Value, bounded

_NUM = re.compile(NUMBER)
_BEFORE = re.compile(rf"(?:{SYMBOLS})\s?$|(?<![a-z])(?:{CODES})\s?$")
_UNIT = re.compile(
    rf"[\s\u00a0-]?\s?(?P<unit>{AFTER})(?![\w])|(?:\s)?(?P<tight>{TIGHT})(?![\w'’-])"
)
_CODE = re.compile(r"0\d+")
"""`0003`: nobody counts like this."""
_RANGE = re.compile(rf"\s?(?:-|–|—|\bto\b|\band\b|\bor\b)\s?(?:{SYMBOLS})?\s?")
_TIMES = re.compile(r"\s?(?:times|x)\b")


def numbers(sentence: str) -> Iterator[Value]:
    """Every number with what it measures or counts."""
    for match in _NUM.finditer(sentence):
        amount = None if _CODE.fullmatch(match[0]) else read_number(match[0])
        if amount is not None:
            yield from _measured(sentence, match, amount)


def _measured(sentence: str, match: re.Match[str], amount: float) -> Iterator[Value]:
    start, end = match.span()
    symbol = _BEFORE.search(sentence, max(0, start - 6), start)
    if symbol is not None:
        unit = UNITS[symbol[0].strip().lower()]
        yield in_units(sentence, amount, unit, symbol.start(), end)
    elif (after := _UNIT.match(sentence, end)) is not None and _is_unit(sentence, match, after):
        surface = re.sub(r"[\s-]+", " ", (after["unit"] or after["tight"]).lower()).replace(
            "μ", "µ"
        )
        yield in_units(
            sentence,
            amount,
            UNITS.get(surface) or UNITS[surface.replace(" ", "-")],
            start,
            after.end(),
        )
    elif times := _TIMES.match(sentence, end):
        yield counted(sentence, amount, "time", start, times.end())
    else:
        yield from count(sentence, match, amount)


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


def joined(sentence: str, numbers: list[Value]) -> list[Value]:
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
    return [v if v.bound is Bound.RANGE else bounded(sentence, v) for v in out]


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
