"""The static vectors `scan` ships: rough, and a hundred times faster than a model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ragaudit_probes.index.embedding.base import Embedder

if TYPE_CHECKING:
    from ragaudit_probes.index.embedding.base import Vectors

_LARGEST = 20_000


class StaticEmbedder(Embedder):
    """Means of word vectors. On SciFact alone nDCG@10 0.39; fused with BM25, R@100 0.92–0.94."""

    name = "static"
    state = "static minilm-256 1"

    def __init__(self) -> None:
        from ragaudit.detectors._vectors import DIMENSIONS, encode

        self.dimensions, self._encode = DIMENSIONS, encode

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.documents`."""
        return self._encode([text[:_LARGEST] for text in texts])
