"""From what a directory service tells, by its own keys, to people and groups with plain names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ragaudit.model import Directory, Group, User
from ragaudit.model.identity import group_key, person_key


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A person as found."""

    key: str
    """What members are named by: a distinguished name, a SCIM id."""
    user: User


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """A group as found."""

    key: str
    name: str
    members: tuple[str, ...] = ()
    """Keys of people and of groups."""
    others: tuple[str, ...] = ()
    """Members known by name only."""
    identifiers: tuple[str, ...] = ()
    """What else the group is called: its SID, its SCIM id."""
    complete: bool = True


def assemble(users: Sequence[FoundUser], groups: Sequence[FoundGroup], locator: str) -> Directory:
    """One directory, in which every id stands for one person or group.

    Where two have the same name, their keys are their ids. The name alone then stands for either
    person, or for a group of which nobody can say who is in it.
    """
    people = dict(_unique_users(users))
    teams = dict(_unique_groups(groups))
    shared = {group_key(g.name): g.name for g in groups if teams[g.key] != g.name}
    made = [_group(group, people, teams) for group in groups]
    made += [Group(name, complete=False) for name in shared.values()]
    made += _identified(groups, teams, {group_key(group.id) for group in made})
    return Directory(tuple(people.values()), tuple(made), locator)


def _unique_users(users: Sequence[FoundUser]) -> Iterator[tuple[str, User]]:
    bearers = Counter(person_key(found.user.id) for found in users)
    for found in users:
        one = found.user
        if bearers[person_key(one.id)] > 1:
            aliases = (one.id, *one.aliases)
            one = User(
                found.key, one.name, one.email, one.groups, one.active, aliases, one.external
            )
        yield found.key, one


def _unique_groups(groups: Sequence[FoundGroup]) -> Iterator[tuple[str, str]]:
    bearers = Counter(group_key(found.name) for found in groups)
    for found in groups:
        yield found.key, found.key if bearers[group_key(found.name)] > 1 else found.name


def _group(found: FoundGroup, people: dict[str, User], teams: dict[str, str]) -> Group:
    members = [
        people[key].id if key in people else key for key in found.members if key not in teams
    ]
    includes = [teams[key] for key in found.members if key in teams]
    return Group(
        teams[found.key],
        tuple(dict.fromkeys((*members, *found.others))),
        tuple(dict.fromkeys(includes)),
        found.complete,
    )


def _identified(
    groups: Sequence[FoundGroup], teams: dict[str, str], taken: set[str]
) -> Iterable[Group]:
    """A group under its other names: groups of one, which is the group itself."""
    for found in groups:
        for name in found.identifiers:
            if group_key(name) not in taken:
                taken.add(group_key(name))
                yield Group(name, includes=(teams[found.key],))
