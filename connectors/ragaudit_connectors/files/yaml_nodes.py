"""YAML with line numbers, for files whose every key is checked; limits against hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragaudit.errors import SkipError
from ragaudit_connectors.files.reading import SMALL, read_regular

_MAX_NODES = 50_000


class YamlError(ValueError):
    """A file that is not what it should be; the message starts with its place."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value with its place: text, a list, or pairs of key and value."""

    kind: str
    """`text`, `empty`, `list` or `mapping`."""
    where: str
    """`hr/access.yaml:5`."""
    scalar: str = ""
    listed: tuple[Node, ...] = ()
    keyed: tuple[tuple[str, Node], ...] = ()

    def mapping(self, allowed: Iterable[str]) -> dict[str, Node]:
        """The value of a mapping by key. Raises `YamlError` for another key, or one given twice."""
        keys = tuple(allowed)
        found: dict[str, Node] = {}
        for key, node in self.pairs():
            if key not in keys:
                known = ", ".join(f"`{k}`" for k in keys)
                raise YamlError(f"{node.where}: `{key}` is not known here; there is {known}")
            found[key] = node
        return found

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Key and value, in order. Raises `YamlError` where this is no mapping."""
        if self.kind != "mapping":
            raise YamlError(f"{self.where}: keys with values are expected here")
        seen: set[str] = set()
        for key, node in self.keyed:
            if key in seen:
                raise YamlError(f"{node.where}: `{key}` is given twice")
            seen.add(key)
            yield key, node

    def items(self) -> tuple[Node, ...]:
        """The items of a list. Raises `YamlError` where this is none."""
        if self.kind != "list":
            raise YamlError(f"{self.where}: a list is expected here")
        return self.listed

    def texts(self) -> tuple[str, ...]:
        """A list of words; one word stands for a list of one. Raises `YamlError`."""
        nodes = (self,) if self.kind == "text" else self.items()
        return tuple(node.text() for node in nodes)

    def text(self) -> str:
        """One word or sentence. Raises `YamlError` where there is none."""
        if self.kind != "text":
            raise YamlError(f"{self.where}: text is expected here")
        return self.scalar


def read_yaml(path: Path, name: str) -> Node | None:
    """Read a file; None where it holds nothing. Raises `YamlError`; `name` is how to call it."""
    import yaml

    try:
        text = read_regular(path, SMALL).decode("utf-8-sig")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except SkipError as error:
        raise YamlError(f"{name}: {error.detail}") from error
    except UnicodeDecodeError as error:
        raise YamlError(f"{name}: is not UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        raise YamlError(f"{place}: {getattr(error, 'problem', None) or 'is not YAML'}") from error
    except (RecursionError, ValueError) as error:
        raise YamlError(f"{name}: is nested too deeply to be read") from error
    return None if root is None else _Reader(name).node(root)


class _Reader:
    def __init__(self, name: str) -> None:
        self._name, self._left = name, _MAX_NODES

    def node(self, raw: Any, depth: int = 0) -> Node:
        """Copy a node; aliases are copied too, so their number is limited as well."""
        import yaml

        where = f"{self._name}:{raw.start_mark.line + 1}"
        self._left -= 1
        if self._left < 0 or depth > 30:
            raise YamlError(f"{where}: too long or nested too deeply")
        if isinstance(raw, yaml.SequenceNode):
            listed = tuple(self.node(item, depth + 1) for item in raw.value)
            return Node("list", where, listed=listed)
        if isinstance(raw, yaml.MappingNode):
            pairs = tuple((self._key(key), self.node(item, depth + 1)) for key, item in raw.value)
            return Node("mapping", where, keyed=pairs)
        empty = raw.tag == "tag:yaml.org,2002:null"
        return Node("empty" if empty else "text", where, str(raw.value))

    def _key(self, raw: Any) -> str:
        import yaml

        if isinstance(raw, yaml.ScalarNode):
            return str(raw.value)
        raise YamlError(f"{self._name}:{raw.start_mark.line + 1}: a key must be text")
