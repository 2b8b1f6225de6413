"""Documents that say the same, so that what is asked of one is answered by the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from ragaudit.contracts.generating import Page
from ragaudit.text import normalise

SHARED = 0.6
"""Share of the larger document's sentences: an excerpt answers less than the whole."""
_LEAST, _COMMON, _SHORT = 3, 20, 30
_END = re.compile(r"(?<=[.!?])\s+")


def twins(
    pages: Mapping[str, Page], known: Iterable[tuple[str, str]] = ()
) -> dict[str, frozenset[str]]:
    """Document to its twins: pairs that are known, equal texts, and mostly equal sentences.

    A sentence that more than 20 documents share is a footer and counts for nothing.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in (*known, *_equal(pages), *_alike(pages)):
        if a != b and a in pages and b in pages:
            found[a].add(b)
            found[b].add(a)
    return {name: frozenset(found[name]) for name in sorted(found)}


def _equal(pages: Mapping[str, Page]) -> Iterable[tuple[str, str]]:
    first: dict[str, str] = {}
    for name, page in pages.items():
        digest = page.document.content.text_sha256
        if page.document.content.words and (other := first.setdefault(digest, name)) != name:
            yield other, name


def _alike(pages: Mapping[str, Page]) -> Iterable[tuple[str, str]]:
    said = {name: _sentences(page) for name, page in pages.items()}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name, texts in said.items():
        for text in texts:
            holders[text].append(name)
    shared: defaultdict[tuple[str, str], int] = defaultdict(int)
    for names in holders.values():
        if 1 < len(names) <= _COMMON:
            for n, a in enumerate(names):
                for b in names[n + 1 :]:
                    shared[a, b] += 1
    for (a, b), count in shared.items():
        larger = max(len(said[a]), len(said[b]))
        if count >= _LEAST and count >= SHARED * larger:
            yield a, b


def _sentences(page: Page) -> set[str]:
    texts = (normalise(p.text).lower() for s in page.sections for p in s.pieces)
    parts = (part for text in texts for part in _END.split(text))
    return {part for part in parts if len(part) >= _SHORT}
