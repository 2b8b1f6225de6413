"""YAML (`---`) and TOML (`+++`) front matter, split off and read as written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ragaudit.model import Failure, MetaField

from .templating import ALL_TAGS, Masked
from .yaml_fields import EMPTY_LIST, join_key, yaml_fields

_MAX_LINES = 2_000
_LEAD = re.compile(r"(?:[ \t]*\n|[ \t]*<!--(?:[^-]|-(?!->))*+-->[ \t]*\n){0,20}+")
_FENCE = re.compile(r"(---|\+\+\+)[ \t]*(?:\n|\Z)")
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"[\"']?[A-Za-z_][\w. -]{0,60}[\"']?:(?:[ \t]|$)")
_TOML_KEY = re.compile(r"^[ \t]*[\"']?([\w. -]{1,80}?)[\"']?[ \t]*=", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands at the top of a file, before its text."""

    fields: tuple[MetaField, ...] = ()
    lines: int = 0
    """Lines up to and with the closing delimiter; 0 without front matter."""
    end: int = 0
    """Offset of the first character after it."""
    failures: tuple[Failure, ...] = ()

    @property
    def title(self) -> str | None:
        """The document's title, if it states one."""
        stated = next((f.value.strip() for f in self.fields if f.key == "title"), "")
        return None if stated in ("", EMPTY_LIST) else stated


def split(text: str) -> FrontMatter:
    """Find and read front matter. Blank lines and HTML comments may stand before it.

    A first line `---` that is never closed, or that encloses no mapping, is a thematic break and
    belongs to the body.
    """
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    fence = _FENCE.match(text, start)
    if not fence:
        return FrontMatter()
    closing = (_YAML_END if fence[1] == "---" else _TOML_END).search(text, fence.end())
    if not closing or text.count("\n", fence.end(), closing.start()) > _MAX_LINES:
        return FrontMatter()
    block = text[fence.end() : closing.start()]
    first = text.count("\n", 0, fence.end()) + 1
    is_yaml = fence[1] == "---"
    read = _yaml(block, first, strict=start == 0) if is_yaml else _toml(block, first)
    if read is None:
        return FrontMatter()
    end = min(closing.end() + 1, len(text))
    lines = first + block.count("\n")
    return FrontMatter(read[0], lines, end, read[1])


_Read = tuple[tuple[MetaField, ...], tuple[Failure, ...]]


def _yaml(block: str, first: int, strict: bool) -> _Read | None:
    masked = Masked(block, ALL_TAGS)
    result = yaml_fields(masked.text, first)
    if not result.mapping and not (result.failure and strict and _looks_like_keys(block)):
        return None if block.strip() or not strict else ((), ())
    fields = tuple(MetaField(f.key, masked.restore(f.value), f.line) for f in result.fields)
    return fields, (result.failure,) if result.failure else ()


def _looks_like_keys(block: str) -> bool:
    lines = (line for line in block.split("\n") if line.strip() and not line.startswith("#"))
    return bool(_KEY_LINE.match(next(lines, "")))


def _toml(block: str, first: int) -> _Read:
    import tomllib

    try:
        table = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"at line (\d+)", str(error))
        line = first + int(match[1]) - 1 if match else first
        reason = re.sub(r"\s*\(at .*\)$", "", str(error)) or "it cannot be read"
        detail = f"line {line}: {reason}"
        return (), (Failure("front-matter-invalid", detail, line),)
    places: dict[str, int] = {}
    for match in _TOML_KEY.finditer(block):
        name = match[1].rpartition(".")[2].strip(" \"'")
        places.setdefault(name, first + block.count("\n", 0, match.start(1)))
    return tuple(_toml_fields("", table, places, None)), ()


def _toml_fields(
    prefix: str, value: object, places: dict[str, int], line: int | None
) -> list[MetaField]:
    if isinstance(value, dict):
        return [
            field
            for key, inner in value.items()
            for field in _toml_fields(join_key(prefix, key), inner, places, places.get(key, line))
        ]
    if value == []:
        return [MetaField(prefix, EMPTY_LIST, line)]
    if isinstance(value, list):
        return [
            field
            for number, item in enumerate(value)
            for field in _toml_fields(
                f"{prefix}.{number}" if isinstance(item, dict) else prefix, item, places, line
            )
        ]
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    return [MetaField(prefix, shown, line)]
