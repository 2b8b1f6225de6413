"""Accounts of a wiki and the groups they are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ragaudit.errors import MalformedError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.mediawiki.api import Api, going_on
from ragaudit_connectors.mediawiki.site import EVERYBODY, SIGNED_IN, Site

ALL_OF = frozenset({EVERYBODY, SIGNED_IN})
"""Groups that are everybody's, and stand in access lists as such."""


def directory_of(api: Api, site: Site, namespace: str) -> Directory:
    """Every account the wiki lists. Raises `SourceError`.

    It is not said to have all of them: accounts that were hidden are not listed. A block is none
    from reading, so blocked accounts are as good as others.
    """
    prefix = f"{namespace}:" if namespace else ""
    users = tuple(
        User(prefix + name, groups=tuple(prefix + group for group in groups))
        for name, groups in accounts(api)
    )
    named = (*site.groups, *(g.removeprefix(prefix) for user in users for g in user.groups))
    groups = (Group(prefix + name) for name in dict.fromkeys(named) if name not in ALL_OF)
    return Directory(users, tuple(groups), api.host)


def accounts(api: Api) -> Iterator[tuple[str, list[str]]]:
    """Names, and the groups of each but those of everybody. Raises `SourceError`."""
    following: dict[str, str] | None = {}
    seen: set[str] = set()
    while following is not None:
        answer = api.query(list="allusers", auprop="groups", aulimit="max", **following)
        for one in _listed(answer, api.host):
            groups = one.get("groups")
            listed = groups if isinstance(groups, list) else []
            yield str(one["name"]), [str(name) for name in listed if name not in ALL_OF]
        following = going_on(answer, seen, api.host)


def _listed(answer: Mapping[str, Any], host: str) -> list[dict[str, Any]]:
    query = answer.get("query")
    listed = query.get("allusers") if isinstance(query, dict) else None
    if not isinstance(listed, list):
        raise MalformedError(f"{host} does not tell its accounts", "check `url`")
    return [one for one in listed if isinstance(one, dict) and one.get("name")]
