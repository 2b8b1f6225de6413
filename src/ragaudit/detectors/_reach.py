"""Whether an access policy lets somebody read: yes (True), no (False), or not known (None)."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.detectors._people import clean, find, people
from ragaudit.model import (
    AccessMatrix,
    AccessPolicy,
    AccessState,
    Decision,
    Directory,
    Group,
    Principal,
    PrincipalKind,
    User,
)

_ANSWERS = {Decision.ALLOW: True, Decision.DENY: False, Decision.UNKNOWN: None}


def may_read(policy: AccessPolicy, directory: Directory, name: str) -> bool | None:
    """Whether a person, or anybody of a group, may read under every layer."""
    if policy.state is not AccessState.KNOWN:
        return None
    matrix = AccessMatrix(_readers(directory, name), directory)
    return _any(_ANSWERS[decision] for decision in matrix.decide(policy))


def _any(answers: Iterable[bool | None]) -> bool | None:
    """True if one is, else None if one is, else False."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def _readers(directory: Directory, name: str) -> tuple[Principal, ...]:
    """Whom to ask for: the one written, or the group and everybody in it."""
    found = find(directory, name)
    if isinstance(found, User):
        return (Principal(PrincipalKind.USER, found.id),)
    if isinstance(found, Group):
        members = sorted(people(directory, found))
        group = Principal(PrincipalKind.GROUP, found.id)
        return (group, *(Principal(PrincipalKind.USER, member) for member in members))
    return (Principal.parse(clean(name)),)
