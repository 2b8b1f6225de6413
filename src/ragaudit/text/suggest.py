"""Nearest valid names for error messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like this one, or None if none is near."""
    candidates = {item.casefold(): item for item in known}
    found = get_close_matches(name.casefold(), candidates, n=1, cutoff=0.6)
    return candidates[found[0]] if found else None


def did_you_mean(name: str, known: Iterable[str], limit: int = 12) -> str:
    """A hint: the nearest known name, else what there is."""
    options = sorted(known)
    if (best := nearest(name, options)) is not None:
        return f"did you mean “{best}”?"
    shown = ", ".join(options[:limit]) + (", …" if len(options) > limit else "")
    return f"there is: {shown or 'nothing'}"
