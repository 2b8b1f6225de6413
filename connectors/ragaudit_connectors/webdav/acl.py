"""Access lists of RFC 3744, as layers.

Entries are met in order until what is asked for was granted, and a denial of what was not granted
by then ends it (chapter 6): for the one privilege of reading the first entry that matches decides,
as in a Windows DACL. A list of `DAV:inherited-acl-set` must grant, too (5.7).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from ragaudit.model import Condition, Effect, Entry, Layer, Principal, PrincipalKind
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.webdav.multistatus import DAV, Response, local
from ragaudit_connectors.webdav.place import Place

LISTS = ("acl", "owner", "group", "inherited-acl-set")
MOST_ENTRIES = 10_000
_LONGEST_NAME = 500
_READ = frozenset({f"{DAV}read", f"{DAV}all"})
_NOT_READ = frozenset(
    DAV + name
    for name in (
        "write", "write-properties", "write-content", "unlock", "read-acl", "write-acl", "bind",
        "read-current-user-privilege-set", "unbind",
    )
)  # fmt: skip
_KINDS = {
    **dict.fromkeys(("users", "user", "people"), PrincipalKind.USER),
    **dict.fromkeys(("groups", "group"), PrincipalKind.GROUP),
    **dict.fromkeys(("principals", "principal"), PrincipalKind.UNRESOLVED),
}
"""What the folder of a principal's address says about it."""
_OPPOSITE = {
    "all": "",
    "authenticated": "unauthenticated",
    "unauthenticated": "authenticated",
}
_EVERYBODY = Principal(PrincipalKind.EVERYONE, "DAV:all")
_SIGNED_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "DAV:authenticated")


class ListError(ValueError):
    """An access list that is not as RFC 3744 has it; the message says why, and names nobody."""


@dataclass(frozen=True, slots=True)
class Ace:
    """One entry that is about reading."""

    effect: Effect
    who: str
    """`all`, `authenticated`, `unauthenticated` or `other`, who then is `principal`."""
    locator: str
    principal: Principal = _EVERYBODY
    inverted: bool = False
    certain: bool = True
    """False where the server has a privilege of its own that may include reading."""

    def entry(self, everybody: Principal = _EVERYBODY) -> Entry:
        """As the access model has it; `everybody` is whom `DAV:all` stands for."""
        named = {"all": everybody, "authenticated": _SIGNED_IN}.get(self.who, self.principal)
        who = everybody if self.inverted else named
        settled = self.certain and not self.inverted
        condition = Condition.NONE if settled else Condition.CONTEXT
        return Entry(self.effect, who, self.locator, condition=condition)


def layer_of(said: Response, scope: str, place: Place, namespace: str) -> Layer:
    """The list of one file or folder, which was read. Raises `ListError`."""
    aces = tuple(_aces(said, place, namespace))
    return Layer(scope, tuple(_entries(aces)), locator="DAV:acl")


def also(said: Response) -> list[str]:
    """Addresses whose lists must grant, too."""
    found = said.props.get("inherited-acl-set")
    hrefs = found.findall(f"{DAV}href") if found is not None else ()
    return list(dict.fromkeys((one.text or "").strip() for one in hrefs))


def principal_at(href: str, place: Place, namespace: str) -> Principal:
    """Whom an address stands for: by its last part where the folder says what kind it is."""
    parts = place.on_server(href)
    above, last = parts[-2:] if parts and len(parts) > 1 else ("", "")
    kind = _KINDS.get(above.lower())
    name = unquote(last) if kind else href
    shortened = shown(name)[:_LONGEST_NAME]
    return Principal(kind or PrincipalKind.UNRESOLVED, shortened, namespace)


def _entries(aces: Sequence[Ace]) -> Iterator[Entry]:
    """In their order. Where some are for nobody but strangers, those get a list of their own.

    Who has signed in is decided by the first part, the end of which turns away whoever is left of
    them; so that the second is about who has not.
    """
    if not any(ace.who == "unauthenticated" for ace in aces):
        yield from (ace.entry() for ace in aces)
        return
    for ace in aces:
        if ace.who != "unauthenticated":
            yield ace.entry(_SIGNED_IN)
    yield Entry(Effect.DENY, _SIGNED_IN, "DAV:acl: nothing else is granted")
    for ace in aces:
        if ace.inverted or ace.who in ("all", "unauthenticated"):
            yield replace(ace, who="all").entry()


def _aces(said: Response, place: Place, namespace: str) -> Iterator[Ace]:
    listed = said.props["acl"].findall(f"{DAV}ace")
    if len(listed) > MOST_ENTRIES:
        raise ListError(f"has more than {MOST_ENTRIES:,} entries")
    for number, element in enumerate(listed, 1):
        inherited = " (inherited)" if element.find(f"{DAV}inherited") is not None else ""
        where = f"DAV:acl, entry {number}{inherited}"
        effect, certain = _effect(element, where)
        if effect is not None:
            for ace in _whom(element, said, place, namespace):
                yield replace(ace, effect=effect, locator=where, certain=certain)


def _effect(element: Any, where: str) -> tuple[Effect | None, bool]:
    """What an entry does about reading, and whether that is certain; None if nothing."""
    grant, deny = element.find(f"{DAV}grant"), element.find(f"{DAV}deny")
    if (grant is None) == (deny is None):
        raise ListError(f"{where}: grants and denies, or neither")
    effect = Effect.ALLOW if deny is None else Effect.DENY
    named = (deny if grant is None else grant).findall(f"{DAV}privilege/*")
    privileges = {one.tag for one in named}
    if not privileges:
        raise ListError(f"{where}: names no privilege")
    if privileges & _READ:
        return effect, True
    return (None, True) if privileges <= _NOT_READ else (effect, False)


def _whom(element: Any, said: Response, place: Place, namespace: str) -> Iterator[Ace]:
    """Whom an entry is about, with its effect still to be set; nobody for `DAV:self`."""
    turned = element.find(f"{DAV}invert")
    inverted = turned is not None
    principal = (turned if inverted else element).find(f"{DAV}principal")
    kinds = list(principal) if principal is not None else []
    if len(kinds) != 1:
        raise ListError("an entry names no principal, or several")
    kind = kinds[0]
    name = local(kind)
    if name in _OPPOSITE:
        meant = _OPPOSITE[name] if inverted else name
        if meant:
            yield Ace(Effect.ALLOW, meant, "")
    elif name in ("href", "property"):
        for who in _named(name, kind, said, place, namespace):
            yield Ace(Effect.ALLOW, "other", "", who, inverted)
    elif name == "self":
        # A file is nobody, so that nobody is meant, or by the opposite everybody.
        if inverted:
            yield Ace(Effect.ALLOW, "all", "")
    else:
        raise ListError("an entry names a kind of principal that RFC 3744 does not know")


def _named(
    name: str, kind: Any, said: Response, place: Place, namespace: str
) -> Iterator[Principal]:
    if name == "href":
        yield principal_at((kind.text or "").strip(), place, namespace)
        return
    for prop in kind:
        found = said.props.get(local(prop))
        hrefs = found.findall(f"{DAV}href") if found is not None else ()
        for one in hrefs:
            yield principal_at((one.text or "").strip(), place, namespace)
        if not hrefs:
            # Somebody is meant, and it is not told who.
            unnamed = f"whoever is in {shown(local(prop))[:50]}"
            yield Principal(PrincipalKind.UNRESOLVED, unnamed, namespace)
