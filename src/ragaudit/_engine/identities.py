"""People and groups from every place they are written down, as one directory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragaudit._engine.linking import People
from ragaudit.model import Directory, Group
from ragaudit.model.identity import person_key, system_of


@dataclass(frozen=True, slots=True)
class Merged:
    """One directory of all, and what did not fit together."""

    directory: Directory
    notes: tuple[str, ...] = ()


def merge(directories: Iterable[Directory]) -> Merged:
    """One directory of all.

    People go before accounts in other systems, which become aliases of the people they belong to.
    A group that several list has the members of all.
    """
    given = list(directories)
    people = People()
    numbered = [(i, user) for i, directory in enumerate(given) for user in directory.users]
    for origin, user in sorted(numbered, key=lambda found: bool(system_of(found[1].id))):
        people.add(user, origin)
    groups = _Groups()
    for directory in given:
        for group in directory.groups:
            groups.add(group, directory.locator)
    for name, account in people.shared:
        groups.add(Group(name, (account,)), None)
    listed = tuple(dict.fromkeys(name for directory in given for name in directory.listed))
    one = Directory(people.users(), groups.merged(), _locator(given), listed)
    return Merged(one, (*people.notes(), *groups.notes()))


def _locator(directories: Sequence[Directory]) -> str | None:
    """Where the organisation's own people and groups are written down."""
    own = (d for d in directories if not all(map(system_of, _ids(d))))
    places = list(dict.fromkeys(d.locator for d in own if d.locator))
    return " and ".join(places) or next((d.locator for d in directories if d.locator), None)


def _ids(directory: Directory) -> Iterable[str]:
    return (*(u.id for u in directory.users), *(g.id for g in directory.groups))


class _Groups:
    def __init__(self) -> None:
        self._found: dict[str, list[tuple[Group, str | None]]] = {}

    def add(self, group: Group, locator: str | None) -> None:
        self._found.setdefault(group.id, []).append((group, locator))

    def merged(self) -> tuple[Group, ...]:
        return tuple(
            Group(
                name,
                tuple(dict.fromkeys(member for group, _ in found for member in group.members)),
                tuple(dict.fromkeys(inner for group, _ in found for inner in group.includes)),
                all(group.complete for group, _ in found),
            )
            for name, found in self._found.items()
        )

    def notes(self) -> Iterable[str]:
        for name, found in self._found.items():
            listing = [(_content(group), place) for group, place in found if place]
            if len({content for content, _ in listing if content}) > 1:
                places = " and ".join(dict.fromkeys(place for _, place in listing if place))
                yield f"The group “{name}” has different members in {places}; all of them count."


def _content(group: Group) -> frozenset[str]:
    return frozenset(map(person_key, (*group.members, *group.includes)))
