"""Whom an entry of an access list names, as the organisation and the server know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ragaudit.errors import MalformedError
from ragaudit.model import Condition, Effect, Entry, Principal, PrincipalKind, Right
from ragaudit_connectors.smb.accounts import Accounts
from ragaudit_connectors.smb.descriptor import (
    APPEND_DATA,
    READ_DATA,
    WRITE_DACL,
    WRITE_DATA,
    WRITE_OWNER,
    Ace,
    Descriptor,
)
from ragaudit_connectors.smb.failures import RefusedError
from ragaudit_connectors.smb.rpc import lsa
from ragaudit_connectors.smb.server import Server
from ragaudit_connectors.smb.sids import BUILTIN, GUESTS, Meaning, meaning

_EVERYBODY = Principal(PrincipalKind.EVERYONE, "everyone")
_SIGNED_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
_Reader = tuple[Principal, Condition]


class Principals:
    """Turns entries of access lists into ours.

    Accounts the server keeps go by name (`KB\\alice`), in the namespace of the source. All others,
    those of a domain above all, go by security identifier: LDAP and other directories know people
    and groups by it, and it survives renaming.
    """

    def __init__(
        self, server: Server, accounts: Accounts, namespace: str, *, anonymous: bool | None
    ) -> None:
        """`anonymous` is whether the share lets anybody in; None where that is not known."""
        self.accounts, self.anonymous = accounts, anonymous
        self.kinds: dict[str, lsa.Named] = {}
        """What the server said other identifiers stand for."""
        self._server, self._namespace = server, namespace
        self._open = accounts.open_groups
        self._asked: set[str] = set()
        self._mute = False

    def learn(self, sids: Iterable[str]) -> None:
        """Ask the server for names that are not known yet. Raises `SourceError`."""
        new = [sid for sid in dict.fromkeys(sids) if self._is_strange(sid)]
        self._asked.update(new)
        for start in range(0, len(new), lsa.AT_ONCE):
            if not self._mute:
                self._ask(new[start : start + lsa.AT_ONCE])

    def _is_strange(self, sid: str) -> bool:
        return sid not in self._asked and meaning(sid) is None and not self.accounts.name(sid)

    def _ask(self, sids: list[str]) -> None:
        try:
            self.kinds |= self._server.call(lsa, lambda pipe: lsa.names(pipe, sids))
        except (RefusedError, MalformedError):
            self._mute = True

    def entries(self, found: Descriptor, where: str, right: int = READ_DATA) -> tuple[Entry, ...]:
        """The entries of a list in their order; `right` is what reading takes there."""
        if found.aces is None:
            everybody = Ace(True, "S-1-1-0", right)
            return tuple(self._of(everybody, found.owner, f"{where}: none, which is everybody"))
        entries, nobody_left = list[Entry](), False
        for number, ace in enumerate(found.aces, 1):
            if not ace.allow and meaning(ace.sid) is Meaning.ANONYMOUS and ace.mask & right:
                # Decided for those: whoever comes later with “everyone” is signed in.
                nobody_left = nobody_left or not ace.conditional
                continue
            rights = tuple(_rights(ace.mask, right))
            if rights:
                place = f"{where}, entry {number}: {self._shown(ace)}"
                entries += self._of(ace, found.owner, place, rights, closed=nobody_left)
        return tuple(entries)

    def owner(self, sid: str) -> Principal | None:
        """The person who owns a file; None where that is a group, or cannot be told."""
        if sid in self.accounts.users or (sid in self.kinds and self.kinds[sid].kind in lsa.USERS):
            return self.principal(sid)
        return None

    def principal(self, sid: str) -> Principal:
        """An account or a group."""
        if sid in self.accounts.users:
            return Principal(PrincipalKind.USER, self.accounts.name(sid), self._namespace)
        if sid in self.accounts.groups:
            return Principal(PrincipalKind.GROUP, self.accounts.name(sid), self._namespace)
        known = self.kinds.get(sid)
        if known is None:
            return Principal(PrincipalKind.UNRESOLVED, sid)
        if sid.startswith(BUILTIN):
            # Every machine has them, each with its own members.
            return Principal(PrincipalKind.GROUP, known.name, self._namespace)
        person = known.kind in lsa.USERS
        return Principal(PrincipalKind.USER if person else PrincipalKind.GROUP, sid)

    def _of(
        self,
        ace: Ace,
        owner: str,
        where: str,
        rights: tuple[Right, ...] = (Right.READ,),
        *,
        closed: bool = False,
    ) -> Iterator[Entry]:
        effect = Effect.ALLOW if ace.allow else Effect.DENY
        anonymous = False if closed else self.anonymous
        for principal, condition in self._readers(ace.sid, owner, anonymous):
            depends = Condition.CONTEXT if ace.conditional else condition
            yield Entry(effect, principal, where, rights, condition=depends)

    def _readers(self, sid: str, owner: str, anonymous: bool | None) -> list[_Reader]:
        found = meaning(sid) or self._open.get(sid)
        match found:
            case Meaning.NOBODY:
                return []
            case Meaning.OWNER:
                return self._readers(owner, "", anonymous) if owner else []
            case Meaning.EVERYONE:
                return _everybody(anonymous)
            case Meaning.AUTHENTICATED:
                return [(_SIGNED_IN, Condition.NONE)]
            case Meaning.SOMETIMES:
                return [(_SIGNED_IN, Condition.CONTEXT)]
            case Meaning.ANONYMOUS:
                return _nobody_in_particular(anonymous)
        # On some servers who has not signed in is a guest.
        guests = _nobody_in_particular(None) if sid == GUESTS and anonymous is not False else []
        return [(self.principal(sid), Condition.NONE), *guests]

    def _shown(self, ace: Ace) -> str:
        known = self.kinds.get(ace.sid)
        name = self.accounts.name(ace.sid) or (known.name if known else ace.sid)
        return f"{'allow' if ace.allow else 'deny'} {name}"


def _everybody(anonymous: bool | None) -> list[_Reader]:
    """Whoever got in, which is everybody only where nobody has to sign in."""
    if anonymous:
        return [(_EVERYBODY, Condition.NONE)]
    perhaps = [] if anonymous is False else [(_EVERYBODY, Condition.CONTEXT)]
    return [(_SIGNED_IN, Condition.NONE), *perhaps]


def _nobody_in_particular(anonymous: bool | None) -> list[_Reader]:
    if anonymous is False:
        return []
    return [(_EVERYBODY, Condition.NONE if anonymous else Condition.CONTEXT)]


def _rights(mask: int, reading: int) -> Iterator[Right]:
    if mask & reading:
        yield Right.READ
    if mask & (WRITE_DATA | APPEND_DATA):
        yield Right.WRITE
    if mask & (WRITE_DACL | WRITE_OWNER):
        yield Right.MANAGE


def sids_in(found: Descriptor) -> Iterator[str]:
    """Every identifier in a descriptor."""
    if found.owner:
        yield found.owner
    yield from (ace.sid for ace in found.aces or ())
