"""Finds documents by what people call them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from rapidfuzz import fuzz, process

from ragaudit.model import Document

_LIKE = 75
"""Of 100; below that a name is no more like another than any two paths are."""
_MOST_COMPARED = 50_000


class Names:
    """The documents of a catalogue by id, `source:path`, path, and id within the source.

    They are tried in this order; the first that any document has decides. The form in which a
    character is composed does not matter.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._levels: tuple[defaultdict[str, list[str]], ...] = tuple(
            defaultdict(list) for _ in range(4)
        )
        for name, document in documents.items():
            called = (
                name,
                f"{document.source_id}:{document.path}",
                document.path,
                document.native_id,
            )
            for level, text in zip(self._levels, called, strict=True):
                level[_key(text)].append(name)
        self.sources = frozenset(d.source_id for d in documents.values())
        self._shown = [f"{d.source_id}:{d.path}" for d in documents.values()]

    def find(self, name: str, source: str | None = None) -> tuple[str, ...]:
        """Ids of the documents a name stands for; several where it says too little.

        `source` settles which of several is meant, if it has exactly one of them.
        """
        key = _key(name.removeprefix("./"))
        for level in self._levels:
            if found := level.get(key):
                inside = [n for n in found if self._documents[n].source_id == source]
                return tuple(inside if len(inside) == 1 else found)
        return ()

    def like(self, name: str) -> str | None:
        """A document that may have been meant: of the same file name, else nearly the same."""
        moved = next(self._same_file(name), None)
        if moved is not None or len(self._shown) > _MOST_COMPARED:
            return moved
        best = process.extractOne(name, self._shown, scorer=fuzz.ratio, score_cutoff=_LIKE)
        return best[0] if best else None

    def _same_file(self, name: str) -> Iterator[str]:
        file = PurePosixPath(name).name
        return (shown for shown in self._shown if shown.endswith(f"/{file}"))


def _key(name: str) -> str:
    return name if name.isascii() else unicodedata.normalize("NFC", name)
