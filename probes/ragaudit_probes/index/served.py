"""A whole state of an index, written once and then only read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from ragaudit.errors import StoreError
from ragaudit_probes.index.bm25 import Postings
from ragaudit_probes.index.folder import Folder, damaged
from ragaudit_probes.index.ledger import Entry

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FORMAT = 1
ROWS, VECTORS = "rows.json", "vectors.npy"


@dataclass(frozen=True)
class Served:
    """What questions are answered from. Chunks are rows, those of a document stand together."""

    recipe: str
    model: str
    documents: tuple[Entry, ...]
    """Those with text, in order of id."""
    empty: Mapping[str, str]
    """Documents without any text: id to stamp."""
    sizes: tuple[int, ...]
    """Chunks of each document, at least one."""
    chunks: tuple[str, ...]
    """Ids."""
    headings: tuple[str, ...]
    vectors: npt.NDArray[np.float32]
    """Shape `(chunks, dimensions)`, of length 1 or 0; mapped from the file."""
    postings: Postings

    @cached_property
    def starts(self) -> npt.NDArray[np.int64]:
        """The first row of each document."""
        import numpy as np

        return np.cumsum([0, *self.sizes[:-1]], dtype=np.int64)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Document id to its place in `documents`."""
        return {entry.id: place for place, entry in enumerate(self.documents)}

    def held(self) -> dict[str, str]:
        """Id to stamp of every document."""
        return {**self.empty, **{entry.id: entry.stamp for entry in self.documents}}


def load(folder: Folder) -> Served | None:
    """What is served; None before the first build. Raises `StoreError` where it is damaged."""
    while (current := folder.current()) is not None:
        try:
            return _load(folder, current)
        except StoreError:
            # A build that ends now puts another state in its place.
            if folder.current() == current:
                raise
    return None


def _load(folder: Folder, current: Path) -> Served:
    import numpy as np

    try:
        told = json.loads((current / ROWS).read_text(encoding="utf-8"))
        if told["format"] != FORMAT:
            raise damaged(folder.root)
        served = Served(
            recipe=told["recipe"],
            model=told["model"],
            documents=tuple(Entry(*entry) for entry in told["documents"]),
            empty=dict(told["empty"]),
            sizes=tuple(told["sizes"]),
            chunks=tuple(told["chunks"]),
            headings=tuple(told["headings"]),
            vectors=np.asarray(np.load(current / VECTORS, "r", allow_pickle=False)),
            postings=Postings.load(current),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(folder.root) from error
    rows = {len(served.chunks), len(served.headings), sum(served.sizes), len(served.vectors)}
    if rows != {len(served.postings.lengths)} or len(served.sizes) != len(served.documents):
        raise damaged(folder.root)
    return served
