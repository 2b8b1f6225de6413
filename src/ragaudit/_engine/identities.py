"""People and groups from every place they are written down, as one directory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from ragaudit import _registry
from ragaudit.model import Directory


def read_identities(files: Sequence[Path]) -> Directory:
    """Read the identity files the configuration names. Raises `ConfigError`."""
    return merge(_registry.identities("static", file) for file in files)


def merge(directories: Iterable[Directory]) -> Directory:
    """One directory of all; the first to list a user or group wins."""
    given = list(directories)
    users = {user.id: user for d in reversed(given) for user in d.users}
    groups = {group.id: group for d in reversed(given) for group in d.groups}
    locator = next((d.locator for d in given if d.locator), None)
    return Directory(tuple(users.values()), tuple(groups.values()), locator)
