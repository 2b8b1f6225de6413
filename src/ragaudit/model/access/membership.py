"""Who is in which group, nested groups followed, cycles survived."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from ragaudit.model.access.reader import Reader
from ragaudit.model.identity import Directory, Group, group_key, person_key


class Membership:
    """The groups of one directory, from members upwards."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._groups: dict[str, Group] = {group_key(g.id): g for g in directory.every_group}
        self._above: dict[str, list[str]] = {}
        """Group to the groups that include it."""
        self._listing: dict[str, list[str]] = {}
        """Id of a user, or name of somebody the directory does not list, to the groups it is in."""
        self._doubted: dict[str, list[str]] = {}
        """Id of a user to the groups that list a name it shares with others."""
        open_: set[str] = set()
        for key, group in self._groups.items():
            self._list(key, group)
            for below in directory.below(group):
                if below is not None:
                    self._above.setdefault(group_key(below.id), []).append(key)
                else:
                    open_.add(key)
            if not group.complete:
                open_.add(key)
        if not _says_who(directory):
            open_ |= self._groups.keys()
        self._open = frozenset(self._climb(open_))

    def is_open(self, group: str) -> bool:
        """Whether it may have members nobody listed, itself or through a group it includes."""
        return group_key(group) in self._open

    def of(self, reader: Reader) -> frozenset[str]:
        """Every group a reader is in for certain, by key."""
        return frozenset(self._climb(self._starts(reader)))

    def perhaps_of(self, reader: Reader) -> frozenset[str]:
        """Every group a reader is in if it is the one meant by a name that several share."""
        starts = self._doubted.get(reader.user.id, ()) if reader.user else ()
        return frozenset(self._climb(starts))

    def path(self, reader: Reader, group: str) -> tuple[str, ...]:
        """The shortest way from a reader up to a group, the nearest group first."""
        target = group_key(group)
        came_from: dict[str, str | None] = dict.fromkeys(self._starts(reader))
        queue = deque(came_from)
        while queue:
            current = queue.popleft()
            if current == target:
                return self._way(current, came_from)
            for above in self._above.get(current, ()):
                if above not in came_from:
                    came_from[above] = current
                    queue.append(above)
        return ()

    def _way(self, group: str, came_from: dict[str, str | None]) -> tuple[str, ...]:
        way: list[str] = []
        current: str | None = group
        while current is not None:
            way.append(self._groups[current].id)
            current = came_from[current]
        return tuple(reversed(way))

    def _list(self, key: str, group: Group) -> None:
        for name in group.members:
            people = self._directory.named(name)
            if len(people) == 1:
                self._listing.setdefault(people[0].id, []).append(key)
            elif people:
                for user in people:
                    self._doubted.setdefault(user.id, []).append(key)
            elif self._directory.group(name) is None:
                self._listing.setdefault(person_key(name), []).append(key)

    def _starts(self, reader: Reader) -> list[str]:
        """The groups that list a reader, or that it says it is in."""
        if reader.is_group:
            group = self._directory.group(reader.principal.key)
            return [group_key(group.id)] if group else []
        if reader.user is None:
            return sorted(self._listing.get(reader.stranger or "", ()))
        said = [group_key(name) for name in reader.user.groups]
        return sorted({*self._listing.get(reader.user.id, ()), *said})

    def _climb(self, starts: Iterable[str]) -> set[str]:
        seen = set(starts)
        queue = list(seen)
        while queue:
            for above in self._above.get(queue.pop(), ()):
                if above not in seen:
                    seen.add(above)
                    queue.append(above)
        return seen


def _says_who(directory: Directory) -> bool:
    """Whether it has members at all; one that only lists groups says nothing about who is in."""
    return any(g.members for g in directory.groups) or any(u.groups for u in directory.users)
