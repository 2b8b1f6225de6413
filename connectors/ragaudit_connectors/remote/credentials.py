"""Secrets, read from the environment when they are used and never kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from ragaudit.errors import AuthInvalidError
from ragaudit.model import Credentials


@dataclass(frozen=True, slots=True)
class Account:
    """Who to sign in as."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @property
    def given(self) -> bool:
        """Whether there is anything to sign in with."""
        return bool(self.password or self.token)


def account(
    named: Credentials, default_user: str | None = None, env: Mapping[str, str] | None = None
) -> Account:
    """The account behind names of variables.

    Raises `AuthInvalidError` for a variable that is named and not set.
    """
    values = os.environ if env is None else env
    user = _value(named.user_env, values) if named.user_env else named.user
    return Account(
        user or default_user,
        _value(named.password_env, values) if named.password_env else None,
        _value(named.token_env, values) if named.token_env else None,
    )


def _value(name: str, env: Mapping[str, str]) -> str:
    value = env.get(name)
    if not value:
        raise AuthInvalidError(f"the environment variable {name} is not set", f"set {name}")
    return value
