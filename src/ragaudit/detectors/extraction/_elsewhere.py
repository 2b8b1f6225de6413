"""Documents whose text stands somewhere else: pointers, stubs, includes, pieces of pages."""

from __future__ import annotations

import re

from ragaudit.detectors.extraction._prose import prose, word_count
from ragaudit.model import Content

_MOVED = re.compile(
    r"\b(?:moved|relocated|redirect\w*|superseded|replaced by|deleted|verschoben|déplacée?)\b",
    re.IGNORECASE,
)
_SEE = re.compile(
    r"\b(?:see|refer|check|visit|here|documented|found|find|instead|renamed|now (?:at|in|lives)"
    r"|siehe|voir)\b",
    re.IGNORECASE,
)
_URL = re.compile(r"https?://\w")
_ROLE = re.compile(r":(?:doc|ref|any|term|download):`")
_WHOLE_PAGE = re.compile(r"<(?:html|body|head|!doctype|main|article)\b", re.IGNORECASE)
_MACHINERY = re.compile(
    r"<(?:script|style|input|form|button|select|svg|link|meta)\b", re.IGNORECASE
)
_REFRESH = re.compile(r"http-equiv\s{0,3}=\s{0,3}[\"']?refresh", re.IGNORECASE)
_REDIRECTING = ("redirect", "superseded_by", "replaced_by", "html:refresh")
_TEMPLATE = re.compile(r"\{[{%<]|<%")
_INCLUDE = re.compile(
    r"\{[{%<]|<%|^\s{0,3}\.\. [a-z-]{3,30}::|^\s{0,3}(?:`{3,}|:{3,})\{[a-z-]{3,30}\}"
    r"|<[A-Z]\w{1,60}[\s/>]|^import ",
    re.MULTILINE,
)


def is_pointer(content: Content) -> bool:
    """Whether the page sends readers elsewhere: mostly links, or words that say where to go."""
    text = " ".join(block.text for block in prose(content))
    if _MOVED.search(text) or text.startswith("google-site-verification:"):
        return True
    targets = [link for link in content.links if not link.image]
    linked = sum(word_count(link.text) for link in targets)
    if targets and (len(targets) > 1 or 2 * linked >= word_count(text)):
        return True
    linked_otherwise = content.format == "rst" and _ROLE.search(content.text)
    return bool(targets or _URL.search(text) or linked_otherwise) and bool(_SEE.search(text))


def is_made_elsewhere(content: Content) -> bool:
    """Whether a template, another file or a redirect puts the text of the page together."""
    if content.templated:
        return bool(content.text.strip())
    if has_key(content, _REDIRECTING):
        return True
    if content.format == "html":
        return _is_piece(content) or bool(
            _REFRESH.search(content.text) or _TEMPLATE.search(content.text)
        )
    return content.format in ("markdown", "rst") and bool(_INCLUDE.search(content.text))


def _is_piece(content: Content) -> bool:
    """Whether it is a piece of a page, such as its search box, and no page."""
    return not _WHOLE_PAGE.search(content.text) and bool(_MACHINERY.search(content.text))


def has_key(content: Content, starts: tuple[str, ...]) -> bool:
    """Whether some metadata key begins like this."""
    return any(field.key.startswith(starts) for field in content.metadata)
