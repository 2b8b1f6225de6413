"""Who may read, from a record's lists of principals."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ragaudit.model import AccessPolicy, AccessState, Effect, Entry, Layer, Principal, PrincipalKind
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.metadata.access_file import parsed
from ragaudit_connectors.metadata.conventions import says_nothing
from ragaudit_connectors.records.record import Record
from ragaudit_connectors.remote.clock import now

_NAMED = frozenset(
    {PrincipalKind.USER, PrincipalKind.GROUP, PrincipalKind.ROLE, PrincipalKind.UNRESOLVED}
)
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Observer:
    """Who reads access lists, when, and whose names stand in them."""

    account: str | None = None
    namespace: str = ""
    """Before names that belong to the system rather than the organisation."""
    clock: Callable[[], datetime] = now


class ListError(ValueError):
    """A value that is no list of principals; the message says why, and never what it is."""


def policy_of(record: Record, observer: Observer) -> AccessPolicy:
    """The policy of one record. A missing value is unknown, an empty list is nobody."""
    policy = _policy(record, observer)
    return replace(policy, observed_as=observer.account, observed_at=observer.clock())


def _policy(record: Record, observer: Observer) -> AccessPolicy:
    mapped = record.layout.names
    first = record.place("allow" if "allow" in mapped else "deny")
    lists: dict[str, tuple[Entry, ...] | None] = {}
    for ours, effect in (("allow", Effect.ALLOW), ("deny", Effect.DENY)):
        if ours in mapped:
            try:
                lists[ours] = _entries(record, ours, effect, observer.namespace)
            except ListError as error:
                return AccessPolicy(AccessState.ERROR, note=f"{record.place(ours)}: {error}")
    return _of_lists(record, lists, first)


def _entries(record: Record, ours: str, effect: Effect, namespace: str) -> tuple[Entry, ...] | None:
    names, where = principals(record.get(ours)), record.place(ours)
    if names is None:
        return None
    return tuple(Entry(effect, _principal(name, namespace), where) for name in names)


def _of_lists(
    record: Record, lists: dict[str, tuple[Entry, ...] | None], locator: str
) -> AccessPolicy:
    allow, deny = lists.get("allow"), lists.get("deny", ())
    if allow is None and not deny:
        ours = "allow" if "allow" in lists else "deny"
        return AccessPolicy(note=f"{record.place(ours)} {_why(ours, lists)}")
    layer = Layer(record.layout.kind, (*(allow or ()), *(deny or ())), allow is not None, locator)
    if allow is None:
        note = "some readers are denied, but nothing says who may read"
        return AccessPolicy(AccessState.PARTIAL, (layer,), note)
    if deny is None:
        return AccessPolicy(AccessState.PARTIAL, (layer,), f"{record.place('deny')} has no value")
    return AccessPolicy(AccessState.KNOWN, (layer,))


def _why(ours: str, lists: dict[str, tuple[Entry, ...] | None]) -> str:
    return "denies nobody, and nothing says who may read" if lists[ours] == () else "has no value"


def principals(value: Any) -> tuple[str, ...] | None:
    """The names in a list, a JSON list or a text with commas; None where there is no value.

    Raises `ListError`.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return _written(value.strip())
    if not isinstance(value, list | tuple):
        raise ListError("is neither a list nor text")
    if not all(isinstance(name, str) for name in value):
        raise ListError("holds an entry that is no text")
    names = tuple(name.strip() for name in value)
    if not all(names):
        raise ListError("holds an empty entry")
    return names


def _written(text: str) -> tuple[str, ...] | None:
    if text.startswith("["):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ListError("is no JSON list") from error
        return principals(found)
    if text.startswith("{"):
        raise ListError("is neither a JSON list nor names with commas between them")
    if text.casefold() == _NOBODY:
        return ()
    if says_nothing(text):
        return None
    return tuple(name.strip() for name in text.split(",") if name.strip()) or None


def _principal(name: str, namespace: str) -> Principal:
    principal = parsed(shown(name))
    # A mail address names the same person everywhere.
    if not namespace or principal.kind not in _NAMED or "@" in principal.name:
        return principal
    return replace(principal, namespace=namespace)
