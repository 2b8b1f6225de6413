"""Short ways to write access lists in tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ragaudit.model import (
    AccessMatrix,
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Decision,
    Directory,
    Effect,
    Entry,
    Layer,
    Principal,
)


def allow(
    who: str | Principal,
    rank: int = 0,
    expires: date | None = None,
    condition: Condition = Condition.NONE,
) -> Entry:
    """An entry that lets somebody read."""
    return Entry(Effect.ALLOW, principal(who), rank=rank, expires=expires, condition=condition)


def deny(who: str | Principal, rank: int = 0, condition: Condition = Condition.NONE) -> Entry:
    """An entry that keeps somebody from reading."""
    return Entry(Effect.DENY, principal(who), rank=rank, condition=condition)


def principal(who: str | Principal) -> Principal:
    """As `Principal.parse` reads it."""
    return Principal.parse(who) if isinstance(who, str) else who


def layer(*entries: Entry, scope: str = "page", complete: bool = True) -> Layer:
    """One list."""
    return Layer(scope, entries, complete)


def known(*layers: Layer, algorithm: Algorithm = Algorithm.AND_OF_OR) -> AccessPolicy:
    """A policy that was read."""
    return AccessPolicy(AccessState.KNOWN, layers, algorithm=algorithm)


def decided(
    policy: AccessPolicy,
    readers: Sequence[str | Principal],
    directory: Directory,
    on: date | None = None,
) -> list[Decision]:
    """One decision a reader."""
    matrix = AccessMatrix([principal(reader) for reader in readers], directory, on)
    return list(matrix.decide(policy))


def allowed(
    policy: AccessPolicy, readers: Sequence[str], directory: Directory, on: date | None = None
) -> list[str]:
    """Who may read; everybody else asked must certainly not."""
    found = dict(zip(readers, decided(policy, readers, directory, on), strict=True))
    assert Decision.UNKNOWN not in found.values(), found
    return [reader for reader, decision in found.items() if decision is Decision.ALLOW]
