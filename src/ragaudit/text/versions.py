"""Versions and ranges of them, as far as documents and lists of products need them."""

from __future__ import annotations

import re
from dataclasses import dataclass

Parts = tuple[int, ...]

_VERSION = re.compile(r"v?(\d{1,9}(?:\.\d{1,9}){0,4})(?:\.[x*])?", re.IGNORECASE)
_CLAUSE = re.compile(r"(>=|<=|==|~=|!=|[<>=^~]?)\s{0,3}(\S{1,60})")
_ENDLESS: Parts = (10**9,)


class VersionError(ValueError):
    """Text that is no version or no range; the message says which."""


@dataclass(frozen=True, slots=True)
class VersionRange:
    """Every version from `low` on and below `high`."""

    low: Parts
    high: Parts

    def meets(self, other: VersionRange) -> bool:
        """Whether any version is in both."""
        return self.low < other.high and other.low < self.high

    def below(self, other: VersionRange) -> bool:
        """Whether every version is older than any of the other."""
        return self.high <= other.low


def family(text: str) -> VersionRange:
    """Every version a mention stands for: `3.8` is 3.8, 3.8.1 and so on. Raises `VersionError`."""
    parts = _parts(text)
    return _range(parts, _next(parts))


def parse_range(text: str) -> VersionRange:
    """Read `>=4.0,<6`, `~=4.1`, `^4.1`, `4.x`, `3.12`. Raises `VersionError`."""
    clauses = [clause.strip() for clause in text.split(",") if clause.strip()]
    if not clauses:
        raise VersionError("a range of versions is empty")
    read = [_clause(clause) for clause in clauses]
    whole = VersionRange(max(r.low for r in read), min(r.high for r in read))
    if whole.low >= whole.high:
        raise VersionError(f"“{text[:60]}” holds for no version")
    return whole


def _clause(text: str) -> VersionRange:
    match = _CLAUSE.fullmatch(text)
    if match is None or match[1] == "!=":
        raise VersionError(f"“{text[:60]}” is no range of versions such as `>=4.0,<6`")
    operator, parts = match[1], _parts(match[2])
    low, high = {
        ">=": (parts, _ENDLESS),
        ">": ((*parts, 1), _ENDLESS),
        "<": ((), parts),
        "<=": ((), _next(parts)),
        "~=": (parts, _next(parts[:-1] or parts)),
        "~": (parts, _next(parts[:2])),
        "^": (parts, _next(_up_to_first_digit(parts))),
    }.get(operator, (parts, _next(parts)))
    return _range(low, high)


def _up_to_first_digit(parts: Parts) -> Parts:
    """`^0.2.3` stays below 0.3: the first part that is not 0 may not change."""
    first = next((i for i, part in enumerate(parts) if part), 0)
    return parts[: first + 1]


def _parts(text: str) -> Parts:
    match = _VERSION.fullmatch(text.strip())
    if match is None:
        raise VersionError(f"“{text.strip()[:60]}” is no version such as `4.1`")
    return tuple(int(part) for part in match[1].split("."))


def _next(parts: Parts) -> Parts:
    return (*parts[:-1], parts[-1] + 1)


def _range(low: Parts, high: Parts) -> VersionRange:
    return VersionRange(_plain(low), _plain(high))


def _plain(parts: Parts) -> Parts:
    """Without zeros at the end, so that 4 and 4.0 are equal."""
    end = len(parts)
    while end and parts[end - 1] == 0:
        end -= 1
    return parts[:end]
