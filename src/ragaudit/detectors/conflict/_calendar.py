"""Days, months, weekdays and times of day as sentences name them, each to its own precision."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._terms import lowered
from ragaudit.detectors.conflict._value import Kind, Value

_NAMES = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_MONTH = rf"(?P<{{0}}>{'|'.join(sorted(_NAMES, key=len, reverse=True))})\.?"
_WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"

_PATTERNS = (
    re.compile(r"\b(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})\b"),
    re.compile(rf"\b{_DAY.format('d')}[-/]{_MONTH.format('mon')}[-/](?P<y>(?:19|20)\d{{2}})\b"),
    re.compile(rf"\b{_DAY.format('d')}(?: of)? {_MONTH.format('mon')},? (?P<y>(?:19|20)\d{{2}})\b"),
    re.compile(
        rf"\b{_MONTH.format('mon')} (?:the )?{_DAY.format('d')},? (?P<y>(?:19|20)\d{{2}})\b"
    ),
    re.compile(rf"\b{_DAY.format('d')}(?: of)? {_MONTH.format('mon')}\b(?! \d{{4}})"),
    re.compile(rf"\b{_MONTH.format('mon')} (?:the )?{_DAY.format('d')}\b(?!\d|:|,? \d{{4}}| ?%)"),
    re.compile(rf"\b{_MONTH.format('mon')},? (?P<y>(?:19|20)\d{{2}})\b"),
    re.compile(r"\b(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>(?:19|20)\d{2})\b"),
    re.compile(r"\bq(?P<q>[1-4])[ /-]?(?P<y>(?:19|20)\d{2})\b"),
)  # fmt: skip
_NAMELESS = tuple(pattern for pattern in _PATTERNS if "mon" not in pattern.groupindex)
_BARE_MONTH = re.compile(
    rf"\b(?P<lead>in|by|until|from|of|before|after|every|each|during|end of|start of"
    rf"|beginning of|middle of|mid-?|early|late) {_MONTH.format('mon')}\b"
)
_MONTH_DAY = re.compile(
    r"\b(?:by|before|on|until|from|after|the) the (?P<d>\d{1,2})(?:st|nd|rd|th)\b(?! (?:day"
    r"|floor|century|time|edition|party|grade|street|week|month|year|birthday|percentile))"
    r"|\bthe (?P<d2>\d{1,2})(?:st|nd|rd|th) (?:day )?(?:of|in) (?:the|each|every|a|any|that"
    r"|this|the following|the next) (?:calendar |following )?month"
    r"|\b(?P<first>first|last|second|third|penultimate) (?P<kind>working day|business day"
    r"|banking day|day|monday|tuesday|wednesday|thursday|friday|saturday|sunday) (?:of"
    r"|in) (?:the|each|every|a) (?:calendar |following )?(?:month|quarter)"
    r"|\b(?P<last>end of (?:the|each|every) month)|\bthe (?P<word>fifth|sixth|seventh|eighth"
    r"|tenth|twelfth|fifteenth|twentieth|twenty-fifth|middle) of (?:the|each"
    r"|every) (?:calendar |following |next )?(?:month|one)")  # fmt: skip
_WEEKDAY = re.compile(
    rf"\b(?P<a>{'|'.join(_WEEKDAYS)})s?\b(?:\s?(?P<to>to|until|till|through|–|-"
    rf"|—)\s?(?P<b>{'|'.join(_WEEKDAYS)})s?\b)?"
)
_CLOCK = (
    r"(?:(?P<{0}h>\d{{1,2}})(?:[:.](?P<{0}m>\d{{2}}))?\s?(?P<{0}x>a\.?m\.?|p\.?m\.?|o['’]clock)?"
    r"|(?P<{0}w>noon|midnight|midday))"
)
_TIME_RANGE = re.compile(
    rf"\b(?:from |between )?{_CLOCK.format('a')}\s?(?:-|–|—|to|until|till"
    rf"|and)\s?{_CLOCK.format('b')}(?![\w%€£$]|[:.]\d)"
)
_TIME = re.compile(
    r"(?<![€£$.,:\d/-])\b(?:(?P<ah>\d{1,2})(?::(?P<am>\d{2})(?:\s?(?P<ax>a\.?m\.?|p\.?m\.?))?"
    r"|\.(?P<am2>\d{2})\s?(?P<ax3>a\.?m\.?|p\.?m\.?))(?![\w%]|[:.]\d)"
    r"|(?P<ah2>\d{1,2})\s?(?P<ax2>a\.?m\.?|p\.?m\.?|o['’]clock)(?![a-z])"
    r"|(?P<aw>noon|midnight|midday))"
)
_ANY_MONTH = re.compile("|".join(sorted({name[:3] for name in _NAMES})))
_ANY_DAY = re.compile(r"\d(?:st|nd|rd|th)|month|quarter| one")
_ANY_TIME = re.compile(r"\d|noon|midnight|midday")
_ANY_SPOKEN = re.compile(r"past|quarter|clock|in the (?:morning|afternoon|evening)|at night")
_ORDINAL_DAYS = {
    "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10, "twelfth": 12, "fifteenth": 15,
    "middle": 15, "twentieth": 20,
    "twenty-fifth": 25,
}  # fmt: skip
_HOURS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
    "ten": 10, "eleven": 11,
    "twelve": 12,
}  # fmt: skip
_SPOKEN = re.compile(
    rf"\b(?:(?P<part>half past|a quarter past|quarter past|a quarter to"
    rf"|quarter to) )?(?P<hour>{'|'.join(_HOURS)}|\d{{1,2}})"
    r"(?P<mark> o['’]clock)?(?P<half> in the morning| in the afternoon| in the evening"
    r"| at night)?\b(?! (?:per|days?|hours?|weeks?|months?|people|times))"
)
_SPOKEN_RANGE = re.compile(r"\s(?:to|until|till|and)\s")
_UNTIL = re.compile(
    r"\b(?:by|until|till|before|no later than|not later than|at the latest|latest|deadline|due"
    r"|ends?|closes?)\W+(?:\w+\W+){0,3}$")  # fmt: skip
_FROM = re.compile(
    r"\b(?:from|after|since|starting|starts?|begins?|opens?|as of|not before)\W+(?:\w+\W+){0,3}$"
)


def dates(sentence: str) -> list[Value]:
    """Every date, weekday and time of day. `low` is a sortable number, `text` the precision."""
    found: list[Value] = []
    for value in _all(sentence):
        if not any(value.start < o.end and o.start < value.end for o in found):
            found.append(_with_bound(sentence, value))
    return sorted(found, key=lambda v: v.start)


def _all(sentence: str) -> Iterator[Value]:
    lower = lowered(sentence)
    named = _ANY_MONTH.search(lower) is not None
    for pattern in _PATTERNS if named else _NAMELESS:
        for match in pattern.finditer(lower):
            if (value := _date(match, sentence)) is not None:
                yield value
    for match in _MONTH_DAY.finditer(lower) if _ANY_DAY.search(lower) else ():
        yield _in_month(match)
    for match in _BARE_MONTH.finditer(lower) if named else ():
        if sentence[match.start("mon")].isupper():
            month = _NAMES[match["mon"].lower()]
            yield Value(
                Kind.DATE,
                "date",
                month,
                month,
                text=f"--{month:02}",
                start=match.start("mon"),
                end=match.end(),
            )
    yield from _times(lower)
    for match in _WEEKDAY.finditer(lower) if "day" in lower else ():
        if sentence[match.start()].isupper():
            first = _WEEKDAYS.index(match["a"].lower())
            last = _WEEKDAYS.index(match["b"].lower()) if match["b"] else first
            yield Value(
                Kind.DATE,
                "weekday",
                first,
                last,
                text="weekday",
                start=match.start(),
                end=match.end(),
            )


def _date(match: re.Match[str], sentence: str) -> Value | None:
    groups = match.groupdict()
    letter = match.start("mon") if groups.get("mon") else match.start()
    if (groups.get("mon") or groups.get("q")) and not sentence[letter].isupper():
        return None
    if groups.get("q"):
        text = f"{groups['y']}-Q{groups['q']}"
        return Value(Kind.DATE, "date", text=text, start=match.start(), end=match.end())
    month = _NAMES[groups["mon"].lower()] if groups.get("mon") else int(groups["m"])
    day = int(groups["d"]) if groups.get("d") else 0
    if groups.get("m") and "/" in match[0] and int(groups["d"]) <= 12:
        return None
    if not 1 <= month <= 12 or day > 31:
        return None
    text = (groups.get("y") or "-") + f"-{month:02}" + (f"-{day:02}" if day else "")
    return Value(
        Kind.DATE,
        "date",
        month * 31 + day,
        month * 31 + day,
        text=text,
        start=match.start(),
        end=match.end(),
    )


def _in_month(match: re.Match[str]) -> Value:
    if match["last"]:
        text = "last day"
    elif match["first"]:
        text = f"{match['first'].lower()} {match['kind'].lower()}"
    elif match["word"]:
        text = str(_ORDINAL_DAYS[match["word"].lower()])
    else:
        text = str(int(match["d"] or match["d2"]))
    return Value(Kind.DATE, "day of month", text=text, start=match.start(), end=match.end())


def _times(sentence: str) -> Iterator[Value]:
    if _ANY_SPOKEN.search(sentence):
        yield from _spoken(sentence)
    if not _ANY_TIME.search(sentence):
        return
    for match in _TIME_RANGE.finditer(sentence):
        late = _minutes(match, "b", None)
        early = _minutes(match, "a", match["bx"])
        marked = any(match[g] for g in ("am", "ax", "aw", "bm", "bx", "bw"))
        if early is not None and late is not None and marked:
            yield Value(
                Kind.DATE,
                "hours",
                early,
                late,
                Bound.RANGE,
                text="hours",
                start=match.start(),
                end=match.end(),
            )
    for match in _TIME.finditer(sentence):
        minutes = _single(match)
        if minutes is not None:
            yield Value(
                Kind.DATE,
                "clock",
                minutes,
                minutes,
                text="clock",
                start=match.start(),
                end=match.end(),
            )


def _spoken(sentence: str) -> Iterator[Value]:
    """`eight o'clock until five`, `seven in the morning`, `a quarter to nine`."""
    previous: re.Match[str] | None = None
    for match in _SPOKEN.finditer(sentence):
        linked = previous is not None and _SPOKEN_RANGE.fullmatch(
            sentence, previous.end(), match.start()
        )
        marked = match["part"] or match["mark"] or match["half"]
        if previous is not None and linked:
            early, late = _spoken_minutes(previous), _spoken_minutes(match)
            late += 720 if late <= early else 0
            yield Value(
                Kind.DATE,
                "hours",
                early,
                late,
                Bound.RANGE,
                text="hours",
                start=previous.start(),
                end=match.end(),
            )
            previous = None
        elif marked:
            if previous is not None:
                yield _spoken_value(previous)
            previous = match
    if previous is not None:
        yield _spoken_value(previous)


def _spoken_value(match: re.Match[str]) -> Value:
    minutes = _spoken_minutes(match)
    return Value(
        Kind.DATE, "clock", minutes, minutes, text="clock", start=match.start(), end=match.end()
    )


def _spoken_minutes(match: re.Match[str]) -> float:
    hour = _HOURS.get(match["hour"].lower()) or int(match["hour"]) % 24
    half = (match["half"] or "").lower()
    if hour < 12 and (
        half.endswith(("afternoon", "evening")) or (half.endswith("night") and hour >= 6)
    ):
        hour += 12
    part = (match["part"] or "").lower()
    return hour * 60 + (30 if "half" in part else 15 if "past" in part else -15 if part else 0)


def _minutes(match: re.Match[str], side: str, inherited: str | None) -> float | None:
    if word := match[f"{side}w"]:
        return (
            0
            if word.lower() == "midnight" and side == "a"
            else 1440
            if word.lower() == "midnight"
            else 720
        )
    return _clock(
        match[f"{side}h"],
        match[f"{side}m"],
        match[f"{side}x"] or inherited,
        side == "a" and not match[f"{side}x"],
    )


def _single(match: re.Match[str]) -> float | None:
    if match["aw"]:
        return 1440 if match["aw"].lower() == "midnight" else 720
    return _clock(
        match["ah"] or match["ah2"],
        match["am"] or match["am2"],
        match["ax"] or match["ax2"] or match["ax3"],
        False,
    )


def _clock(hours: str, minutes: str | None, suffix: str | None, inherited: bool) -> float | None:
    hour, minute = int(hours), int(minutes or 0)
    if hour > 24 or minute > 59:
        return None
    mark = (suffix or "").lower().replace(".", "")
    if mark == "pm" and hour < 12 and not (inherited and hour >= 7):
        hour += 12
    if mark == "am" and hour == 12:
        hour = 0
    return hour * 60 + minute


def _with_bound(sentence: str, value: Value) -> Value:
    before = lowered(sentence[max(0, value.start - 50) : value.start])
    if value.bound is not Bound.EXACT:
        return value
    if _UNTIL.search(before):
        return replace(value, bound=Bound.MOST)
    return replace(value, bound=Bound.LEAST) if _FROM.search(before) else value
