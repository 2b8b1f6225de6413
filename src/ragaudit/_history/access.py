"""Documents that other people may read than before, by their own access lists."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit._history.sides import Side
from ragaudit.model import (
    EXPOSURE_ORDER,
    AccessChange,
    AccessPolicy,
    AccessState,
    ChangeKind,
    Effect,
    Exposure,
    Principal,
)

_OPEN_TO = {
    Exposure.ANONYMOUS: "everybody, signed in or not",
    Exposure.LINK: "everybody with the link or an account",
    Exposure.ORG: "the whole organisation",
    Exposure.NOBODY: "nobody",
}
_MOST_NAMED = 5
Told = tuple[ChangeKind, str] | None


def access_changes(before: Side, after: Side) -> Iterator[tuple[str, AccessChange]]:
    """Source and change, by document."""
    told: dict[tuple[int | None, int | None], Told] = {}
    for key in sorted(before.documents.keys() & after.documents.keys()):
        old, new = before.documents[key], after.documents[key]
        pair = old.policy, new.policy
        if old.policy == new.policy or None in pair:
            continue
        if pair not in told:
            told[pair] = changed(*_policies(pair, before, after))
        if (change := told[pair]) is not None:
            yield new.source, AccessChange(change[0], key, new.path, change[1])


def _policies(
    pair: tuple[int | None, int | None], before: Side, after: Side
) -> tuple[AccessPolicy, AccessPolicy]:
    old, new = pair
    assert old is not None and new is not None  # noqa: S101 - the caller has looked
    return before.policies[old], after.policies[new]


def changed(old: AccessPolicy, new: AccessPolicy) -> Told:
    """What another list means for who may read; None where it says the same in other words."""
    if old.digest == new.digest and old.state is new.state:
        return None
    if not _is_told(new):
        return (
            (ChangeKind.UNKNOWN, f"who may read it is no longer known; it was {words(old)}")
            if (_is_told(old))
            else None
        )
    if not _is_told(old):
        return ChangeKind.BETTER, f"who may read it is known now: {words(new)}"
    if _is_wider(old, new):
        return ChangeKind.WORSE, f"{words(old)} before, now {words(new)}"
    if _is_wider(new, old):
        return ChangeKind.BETTER, f"{words(old)} before, now {words(new)}"
    if new.state is AccessState.NOT_APPLICABLE or old.state is AccessState.NOT_APPLICABLE:
        return ChangeKind.UNKNOWN, f"{words(old)} before, now {words(new)}"
    return None


def _is_told(policy: AccessPolicy) -> bool:
    if policy.state is AccessState.NOT_APPLICABLE:
        return True
    return policy.exposure is not Exposure.UNKNOWN


def _is_wider(old: AccessPolicy, new: AccessPolicy) -> bool:
    """Whether the new list lets somebody in whom the old one did not, as far as lists tell."""
    if Exposure.UNKNOWN in (old.exposure, new.exposure):
        return False
    levels = EXPOSURE_ORDER.index(old.exposure), EXPOSURE_ORDER.index(new.exposure)
    if levels[0] != levels[1]:
        return levels[1] > levels[0]
    named = old.exposure in (Exposure.NAMED, Exposure.GROUP)
    added = new.allowed - old.allowed if named else frozenset()
    return bool(added or _denied(old) - _denied(new) or len(new.layers) < len(old.layers))


def _denied(policy: AccessPolicy) -> frozenset[Principal]:
    entries = (entry for layer in policy.layers for entry in layer.entries)
    return frozenset(e.principal for e in entries if e.effect is Effect.DENY)


def words(policy: AccessPolicy) -> str:
    """Who may read, in a few words."""
    if policy.state is AccessState.NOT_APPLICABLE:
        return "whoever may use the source"
    if policy.exposure is Exposure.UNKNOWN:
        return "not known"
    allowed = _OPEN_TO.get(policy.exposure) or _names(policy.allowed) or "some of several lists"
    denied = _names(_denied(policy))
    return f"{allowed}, not {denied}" if denied else allowed


def _names(principals: frozenset[Principal]) -> str:
    names = sorted(principal.shown for principal in principals)
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
