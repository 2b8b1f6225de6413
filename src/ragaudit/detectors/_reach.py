"""Whether an access policy lets somebody read: yes (True), no (False), or not known (None)."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.detectors._people import Kind, clean, find, kind_of, people
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Directory,
    Effect,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    User,
)

_OPEN = (PrincipalKind.EVERYONE, PrincipalKind.LINK_HOLDER, PrincipalKind.ORG_MEMBERS)


def may_read(policy: AccessPolicy, directory: Directory, name: str) -> bool | None:
    """Whether a person, or anybody of a group, may read under every layer.

    With a directory groups are expanded; without one only equal names and lists of nothing but
    mail addresses decide.
    """
    if policy.state is not AccessState.KNOWN or not all(la.complete for la in policy.layers):
        return None
    return _any(_passes(policy, directory, reader) for reader in _readers(directory, name))


def _any(answers: Iterable[bool | None]) -> bool | None:
    """True if one is, else None if one is, else False."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _readers(directory: Directory, name: str) -> Iterable[str]:
    """The names to ask for: the one written, and everybody in it where it is a group."""
    yield name
    found = find(directory, name)
    if isinstance(found, Group):
        yield from sorted(people(directory, found))


def _passes(policy: AccessPolicy, directory: Directory, reader: str) -> bool | None:
    answers = [_layer(layer, directory, reader) for layer in policy.layers]
    if False in answers:
        return False
    return None if None in answers else True


def _layer(layer: Layer, directory: Directory, reader: str) -> bool | None:
    denied = _any(_meets(p, directory, reader) for p in _named(layer, Effect.DENY))
    if denied:
        return False
    allowed = _any(_meets(p, directory, reader) for p in _named(layer, Effect.ALLOW))
    return None if allowed and denied is None else allowed


def _named(layer: Layer, effect: Effect) -> list[Principal]:
    return [entry.principal for entry in layer.entries if entry.effect is effect]


def _meets(principal: Principal, directory: Directory, reader: str) -> bool | None:
    if principal.kind in _OPEN:
        return True
    if clean(principal.name).casefold() == clean(reader).casefold():
        return True
    them, us = find(directory, principal.name), find(directory, reader)
    if them is not None and us is not None:
        return people(directory, us) <= people(directory, them)
    return False if them is None and _other_address(principal, us, reader) else None


def _other_address(principal: Principal, us: User | Group | None, reader: str) -> bool:
    """Whether an address the directory does not know is certainly not the reader's."""
    if kind_of(principal.name) is not Kind.MAIL:
        return False
    return bool(us.email) if isinstance(us, User) else us is None and kind_of(reader) is Kind.MAIL
