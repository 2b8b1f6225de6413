"""From the text of `ragaudit.yaml` to settings, with errors that point at the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from ragaudit._config import schema
from ragaudit._config.convert import to_settings
from ragaudit._config.positions import Located, read_yaml
from ragaudit._config.settings import Settings
from ragaudit.errors import ConfigError
from ragaudit.text.suggest import did_you_mean


def load(file: Path) -> Settings:
    """Read a configuration file. Raises `ConfigError` with file, line, column and a hint."""
    shown = str(file)
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be read: {_why(error)}", shown, hint="check --config") from error
    located = read_yaml(text, shown)
    if located.data is None:
        raise ConfigError("is empty", shown, hint="run `ragaudit init` for a commented start")
    if not isinstance(located.data, dict):
        raise ConfigError("holds no mapping of keys to values", shown, 1, 1)
    _list_sources(located)
    try:
        parsed = schema.File.model_validate(located.data)
    except ValidationError as error:
        raise _first_error(error, located, shown) from error
    return to_settings(parsed, located, file)


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return (error.strerror or str(error)).lower()
    return "it is not UTF-8 text"


def _list_sources(located: Located) -> None:
    """Accept `sources:` as a mapping from id, the way dbt writes it."""
    data = cast("dict[str, Any]", located.data)
    sources = data.get("sources")
    if not isinstance(sources, dict):
        return
    order = list(sources)
    data["sources"] = [
        {"id": name, **body} if isinstance(body, dict) else body for name, body in sources.items()
    ]
    for table in (located.keys, located.values):
        for path in [p for p in table if len(p) > 1 and p[0] == "sources"]:
            table[("sources", order.index(cast("str", path[1])), *path[2:])] = table.pop(path)


def _first_error(error: ValidationError, located: Located, file: str) -> ConfigError:
    details = error.errors(include_url=False)
    # An unknown key explains the missing one beside it, so it is named first.
    first = next((d for d in details if d["type"] == "extra_forbidden"), details[0])
    path = tuple(part for part in first["loc"] if part != "[key]")
    line, column = located.nearest(path) or (None, None)
    if first["type"] == "extra_forbidden":
        known = _keys_at(path[:-1])
        message, hint = f"unknown key “{path[-1]}”", did_you_mean(str(path[-1]), known)
    elif first["type"] == "missing":
        message, hint = f"“{path[-1]}” is missing", ""
    else:
        where = ".".join(str(part) for part in path)
        message, hint = f"{where}: {_lower(first['msg'])}", ""
    return ConfigError(message, file, line, column, hint)


def _lower(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _keys_at(path: tuple[str | int, ...]) -> list[str]:
    """The keys allowed at a place, by walking the schema."""
    model: Any = schema.File
    for part in path:
        if isinstance(part, int) or not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        field = model.model_fields.get(part)
        model = _model_in(field.annotation) if field else None
    if isinstance(model, type) and issubclass(model, BaseModel):
        return list(model.model_fields)
    return []


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (found := _model_in(argument)) is not None:
            return found
    return None
