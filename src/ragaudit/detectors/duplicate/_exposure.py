"""Whether one access policy lets in more people than another."""

from __future__ import annotations

from ragaudit.model import (
    EXPOSURE_ORDER,
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
    extra = a.allowed - b.allowed
    if not extra or _denies(a) or _denies(b):
        return None
    readers, others = _people(extra, directory), _people(b.allowed, directory)
    if readers is not None and others is not None:
        return Confidence.HIGH if readers - others else None
    return Confidence.MEDIUM


def _denies(policy: AccessPolicy) -> bool:
    return any(e.effect is Effect.DENY for layer in policy.layers for e in layer.entries)


def _people(principals: frozenset[Principal], directory: Directory) -> frozenset[str] | None:
    """Ids of everybody named, groups expanded; None where somebody cannot be found."""
    found: set[str] = set()
    for principal in principals:
        user = directory.user(principal.name)
        group = directory.group(principal.name)
        if user is not None and principal.kind is not PrincipalKind.GROUP:
            found.add(user.id)
        elif group is not None and principal.kind is not PrincipalKind.USER:
            found.update(directory.members(group))
        else:
            return None
    return frozenset(found)


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
            return _listed(sorted(principal.name for principal in policy.allowed))


def _listed(names: list[str]) -> str:
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)
