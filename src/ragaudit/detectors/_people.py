"""Names of people and groups as documents write them, and what a directory says about them."""

from __future__ import annotations

import re
from enum import StrEnum

from ragaudit.model import Directory, Document, Group, Origin, OwnerClaim, Quality, User

NO_DIRECTORY = "no directory.yaml or identities to look names up in"

_MAIL = re.compile(r"[^\s@<>\"(),;]{1,64}@[^\s@<>\"(),;]{1,190}")
_BRACKETED = re.compile(r"[^<>]{0,100}<(?:mailto:)?([^<>@]{1,64}@[^<>@]{1,190})>")
_BLANK = re.compile(r"\{\{|\{%|<%|\$\{|^<[^<>@]*>$|^\[[^\[\]]*\]$")
_NOBODY = frozenset(
    ("tbd", "tba", "tbc", "todo", "fixme", "none", "nobody", "no one", "no owner", "unknown",
     "unassigned", "not assigned", "unowned", "n/a", "na", "null", "nil", "to be defined",
     "to be decided", "to be confirmed")
)  # fmt: skip
_NAMES_SOMEBODY = re.compile(r"\w")


class Kind(StrEnum):
    """What a name looks like; names of different kinds cannot be compared by spelling."""

    MAIL = "mail"
    HANDLE = "handle"
    TEAM = "team"
    CHANNEL = "channel"
    URL = "url"
    NAME = "name"


def clean(name: str) -> str:
    """A name without its wrapping: `Ann <ann@x.org>` and `mailto:ann@x.org` are the address."""
    text = name.strip().strip("\"'").strip()
    if match := _BRACKETED.fullmatch(text):
        text = match[1].strip()
    return text.removeprefix("mailto:")


def kind_of(name: str) -> Kind:
    """Tell a mail address from a handle, a team, a channel, a link and a plain name."""
    text = clean(name)
    if "://" in text:
        return Kind.URL
    if text.startswith("#"):
        return Kind.CHANNEL
    if text.casefold().startswith(("group:", "team:", "role:")):
        return Kind.TEAM
    if text.startswith("@"):
        return Kind.TEAM if "/" in text else Kind.HANDLE
    return Kind.MAIL if _MAIL.fullmatch(text) else Kind.NAME


def names_nobody(name: str) -> bool:
    """Whether an owner field is filled with a word for “nobody”, such as `TBD`."""
    return clean(name).casefold().rstrip(".!?") in _NOBODY


def malformed(name: str) -> str | None:
    """Why a name cannot be anybody's, directory or not; None if it can."""
    text = clean(name)
    if _BLANK.search(text):
        return "is a blank that was never filled in"
    if not _NAMES_SOMEBODY.search(text):
        return "names nobody"
    if text.count("@") and not text.startswith("@") and text.strip().endswith("@"):
        return "is a mail address without its domain"
    return None


def short(name: str) -> str:
    """The part of a name that is left when kind and organisation are dropped, for comparing."""
    text = clean(name).casefold()
    if kind_of(text) is Kind.MAIL:
        return text.partition("@")[0]
    for prefix in ("group:", "team:", "role:", "user:", "person:"):
        text = text.removeprefix(prefix)
    return text.strip().lstrip("@#").rsplit("/", 1)[-1]


def find(directory: Directory, name: str) -> User | Group | None:
    """Whom a directory knows by this name."""
    text = clean(name)
    found = directory.user(text) or directory.group(text)
    if found or kind_of(text) is not Kind.MAIL:
        return found
    return _by_local_part(directory, text)


def _by_local_part(directory: Directory, address: str) -> User | Group | None:
    local = address.partition("@")[0]
    user = directory.user(local)
    # An entry with an address of its own is somebody else's.
    if user is not None and not user.email:
        return user
    return directory.group(local)


def can_tell(directory: Directory, name: str) -> bool:
    """Whether a directory that does not know this name thereby says that nobody bears it."""
    kind = kind_of(name)
    if kind in (Kind.CHANNEL, Kind.URL):
        return False
    return bool(directory.groups if kind is Kind.TEAM else directory.users)


def lists_kind(directory: Directory, kind: Kind) -> bool:
    """Whether a directory writes any name in this kind, so that a missing one means something."""
    if kind not in (Kind.MAIL, Kind.HANDLE):
        return True
    names = (n for u in directory.users for n in (u.id, u.email or "", *u.aliases))
    return any(kind_of(name) is kind for name in names)


def nearest(directory: Directory, name: str) -> str | None:
    """The name in a directory most like this one, for a suggestion."""
    from rapidfuzz import fuzz, process

    names = [*directory.names(), *(n for u in directory.users for n in (u.name, u.email) if n)]
    keys = {short(known): known for known in reversed(names)}
    best = process.extractOne(short(name), list(keys), scorer=fuzz.ratio, score_cutoff=70)
    if best is None:
        return None
    user = directory.user(keys[best[0]])
    address = user.email if user and kind_of(name) is Kind.MAIL else None
    return address or keys[best[0]]


def people(directory: Directory, found: User | Group) -> frozenset[str]:
    """Ids of the people a user or a group stands for."""
    return frozenset({found.id}) if isinstance(found, User) else directory.members(found)


def active(directory: Directory, person: str) -> bool:
    """Whether somebody is still there; a person the directory does not list is taken to be."""
    user = directory.user(person)
    return user is None or user.active


def standing_owners(document: Document) -> tuple[OwnerClaim, ...]:
    """The claims that count: accountable, real, and from the place that takes precedence."""
    real = [c for c in document.accountable if c.fact.quality is not Quality.PROXY]
    return tuple(claim for claim in real if _source(claim) == _source(real[0]))


def _source(claim: OwnerClaim) -> tuple[Origin | None, str | None]:
    """The kind of place; CODEOWNERS and config rules are two, by their key."""
    fact = claim.fact
    return fact.origin, fact.key if fact.origin is Origin.CONFIG_RULE else None
