"""JSON values with their places in the text, without recursion."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]

from ragaudit.errors import SkipError
from ragaudit.model import SkipReason

_SPACE = re.compile(r"[ \t\n\r]*+")
_BARE = re.compile(r"[^\s,\]}]++")
_MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value that is neither an object nor an array."""

    path: tuple[str | int, ...]
    value: str
    start: int
    """Offset of the key, or of the value in an array."""
    end: int
    text: bool = False
    """Whether it is a string."""

    @property
    def key(self) -> str:
        """The nearest name above the value."""
        return next((str(part) for part in reversed(self.path) if isinstance(part, str)), "")


def check(text: str, first_line: int = 1) -> None:
    """Raise `SkipError` with line and column where a text is not JSON."""
    try:
        json.loads(text, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise SkipError(
            SkipReason.CORRUPT,
            f"not valid JSON: {error.msg.removesuffix(' at')} at line {line}, column {error.colno}",
            "mend the file at that place",
        ) from error
    except RecursionError as error:
        raise SkipError(
            SkipReason.CORRUPT, "JSON nested too deeply to be read", "flatten or exclude the file"
        ) from error


def leaves(text: str, offset: int = 0) -> Iterator[Leaf]:
    """Yield the leaves of a text that `check` accepted; `offset` is added to every place."""
    path: list[str | int] = []
    in_object: list[bool] = []
    position, key_start = 0, -1
    while (position := _SPACE.match(text, position).end()) < len(text):  # type: ignore[union-attr]
        char = text[position]
        if char in "{[":
            in_object.append(char == "{")
            path.append("" if char == "{" else 0)
            position, key_start = position + 1, -1
        elif char in "}]":
            in_object.pop()
            path.pop()
            position += 1
        elif char == ",":
            last = path[-1]
            path[-1] = last + 1 if isinstance(last, int) else ""
            position, key_start = position + 1, -1
        elif char == ":":
            position += 1
        elif char == '"':
            value, end = scanstring(text, position + 1, True)
            if in_object and in_object[-1] and key_start < 0:
                path[-1], key_start = value, position
            else:
                start = key_start if key_start >= 0 else position
                yield _leaf(path, value, offset + start, offset + end, text=True)
            position = end
        else:
            end = _BARE.match(text, position).end()  # type: ignore[union-attr]
            start = key_start if key_start >= 0 else position
            yield _leaf(path, text[position:end], offset + start, offset + end)
            position = end


def _whole(value: str) -> str:
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _leaf(path: list[str | int], value: str, start: int, end: int, text: bool = False) -> Leaf:
    # A lone surrogate can be written in JSON and in no file.
    clean = value if value.isascii() else _whole(value)
    return Leaf(tuple(path[:_MAX_DEPTH]), clean, start, end, text)
