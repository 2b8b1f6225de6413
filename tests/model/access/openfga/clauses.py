"""Layers as unions of entries, and how relations are combined into them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

from ragaudit.model import Condition, Effect, Entry


class InexpressibleError(Exception):
    """The policy has no form for this; the text says why."""


@dataclass(frozen=True)
class Clause:
    """One layer: whom it allows and whom it denies."""

    allows: tuple[Entry, ...] = ()
    denies: tuple[Entry, ...] = ()


Clauses = tuple[Clause, ...]
NOBODY: Clauses = (Clause(),)


def depending(clause: Clause, condition: str) -> Clause:
    """The same entries, in force only where a condition holds."""
    if not condition:
        return clause
    allows = tuple(
        replace(entry, condition=Condition.CONTEXT, locator=condition) for entry in clause.allows
    )
    return Clause(allows, clause.denies)


def combine(operator: str, parts: list[Clauses]) -> Clauses:
    """Parts joined by one operator. Raises `InexpressibleError`."""
    found = parts[0]
    for part in parts[1:]:
        if operator == "or":
            found = either(found, part)
        elif operator == "and":
            found = (*found, *part)
        else:
            found = _without(found, part)
    return found


def either(one: Clauses, other: Clauses) -> Clauses:
    """Whoever is in one or the other: every layer of one with every layer of the other."""
    if NOBODY in (one, other):
        return other if one == NOBODY else one
    if any(clause.denies for clause in (*one, *other)):
        raise InexpressibleError("an exclusion inside a union")
    return tuple(Clause((*a.allows, *b.allows)) for a, b in product(one, other))


def _without(clauses: Clauses, excluded: Clauses) -> Clauses:
    if len(excluded) > 1 or excluded[0].denies:
        raise InexpressibleError("the exclusion of an intersection")
    denies = tuple(replace(entry, effect=Effect.DENY) for entry in excluded[0].allows)
    first, *others = clauses
    return (Clause(first.allows, (*first.denies, *denies)), *others)
