"""Foreign text that XML can carry: what no XML document may hold is spelled out or dropped."""

from __future__ import annotations

import re

from ragaudit_reports._clean import one_line, printable

_NEVER = re.compile("[\ufffe\uffff]")
"""The two that `printable` lets through and XML 1.0, production 2, forbids."""
_ATTRIBUTE = 500
_BODY = 60_000
"""Characters; some servers keep every case in memory."""


def attribute(text: str) -> str:
    """One line for an attribute."""
    return one_line(_NEVER.sub("", text), _ATTRIBUTE) or "-"


def body(text: str) -> str:
    """Lines for an element; what is cut off is said."""
    shown = _NEVER.sub("", printable(text))
    if len(shown) <= _BODY:
        return shown
    kept = shown[:_BODY].rpartition("\n")[0] or shown[:_BODY]
    rest = shown[len(kept) :].removeprefix("\n")
    more = rest.count("\n") + 1
    return f"{kept}\n… cut: {more:,} more lines, in the JSON report"
