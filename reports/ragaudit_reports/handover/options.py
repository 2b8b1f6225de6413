"""What the configuration says of a tracker."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ragaudit.errors import AuthInvalidError, UsageError
from ragaudit.model import TrackerSettings
from ragaudit.text.suggest import did_you_mean


def options(settings: TrackerSettings, known: Mapping[str, Any]) -> dict[str, Any]:
    """The options with what is usual for those that are not given.

    A usual value of None means that the option must be given. Raises `UsageError`.
    """
    where = f"tracker “{settings.name}”"
    for key, value in settings.options.items():
        if key not in known:
            raise UsageError(f"{where}: there is no option “{key}”", did_you_mean(key, known))
        if not isinstance(value, str | int | float | bool | list):
            raise UsageError(f"{where}: option “{key}” is no plain value")
    found = {**known, **settings.options}
    for key, value in found.items():
        if value is None:
            raise UsageError(f"{where} needs the option “{key}”", f"add `options: {{{key}: …}}`")
    return found


def token(settings: TrackerSettings) -> str:
    """The secret to sign in with. Raises `AuthInvalidError`."""
    name = settings.auth.token_env
    if not name:
        raise AuthInvalidError(
            f"tracker “{settings.name}” has nobody to sign in as",
            "name the variable that holds the token: `auth: {token_env: …}`",
        )
    if value := os.environ.get(name):
        return value
    raise AuthInvalidError(f"the environment variable {name} is not set", f"set {name}")


def login(settings: TrackerSettings) -> str | None:
    """The name to sign in with; None where the token alone does. Raises `AuthInvalidError`."""
    name = settings.auth.user_env
    if not name:
        return settings.auth.user
    if value := os.environ.get(name):
        return value
    raise AuthInvalidError(f"the environment variable {name} is not set", f"set {name}")
