"""Who is who and who is in what, for the oracle: plain searches, nothing kept but answers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from ragaudit.model import Directory, Group, Principal, PrincipalKind, User

K = PrincipalKind


class People:
    """Questions about one directory."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.users = cache(self._users)
        self.group = cache(self._group)
        self.below = cache(self._below)
        self.listed = cache(self._listed)
        self.is_in = cache(self._is_in)
        said = {name: Group(name) for user in directory.users for name in user.groups}
        self.groups = [(_plain(g.id), g) for g in (*directory.groups, *said.values())]
        self.empty = not said and not any(group.members for group in directory.groups)

    def _users(self, name: str) -> tuple[User, ...]:
        """Everybody who may be meant: by id, or else by address or alias, or else by name."""
        wanted = _plain(name)
        levels: tuple[list[User], ...] = ([], [], [])
        for user in self.directory.users:
            if _plain(user.id) == wanted:
                levels[0].append(user)
            if wanted in [_plain(other) for other in (user.email or "", *user.aliases)]:
                levels[1].append(user)
            if _plain(user.name or "") == wanted:
                levels[2].append(user)
        return tuple(next((level for level in levels if level), []))

    def _group(self, name: str) -> str | None:
        """The plain name of a group, if there is such a group."""
        wanted = _plain(name)
        names = [name for name, _ in self.groups]
        if wanted in names:
            return wanted
        last = wanted.split("/")[-1]
        return last if ":" not in wanted and last in names else None

    def user(self, reader: Principal) -> User | None:
        """The user a reader certainly is."""
        found = self.users(reader.key) if reader.kind in (K.USER, K.SERVICE, K.UNRESOLVED) else ()
        return found[0] if len(found) == 1 else None

    def own_group(self, reader: Principal) -> str | None:
        """The plain name of the group a reader stands for, in the directory or not."""
        if reader.kind in (K.GROUP, K.ROLE):
            return self.group(reader.key) or _plain(reader.key)
        if reader.kind is K.UNRESOLVED and not self.users(reader.key):
            return self.group(reader.key)
        return None

    def signed_in(self, reader: Principal) -> bool:
        """Whether a reader has an account that works."""
        if reader.kind is K.EVERYONE:
            return False
        user = self.user(reader)
        return user.active if user else True

    def mails(self, reader: Principal) -> list[str]:
        """Every address of a reader."""
        if self.own_group(reader) is not None:
            return []
        user = self.user(reader)
        names = user.names if user else (reader.name,)
        return [_plain(name) for name in names if "@" in name]

    def of_the_organisation(self, reader: Principal) -> bool | None:
        """Whether a reader is no guest."""
        if (user := self.user(reader)) is not None:
            return not user.external
        own = self.own_group(reader)
        if own is None or self.group(own) is None or self._open(own):
            return None
        members = [self.users(name) for name in self._names(own)]
        sides = {len(found) == 1 and not found[0].external for found in members}
        certain = all(len(found) == 1 for found in members)
        return sides.pop() if certain and len(sides) == 1 else None

    def is_person(self, reader: Principal, named: Principal) -> bool | None:
        """Whether a reader is the person an entry names."""
        if self.own_group(reader) is not None:
            return False
        me, meant = self.user(reader), self.users(named.key)
        if me is not None and me in meant:
            return True if len(meant) == 1 else None
        if me is None and not meant and _plain(named.key) == _plain(reader.key):
            return True
        mails = self.mails(reader)
        if "@" in named.name and mails and _plain(named.name) not in mails:
            return False
        if me is None:
            return None
        if meant:
            return False
        return None if "@" in named.name or not self._all_listed(named.namespace) else False

    def _is_in(self, reader: Principal, named: Principal) -> bool | None:
        """Whether a reader is in the group an entry names."""
        found = self.group(named.key)
        own = self.own_group(reader)
        if found is None:
            word = own or (_plain(reader.key) if self.user(reader) is None else None)
            may_be_it = own is not None or K.UNRESOLVED in (reader.kind, named.kind)
            return True if may_be_it and word == _plain(named.key) else None
        inner = self.below(found)
        if own is not None:
            return True if own in inner else self._not_in(found)
        me = self.user(reader)
        if me is None:
            return True if self._lists_stranger(inner, reader) else None
        if any(_plain(name) in inner for name in me.groups):
            return True
        listed = self.listed(found)
        if (me.id,) in listed:
            return True
        return None if any(me.id in ids for ids in listed) else self._not_in(found)

    def _listed(self, group: str) -> frozenset[tuple[str, ...]]:
        """Who may be meant by each member listed in a group or in a group in it."""
        names = [name for one in self._all(self.below(group)) for name in one.members]
        return frozenset(tuple(user.id for user in self.users(name)) for name in names)

    def _lists_stranger(self, groups: frozenset[str], reader: Principal) -> bool:
        names = [name for group in self._all(groups) for name in group.members]
        nobody = [n for n in names if not self.users(n) and self.group(n) is None]
        return _plain(reader.key) in [_plain(name) for name in nobody]

    def _not_in(self, group: str) -> bool | None:
        return None if self._open(group) else False

    def _open(self, group: str) -> bool:
        """Whether anybody may be in it: a list is hidden, or a group in it is not there."""
        groups = list(self._all(self.below(group)))
        inner = [name for g in groups for name in g.includes]
        return (
            self.empty
            or not all(g.complete for g in groups)
            or any(self.group(name) is None for name in inner)
        )

    def _below(self, group: str) -> frozenset[str]:
        """A group and every group in it."""
        found: set[str] = set()

        def descend(name: str) -> None:
            if name in found:
                return
            found.add(name)
            for one in self._all(frozenset({name})):
                nested = [n for n in one.members if not self.users(n)]
                for inner in (*one.includes, *nested):
                    if (known := self.group(inner)) is not None:
                        descend(known)

        descend(group)
        return frozenset(found)

    def _names(self, group: str) -> Iterator[str]:
        """Everybody in a group, under some name."""
        inner = self.below(group)
        for one in self._all(inner):
            yield from (n for n in one.members if self.users(n) or self.group(n) is None)
        for user in self.directory.users:
            if any(_plain(name) in inner for name in user.groups):
                yield user.id

    def _all(self, names: frozenset[str]) -> Iterator[Group]:
        return (group for name, group in self.groups if name in names)

    def _all_listed(self, namespace: str) -> bool:
        if namespace:
            return namespace in self.directory.listed
        return bool(self.directory.users) or "" in self.directory.listed


def either(a: bool | None, b: bool | None) -> bool | None:
    """Of two things that one name may mean."""
    return a if a is b else None


def _plain(name: str) -> str:
    text = name.strip().casefold()
    for prefix in ("user:", "group:", "team:"):
        text = text.removeprefix(prefix)
    return text.lstrip("@")
