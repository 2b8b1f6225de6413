"""Accounts, groups and site-wide roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ragaudit.errors import MalformedError, ScopeMissingError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.plone.api import Answer, Api

MEMBERS = 1000
"""Members of a group asked for at once."""
PERMISSION = "Plone Site Setup: Users and Groups"
NEEDED = ("groups", PERMISSION)
SIGNED_IN = "AuthenticatedUsers"
"""The group of everybody who is signed in, which lists nobody."""
GIVEN_TO_ALL = frozenset({"Anonymous", "Authenticated"})


def role_name(role: str) -> str:
    """What a site-wide role is called where it stands for those who have it."""
    return f"role:{role}"


def directory_of(api: Api, namespace: str, roles: Iterable[str] = ()) -> Directory:
    """Everybody the site lists, and who has which role. Raises `SourceError`.

    A role of `roles` that nobody has is there, too: that nobody has it is known.
    All accounts count as listed only if every member of every group is among them: some places
    that accounts come from cannot be listed.
    """
    users = [one for one in _listed(api, "@users") if _id(one)]
    groups = [one for one in _listed(api, "@groups") if _id(one) and _id(one) != SIGNED_IN]
    members = {_id(group): _members(api, _id(group)) for group in groups}
    known, named = {_id(user) for user in users}, {_id(group) for group in groups}
    whole = bool(users) and all(
        one.complete and known | named >= {*one.names} for one in members.values()
    )
    prefix = f"{namespace}:" if namespace else ""
    made = [
        Group(
            prefix + name,
            tuple(prefix + one for one in listed.names if one not in named),
            tuple(prefix + one for one in listed.names if one in named),
            listed.complete,
        )
        for name, listed in members.items()
    ]
    return Directory(
        tuple(_user(one, prefix) for one in users),
        (*made, *_roles(users, groups, prefix, roles, complete=whole)),
        api.host,
        (namespace,) if namespace and whole else (),
    )


def _listed(api: Api, service: str) -> list[dict[str, Any]]:
    found = api.json(service, needed=NEEDED)
    # Until version 9 of the interface the list came without anything around it.
    listed = found.get("items") if isinstance(found, dict) else found
    if not isinstance(listed, list):
        raise MalformedError(f"{api.host} answered {service} with something else", "check `url`")
    return [one for one in listed if isinstance(one, dict)]


@dataclass(frozen=True, slots=True)
class _Members:
    """Ids of the accounts and groups in a group."""

    names: tuple[str, ...] = ()
    complete: bool = False


def _members(api: Api, group: str) -> _Members:
    """Who is in a group, however many pages of them there are."""
    if "/" in group:
        return _Members()  # it cannot be asked for by that id
    members: dict[str, None] = {}
    start, total = 0, 1
    while start < total:
        answer = api.answer(f"@groups/{group}", {"b_start": start, "b_size": MEMBERS})
        if answer.status == 404:
            return _Members()  # it has gone by now
        listed, total = _batch(api, answer)
        if not {*listed} - members.keys():
            break
        members.update(dict.fromkeys(listed))
        start += len(listed)
    return _Members(tuple(members), len(members) >= total)


def _batch(api: Api, answer: Answer) -> tuple[list[str], int]:
    """Some members, and how many there are."""
    found = api.parsed(api.needed(answer, NEEDED))
    batch = found.get("members") if isinstance(found, dict) else None
    listed = batch.get("items") if isinstance(batch, dict) else None
    total = batch.get("items_total") if isinstance(batch, dict) else None
    if not isinstance(listed, list) or not isinstance(total, int):
        raise MalformedError(f"{api.host} does not tell who is in a group", "check `url`")
    return [str(member) for member in listed], total


def _user(found: dict[str, Any], prefix: str) -> User:
    name, login, mail = _id(found), found.get("username"), found.get("email")
    other = isinstance(login, str) and login and login != name
    full = found.get("fullname")
    return User(
        prefix + name,
        full if isinstance(full, str) and full else None,
        mail if isinstance(mail, str) and mail else None,
        aliases=(f"{prefix}{login}",) if other else (),
    )


def _roles(
    users: list[dict[str, Any]],
    groups: list[dict[str, Any]],
    prefix: str,
    roles: Iterable[str],
    *,
    complete: bool,
) -> Iterator[Group]:
    """Who has a role in the whole site."""
    bearers: dict[str, tuple[list[str], list[str]]] = {role: ([], []) for role in roles}
    for position, found in ((0, users), (1, groups)):
        for one in found:
            for role in _given(one):
                bearers.setdefault(role, ([], []))[position].append(prefix + _id(one))
    for role, (people, teams) in sorted(bearers.items()):
        yield Group(prefix + role_name(role), tuple(people), tuple(teams), complete)


def _given(found: dict[str, Any]) -> list[str]:
    roles = found.get("roles")
    listed = roles if isinstance(roles, list) else []
    return [role for role in listed if isinstance(role, str) and role not in GIVEN_TO_ALL]


def _id(found: dict[str, Any]) -> str:
    value = found.get("id")
    return value if isinstance(value, str) else ""


def accounts_of(api: Api) -> frozenset[str]:
    """The ids of the accounts the site lists; none where it does not list them for us."""
    try:
        return frozenset(_id(one) for one in _listed(api, "@users"))
    except ScopeMissingError:
        return frozenset()


def account_exists(api: Api, name: str) -> bool:
    """Whether there is an account by this id, in no list of the site perhaps."""
    return "/" not in name and api.answer(f"@users/{name}").ok
