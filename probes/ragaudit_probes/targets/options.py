"""What only one kind of target understands, checked by that kind; secrets by variable name."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ragaudit.errors import AuthInvalidError, SkipError, UsageError
from ragaudit.model import ProbePrincipal, SkipReason, TargetSettings

VARIABLE = re.compile(r"\$\{([^{}]*)\}")
"""`${ALICE_TOKEN}`: the value of an environment variable."""
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Options(BaseModel):
    """Base of a target's options: every key must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


O = TypeVar("O", bound=Options)  # noqa: E741


def read_options(settings: TargetSettings, model: type[O]) -> O:
    """The options of a target. Raises `UsageError` that names file, target and key."""
    try:
        return model.model_validate(dict(settings.options))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in ("options", *first["loc"]))
        where = f"{settings.options_at}: " if settings.options_at else ""
        known = ", ".join(sorted(model.model_fields)) or "none"
        told = first["msg"].removeprefix("Value error, ")
        raise UsageError(
            f"{where}target “{settings.type}”: `{key}`: {told[:1].lower()}{told[1:]}",
            f"{settings.type} understands: {known}",
        ) from None


def variables(text: str) -> list[str]:
    """Names of the environment variables a text refers to, in order."""
    return [found.group(1) for found in VARIABLE.finditer(text)]


def secret(
    name: str, principal: ProbePrincipal | None = None, env: Mapping[str, str] | None = None
) -> str:
    """The value of an environment variable; an empty one counts as not set.

    Raises `SkipError` for a principal's variable, `AuthInvalidError` for the target's own.
    """
    values = os.environ if env is None else env
    if not _NAME.fullmatch(name):
        told, action = "`${…}` holds what is no name of a variable", "write `${LIKE_THIS}`"
    elif value := values.get(name):
        return value
    else:
        told, action = f"the environment variable {name} is not set", f"set {name}"
    if principal is None:
        raise AuthInvalidError(told, action)
    raise no_credentials(principal, told, action)


def filled(
    text: str, principal: ProbePrincipal | None = None, env: Mapping[str, str] | None = None
) -> str:
    """A text with `${NAME}` replaced by the values of variables. Raises like `secret`."""
    return VARIABLE.sub(lambda found: secret(found.group(1), principal, env), text)


def no_credentials(principal: ProbePrincipal, told: str, action: str = "") -> SkipError:
    """The target cannot be asked as somebody: neither an answer nor a failure of the target."""
    return SkipError(SkipReason.FORBIDDEN, f"cannot ask as {principal.name}: {told}", action)
