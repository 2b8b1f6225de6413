"""Access lists as they were read: entries in layers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ragaudit.model.access.principals import Principal


class AccessState(StrEnum):
    """How completely an access policy was read."""

    KNOWN = "known"
    PARTIAL = "partial"
    UNKNOWN = "unknown"
    ERROR = "error"
    NOT_APPLICABLE = "not_applicable"


class Algorithm(StrEnum):
    """How a system turns entries into a decision; see `algorithms`."""

    AND_OF_OR = "and_of_or"
    """In a layer any allow suffices unless a deny matches; every layer must allow."""
    NT_ORDERED = "nt_ordered"
    """The first entry that matches decides, in stored order, as in a Windows DACL."""
    MOST_SPECIFIC = "most_specific"
    """Of the entries that match, those of the lowest `rank` decide; there any allow suffices."""
    POSIX = "posix"
    """As `MOST_SPECIFIC`, with ranks owner 0, named user 1, groups 2, others 3."""
    IAM = "iam"
    """Any deny in any layer decides; else any allow in any layer; `boundary` layers must allow."""
    OPAQUE = "opaque"
    """Decided by code nobody can evaluate here; only asking the system tells."""


class Effect(StrEnum):
    """What an entry does."""

    ALLOW = "allow"
    DENY = "deny"


class Right(StrEnum):
    """What an entry is about."""

    DISCOVER = "discover"
    """To see that it exists: a name in a list."""
    READ = "read"
    WRITE = "write"
    MANAGE = "manage"


class Condition(StrEnum):
    """What an entry depends on besides who somebody is."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    """The link asks for a password."""
    CONTEXT = "context"
    """Network, time, device or attributes that an access list does not settle."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an access list."""

    effect: Effect
    principal: Principal
    locator: str | None = None
    rights: tuple[Right, ...] = (Right.READ,)
    rank: int = 0
    """How specific it is, 0 being the most; for `MOST_SPECIFIC` and `POSIX` only."""
    expires: date | None = None
    """The last day it is in force."""
    condition: Condition = Condition.NONE


@dataclass(frozen=True, slots=True)
class Layer:
    """One list of entries. Layers are ANDed; an empty complete layer lets nobody in."""

    scope: str
    """`document`, `folder hr`, `space`, `share`, `bucket policy`, `boundary …`."""
    entries: tuple[Entry, ...] = ()
    complete: bool = True
    """False where entries may be missing: then it can shut out, but never let in."""
    locator: str | None = None
    copied_on: date | None = None
    """The day a copy was made of the list that is enforced; None where this is that list."""
