"""People and groups from an export of SCIM 2.0 resources (RFC 7643, RFC 7644)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated

from pydantic import BeforeValidator, Field

from ragaudit.model import Directory, IdentitySettings, User
from ragaudit_connectors.identities.assembling import FoundGroup, FoundUser, assemble
from ragaudit_connectors.identities.keys import Keys, existing, read_keys, unusable
from ragaudit_connectors.identities.names import in_namespace, is_mail
from ragaudit_connectors.identities.scim_file import Resource, ScimError, read_resources

_GUESTS = frozenset({"guest", "external"})


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


class ScimKeys(Keys):
    """`{path: export.json}`, or several files: `{path: [users.json, groups.json]}`."""

    path: Annotated[list[str], BeforeValidator(_listed), Field(min_length=1)]


def read_scim(settings: IdentitySettings) -> Directory:
    """Read the files an entry names. Raises `ConfigError`."""
    keys = read_keys(settings, ScimKeys)
    export, names = _Export(), []
    for name in keys.path:
        file = existing(settings, "path", name)
        names.append(file.name)
        try:
            for resource in read_resources(file):
                export.add(resource)
        except ScimError as error:
            raise unusable(file, error, error.line) from error
    directory = assemble(list(export.users()), list(export.groups()), " and ".join(names))
    return in_namespace(directory, settings.namespace)


class _Export:
    """All resources; who is who is only known once every file was read."""

    def __init__(self) -> None:
        self._users: dict[str, Resource] = {}
        self._groups: dict[str, Resource] = {}
        self._known: dict[str, User] = {}

    def add(self, resource: Resource) -> None:
        """Take a resource in; of two with one id the last counts. Raises `ScimError`."""
        if resource.is_group:
            self._groups[resource.text("id")] = resource
        else:
            self._users[resource.text("id")] = resource
            self._known[resource.text("id")] = _user(resource)

    def users(self) -> Iterator[FoundUser]:
        for key, resource in self._users.items():
            # Groups that were not exported are known by what their members say.
            said = [g for g in resource.parts("groups") if g.text("value") not in self._groups]
            names = (g.text("display") or g.text("value") for g in said)
            yield FoundUser(key, replace(self._known[key], groups=tuple(filter(None, names))))

    def groups(self) -> Iterator[FoundGroup]:
        said: dict[str, list[str]] = {}
        for user, resource in self._users.items():
            for group in resource.parts("groups"):
                said.setdefault(group.text("value"), []).append(user)
        for key, resource in self._groups.items():
            yield self._group(key, resource, said.get(key, []))

    def _group(self, key: str, resource: Resource, said: list[str]) -> FoundGroup:
        members = [m for m in resource.parts("members") if m.text("value") or m.text("display")]
        unknown = [m for m in members if not self._knows(m.text("value"))]
        others = (key, resource.text("externalId"))
        return FoundGroup(
            key,
            resource.text("displayName") or key,
            tuple(m.text("value") for m in members if self._knows(m.text("value"))) + tuple(said),
            tuple(m.text("display") or m.text("value") for m in unknown),
            tuple(name for name in others if name),
            # Who is in a group that was not exported cannot be told.
            complete=all(_is_user(member) for member in unknown),
        )

    def _knows(self, key: str) -> bool:
        return key in self._users or key in self._groups


def _user(resource: Resource) -> User:
    login, mails = resource.text("userName"), _mails(resource)
    key = login or resource.text("id")
    parts = resource.part("name")
    written = parts.text("formatted") or " ".join(
        filter(None, (parts.text("givenName"), parts.text("familyName")))
    )
    others = (resource.text("id"), resource.text("externalId"), *mails[1:])
    return User(
        key,
        resource.text("displayName") or written or None,
        mails[0] if mails else (login if is_mail(login) else None),
        active=resource.flag("active", missing=True),
        aliases=tuple(dict.fromkeys(name for name in others if name and name != key)),
        external=resource.text("userType").casefold() in _GUESTS,
    )


def _mails(resource: Resource) -> list[str]:
    """The addresses, the primary one first."""
    ordered = sorted(resource.parts("emails"), key=lambda mail: not mail.flag("primary"))
    return list(dict.fromkeys(m for entry in ordered if (m := entry.text("value"))))


def _is_user(member: Resource) -> bool:
    """Whether the export says that a member is a person."""
    told = member.text("type").casefold()
    return told == "user" if told else "/users/" in member.text("$ref").casefold()
