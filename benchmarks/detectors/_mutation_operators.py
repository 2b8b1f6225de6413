"""Operators that turn a sentence into a contradiction of it, or into a look-alike of one.

Each split has operators and wordings of its own: a detector that learned the train wordings by
heart gains nothing on the test split.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.detectors._mutation_sources import DATE, MONTHS, NUMBERS, VALUE, Holds, Source
from benchmarks.detectors._mutation_wordings import CHANNELS, FRAMES, PARTS, SCOPES, SYNONYMS, TEAMS

_SCOPED = (Holds.VALUE, Holds.RULE)
"""A date or a name in another scope reads like nonsense."""
_EQUAL = {
    "minute": (60, "second"),
    "hour": (60, "minute"),
    "day": (24, "hour"),
    "week": (7, "day"),
    "year": (12, "month"),
}
_TIME = re.compile(r"\b(?:second|minute|hour|day|week|month|year)s?$")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A claim for another page."""

    operator: str
    conflict: bool
    source: Source
    claim: str


Change = Callable[[Source, str], str | None]


def mutants(source: Source, split: str, seed: int) -> list[Mutant]:
    """Every mutant of a sentence in a split: contradictions first."""
    rng = random.Random(f"{seed}:{split}:{source.sentence}")
    made = []
    for name, change in _CHANGES[source.holds].items():
        if (changed := change(source, split)) is not None:
            text = rng.choice(FRAMES[split])
            made.append(Mutant(name, True, source, _worded(text, changed, source, split)))
            scopes = SCOPES[split] if source.holds in _SCOPED else {}
            for scope, frames in scopes.items():
                worded = _worded(rng.choice(frames), changed, source, split)
                made.append(Mutant(scope, False, source, worded))
    if source.holds is Holds.VALUE:
        made += _look_alikes(source, split, rng)
    return made


def _look_alikes(source: Source, split: str, rng: random.Random) -> list[Mutant]:
    made = []
    if equal := _equivalent(source):
        text = _worded(rng.choice(FRAMES[split]), equal, source, split)
        made.append(Mutant("unit-equivalent", False, source, text))
    part = _rescaled(source, 0.2 if split == "train" else 0.4)
    if part and _TIME.search(part):
        text = PARTS[split].format(topic=_lower(source.topic), value=part)
        made.append(Mutant("part-of", False, source, text))
    return made


def _value(source: Source, split: str) -> str | None:
    factor = 2.0 if split == "train" else 3.0
    if "%" in source.changeable:
        factor = 0.5 if split == "train" else 0.6
    changed = _rescaled(source, factor)
    return changed and source.before + changed + source.after


def _rescaled(source: Source, factor: float) -> str | None:
    match = VALUE.fullmatch(source.changeable)
    if match is None:
        return None
    number = float(NUMBERS.get(match["number"], 0) or match["number"])
    scaled = round(number * factor)
    if scaled < 2 or scaled == number:
        return None
    words = {n: word for word, n in NUMBERS.items()}
    in_words = match["number"] in NUMBERS and scaled in words
    unit = match["unit"] if match["gap"] == "-" or match["unit"] == "%" else _plural(match["unit"])
    return f"{words[scaled] if in_words else scaled}{match['gap']}{unit}"


def _plural(unit: str) -> str:
    return unit if unit.endswith("s") or unit == "people" else unit + "s"


def _equivalent(source: Source) -> str | None:
    match = VALUE.fullmatch(source.changeable)
    known = _EQUAL.get(match["unit"].rstrip("s")) if match else None
    if match is None or known is None or match["gap"] == "-" or " " in match["unit"]:
        return None
    number = float(NUMBERS.get(match["number"], 0) or match["number"]) * known[0]
    return f"{source.before}{number:g} {known[1]}s{source.after}"


def _date(source: Source, split: str) -> str | None:
    match = DATE.fullmatch(source.changeable)
    assert match is not None
    month = MONTHS[(MONTHS.index(match["month"]) + (3 if split == "train" else 7)) % 12]
    day = f"{match['day']} " if match["day"] else ""
    return f"{source.before}{day}{month} {match['year']}{source.after}"


def _entity(source: Source, split: str) -> str:
    swap = CHANNELS if source.changeable.startswith("#") else TEAMS
    return source.before + swap[split] + source.after


def _negated(source: Source, split: str) -> str | None:
    subject, modal, rest = source.before.strip(), source.changeable, source.after.strip()
    if modal in ("must not", "should not"):
        return f"{subject} may {rest}" if split == "train" else f"it is fine to {rest}"
    if modal not in ("must", "should") or rest.startswith(("also ", "always ", "only ")):
        return None
    if split == "train":
        return f"{subject} {modal} not {rest}"
    return f"under no circumstances {modal} {_lower(subject)} {rest}"


def _optional(source: Source, split: str) -> str | None:
    subject, modal, rest = source.before.strip(), source.changeable, source.after.strip()
    if modal not in ("must", "need to", "have to"):
        return None
    if split == "train":
        return f"{subject} may {rest}, but that is entirely optional"
    return f"nobody obliges {_object(subject)} to {rest}"


def _object(subject: str) -> str:
    return {"We": "us", "They": "them", "I": "me"}.get(subject, _lower(subject))


_CHANGES: dict[Holds, dict[str, Change]] = {
    Holds.VALUE: {"value change": _value},
    Holds.DATE: {"date shift": _date},
    Holds.ENTITY: {"entity swap": _entity},
    Holds.RULE: {"negation": _negated, "required to optional": _optional},
}


def _worded(frame: str, changed: str, source: Source, split: str) -> str:
    said = _reordered(_substituted(changed.rstrip(" .!"), split))
    topic = source.topic
    return frame.format(s=_lower(said), S=_upper(said), topic=_lower(topic), Topic=_upper(topic))


def _substituted(text: str, split: str) -> str:
    for word, other in SYNONYMS[split].items():
        text = re.sub(rf"\b{word}\b", other, text)
        text = re.sub(rf"\b{word.capitalize()}\b", other.capitalize(), text)
    return re.sub(r"\ba (?=(?:8|11|18|80)\b|eight|eleven)", "an ", text)


def _reordered(text: str) -> str:
    """Move a leading condition behind what it is a condition of."""
    match = re.match(
        r"(?P<first>(?:If|When|After|For|In order)\b[^,]{4,90}), (?P<rest>[^,]+)$", text
    )
    return f"{match['rest']} {_lower(match['first'])}" if match else text


def _lower(text: str) -> str:
    first = text.partition(" ")[0]
    plain = first[1:].islower() or len(first) == 1
    return text[0].lower() + text[1:] if plain and first not in ("I",) else text


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
