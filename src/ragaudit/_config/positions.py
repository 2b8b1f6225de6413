"""YAML read together with the line and column of every key and value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from ragaudit.errors import ConfigError

Path = tuple[str | int, ...]
MAX_NODES = 50_000


@dataclass
class Located:
    """Plain data, and where each part of it is written (1-based line and column)."""

    data: object
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of a value, or of the nearest part around it."""
        position = self.nearest(path)
        return position[0] if position else None

    def nearest(self, path: Path) -> tuple[int, int] | None:
        """The position of a key or value, or of the nearest part around it."""
        for end in range(len(path), -1, -1):
            if found := self.keys.get(path[:end]) or self.values.get(path[:end]):
                return found
        return None


def read_yaml(
    text: str, file: str, *, loading: Any = yaml.SafeLoader, max_nodes: int = MAX_NODES
) -> Located:
    """Read YAML safely. Raises `ConfigError` for bad syntax, repeated keys or excessive size.

    `loading` is a safe loader. That of libyaml is ten times as fast and dies of deep nesting, so
    that the text must have been checked for it.
    """
    loader = None
    try:
        loader = loading(text)
        node = loader.get_single_node()
        located = Located(None)
        if node is not None:
            located.data = _Reader(loader, located, file, max_nodes).read(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        raise ConfigError(f"not valid YAML: {error.problem}", file, line, column) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"not valid YAML: {error}", file) from error
    finally:
        if loader is not None:
            loader.dispose()
    return located


class _Reader:
    """Walks composed nodes; aliases are read again, within a budget."""

    def __init__(self, loader: yaml.SafeLoader, located: Located, file: str, budget: int) -> None:
        self._loader, self._located, self._file = loader, located, file
        self._budget = budget

    def read(self, node: yaml.Node, path: Path) -> object:
        self._budget -= 1
        if self._budget < 0 or len(path) > 50:
            raise ConfigError("too large or too deeply nested", self._file)
        self._located.values[path] = _position(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*path, i)) for i, item in enumerate(node.value)]
        try:
            return self._loader.construct_object(node)
        except ValueError as error:
            told = f"“{node.value}” cannot be used: {error}"
            raise ConfigError(told, self._file, *_position(node)) from error

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, object]:
        out: dict[str, object] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in out:
                raise ConfigError(f"“{key}” is written twice", self._file, *_position(key_node))
            self._located.keys[(*path, key)] = _position(key_node)
            out[key] = self.read(value_node, (*path, key))
        return out


def _position(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
