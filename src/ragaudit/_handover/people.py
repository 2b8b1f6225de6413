"""The people of the directories, for their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit import _registry
from ragaudit.errors import RagauditError
from ragaudit.model import Directory, IdentitySettings, User


def known_people(providers: Iterable[IdentitySettings]) -> tuple[Directory, list[str]]:
    """Everybody, and which providers could not be read.

    A directory that cannot be read costs its addresses, never the messages to others.
    """
    users: list[User] = []
    problems: list[str] = []
    for settings in providers:
        try:
            users += _registry.identities(settings).users
        except RagauditError as error:
            hint = f"; {error.hint}" if error.hint else ""
            problems.append(f"{error.message}{hint}")
    return Directory(users=tuple(users)), problems
