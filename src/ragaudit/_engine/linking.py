"""Which accounts in other systems belong to which people.

An account belongs to whoever has its mail address, or names it among the aliases. Where two claim
it, it becomes an alias of both, so that whatever is said of it is not known of either: to drop it
would say that neither is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ragaudit.model import User
from ragaudit.model.identity import person_key, system_of

_SHOWN = 3
"""Examples in a note."""


class Person:
    """A user that is being put together."""

    def __init__(self, user: User, origin: int, email: str | None) -> None:
        self.user, self.origin, self.email = user, origin, email
        self.name, self.active, self.external = user.name, user.active, user.external
        self.system = system_of(user.id)
        self.systems = {self.system}
        self.groups = dict.fromkeys(user.groups)
        self.aliases = dict.fromkeys(user.aliases)

    @property
    def built(self) -> User:
        """The user with all that was found."""
        return User(
            self.user.id,
            self.name,
            self.email,
            tuple(self.groups),
            self.active,
            tuple(alias for alias in self.aliases if alias not in (self.user.id, self.email)),
            self.external,
        )


class People:
    """Everybody, and whose accounts are whose. People are added before accounts."""

    def __init__(self) -> None:
        self.shared: list[tuple[str, str]] = []
        """Group and account, where the account belongs to one of several people."""
        self._people: list[Person] = []
        self._bearers: dict[str, dict[Person, None]] = {}
        self._left: list[str] = []
        self._differ: list[str] = []

    def add(self, user: User, origin: int) -> None:
        """Take a user in: as somebody new, or as an account of somebody known."""
        same = [p for p in self._bearers.get(person_key(user.id), ()) if p.user.id == user.id]
        known = [p for p in same if p.origin != origin]
        claim = known[:1] if known else self._claimants(user, origin)
        if not claim or (len(claim) > 1 and not system_of(user.id)):
            self._new(user, origin, user.email)
        elif not system_of(user.id) or known:
            self._join(claim[0], user)
        elif any(person.active != user.active for person in claim):
            self._keep_apart(claim, user, origin)
        elif len(claim) == 1:
            self._link(claim[0], user)
        else:
            self._share(claim, user)

    def users(self) -> tuple[User, ...]:
        """Everybody, in the order they were found."""
        return tuple(person.built for person in self._people)

    def notes(self) -> Iterator[str]:
        """What did not fit together, one sentence each."""
        if self._left:
            yield (
                f"{_many(self._left, 'account')} of people whom the directory lists as disabled "
                f"still {'works' if len(self._left) == 1 else 'work'}: {_some(self._left)}."
            )
        if self._differ:
            yield (
                f"{_some(self._differ)}: active in one list of people and disabled in another; "
                "counted as disabled."
            )
        claimed = list(self._claimed_twice())
        if claimed:
            yield (
                f"{_many(claimed, 'name')} claimed by more than one person, so what is said of "
                f"{'it' if len(claimed) == 1 else 'them'} is not known of any: {_some(claimed)}."
            )

    def _claimants(self, user: User, origin: int) -> list[Person]:
        """Those of other directories who bear one of its names, each once."""
        system = system_of(user.id)
        found: dict[Person, None] = {}
        for name in _names(user):
            for person in self._bearers.get(person_key(name), ()):
                # Two accounts in one system are two accounts, unless a person has both.
                if person.origin != origin and not (person.system and system in person.systems):
                    found[person] = None
        return list(found)

    def _new(self, user: User, origin: int, email: str | None) -> None:
        person = Person(user, origin, email)
        self._people.append(person)
        self._index(person, filter(None, (user.id, email, *user.aliases)))

    def _index(self, person: Person, names: Iterable[str]) -> None:
        for name in names:
            self._bearers.setdefault(person_key(name), {})[person] = None

    def _join(self, person: Person, user: User) -> None:
        """The same person in a second list."""
        if person.active != user.active:
            self._differ.append(f"“{person.user.id}”")
        person.active = person.active and user.active
        person.external = person.external or user.external
        person.name = person.name or user.name
        person.email = person.email or user.email
        self._give(person, user, (user.id, *filter(None, (user.email,)), *user.aliases))

    def _link(self, person: Person, user: User) -> None:
        """An account; its mail address is what that system says, and gives no further names."""
        person.name = person.name or user.name
        person.systems.add(system_of(user.id))
        self._give(person, user, [name for name in _names(user) if not _is_mail(name)])

    def _give(self, person: Person, user: User, names: Sequence[str]) -> None:
        person.groups.update(dict.fromkeys(user.groups))
        person.aliases.update(dict.fromkeys(names))
        self._index(person, names)

    def _keep_apart(self, claim: Sequence[Person], user: User, origin: int) -> None:
        """A disabled account reads nothing, whoever has it, and one that works does read."""
        if user.active:
            owner = next(person for person in claim if not person.active)
            self._left.append(f"“{user.id}” ({owner.user.id})")
        bare = tuple(name for name in user.aliases if not _is_mail(name))
        self._new(User(user.id, user.name, None, user.groups, user.active, bare), origin, None)

    def _share(self, claim: Sequence[Person], user: User) -> None:
        self.shared.extend((group, user.id) for group in user.groups)
        for person in claim:
            person.aliases[user.id] = None
            self._index(person, (user.id,))

    def _claimed_twice(self) -> Iterator[str]:
        ids = {person_key(person.user.id) for person in self._people}
        for key, bearers in self._bearers.items():
            if len(bearers) > 1 and key not in ids:
                yield f"“{key}” ({_some([person.user.id for person in bearers])})"


def _names(user: User) -> list[str]:
    """The names to link by: those of another system only where they mean one person anywhere."""
    names = [name for name in (user.id, user.email, *user.aliases) if name]
    if not system_of(user.id):
        return names
    return [name for name in names if _is_mail(name) or system_of(name) or name.startswith("S-1-")]


def _is_mail(name: str) -> bool:
    return "@" in name.strip("@")


def _many(found: Sequence[str], what: str) -> str:
    verb = "" if what == "account" else (" is" if len(found) == 1 else " are")
    return f"{len(found)} {what}{'' if len(found) == 1 else 's'}{verb}"


def _some(found: Sequence[str]) -> str:
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more
