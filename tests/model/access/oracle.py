"""Access decisions by brute force, to check the product against.

Nothing here is shared with the product but its nouns. One reader and one entry at a time; groups
are searched downwards, for every question anew; and what is not known is tried out: every entry
that may or may not be about the reader once so and once so, every list that may lack entries once
without and once with one more. Where all the worlds agree that is the answer, else it is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from tests.model.access.oracle_people import People, either

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Decision,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
    Right,
)

K = PrincipalKind
World = list[tuple[Effect, int, bool]]
"""The entries of one layer in one world: effect, rank, and whether it is about the reader."""


def decide(
    policy: AccessPolicy, reader: Principal, people: People, on: date | None = None
) -> Decision:
    """Allow or deny if every world says so, else unknown."""
    outcomes = set(_outcomes(policy, reader, people, on))
    past = [
        _meets(entry, reader, people, on)
        for entry in policy.implicit
        if entry.effect is Effect.ALLOW and Right.READ in entry.rights
    ]
    if True in past:
        return Decision.ALLOW
    if None in past:
        outcomes.add(True)
    if outcomes == {True}:
        return Decision.ALLOW
    return Decision.DENY if outcomes == {False} else Decision.UNKNOWN


def _outcomes(
    policy: AccessPolicy, reader: Principal, people: People, on: date | None
) -> Iterator[bool]:
    read = policy.state in (AccessState.KNOWN, AccessState.PARTIAL)
    if not read or not policy.layers or policy.algorithm is Algorithm.OPAQUE:
        yield from (True, False)
        return
    layers = list(policy.layers)
    if policy.state is AccessState.PARTIAL:
        layers.append(Layer("unread", complete=False))
    elif policy.algorithm is Algorithm.IAM and all(_bounds(la) for la in layers):
        layers.append(Layer("grants nobody read", complete=False))
    worlds = [list(_worlds(layer, reader, people, on, policy.algorithm)) for layer in layers]
    if policy.algorithm is Algorithm.IAM:
        bounds = [_bounds(layer) for layer in layers]
        for world in product(*worlds):
            yield _iam(list(world), bounds)
        return
    # Layers have nothing in common, so each is asked for itself.
    sides = [{_layer(policy.algorithm, world) for world in of_layer} for of_layer in worlds]
    for side in product(*sides):
        yield all(side)


def _worlds(
    layer: Layer, reader: Principal, people: People, on: date | None, algorithm: Algorithm
) -> Iterator[World]:
    entries = [entry for entry in layer.entries if Right.READ in entry.rights]
    met = [_meets(entry, reader, people, on) for entry in entries]
    for guess in product(*([True, False] if m is None else [m] for m in met)):
        known = [(e.effect, e.rank, m) for e, m in zip(entries, guess, strict=True)]
        yield known
        if not layer.complete:
            for effect in Effect:
                more = (effect, -1, True)
                yield [*known, more] if algorithm is Algorithm.AND_OF_OR else [more, *known]


def _bounds(layer: Layer) -> bool:
    return layer.scope.startswith("boundary")


def _layer(algorithm: Algorithm, world: World) -> bool:
    met = [(effect, rank) for effect, rank, about in world if about]
    if not met:
        return False
    if algorithm is Algorithm.NT_ORDERED:
        return met[0][0] is Effect.ALLOW
    if algorithm is Algorithm.AND_OF_OR:
        return all(effect is Effect.ALLOW for effect, _ in met)
    lowest = min(rank for _, rank in met)
    return any(effect is Effect.ALLOW for effect, rank in met if rank == lowest)


def _iam(layers: list[World], bounds: list[bool]) -> bool:
    granted = False
    for world, bound in zip(layers, bounds, strict=True):
        effects = [effect for effect, _, about in world if about]
        if Effect.DENY in effects:
            return False
        if bound and Effect.ALLOW not in effects:
            return False
        granted = granted or (not bound and Effect.ALLOW in effects)
    return granted


def _meets(entry: Entry, reader: Principal, people: People, on: date | None) -> bool | None:
    about = _about(entry.principal, reader, people)
    if about is False or (on is not None and entry.expires is not None and on > entry.expires):
        return False
    if entry.condition is not Condition.NONE or (entry.expires is not None and on is None):
        return None
    return about


def _about(principal: Principal, reader: Principal, people: People) -> bool | None:
    if principal.kind is K.EVERYONE:
        return True
    if principal.kind is K.LINK_HOLDER:
        return None
    if not people.signed_in(reader):
        return False
    if principal.kind is K.ALL_AUTHENTICATED:
        return True
    if principal.kind is K.ORG_MEMBERS:
        return people.of_the_organisation(reader)
    if principal.kind is K.DOMAIN:
        mails = people.mails(reader)
        return any(m.endswith("@" + principal.name) for m in mails) if mails else None
    if principal.kind in (K.USER, K.SERVICE):
        return people.is_person(reader, principal)
    if principal.kind is not K.UNRESOLVED:
        return people.is_in(reader, principal)
    person, group = people.users(principal.key), people.group(principal.key)
    if person and group:
        return either(people.is_person(reader, principal), people.is_in(reader, principal))
    if person or ("@" in principal.name and not group):
        return people.is_person(reader, principal)
    return people.is_in(reader, principal)
