"""Who may view an item: roles by workflow state, and who has which role.

Plone lets somebody view an item who has, there, one of the roles with the permission View. Which
roles these are is set by the workflow and not told by the REST interface; who has a role is told
by `@sharing`, as far as the account may give that role to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Condition,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.plone.folders import Maker
from ragaudit_connectors.plone.people import SIGNED_IN, role_name

ANONYMOUS, AUTHENTICATED, OWNER = "Anonymous", "Authenticated", "Owner"
SITE_WIDE = frozenset({"Manager", "Site Administrator", "Member", OWNER, ANONYMOUS, AUTHENTICATED})
"""Roles that the sharing page of an item does not give."""
PERMISSION = "Sharing page: Delegate roles"
_ASKED = "asked without signing in"
_GIVEN = ("acquired", "global", True)


@dataclass(frozen=True, slots=True)
class Observed:
    """What was found out about one item."""

    public: bool | None
    """Whether it was shown without signing in; None where that could not be told."""
    state: str = ""
    """Its workflow state, or that of the folder it takes its rights from."""
    viewers: tuple[str, ...] | None = None
    """The roles that may view in that state; None where nobody said."""
    sharing: Mapping[str, Any] | None = None
    """What `@sharing` says; None where it was not asked or is refused."""
    owners: tuple[Maker, ...] = ()
    """Who may have the role Owner, where that role may view."""
    owners_known: bool = False
    """Whether all of them are accounts; else who owns the item is not known."""


@dataclass(frozen=True, slots=True)
class Observer:
    """Who reads access lists, when, and whose names stand in them."""

    account: str | None
    namespace: str
    at: datetime

    def policy(self, found: Observed) -> AccessPolicy:
        """The policy of an item."""
        layers = tuple(self._layers(found))
        view = layers[-1]
        # Nothing in Plone takes away what a role gives, so what was read holds whatever was not.
        certain = [one for one in view.entries if one.condition is Condition.NONE]
        return AccessPolicy(
            _state(layers),
            layers,
            None if view.complete else "; ".join(_gaps(found)),
            implicit=() if view.complete else tuple(certain),
            observed_as=self.account,
            observed_at=self.at,
        )

    def _layers(self, found: Observed) -> Iterator[Layer]:
        everybody = Principal(PrincipalKind.EVERYONE, "anonymous")
        if found.public:
            entries = (Entry(Effect.ALLOW, everybody, f"{_ASKED}: shown"),)
            yield Layer("View", entries, locator=_ASKED)
            return
        if found.public is False:
            # Plone refused it, which settles it for strangers whatever else is not known.
            signed_in = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
            entries = (Entry(Effect.ALLOW, signed_in, f"{_ASKED}: refused"),)
            yield Layer("signing in", entries, locator=_ASKED)
        yield Layer("View", tuple(self._entries(found)), not _gaps(found), self._locator(found))

    def _locator(self, found: Observed) -> str:
        return f"review_state {found.state}, @sharing" if found.state else "@sharing"

    def _entries(self, found: Observed) -> Iterator[Entry]:
        for role in found.viewers or ():
            if role not in (ANONYMOUS, AUTHENTICATED, OWNER):
                everywhere = Principal(PrincipalKind.ROLE, role_name(role), self.namespace)
                yield Entry(Effect.ALLOW, everywhere, f"review_state {found.state}: {role}")
            elif role == AUTHENTICATED:
                anybody = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
                yield Entry(Effect.ALLOW, anybody, f"review_state {found.state}: {role}")
        for one in _shared(found.sharing):
            roles = [role for role in _roles(one) if role in (found.viewers or ())]
            if roles:
                yield Entry(Effect.ALLOW, self._principal(one), f"@sharing: {', '.join(roles)}")
        named = {maker.name: maker for maker in reversed(found.owners) if maker.name}
        for name, maker in named.items():
            owner = Principal(PrincipalKind.USER, name, self.namespace)
            yield Entry(Effect.ALLOW, owner, maker.where, condition=Condition.CONTEXT)

    def _principal(self, shared: Mapping[str, Any]) -> Principal:
        name = str(shared.get("id", ""))
        if name == SIGNED_IN:
            return Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
        kind = PrincipalKind.GROUP if shared.get("type") == "group" else PrincipalKind.USER
        return Principal(kind, name, self.namespace)


def _state(layers: Sequence[Layer]) -> AccessState:
    if layers[-1].complete:
        return AccessState.KNOWN
    told = any(layer.entries for layer in layers)
    return AccessState.PARTIAL if told else AccessState.UNKNOWN


def _gaps(found: Observed) -> list[str]:
    """Why the list may lack somebody; empty where it does not."""
    gaps = []
    if found.public is None:
        gaps.append("whether it is shown without signing in could not be told")
    if found.viewers is None:
        told = f"in the state “{found.state}”" if found.state else "without a workflow"
        gaps.append(f"which roles may view {told} is not told: set `options: {{view: …}}`")
    if found.sharing is None:
        gaps.append(f"local roles were not read, which takes the permission “{PERMISSION}”")
    elif hidden := sorted({*(found.viewers or ())} - SITE_WIDE - shown_roles(found.sharing)):
        gaps.append(f"who has {', '.join(hidden)} here is not shown to the account")
    if OWNER in (found.viewers or ()) and not found.owners_known:
        gaps.append("who owns it is not told, and who made it or its folders is no account")
    if found.public is False and ANONYMOUS in (found.viewers or ()):
        told = f"Plone refuses strangers what the state “{found.state}” is said to let them view"
        gaps.append(f"{told}: set `options: {{view: …}}`")
    return gaps


def _shared(sharing: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    entries = sharing.get("entries") if sharing else None
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _roles(shared: Mapping[str, Any]) -> Iterable[str]:
    roles = shared.get("roles")
    given = roles.items() if isinstance(roles, dict) else ()
    return [role for role, how in given if how in _GIVEN]


def shown_roles(sharing: Mapping[str, Any]) -> frozenset[str]:
    """The roles that the account may give, and therefore sees."""
    listed = sharing.get("available_roles")
    given = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return frozenset(name for one in given if isinstance(name := one.get("id"), str))
