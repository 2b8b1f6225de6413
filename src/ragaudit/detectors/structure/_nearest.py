"""Where a dead link probably meant to lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

_CLOSE = 78
_MANY_FILES = 20_000


class NearestFile:
    """Finds the file of one name elsewhere, else one named much alike."""

    def __init__(self, files: Iterable[str]) -> None:
        self._stems: dict[str, dict[str, str]] = {}
        for file in sorted(files)[:_MANY_FILES]:
            stem, suffix = posixpath.splitext(posixpath.basename(file).lower())
            self._stems.setdefault(suffix, {})[file] = stem

    def to(self, page: str, path: str) -> str | None:
        """The nearest file, written as the link would be on its page; None if nothing is near."""
        from rapidfuzz import fuzz, process

        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(page), path.lstrip("/")))
        stem, suffix = posixpath.splitext(posixpath.basename(wanted).lower())
        near = process.extract(
            stem, self._stems.get(suffix, {}), scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=10
        )
        near = [hit for hit in near if hit[2] != page]
        if not near:
            return None
        best = max(near, key=lambda hit: (hit[1], fuzz.ratio(wanted, hit[2]), hit[2]))
        return posixpath.relpath(best[2], posixpath.dirname(page) or ".")


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
