"""One value in a sentence: the noun that every reader of sentences gives."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ragaudit.detectors.conflict._bounds import Bound, bound_of
from ragaudit.detectors.conflict._terms import stem

INFINITE = float("inf")
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


def quantity(dimension: str, amount: float, span: tuple[int, int], calendar: str = "") -> Value:
    """A quantity in base units, without a direction."""
    start, end = span
    return Value(Kind.QUANTITY, dimension, amount, amount, unit=calendar, start=start, end=end)


def bounded(sentence: str, value: Value) -> Value:
    """The value with the direction in which the words around it bind."""
    bound, hedged = bound_of(sentence, value.start, value.end)
    return replace(value, bound=bound, hedged=hedged)
