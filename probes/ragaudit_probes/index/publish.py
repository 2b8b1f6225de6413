"""Turns what is indexed into what is served."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ragaudit.errors import StoreError
from ragaudit.text import sha256
from ragaudit_probes.index.bm25 import Postings
from ragaudit_probes.index.folder import Folder
from ragaudit_probes.index.ledger import Ledger
from ragaudit_probes.index.served import FORMAT, ROWS, VECTORS
from ragaudit_probes.index.vectors import VectorStore

_AT_ONCE = 4000
"""Vectors in memory at once."""


def publish(
    folder: Folder, ledger: Ledger, store: VectorStore, made: tuple[str, str, int]
) -> tuple[int, int]:
    """Serve what the ledger holds; returns how many documents and chunks that are.

    `made` is recipe, model name and dimensions. Nothing is written where the same is served
    already. Raises `StoreError` where vectors are lost; their documents are then forgotten, so that
    the next build embeds them again.
    """
    recipe, model, dimensions = made
    rows = _rows(ledger, recipe, model)
    count = len(rows["documents"]) + len(rows["empty"]), len(rows["chunks"])
    written = json.dumps(rows)
    name, current = sha256(written)[:32], folder.current()
    if current is not None and current.name == name and (current / ROWS).is_file():
        return count
    half = folder.prepare()
    (half / ROWS).write_text(written, encoding="utf-8")
    _write_vectors(half / VECTORS, rows["chunks"], dimensions, ledger, store)
    Postings.of([chunk.terms for _, chunk in ledger.chunks()]).save(half)
    folder.publish(name)
    return count


def _rows(ledger: Ledger, recipe: str, model: str) -> dict[str, Any]:
    sizes: dict[str, int] = {}
    ids, headings = [], []
    for document, chunk in ledger.chunks():
        sizes[document] = sizes.get(document, 0) + 1
        ids.append(chunk.id)
        headings.append(chunk.heading)
    entries = ledger.documents()
    full = [entries[name] for name in sizes]
    return {
        "format": FORMAT,
        "recipe": recipe,
        "model": model,
        "documents": [[e.id, e.stamp, e.source, e.path, e.title] for e in full],
        "empty": {name: e.stamp for name, e in entries.items() if name not in sizes},
        "sizes": list(sizes.values()),
        "chunks": ids,
        "headings": headings,
    }


def _write_vectors(
    file: Path, ids: list[str], dimensions: int, ledger: Ledger, store: VectorStore
) -> None:
    import numpy as np

    shape = (len(ids), dimensions)
    if not ids:  # nothing can be mapped into memory that is empty
        np.save(file, np.zeros(shape, dtype=np.float32), allow_pickle=False)
        return
    out = np.lib.format.open_memmap(file, "w+", np.float32, shape)
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        found = store.get(part)
        if lost := [name for name in part if name not in found]:
            ledger.remove_holders(lost)
            raise StoreError(
                f"{len(lost)} vectors of the index are gone",
                "run `ragaudit index build` again: it makes them anew",
            )
        out[start : start + len(part)] = [found[name] for name in part]
    out.flush()
