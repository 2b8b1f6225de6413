"""What a directory knows of one system: its accounts and groups, under the names used there."""

from __future__ import annotations

from ragaudit.model import Directory, Group, Principal, User
from ragaudit.model.identity import system_of


def system_and_name(directory: Directory, principal: Principal) -> tuple[str, str]:
    """The system a principal belongs to, empty for the organisation's own, and its name there.

    `wiki:ann` in a file people write is Ann's account in the wiki, where there is such a system.
    """
    if principal.namespace:
        return principal.namespace, principal.name
    system = system_of(principal.name)
    if not system or system not in directory.once("systems", _systems):
        return "", principal.name
    return system, principal.name[len(system) + 1 :]


def within(directory: Directory, system: str) -> Directory:
    """The part of a directory that is about one system, names without its prefix."""
    if not system and not directory.once("systems", _systems):
        return directory
    return directory.once(f"within {system}", lambda whole: _part(whole, system))


def _systems(directory: Directory) -> frozenset[str]:
    ids = (*(u.id for u in directory.users), *(g.id for g in directory.every_group))
    aliases = (alias for user in directory.users for alias in user.aliases)
    named = (system_of(name) for name in (*ids, *aliases))
    return frozenset((*directory.listed, *named)) - {""}


def _part(directory: Directory, system: str) -> Directory:
    users = (_user(user, system) for user in directory.users)
    groups = tuple(
        Group(_own(group.id, system), group.members, group.includes, group.complete)
        for group in directory.every_group
        if system_of(group.id) == system
    )
    return Directory(tuple(u for u in users if u), groups, directory.locator)


def _user(user: User, system: str) -> User | None:
    """Somebody with an account there; the other names are those of other systems."""
    if not system:
        return None if system_of(user.id) else user
    accounts = [name for name in (user.id, *user.aliases) if system_of(name) == system]
    if not accounts:
        return None
    own = [_own(name, system) for name in accounts]
    return User(own[0], user.name, user.email, (), user.active, tuple(own[1:]), user.external)


def _own(name: str, system: str) -> str:
    return name[len(system) + 1 :] if system else name
