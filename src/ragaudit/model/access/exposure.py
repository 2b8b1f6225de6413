"""How widely a document can be read, as one word for reports."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ragaudit.model.access.algorithms import Masks, anded, evaluate_layer
from ragaudit.model.access.entries import Algorithm, Condition, Effect, Entry, Layer
from ragaudit.model.access.principals import PrincipalKind


class Exposure(StrEnum):
    """How widely a document can be read; the worst case over its entries."""

    ANONYMOUS = "anonymous"
    LINK = "link"
    """Everybody who has the link, or an account that anybody can have."""
    ORG = "org"
    GROUP = "group"
    NAMED = "named"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


EXPOSURE_ORDER = (
    Exposure.NOBODY,
    Exposure.NAMED,
    Exposure.GROUP,
    Exposure.ORG,
    Exposure.LINK,
    Exposure.ANONYMOUS,
)
"""Narrowest first. `UNKNOWN` is not in the order: it is neither narrow nor wide."""

_ANONYMOUS, _STRANGER, _ORG, _GROUP, _NAMED = (1 << bit for bit in range(5))
"""Somebody not signed in, a stranger with the link and an account, a member of the organisation
who is in no group, somebody in a group, somebody named."""
_ACCOUNTS = _STRANGER | _ORG | _GROUP | _NAMED
_ALL = _ANONYMOUS | _ACCOUNTS
_WIDEST_FIRST = (
    (_ANONYMOUS, Exposure.ANONYMOUS),
    (_STRANGER, Exposure.LINK),
    (_ORG, Exposure.ORG),
    (_GROUP, Exposure.GROUP),
    (_NAMED, Exposure.NAMED),
)
_LETS_IN = {
    PrincipalKind.EVERYONE: _ALL,
    PrincipalKind.LINK_HOLDER: _STRANGER,
    PrincipalKind.ALL_AUTHENTICATED: _ACCOUNTS,
    PrincipalKind.ORG_MEMBERS: _ORG,
    PrincipalKind.DOMAIN: _ORG,
    PrincipalKind.USER: _NAMED,
    PrincipalKind.SERVICE: _NAMED,
}
_SHUTS_OUT = {
    PrincipalKind.EVERYONE: _ALL,
    PrincipalKind.ALL_AUTHENTICATED: _ACCOUNTS,
    PrincipalKind.ORG_MEMBERS: _ORG,
}
"""Whom a denial reaches for certain: there are other groups, persons, domains and links."""


def exposure_of(algorithm: Algorithm, layers: Sequence[Layer]) -> Exposure:
    """The widest kind of reader every layer lets in; unknown unless all layers are complete."""
    if algorithm is Algorithm.OPAQUE:
        return Exposure.UNKNOWN
    lists = anded(algorithm, layers)
    if not all(layer.complete for layer in lists):
        return Exposure.UNKNOWN
    found = [_of_layer(algorithm, layer) for layer in lists]
    return min(found, key=EXPOSURE_ORDER.index, default=Exposure.UNKNOWN)


def _of_layer(algorithm: Algorithm, layer: Layer) -> Exposure:
    let_in = evaluate_layer(algorithm, layer, _matched, _ALL)
    possible = let_in.yes | let_in.maybe
    return next((word for bit, word in _WIDEST_FIRST if possible & bit), Exposure.NOBODY)


def _matched(entry: Entry) -> Masks:
    """The worst case: what depends on something lets in, but does not shut out."""
    if entry.effect is Effect.ALLOW:
        found = _LETS_IN.get(entry.principal.kind, _GROUP)
    else:
        found = _SHUTS_OUT.get(entry.principal.kind, 0)
    if entry.condition is Condition.NONE and entry.expires is None:
        return Masks(found)
    return Masks(0, found)
