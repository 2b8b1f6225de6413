"""Checks data against a schema and says where in the file the first mistake is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from ragaudit._config.positions import Located
from ragaudit.errors import ConfigError
from ragaudit.text.suggest import did_you_mean

M = TypeVar("M", bound=BaseModel)


def validate(model: type[M], located: Located, file: str) -> M:
    """Data as the schema has it. Raises `ConfigError` with file, line, column and a hint."""
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        raise _first_error(model, error, located, file) from error


def _first_error(
    model: type[BaseModel], error: ValidationError, located: Located, file: str
) -> ConfigError:
    details = error.errors(include_url=False)
    # An unknown key explains the missing one beside it, so it is named first.
    first = next((d for d in details if d["type"] == "extra_forbidden"), details[0])
    path = tuple(part for part in first["loc"] if part != "[key]")
    line, column = located.nearest(path) or (None, None)
    if first["type"] == "extra_forbidden":
        message, hint = _unknown(_section_at(model, path[:-1]), str(path[-1]))
    elif first["type"] == "missing":
        message, hint = f"“{path[-1]}” is missing", ""
    else:
        where = ".".join(str(part) for part in path)
        message, hint = f"{where}: {_lower(first['msg'])}", ""
    return ConfigError(message, file, line, column, hint)


def _lower(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _unknown(section: type[BaseModel] | None, key: str) -> tuple[str, str]:
    """What to say of a key that a section does not have; some are known and say what to do."""
    instead: Mapping[str, str] = getattr(section, "instead", {})
    if key in instead:
        return f"“{key}” is not supported", instead[key]
    known = list(_fields(section)) if section else []
    return f"unknown key “{key}”", did_you_mean(key, known)


def _section_at(top: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel] | None:
    """The section at a place, by walking the schema."""
    model: Any = top
    for part in path:
        if isinstance(part, int) or not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        # What is no field is the name of an entry, in a table of sections.
        if (field := _fields(model).get(part)) is not None:
            model = _model_in(field.annotation)
    return model if isinstance(model, type) and issubclass(model, BaseModel) else None


def _fields(model: type[BaseModel]) -> dict[str, FieldInfo]:
    """By the key a user writes."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _model_in(argument)) is not None:
            return found
    return None
