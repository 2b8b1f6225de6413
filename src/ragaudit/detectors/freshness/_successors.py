"""What a banner names instead of the page it stands on, and where that is."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ragaudit.model import Block, Content, Link

_ADDRESS = re.compile(r"\b(?:to|by|at|see):? <?(https?://[^\s<>()\[\]]{1,500}[\w/])", re.IGNORECASE)
_LEADS = re.compile(
    r"\b(?:by|see|use|to|with|of|read|visit|follow|at|in|on|favou?r|instead|here|is|check)\b\W*"
    r"(?:[\w'’-]+\W+){0,6}$",
    re.IGNORECASE,
)


def successor_in(content: Content, block: Block) -> str:
    """The link in a banner that says where to look instead."""
    for link in content.links:
        if block.span.line <= link.line <= block.span.end_line and _leads_on(block, link):
            return link.target
    address = _ADDRESS.search(block.text)
    return address[1] if address else ""


def _leads_on(block: Block, link: Link) -> bool:
    if link.image or link.target.startswith(("#", "mailto:")) or not link.text:
        return False
    at = block.text.find(link.text)
    return at > 0 and bool(_LEADS.search(block.text[max(0, at - 80) : at]))


def path_of(successor: str, document: str) -> str | None:
    """The path below the source's root that a relative link leads to; None for other places."""
    target = unquote(successor.partition("#")[0].partition("?")[0])
    if not target or ":" in target or target.startswith("//"):
        return None
    parts = [] if target.startswith("/") else document.split("/")[:-1]
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts) or None
