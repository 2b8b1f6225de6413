"""Fifty people in nested groups, access lists over a collection, and who may read what.

The oracle closes groups in its own way and shares no code with `ragaudit.model.access`.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Decision,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    ProbePrincipal,
    User,
)
from ragaudit.model.access import AccessMatrix

SOURCES = 8
PEOPLE = 50
TEAMS = 12
DEPARTMENTS = 4


@dataclass(frozen=True)
class World:
    """Who there is, and what they may read."""

    people: tuple[ProbePrincipal, ...]
    sources: Mapping[str, str]
    """Document to source; `s0` is open to everybody who is signed in."""
    decided: Mapping[str, frozenset[str]]
    """Person to what they may read, by our own decisions."""
    true: Mapping[str, frozenset[str]]
    """The same by the oracle."""
    lists: Mapping[str, tuple[list[str], list[str]]]
    """Document to the names its list allows and denies."""
    members: Mapping[str, list[str]]
    """Team to the people in it."""
    nested: Mapping[str, list[str]]
    """Group to the groups in it."""


def world(documents: Sequence[str], seed: int = 1) -> World:
    """Sources with lists of teams and departments, single denials among them."""
    rng = random.Random(seed)
    members = {f"team-{t}": [f"p{i:02d}" for i in range(t, PEOPLE, TEAMS)] for t in range(TEAMS)}
    nested = {
        f"department-{d}": [f"team-{t}" for t in range(d, TEAMS, DEPARTMENTS)]
        for d in range(DEPARTMENTS)
    }
    nested["all-departments"] = list(nested)
    lists = {name: _rules(rng, n % SOURCES) for n, name in enumerate(documents)}
    directory = Directory(
        tuple(User(f"p{i:02d}", email=f"p{i:02d}@x.example") for i in range(PEOPLE)),
        (
            *(Group(name, tuple(people)) for name, people in members.items()),
            *(Group(name, includes=tuple(groups)) for name, groups in nested.items()),
        ),
    )
    names = [f"p{i:02d}" for i in range(PEOPLE)]
    matrix = AccessMatrix([Principal(PrincipalKind.USER, name) for name in names], directory)
    decided: dict[str, set[str]] = {name: set() for name in names}
    for document, (allowed, denied) in lists.items():
        for name, decision in zip(names, matrix.decide(_policy(allowed, denied)), strict=True):
            if decision is Decision.ALLOW:
                decided[name].add(document)
    return World(
        tuple(ProbePrincipal(name, who=name) for name in names),
        {name: f"s{n % SOURCES}" for n, name in enumerate(documents)},
        {name: frozenset(found) for name, found in decided.items()},
        _true(names, members, nested, lists),
        lists,
        members,
        nested,
    )


def _rules(rng: random.Random, source: int) -> tuple[list[str], list[str]]:
    """Names that are allowed and denied; the first source is for everybody."""
    if source == 0:
        return ["all-departments"], []
    groups = [f"team-{rng.randrange(TEAMS)}"]
    if source % 2:
        groups.append(f"department-{rng.randrange(DEPARTMENTS)}")
    denied = [f"p{rng.randrange(PEOPLE):02d}"] if source % 3 == 0 else []
    return groups, denied


def _policy(allowed: list[str], denied: list[str]) -> AccessPolicy:
    entries = [Entry(Effect.DENY, Principal(PrincipalKind.USER, name)) for name in denied]
    entries += [Entry(Effect.ALLOW, Principal(PrincipalKind.GROUP, name)) for name in allowed]
    return AccessPolicy(AccessState.KNOWN, (Layer("list", tuple(entries)),))


def _true(
    names: list[str],
    members: Mapping[str, list[str]],
    nested: Mapping[str, list[str]],
    lists: Mapping[str, tuple[list[str], list[str]]],
) -> dict[str, frozenset[str]]:
    def people(group: str) -> set[str]:
        return set(members.get(group, ())).union(*(people(g) for g in nested.get(group, ())))

    closed = {group: people(group) for group in (*members, *nested)}
    found: dict[str, set[str]] = {name: set() for name in names}
    for document, (allowed, denied) in lists.items():
        for name in set().union(*(closed[group] for group in allowed)) - set(denied):
            found[name].add(document)
    return {name: frozenset(documents) for name, documents in found.items()}
