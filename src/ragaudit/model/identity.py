"""The people and groups an organisation has, as one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class User:
    """One person."""

    id: str
    name: str | None = None
    email: str | None = None
    groups: tuple[str, ...] = ()
    active: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A set of people; may include other groups."""

    id: str
    members: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Directory:
    """Users and groups. An empty directory means *nothing was read*, not that nobody exists."""

    users: tuple[User, ...] = ()
    groups: tuple[Group, ...] = ()
    locator: str | None = None
    _users: dict[str, User] = field(init=False, repr=False, compare=False)
    _groups: dict[str, Group] = field(init=False, repr=False, compare=False)
    _said: dict[str, list[str]] = field(init=False, repr=False, compare=False)
    """Group to the users who say they belong to it."""
    _members: dict[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = {name.casefold(): user for user in self.users for name in _names(user)}
        object.__setattr__(self, "_users", names)
        said: dict[str, list[str]] = {}
        for user in self.users:
            for group in user.groups:
                said.setdefault(group.casefold(), []).append(user.id)
        object.__setattr__(self, "_said", said)
        object.__setattr__(self, "_members", {})
        # A group that only its members name exists all the same.
        implied = {g.casefold(): Group(g) for user in self.users for g in user.groups}
        listed = {group.id.casefold(): group for group in self.groups}
        object.__setattr__(self, "_groups", implied | listed)

    @property
    def loaded(self) -> bool:
        """Whether there is anything to look names up in."""
        return bool(self.users or self.groups)

    def user(self, name: str) -> User | None:
        """Find a user by id, display name, e-mail address or alias; case does not matter."""
        return self._users.get(name.strip().removeprefix("user:").lstrip("@").casefold())

    def group(self, name: str) -> Group | None:
        """Find a group by id; case, `group:` and a leading `@` do not matter."""
        key = name.strip().removeprefix("group:").removeprefix("team:").lstrip("@").casefold()
        return self._groups.get(key) or self._groups.get(key.rsplit("/", 1)[-1])

    def members(self, group: Group) -> frozenset[str]:
        """Ids of every user in a group, nested groups included; cycles are survived.

        A member the directory does not list as a user stands under the name it is written with.
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
            if current.id in seen:
                continue
            seen.add(current.id)
            found.update(user.id if (user := self.user(m)) else m for m in current.members)
            found.update(self._said.get(current.id.casefold(), ()))
            queue.extend(g for name in current.includes if (g := self.group(name)) is not None)
        return frozenset(found)

    def names(self) -> tuple[str, ...]:
        """Every id, for suggesting the nearest match."""
        return tuple(u.id for u in self.users) + tuple(g.id for g in self.groups)


def _names(user: User) -> tuple[str, ...]:
    return tuple(n.lstrip("@") for n in (user.id, user.name, user.email, *user.aliases) if n)
