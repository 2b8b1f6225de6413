"""The keys of one entry under `identities`, checked by the provider they are for."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ragaudit.errors import ConfigError
from ragaudit.model import IdentitySettings
from ragaudit.text.suggest import did_you_mean


class Keys(BaseModel):
    """Base of a provider's keys: each must be known."""

    model_config = ConfigDict(extra="forbid", frozen=True)


K = TypeVar("K", bound=Keys)


def read_keys(settings: IdentitySettings, model: type[K]) -> K:
    """The keys of an entry. Raises `ConfigError` with file, line and column."""
    try:
        return model.model_validate(dict(settings.options))
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        # An unknown key explains the missing one beside it, so it is named first.
        first = next((d for d in details if d["type"] == "extra_forbidden"), details[0])
        key = str(first["loc"][0]) if first["loc"] else ""
        known = ["type", "namespace", *model.model_fields]
        if first["type"] == "extra_forbidden":
            told = f"unknown key “{key}” for identities of type {settings.type}"
            raise entry_error(settings, told, key, did_you_mean(key, known)) from error
        if first["type"] == "missing":
            raise entry_error(settings, f"“{key}” is missing") from error
        message = first["msg"].removeprefix("Value error, ")
        where = ".".join(("identities", *(str(part) for part in first["loc"])))
        told = f"{where}: {message[:1].lower()}{message[1:]}"
        raise entry_error(settings, told, key) from error


def entry_error(
    settings: IdentitySettings, message: str, key: str = "", hint: str = ""
) -> ConfigError:
    """A mistake in an entry, at a key or at the entry as a whole."""
    return ConfigError(message, settings.file, *settings.place(key), hint=hint)


def existing(settings: IdentitySettings, key: str, path: str) -> Path:
    """A file the entry names. Raises `ConfigError` where there is none."""
    file = settings.home / path
    if not file.exists():
        hint = f"check `{key}` under `identities` in ragaudit.yaml; it is relative to that file"
        raise ConfigError("there is no such file of people and groups", str(file), hint=hint)
    return file


def unusable(file: Path, reason: object, line: int | None = None) -> ConfigError:
    """A file that is there and cannot be used."""
    hint = "correct the file, or the path under `identities` in ragaudit.yaml"
    return ConfigError(f"people and groups cannot be read: {reason}", str(file), line, hint=hint)
