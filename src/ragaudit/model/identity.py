"""The people and groups an organisation has, as one snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")
_SYSTEM = re.compile(r"([\w.-]+):.")
_KINDS = frozenset({"user", "person", "group", "team", "role"})


@dataclass(frozen=True, slots=True)
class User:
    """One person."""

    id: str
    name: str | None = None
    email: str | None = None
    groups: tuple[str, ...] = ()
    active: bool = True
    """False for a disabled account: it reads what anybody may without signing in."""
    aliases: tuple[str, ...] = ()
    """Other names: logins, security identifiers, accounts elsewhere as `system:login`."""
    external: bool = False
    """A guest: has an account, and is no member of the organisation."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the user goes by."""
        return tuple(n for n in (self.id, self.name, self.email, *self.aliases) if n)


@dataclass(frozen=True, slots=True)
class Group:
    """A set of people; may include other groups."""

    id: str
    members: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    complete: bool = True
    """False where members are hidden or could not be read: then anybody may be one."""


@dataclass(frozen=True, slots=True)
class Directory:
    """Users and groups. An empty directory means *nothing was read*, not that nobody exists."""

    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    locator: str | None = None
    listed: tuple[str, ...] = ()
    """Systems besides this directory whose accounts it has in full, e.g. a source id."""
    _users: dict[str, tuple[User, ...]] = field(init=False, repr=False, compare=False)
    _groups: dict[str, Group] = field(init=False, repr=False, compare=False)
    _said: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    """Group to the users who say they belong to it."""
    _members: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    _kept: dict[str, Any] = field(init=False, repr=False, compare=False)
    _own: bool = field(init=False, repr=False, compare=False)
    """Whether it lists people of the organisation, and not only accounts in other systems."""

    def __post_init__(self) -> None:
        said: dict[str, list[str]] = {}
        for user in self.users:
            for group in user.groups:
                said.setdefault(group_key(group), []).append(user.id)
        # A group that only its members name exists all the same.
        implied = {group_key(g): Group(g) for user in self.users for g in user.groups}
        object.__setattr__(self, "_users", _bearers(self.users))
        object.__setattr__(self, "_groups", implied | _merged(self.groups))
        object.__setattr__(self, "_said", said)
        object.__setattr__(self, "_members", {})
        object.__setattr__(self, "_kept", {})
        object.__setattr__(self, "_own", any(not system_of(user.id) for user in self.users))

    @property
    def every_group(self) -> tuple[Group, ...]:
        """Every group, those included that only their members name."""
        return tuple(self._groups.values())

    def lists_accounts(self, namespace: str = "") -> bool:
        """Whether somebody without an account here has none in that system."""
        return namespace in self.listed or (not namespace and self._own)

    @property
    def loaded(self) -> bool:
        """Whether there is anything to look names up in."""
        return bool(self.users or self.groups)

    def named(self, name: str) -> tuple[User, ...]:
        """Everybody a name may stand for, by id; more than one where several people share it.

        An id goes before an address or alias, and that before a display name: whoever calls
        himself like somebody else's id is not that person.
        """
        return self._users.get(person_key(name), ())

    def user(self, name: str) -> User | None:
        """Find a user by id, display name, e-mail address or alias; case does not matter.

        Of several who share the name it is the first who is active; `named` gives all.
        """
        found = self.named(name)
        return next((user for user in found if user.active), found[0] if found else None)

    def group(self, name: str) -> Group | None:
        """Find a group by id; case, `group:` and a leading `@` do not matter."""
        key = group_key(name)
        found = self._groups.get(key)
        if found is None and ":" not in key:
            # `@organisation/team`; what stands after a namespace is looked for nowhere else.
            found = self._groups.get(key.rsplit("/", 1)[-1])
        return found

    def below(self, group: Group) -> tuple[Group | None, ...]:
        """The groups directly in a group; None for one that the directory does not have."""
        listed = (self.group(name) for name in group.members if not self.named(name))
        included = tuple(self.group(name) for name in group.includes)
        return (*included, *(found for found in listed if found is not None))

    def members(self, group: Group) -> frozenset[str]:
        """Ids of every user in a group, nested groups included; cycles are survived.

        A member the directory does not list as a user, or knows two of, stands under the name it
        is written with.
        """
        if (known := self._members.get(group.id)) is None:
            known = self._members[group.id] = self._expand(group)
        return known

    def _expand(self, group: Group) -> frozenset[str]:
        found: set[str] = set()
        seen: set[str] = set()
        queue = [group]
        while queue:
            current = queue.pop()
            if (key := group_key(current.id)) in seen:
                continue
            seen.add(key)
            for name in current.members:
                users = self.named(name)
                if users or self.group(name) is None:
                    found.add(users[0].id if len(users) == 1 else name)
            found.update(self._said.get(key, ()))
            queue.extend(inner for inner in self.below(current) if inner is not None)
        return frozenset(found)

    def once(self, name: str, compute: Callable[[Directory], T]) -> T:
        """Compute something about the directory once, since it never changes."""
        if name not in self._kept:
            self._kept[name] = compute(self)
        found: T = self._kept[name]
        return found

    def names(self) -> tuple[str, ...]:
        """Every id, for suggesting the nearest match."""
        return tuple(u.id for u in self.users) + tuple(g.id for g in self.groups)


def system_of(name: str) -> str:
    """The system in a name such as `system:login`; empty where the name is the organisation's."""
    match = _SYSTEM.match(name.strip())
    return match[1] if match and match[1].casefold() not in _KINDS else ""


def person_key(name: str) -> str:
    """A person's name as names are compared."""
    return name.strip().casefold().removeprefix("user:").lstrip("@")


def group_key(name: str) -> str:
    """A group's name as names are compared."""
    return name.strip().casefold().removeprefix("group:").removeprefix("team:").lstrip("@")


def _bearers(users: Iterable[User]) -> dict[str, tuple[User, ...]]:
    """Who bears each name, in the order of `Directory.named`."""
    levels: tuple[dict[str, list[User]], ...] = ({}, {}, {})
    for user in sorted(users, key=lambda u: u.id):
        by_level = ((user.id,), (user.email, *user.aliases), (user.name,))
        for level, names in zip(levels, by_level, strict=True):
            for key in {person_key(name) for name in names if name}:
                level.setdefault(key, []).append(user)
    ids, accounts, called = levels
    return {key: tuple(found) for key, found in (called | accounts | ids).items()}


def _merged(groups: Iterable[Group]) -> dict[str, Group]:
    """By key; a group that is listed twice has the members of both."""
    found: dict[str, Group] = {}
    for group in groups:
        key = group_key(group.id)
        if (one := found.get(key)) is not None:
            group = Group(
                min(one.id, group.id),
                (*one.members, *group.members),
                (*one.includes, *group.includes),
                one.complete and group.complete,
            )
        found[key] = group
    return found
