"""Some readers, their groups closed once, and whom among them an access entry is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from ragaudit.model.access.algorithms import Masks
from ragaudit.model.access.entries import Condition, Entry
from ragaudit.model.access.membership import Membership
from ragaudit.model.access.principals import PERSONAL, Principal, PrincipalKind
from ragaudit.model.access.reader import GROUPS, Reader, is_mail
from ragaudit.model.identity import Directory, Group, group_key, person_key

_BY_NAME = PERSONAL - {PrincipalKind.UNRESOLVED}


class Readers:
    """Turns entries into masks; bit *i* stands for the *i*-th reader."""

    def __init__(
        self, principals: Sequence[Principal], directory: Directory, on: date | None = None
    ) -> None:
        self.readers = tuple(Reader.of(principal, directory) for principal in principals)
        self.everyone = (1 << len(self.readers)) - 1
        self._directory, self._on = directory, on
        self._membership = directory.once("membership", Membership)
        self._signed_in = self._mask(lambda r: r.signed_in)
        self._known = self._mask(lambda r: r.known)
        self._people = self._mask(lambda r: r.signed_in and not r.is_group)
        self._with_mail = self._mask(lambda r: bool(r.mails))
        self._mails = self._by(lambda r: r.mails)
        self._users = self._by(lambda r: (r.user.id,) if r.user else ())
        self._strangers = self._by(lambda r: (r.stranger,) if r.stranger else ())
        self._words = self._by(_words)
        self._domains = self._by(lambda r: {mail.rpartition("@")[2] for mail in r.mails})
        self._in_group = self._by(self._membership.of)
        self._perhaps_in_group = self._by(self._membership.perhaps_of)
        self._seen: dict[Principal, Masks] = {}

    def match(self, entry: Entry) -> Masks:
        """Whom an entry is about, as far as it is in force."""
        found = self.about(entry.principal)
        if entry.expires is None and entry.condition is Condition.NONE:
            return found
        if self.expired(entry):
            return Masks()
        if entry.condition is Condition.NONE and self.dated:
            return found
        return Masks(0, found.yes | found.maybe)

    def about(self, principal: Principal) -> Masks:
        """Whom a principal stands for."""
        found = self._seen.get(principal)
        if found is None:
            found = self._seen[principal] = self._match(principal)
        return found

    @property
    def dated(self) -> bool:
        """Whether the day is known that is asked about."""
        return self._on is not None

    def expired(self, entry: Entry) -> bool:
        """Whether an entry is certainly no longer in force."""
        return self._on is not None and entry.expires is not None and entry.expires < self._on

    def path(self, reader: int, principal: Principal) -> tuple[str, ...]:
        """The groups that lead from a reader to a group, the nearest first; empty if none do."""
        if principal.kind not in GROUPS and principal.kind is not PrincipalKind.UNRESOLVED:
            return ()
        group = self._directory.group(principal.key)
        return self._membership.path(self.readers[reader], group.id) if group else ()

    def _match(self, principal: Principal) -> Masks:
        match principal.kind:
            case PrincipalKind.EVERYONE:
                return Masks(self.everyone)
            case PrincipalKind.LINK_HOLDER:
                return Masks(0, self.everyone)
            case PrincipalKind.ALL_AUTHENTICATED:
                return Masks(self._signed_in)
            case PrincipalKind.ORG_MEMBERS:
                return self._organisation()
            case PrincipalKind.DOMAIN:
                yes = self._domains.get(person_key(principal.name), 0) & self._signed_in
                return Masks(yes, self._signed_in & ~self._with_mail)
            case _:
                return self._named(principal)

    def _organisation(self) -> Masks:
        """Whom the directory lists as no guest; of whom it does not list it cannot be told."""
        sides = [self._is_member(reader) for reader in self.readers]
        yes = sum(1 << i for i, side in enumerate(sides) if side)
        maybe = sum(1 << i for i, side in enumerate(sides) if side is None)
        return Masks(yes & self._signed_in, maybe & self._signed_in)

    def _is_member(self, reader: Reader) -> bool | None:
        if reader.user is not None:
            return not reader.user.external
        if reader.principal.kind is PrincipalKind.ORG_MEMBERS:
            return True
        group = self._directory.group(reader.principal.key) if reader.is_group else None
        if group is None or self._membership.is_open(group.id):
            return None
        people = [self._directory.named(name) for name in self._directory.members(group)]
        if not all(len(found) == 1 for found in people):
            return None
        sides = {not found[0].external for found in people}
        return sides.pop() if len(sides) == 1 else None

    def _named(self, principal: Principal) -> Masks:
        """By a name: a person's, a group's, or one nobody can resolve."""
        if principal.kind in _BY_NAME:
            return self._person(principal)
        group = self._directory.group(principal.key)
        if principal.kind is PrincipalKind.UNRESOLVED:
            known = bool(self._directory.named(principal.key))
            if known and group is not None:
                return _either(self._person(principal), self._group(group))
            if known or (group is None and is_mail(principal.name)):
                return self._person(principal)
        if group is not None:
            return self._group(group)
        # Nobody knows what this name stands for, so anybody may be meant.
        same = self._words.get(group_key(principal.key), 0)
        if principal.kind is PrincipalKind.UNRESOLVED:
            same |= self._strangers.get(person_key(principal.key), 0)
        return Masks(same & self._signed_in, self._signed_in & ~same)

    def _group(self, group: Group) -> Masks:
        key = group_key(group.id)
        yes = self._in_group.get(key, 0) & self._signed_in
        rest = self._signed_in & ~yes
        if self._membership.is_open(group.id):
            return Masks(yes, rest)
        return Masks(yes, rest & (~self._known | self._perhaps_in_group.get(key, 0)))

    def _person(self, principal: Principal) -> Masks:
        """Somebody under another name may be meant too, unless the directory rules it out."""
        people = self._directory.named(principal.key)
        bearers = 0
        for user in people:
            bearers |= self._users.get(user.id, 0)
        others = ~self._known
        if not people:
            bearers = self._strangers.get(person_key(principal.key), 0)
            if is_mail(principal.name) or not self._directory.lists_accounts(principal.namespace):
                others = self.everyone
        if is_mail(principal.name):
            # Another address is another person; the same in another system need not be.
            others &= ~self._with_mail | self._mails.get(person_key(principal.name), 0)
        yes = bearers & self._people if len(people) < 2 else 0
        return Masks(yes, (bearers | others) & self._people & ~yes)

    def _mask(self, holds: Callable[[Reader], bool]) -> int:
        return sum(1 << i for i, reader in enumerate(self.readers) if holds(reader))

    def _by(self, keys: Callable[[Reader], Iterable[str]]) -> dict[str, int]:
        """From each key to the readers who have it."""
        found: dict[str, int] = {}
        for i, reader in enumerate(self.readers):
            for key in keys(reader):
                found[key] = found.get(key, 0) | 1 << i
        return found


def _words(reader: Reader) -> tuple[str, ...]:
    """The word a reader goes by where it may be a group's."""
    may_be_group = reader.is_group or reader.principal.kind is PrincipalKind.UNRESOLVED
    return (group_key(reader.principal.key),) if may_be_group and not reader.user else ()


def _either(a: Masks, b: Masks) -> Masks:
    """Of two things that one name may mean."""
    yes = a.yes & b.yes
    return Masks(yes, (a.yes | a.maybe | b.yes | b.maybe) & ~yes)
