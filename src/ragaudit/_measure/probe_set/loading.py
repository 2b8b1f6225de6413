"""From the text of a `probes/v1` file to a probe set, with errors that point at the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from ragaudit._config.positions import Located, read_yaml
from ragaudit._config.positions import Path as Where
from ragaudit._config.validating import validate
from ragaudit._measure.probe_set.convert import to_set
from ragaudit._measure.probe_set.files import read_text
from ragaudit._measure.probe_set.limits import MAX_NODES
from ragaudit._measure.probe_set.schema import ProbesFile
from ragaudit._measure.probe_set.shown import visible
from ragaudit.errors import ConfigError
from ragaudit.model import ProbeSet

START = "begin the file with `ragaudit: probes/v1`; docs/probes.md has an example"
_DEEPEST = 40
_FAST: Any = getattr(yaml, "CSafeLoader", None)


def load(file: Path) -> ProbeSet:
    """Read a probe set. Raises `ConfigError` with file, line, column and a hint."""
    return loads(read_text(file), str(file))


def loads(text: str, shown: str) -> ProbeSet:
    """The same for text; `shown` stands for the file in messages."""
    located = AsWritten.of(_parsed(text, shown))
    if located.data is None:
        raise ConfigError("is empty", shown, hint=START)
    if not isinstance(located.data, dict):
        raise ConfigError("holds no mapping of keys to values", shown, 1, 1, START)
    for path, place in located.keys.items():
        if not str(path[-1]).isprintable():
            told = f"the key “{visible(str(path[-1]), 40)}” holds characters that do not print"
            raise ConfigError(told, shown, *place)
    return to_set(validate(ProbesFile, located, shown), located, shown)


class AsWritten(Located):
    """Finds the place of a value also where the schema has it in a longer form than the user."""

    @classmethod
    def of(cls, located: Located) -> AsWritten:
        """The same data and places."""
        return cls(located.data, located.keys, located.values)

    def nearest(self, path: Where) -> tuple[int, int] | None:
        """As in `Located`; parts of the path that were not written are passed over."""
        found: list[str | int] = []
        inside: Any = self.data
        for part in path:
            if _has(inside, part):
                inside = inside[part]
                found.append(part)
        return super().nearest(tuple(found))


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and part < len(data)
    return isinstance(data, dict) and part in data


def _parsed(text: str, shown: str) -> Located:
    if _FAST is None:
        return read_yaml(text, shown, max_nodes=MAX_NODES)
    _check_shape(text, shown)
    return read_yaml(text, shown, loading=_FAST, max_nodes=MAX_NODES)


def _check_shape(text: str, shown: str) -> None:
    """libyaml builds nested values by recursion and ends the process where they go too deep."""
    depth = count = 0
    try:
        for event in yaml.parse(text, Loader=_FAST):
            count += 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEEPEST or count > 2 * MAX_NODES:
                told = "too deeply nested" if depth > _DEEPEST else "too large"
                hint = "" if depth > _DEEPEST else "write one probe a line (.jsonl), or split it"
                mark = event.start_mark
                line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
                raise ConfigError(told, shown, line, column, hint)
    except yaml.YAMLError:
        return  # Reading it says what is wrong, and where.
