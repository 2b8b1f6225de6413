"""Documents that are left out of a shadow index, so that what is asked about them has no answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from ragaudit.contracts.generating import Chance, Material, Page

_LEAST_PIECES = 3
_DATA = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xls", "xml"})
_SHARE = 5
"""One document in five at most: an index without more is another index."""


def held(material: Material, count: int, chance: Chance) -> Material:
    """Choose up to `count` documents a source; the same seed leaves out the same ones.

    Not chosen: what has a twin or is half of a pair (something else would answer), what others may
    not read (a leak of it must stay visible), what is retired or badly extracted.
    """
    if count <= 0:
        return material
    paired = {name for pair in material.pairs for name in (pair.old, pair.new)}
    sizes = Counter(page.source for page in material.pages.values())
    fit: defaultdict[str, list[str]] = defaultdict(list)
    for name, page in material.pages.items():
        if _is_fit(page) and name not in paired and name not in material.twins:
            fit[page.source].append(name)
    chosen: list[str] = []
    for source, names in fit.items():
        names.sort(key=lambda name: (chance.number("held out", name), name))
        chosen += names[: min(count, sizes[source] // _SHARE)]
    return replace(material, held_out=frozenset(chosen), worked_out={})


def without(material: Material) -> Material:
    """The material without what is held out, and without links to it."""
    out = material.held_out
    if not out:
        return material
    pages = {
        name: replace(page, links=tuple(link for link in page.links if link.target not in out))
        for name, page in material.pages.items()
        if name not in out
    }
    return replace(material, pages=pages, worked_out={})


def _is_fit(page: Page) -> bool:
    pieces = sum(len(section.pieces) for section in page.sections)
    kept_from_somebody = page.standing.denied and page.standing.openness.value == "some"
    data = page.document.content.format in _DATA
    unfit = page.retired or page.poor or data or kept_from_somebody
    return pieces >= _LEAST_PIECES and not unfit
