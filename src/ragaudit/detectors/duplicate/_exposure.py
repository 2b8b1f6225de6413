"""Whether one access policy lets in more people than another."""

from __future__ import annotations

from collections.abc import Collection

from ragaudit.model import (
    EXPOSURE_ORDER,
    AccessMatrix,
    AccessPolicy,
    Confidence,
    Directory,
    Effect,
    Exposure,
    Principal,
    PrincipalKind,
)

_BY_NAME = (Exposure.GROUP, Exposure.NAMED)


def wider(a: AccessPolicy, b: AccessPolicy, directory: Directory) -> Confidence | None:
    """How sure it is that `a` can be read by somebody whom `b` keeps out; None if it is not.

    Both must be fully read: an unknown policy is neither wide nor narrow.
    """
    if Exposure.UNKNOWN in (a.exposure, b.exposure):
        return None
    mine, theirs = EXPOSURE_ORDER.index(a.exposure), EXPOSURE_ORDER.index(b.exposure)
    if a.exposure in _BY_NAME and b.exposure in _BY_NAME:
        return _wider_by_name(a, b, directory)
    return Confidence.HIGH if mine > theirs else None


def _wider_by_name(a: AccessPolicy, b: AccessPolicy, directory: Directory) -> Confidence | None:
    everybody = directory.once("everybody", _everybody)
    mine, theirs = everybody.masks(a), everybody.masks(b)
    if mine.yes & ~(theirs.yes | theirs.maybe):
        return Confidence.HIGH
    extra = a.allowed - frozenset(b.principals)
    # Where lists shut somebody out, or limit one another, their names alone say too little.
    if not extra or _denies(a) or _denies(b):
        return None
    settled = not (mine.maybe | theirs.maybe) and all(_is_known(p, directory) for p in extra)
    return None if settled else Confidence.MEDIUM


def _everybody(directory: Directory) -> AccessMatrix:
    """Decides for every person the directory names, members of groups included."""
    names = {user.id for user in directory.users}
    for group in directory.every_group:
        names |= directory.members(group)
    return AccessMatrix([Principal(PrincipalKind.USER, name) for name in sorted(names)], directory)


def _denies(policy: AccessPolicy) -> bool:
    return any(e.effect is Effect.DENY for layer in policy.layers for e in layer.entries)


def _is_known(principal: Principal, directory: Directory) -> bool:
    return bool(directory.user(principal.key) or directory.group(principal.key))


def readers(policy: AccessPolicy) -> str:
    """Say in a few words who may read."""
    match policy.exposure:
        case Exposure.ANONYMOUS:
            return "everybody, without signing in"
        case Exposure.LINK:
            return "everybody who has the link"
        case Exposure.ORG:
            return "the whole organisation"
        case Exposure.NOBODY:
            return "nobody"
        case Exposure.UNKNOWN:
            return "readers that could not be told"
        case _:
            return _listed(sorted(principal.key for principal in _let_in(policy)))


def _let_in(policy: AccessPolicy) -> Collection[Principal]:
    """Whom every list names; where there is nobody, the shortest list that lets somebody in."""
    lists = [
        {entry.principal for entry in layer.entries if entry.effect is Effect.ALLOW}
        for layer in policy.layers
    ]
    return policy.allowed or min(filter(None, lists), key=len, default=())


def _listed(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
