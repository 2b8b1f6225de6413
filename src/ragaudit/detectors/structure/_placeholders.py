"""Text that stands where something has yet to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.model import Block, BlockKind, Content

_MARK = r"(?:TBD|TBC|TODO|FIXME|XXX|TKTK|TBA)"
_WHOLE = re.compile(
    rf"[\[(<{{*_\s]*(?:{_MARK}|(?:to be (?:determined|decided|defined|confirmed|written|completed"
    r"|added|done|announced|documented|filled in)|coming soon|work in progress|under construction"
    r"|content (?:goes|to go) here|placeholder text|your text here|insert text here"
    r"|(?:more )?details? to (?:come|follow)|not yet written|write me))"
    r"[\])>}}*_.!…:\s]*",
    re.IGNORECASE,
)
_LEADING = re.compile(rf"[\[(*_\s]*{_MARK}\b(?:\([^)\n]{{1,60}}\))?\s*(?::|[-–—]\s)\s*\S")
_BRACKETED = re.compile(rf"(?:\[|\(|<|\{{\{{?)\s*{_MARK}\b[^\])>}}\n]{{0,120}}(?:\]|\)|>|\}})")
_FILL_IN = re.compile(
    r"(?:<|\[)\s*(?:please\s+)?(?:insert|fill in|replace with|(?:add|enter|describe|write)\s(?:your|the|a short))\s"
    r"[^\]><\[\n]{2,80}(?:>|\])",
    re.IGNORECASE,
)
_AFTER_LABEL = re.compile(rf"^[^.:\n]{{1,60}}:\s*{_MARK}[.!]?$")
_LOREM = re.compile(r"\blorem ipsum dolor\b|^\W{0,5}lorem ipsum\b", re.IGNORECASE)
_CODE = re.compile(r"(`{1,3})(?:(?!\1).)+\1", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One place where the text is missing."""

    line: int
    quote: str


def placeholders(content: Content) -> Iterator[Placeholder]:
    """Yield every block that is, holds or begins with a placeholder; code never counts."""
    for block in content.blocks:
        if block.kind is BlockKind.CODE or len(block.text) > 20_000:
            continue
        source = content.text[block.span.start : block.span.end]
        for line, text in _lines(block):
            if (found := _in_line(block, text)) and not _is_code(found, source):
                yield Placeholder(line, found)
                break


def _lines(block: Block) -> Iterator[tuple[int, str]]:
    for number, text in enumerate(block.text.split("\n")):
        yield block.span.line + number, text.strip()


def _in_line(block: Block, text: str) -> str | None:
    if block.kind is BlockKind.TABLE_ROW:
        if block.level:
            return None
        cells = [cell.strip() for cell in text.split(" | ")]
        return text if any(_WHOLE.fullmatch(cell) for cell in cells) else None
    if _WHOLE.fullmatch(text) or _LOREM.search(text):
        return text
    if block.kind is BlockKind.HEADING:
        return text if _BRACKETED.search(text) else None
    if _LEADING.match(text) or _AFTER_LABEL.match(text) or _LOREM.search(text):
        return text
    found = _BRACKETED.search(text) or _FILL_IN.search(text)
    return found[0] if found else None


def _is_code(found: str, source: str) -> bool:
    """Whether a find stands in the source inside backticks only, as the name of something."""
    if "`" not in source:
        return False
    core = found.strip("[](){}<>*_ ")[:40]
    return core not in _CODE.sub(" ", source)
