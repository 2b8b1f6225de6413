"""Where a dead link probably meant to lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

_CLOSE = 75
_MANY_FILES = 20_000


def nearest_file(page: str, path: str, files: Iterable[str]) -> str | None:
    """The file of the same name elsewhere, else one with a similar path; None if nothing is near.

    The answer is written as the link would be, relative to the page.
    """
    from rapidfuzz import fuzz, process

    candidates = sorted(files)[:_MANY_FILES]
    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), path.lstrip("/")))
    name = posixpath.basename(wanted).lower()
    same = [c for c in candidates if posixpath.basename(c).lower() == name]
    if len(same) == 1:
        return _relative(page, same[0])
    suffix = posixpath.splitext(name)[1]
    pool = same or [c for c in candidates if c.lower().endswith(suffix)]
    best = process.extractOne(wanted, pool, scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return _relative(page, str(best[0])) if best else None


def nearest_anchor(fragment: str, anchors: Iterable[str]) -> str | None:
    """The anchor spelt most like a fragment; None if nothing is near."""
    from rapidfuzz import fuzz, process

    best = process.extractOne(
        fragment, sorted(anchors), scorer=fuzz.token_sort_ratio, score_cutoff=60
    )
    return str(best[0]) if best else None


def _relative(page: str, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
