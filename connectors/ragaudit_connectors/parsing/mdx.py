"""What MDX adds to Markdown, made blank before parsing: modules, components and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.model import Directive

from . import directives as notes

_FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
_MODULE = re.compile(r"(?:import|export)\s")
_COMMENT = re.compile(r"\{/\*((?:[^*]|\*(?!/\}))*+)\*/\}")
_COMPONENT = re.compile(r"</?[A-Z]")
_MAX_TAG = 20_000


def blank(text: str) -> str:
    """Replace imports, exports, component tags and comments by spaces; code stays."""
    out: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        match = _FENCE.match(line)
        if not fence and match:
            out += _blank_prose(prose)
            prose, fence = [], match[1]
            out.append(line)
        elif fence:
            out.append(line)
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        else:
            prose.append(line)
    return "\n".join([*out, *_blank_prose(prose)])


def directives(text: str, lines_before: int) -> Iterator[Directive]:
    """The notes in `{/* ragaudit: … */}` comments."""
    for match in _COMMENT.finditer(text):
        line = lines_before + text.count("\n", 0, match.start()) + 1
        if found := notes.of_comment(match[1], line):
            yield found


def _blank_prose(lines: list[str]) -> list[str]:
    if not lines:
        return []
    module = False
    kept = []
    for number, line in enumerate(lines):
        starts = _MODULE.match(line) and (number == 0 or module or not lines[number - 1].strip())
        module = bool(line.strip()) and (module or bool(starts))
        kept.append(" " * len(line) if module else line)
    text = _COMMENT.sub(lambda match: _spaces(match[0]), "\n".join(kept))
    return _blank_components(text).split("\n")


def _blank_components(text: str) -> str:
    parts, position = [], 0
    for match in _COMPONENT.finditer(text):
        if match.start() < position:
            continue
        end = _tag_end(text, match.end())
        if end:
            parts += [text[position : match.start()], _spaces(text[match.start() : end])]
            position = end
    return "".join([*parts, text[position:]])


def _tag_end(text: str, position: int) -> int:
    """The offset after a component's `>`, braces and quotes passed over; 0 without one."""
    depth, quote = 0, ""
    for offset in range(position, min(position + _MAX_TAG, len(text))):
        char = text[offset]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'`" and depth == 0:
            quote = char
        elif char in "{}":
            depth = max(depth + (1 if char == "{" else -1), 0)
        elif char == ">" and depth == 0:
            return offset + 1
    return 0


def _spaces(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
