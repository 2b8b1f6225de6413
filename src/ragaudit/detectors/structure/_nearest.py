"""Where a dead link probably meant to lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

_CLOSE = 78
_MANY_FILES = 20_000


def nearest_file(page: str, path: str, files: Iterable[str]) -> str | None:
    """The file of the same name elsewhere, else one named much alike; None if nothing is near.

    The answer is written as the link would be, relative to the page.
    """
    from rapidfuzz import fuzz, process

    wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), path.lstrip("/")))
    stem, suffix = posixpath.splitext(posixpath.basename(wanted).lower())
    stems = {
        file: posixpath.splitext(posixpath.basename(file).lower())[0]
        for file in sorted(files)[:_MANY_FILES]
        if file != page and posixpath.splitext(file.lower())[1] == suffix
    }
    near = process.extract(stem, stems, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=10)
    if not near:
        return None
    best = max(near, key=lambda hit: (hit[1], fuzz.ratio(wanted, hit[2]), hit[2]))
    return _relative(page, best[2])


def nearest_anchor(fragment: str, anchors: Iterable[str]) -> str | None:
    """The anchor spelt most like a fragment; None if nothing is near."""
    from rapidfuzz import fuzz, process

    names = {anchor: _spaced(anchor) for anchor in sorted(anchors)}
    near = process.extract(
        _spaced(fragment), names, scorer=fuzz.token_sort_ratio, score_cutoff=60, limit=None
    )
    return max(near, key=lambda hit: (hit[1], -len(hit[2]), hit[2]))[2] if near else None


def _spaced(anchor: str) -> str:
    plain = anchor.rstrip("0123456789").rstrip("-_")
    return (plain or anchor).replace("-", " ").replace("_", " ")


def _relative(page: str, path: str) -> str:
    return posixpath.relpath(path, posixpath.dirname(page) or ".")
