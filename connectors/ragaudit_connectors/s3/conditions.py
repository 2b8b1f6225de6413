"""Conditions of policies, in three values: what is not known about a request stays open.

A request is taken to be a plain GET by TLS, signed or not, as anybody can make it. Where it comes
from, when, and by which network is not known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ragaudit_connectors.s3.wildcards import wildcard

Tri = bool | None
"""None is “not known”."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is known of a request, by condition key in lower case."""

    known: Mapping[str, str] = field(default_factory=dict)
    absent: tuple[str, ...] = ()
    """What the keys begin with that such a request certainly does not have."""

    def value(self, key: str) -> tuple[bool, str | None]:
        """Whether a key is settled, and its value; None where the request has none."""
        name = key.casefold()
        if name in self.known:
            return True, self.known[name]
        return name.startswith(self.absent) if self.absent else False, None


def holds(condition: Any, request: Request) -> Tri:
    """Whether every operator of a condition holds."""
    if not isinstance(condition, dict):
        return None
    return both(_operator(name, keys, request) for name, keys in condition.items())


def both(parts: Iterator[Tri]) -> Tri:
    """All of them: False beats “not known”."""
    found: Tri = True
    for part in parts:
        if part is False:
            return False
        found = None if part is None else found
    return found


def either(parts: Iterator[Tri]) -> Tri:
    """Any of them: True beats “not known”."""
    found: Tri = False
    for part in parts:
        if part is True:
            return True
        found = None if part is None else found
    return found


def negated(part: Tri) -> Tri:
    """Not; what is not known stays so."""
    return None if part is None else not part


def _operator(name: str, keys: Any, request: Request) -> Tri:
    if not isinstance(keys, dict) or ":" in name:
        # ForAllValues and ForAnyValue are about keys with several values, none of which is known.
        return None
    base = name.removesuffix("IfExists")
    return both(
        _key(base, key, values if isinstance(values, list) else [values], request, base != name)
        for key, values in keys.items()
    )


def _key(base: str, key: str, wanted: list[Any], request: Request, if_exists: bool) -> Tri:
    settled, value = request.value(key)
    if not settled:
        return None
    texts = [_text(one) for one in wanted]
    if base == "Null":
        return either(iter([(value is None) == (text == "true") for text in texts]))
    known = _OPERATORS.get(base)
    if known is None:
        return None
    matches, negative = known
    if value is None:
        return True if if_exists else negative
    found = either(matches(text, value) for text in texts)
    return negated(found) if negative else found


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _string(pattern: str, value: str) -> Tri:
    return None if "${" in pattern else pattern == value


def _string_any_case(pattern: str, value: str) -> Tri:
    return None if "${" in pattern else pattern.casefold() == value.casefold()


def _like(pattern: str, value: str) -> Tri:
    return None if "${" in pattern else wildcard(pattern).fullmatch(value) is not None


def _arn(pattern: str, value: str) -> Tri:
    """Each of the six parts of an ARN may have wildcards, and none reaches over a colon."""
    if "${" in pattern:
        return None
    parts, values = pattern.split(":", 5), value.split(":", 5)
    if len(parts) != 6 or len(values) != 6:
        return pattern == "*"
    return all(wildcard(one).fullmatch(two) for one, two in zip(parts, values, strict=True))


def _bool(pattern: str, value: str) -> Tri:
    return pattern.casefold() == value.casefold()


_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?")


def _number(compare: Callable[[float, float], bool]) -> Callable[[str, str], Tri]:
    def matches(pattern: str, value: str) -> Tri:
        if not (_NUMBER.fullmatch(pattern) and _NUMBER.fullmatch(value)):
            return None
        return compare(float(value), float(pattern))

    return matches


_OPERATORS: Mapping[str, tuple[Callable[[str, str], Tri], bool]] = {
    "StringEquals": (_string, False),
    "StringNotEquals": (_string, True),
    "StringEqualsIgnoreCase": (_string_any_case, False),
    "StringNotEqualsIgnoreCase": (_string_any_case, True),
    "StringLike": (_like, False),
    "StringNotLike": (_like, True),
    "ArnEquals": (_arn, False),
    "ArnLike": (_arn, False),
    "ArnNotEquals": (_arn, True),
    "ArnNotLike": (_arn, True),
    "Bool": (_bool, False),
    "NumericEquals": (_number(lambda a, b: a == b), False),
    "NumericNotEquals": (_number(lambda a, b: a == b), True),
    "NumericLessThan": (_number(lambda a, b: a < b), False),
    "NumericLessThanEquals": (_number(lambda a, b: a <= b), False),
    "NumericGreaterThan": (_number(lambda a, b: a > b), False),
    "NumericGreaterThanEquals": (_number(lambda a, b: a >= b), False),
}
"""How a wanted value is compared, and whether the operator says “not”."""
