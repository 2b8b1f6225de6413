"""The last resort: no report is longer than a comment may be, whatever strangers wrote."""

from __future__ import annotations

from ragaudit_reports._summary import count

LIMIT = 65_000
"""Bytes, hence fewer characters; GitHub takes 65,536 characters in a comment."""
_FOR_THE_END = 200


def bounded(text: str, limit: int = LIMIT) -> str:
    """Cut at the end of a line, close what is open, and say how many lines are missing."""
    if len(text.encode()) <= limit:
        return text
    lines = text.splitlines()
    kept: list[str] = []
    size = _FOR_THE_END
    for line in lines:
        size += len(line.encode()) + 1
        if size > limit:
            break
        kept.append(line)
    left = count(len(lines) - len(kept), "more line")
    end = f"**{left} left out** to fit a comment; `--format json` has all."
    return "\n".join((*kept, *_open(kept), "", end)) + "\n"


def _open(lines: list[str]) -> list[str]:
    """What has to be closed: a fence, then a fold."""
    fence = ""
    for line in lines:
        shown = line.strip()
        if fence:
            fence = "" if shown == fence else fence
        elif shown.startswith("```"):
            fence = shown[: len(shown) - len(shown.lstrip("`"))]
    folds = sum(line.startswith("<details>") - (line == "</details>") for line in lines)
    return [*([fence] if fence else []), *(["", "</details>"] if folds > 0 else [])]
