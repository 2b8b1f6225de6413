"""What a reader is called with. Secrets come from the environment, by name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from ragaudit.errors import AuthInvalidError, UsageError
from ragaudit.model import SourceSettings

_ENV = "_env"
_SECRET = re.compile(
    r"(?:^|_)(?:password|passwd|pass|pwd|secret|token|api_?key|access_?key|private_?key"
    r"|credentials?|auth|pat)$",
    re.IGNORECASE,
)


def check_arguments(settings: SourceSettings, where: str, values: Mapping[str, Any]) -> None:
    """Raise `UsageError` where a secret is written down."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            check_arguments(settings, f"{where}.{key}", value)
        elif isinstance(value, str) and value and _SECRET.search(key):
            place = f"{settings.options_at}: " if settings.options_at else ""
            raise UsageError(
                f"{place}source “{settings.id}”: `options.{where}.{key}` holds a secret",
                f"put it in an environment variable and write `{key}{_ENV}: ITS_NAME`",
            )


def resolved(values: Mapping[str, Any], env: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The values with every `*_env` read. Raises `AuthInvalidError` where one is not set."""
    known = os.environ if env is None else env
    found: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, Mapping):
            found[key] = resolved(value, known)
        elif key.endswith(_ENV) and isinstance(value, str):
            if not known.get(value):
                raise AuthInvalidError(
                    f"the environment variable {value} is not set", f"set {value}"
                )
            found[key.removesuffix(_ENV)] = known[value]
        else:
            found[key] = value
    return found
