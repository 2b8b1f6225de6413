"""BM25 as if the index held nothing but what somebody may read.

A shared index gives itself away even if it shows nothing: words are weighted by how many documents
have them, so that the scores of public documents change when a secret one is added. Here document
frequencies, the number of chunks and their mean length are counted over what may be read, for each
question. The result equals that of an index built from these chunks alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

K1, B = 1.2, 0.75
"""Lucene's defaults."""
_PARTS = ("terms", "starts", "rows", "counts", "lengths")


@dataclass(frozen=True, slots=True)
class Postings:
    """Which chunk has which word how often."""

    terms: npt.NDArray[np.int64]
    """Every term number, ascending."""
    starts: npt.NDArray[np.int64]
    """Where a term's postings start; one longer than `terms`."""
    rows: npt.NDArray[np.int32]
    """Chunks, ascending within a term."""
    counts: npt.NDArray[np.float32]
    lengths: npt.NDArray[np.float32]
    """Words of each chunk."""

    @classmethod
    def of(cls, chunks: Sequence[npt.NDArray[np.int64]]) -> Postings:
        """Count the terms of chunks; row *i* is chunk *i*."""
        import numpy as np

        lengths = np.array([len(chunk) for chunk in chunks], dtype=np.float32)
        flat = np.concatenate([np.zeros(0, np.int64), *chunks])
        terms, columns = np.unique(flat, return_inverse=True)
        rows = np.repeat(np.arange(len(chunks), dtype=np.int64), lengths.astype(np.int64))
        cells, counts = np.unique(columns * max(len(chunks), 1) + rows, return_counts=True)
        starts = np.searchsorted(cells, np.arange(len(terms) + 1) * max(len(chunks), 1))
        rows = (cells % max(len(chunks), 1)).astype(np.int32)
        return cls(terms, starts, rows, counts.astype(np.float32), lengths)

    def scores(
        self, query: npt.NDArray[np.int64], readable: npt.NDArray[np.bool_] | None
    ) -> npt.NDArray[np.float32]:
        """Score of every chunk, 0 where no word is shared or it may not be read.

        Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's idf
        `ln(1 + (N - n + 0.5) / (n + 0.5))`, which is bm25s's `method="lucene"`. A word that is
        asked twice counts twice. `readable` is a mask over chunks; None reads all.
        """
        import numpy as np

        scores = np.zeros(len(self.lengths), dtype=np.float32)
        total, mean = self._seen(readable)
        if not total:
            return scores
        for term, asked in zip(*np.unique(query, return_counts=True), strict=True):
            rows, counts = self._postings(int(term))
            if readable is not None:
                rows, counts = rows[readable[rows]], counts[readable[rows]]
            if not len(rows):
                continue
            idf = np.log(1 + (total - len(rows) + 0.5) / (len(rows) + 0.5))
            norm = K1 * (1 - B + B * self.lengths[rows] / max(mean, 1e-9))
            scores[rows] += np.float32(asked * idf) * (counts / (counts + norm))
        return scores

    def save(self, folder: Path) -> None:
        """Write one file a part."""
        import numpy as np

        for part in _PARTS:
            np.save(folder / f"{part}.npy", getattr(self, part), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Postings:
        """Map the files into memory. Raises `OSError` and `ValueError`."""
        import numpy as np

        files = (folder / f"{part}.npy" for part in _PARTS)
        parts = (np.asarray(np.load(file, "r", allow_pickle=False)) for file in files)
        return cls(*parts)

    def _seen(self, readable: npt.NDArray[np.bool_] | None) -> tuple[int, float]:
        """How many chunks there are, and how long they are on average."""
        lengths = self.lengths if readable is None else self.lengths[readable]
        # Summed exactly: else the order of the chunks would show in the last digits.
        return len(lengths), float(lengths.sum(dtype="float64")) / max(len(lengths), 1)

    def _postings(self, term: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        import numpy as np

        place = int(np.searchsorted(self.terms, term))
        if place == len(self.terms) or int(self.terms[place]) != term:
            return self.rows[:0], self.counts[:0]
        part = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.rows[part], self.counts[part]
