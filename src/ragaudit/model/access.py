"""Who may read a document, in three values: yes, no, and not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AccessState(StrEnum):
    """How completely an access policy was read."""

    KNOWN = "known"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"


class PrincipalKind(StrEnum):
    """What kind of reader a principal stands for."""

    EVERYONE = "everyone_anonymous"
    ORG_MEMBERS = "org_members"
    LINK_HOLDER = "link_holder"
    GROUP = "group"
    USER = "user"
    UNRESOLVED = "unresolved"
    """A name that may be a user or a group; the directory decides."""


class Exposure(StrEnum):
    """How widely a document can be read; the worst case over its entries."""

    ANONYMOUS = "anonymous"
    LINK = "link"
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

_EXPOSURE_OF = {
    PrincipalKind.EVERYONE: Exposure.ANONYMOUS,
    PrincipalKind.LINK_HOLDER: Exposure.LINK,
    PrincipalKind.ORG_MEMBERS: Exposure.ORG,
    PrincipalKind.GROUP: Exposure.GROUP,
    PrincipalKind.UNRESOLVED: Exposure.GROUP,
    PrincipalKind.USER: Exposure.NAMED,
}

_WELL_KNOWN = {
    "public": PrincipalKind.EVERYONE,
    "anonymous": PrincipalKind.EVERYONE,
    "everyone": PrincipalKind.EVERYONE,
    "world": PrincipalKind.EVERYONE,
    "anyone": PrincipalKind.EVERYONE,
    "internal": PrincipalKind.ORG_MEMBERS,
    "all-staff": PrincipalKind.ORG_MEMBERS,
    "all_staff": PrincipalKind.ORG_MEMBERS,
    "staff": PrincipalKind.ORG_MEMBERS,
    "employees": PrincipalKind.ORG_MEMBERS,
    "company": PrincipalKind.ORG_MEMBERS,
    "organisation": PrincipalKind.ORG_MEMBERS,
    "organization": PrincipalKind.ORG_MEMBERS,
    "authenticated": PrincipalKind.ORG_MEMBERS,
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody, or some group, that an access entry names."""

    kind: PrincipalKind
    name: str

    @classmethod
    def parse(cls, text: str) -> Principal:
        """Read a principal as written: `public`, `group:hr`, `user:ann`, `ann@x.org`, `hr`."""
        name = text.strip()
        prefix, _, rest = name.partition(":")
        if rest and prefix.lower() in ("group", "team", "role"):
            return cls(PrincipalKind.GROUP, rest.strip())
        if rest and prefix.lower() in ("user", "person"):
            return cls(PrincipalKind.USER, rest.strip())
        kind = _WELL_KNOWN.get(name.lower())
        if kind is not None:
            return cls(kind, name.lower())
        if "@" in name.strip("@") and not name.startswith("@"):
            return cls(PrincipalKind.USER, name)
        return cls(PrincipalKind.UNRESOLVED, name)


class Effect(StrEnum):
    """What an entry does."""

    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an access list."""

    effect: Effect
    principal: Principal
    locator: str | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One list of entries. Layers are ANDed; an empty complete layer lets nobody in."""

    scope: str
    entries: tuple[Entry, ...] = ()
    complete: bool = True
    locator: str | None = None
    copied_on: date | None = None
    """The day a copy was made of the list that is enforced; None where this is that list."""


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Every restriction that applies to one document."""

    state: AccessState = AccessState.UNKNOWN
    layers: tuple[Layer, ...] = ()
    note: str | None = None
    """What was looked for, where nothing was found."""

    @property
    def exposure(self) -> Exposure:
        """The widest reader every layer lets in; `UNKNOWN` unless fully read."""
        if self.state is not AccessState.KNOWN or not self.layers:
            return Exposure.UNKNOWN
        if not all(layer.complete for layer in self.layers):
            return Exposure.UNKNOWN
        ranks = [EXPOSURE_ORDER.index(_layer_exposure(layer)) for layer in self.layers]
        return EXPOSURE_ORDER[min(ranks)]

    @property
    def principals(self) -> tuple[Principal, ...]:
        """Every principal named in any layer, in order, once."""
        named = (entry.principal for layer in self.layers for entry in layer.entries)
        return tuple(dict.fromkeys(named))

    @property
    def allowed(self) -> frozenset[Principal]:
        """The principals every layer allows by name (no group expansion)."""
        if not self.layers:
            return frozenset()
        sets = [
            frozenset(e.principal for e in layer.entries if e.effect is Effect.ALLOW)
            for layer in self.layers
        ]
        return frozenset.intersection(*sets)

    @property
    def locator(self) -> str | None:
        """Where the policy is written."""
        return next((layer.locator for layer in self.layers if layer.locator), None)


def _layer_exposure(layer: Layer) -> Exposure:
    allowed = [e.principal for e in layer.entries if e.effect is Effect.ALLOW]
    if not allowed:
        return Exposure.NOBODY
    ranks = [EXPOSURE_ORDER.index(_EXPOSURE_OF[principal.kind]) for principal in allowed]
    return EXPOSURE_ORDER[max(ranks)]
