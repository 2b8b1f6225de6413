"""One form for a fragment, whichever generator made the anchor."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_NO_ANCHOR = re.compile(
    r".*[.+:/]|[!?=&]|L\d{1,6}(?:-L?\d{1,6})?$|page=|fn(?:ref)?[:\d-]|__|\^|id\d{1,4}$|issuecomment|discussion"
)
_PAGE_PARTS = (
    "top _top main main-content content maincontent skip footer header search nav toc "
    "table-of-contents contents comments readme"
)
_ALWAYS = frozenset(_PAGE_PARTS.split())
_NUMBERED = re.compile(r"[-_]\d{1,3}$")


def is_checkable(fragment: str) -> bool:
    """Whether a fragment names a place a heading could make."""
    return (
        not _NO_ANCHOR.match(fragment) and fragment.lower() not in _ALWAYS and "/" not in fragment
    )


def forms(anchors: Iterable[str]) -> frozenset[str]:
    """Every form under which one of the anchors can be linked to."""
    return frozenset(form for anchor in anchors for form in _forms(anchor))


def matches_any(fragment: str, known: frozenset[str]) -> bool:
    """Whether a fragment is an anchor in any generator's spelling, repeats included."""
    plain = _NUMBERED.sub("", fragment)
    return bool(_forms(fragment) & known) or (plain != fragment and bool(_forms(plain) & known))


def squash(text: str) -> str:
    """Letters and digits only, without case."""
    return "".join(c for c in text.casefold() if c.isalnum())


def _forms(fragment: str) -> set[str]:
    text = unicodedata.normalize("NFKC", fragment).casefold().removeprefix("user-content-")
    squashed = squash(text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", squashed) if c.isascii())
    found = {squashed, plain, squashed.lstrip("0123456789"), plain.lstrip("0123456789")}
    return found - {""}
