"""From the text of `ragaudit.yaml` to settings, with errors that point at the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from ragaudit._config import schema
from ragaudit._config.convert import to_settings
from ragaudit._config.positions import Located, read_yaml
from ragaudit._config.settings import Settings
from ragaudit._config.validating import validate
from ragaudit.errors import ConfigError


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
    return to_settings(validate(schema.File, located, shown), located, file)


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
