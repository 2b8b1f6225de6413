"""Looks words up in the packaged vectors."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

DIMENSIONS = 256
_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONGEST = 100
"""Longer runs of letters are no words; BERT's tokenizer has the same limit."""


def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return one vector of length 1 a text, shape `(n, 256)`; zeros for a text without words."""
    import numpy as np

    table, scales = _table()
    out = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for row, text in enumerate(texts):
        pieces = [piece for token in _tokens(text) for piece in _pieces(token)]
        if pieces:
            out[row] = (table[pieces] * scales[pieces, None]).sum(axis=0)
    lengths = np.linalg.norm(out, axis=1, keepdims=True)
    np.divide(out, lengths, out=out, where=lengths > 0)
    return out


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """How rare a word is in English text at large, from 0 for “the” to about 11.

    The vocabulary is ordered by frequency, and frequency falls with rank as 1/rank (Zipf), so
    the logarithm of the rank stands for the inverse document frequency of a corpus too small to
    have its own. Words of several pieces are rarer than any single piece.
    """
    pieces, commonest = _pieces(word.lower()), _vocabulary()["the"]
    if not pieces:
        return math.log(len(_vocabulary()))
    return math.log1p(max(max(pieces) - commonest, 0)) + 0.7 * (len(pieces) - 1)


def _tokens(text: str) -> list[str]:
    lowered = text.lower()
    if not lowered.isascii():
        folded = unicodedata.normalize("NFD", lowered)
        lowered = "".join(c for c in folded if unicodedata.category(c) != "Mn")
    return _TOKEN.findall(lowered)


@lru_cache(maxsize=65_536)
def _pieces(token: str) -> tuple[int, ...]:
    """Greedy longest match, as WordPiece does it; nothing for what the vocabulary lacks."""
    vocabulary = _vocabulary()
    if len(token) > _LONGEST:
        return ()
    found, start = [], 0
    while start < len(token):
        prefix = "##" if start else ""
        for end in range(len(token), start, -1):
            if (piece := vocabulary.get(prefix + token[start:end])) is not None:
                found.append(piece)
                start = end
                break
        else:
            return ()
    return tuple(found)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, int]:
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    return {piece: number for number, piece in enumerate(lines)}


@lru_cache(maxsize=1)
def _table() -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    import numpy as np

    here = Path(__file__).parent
    vectors: npt.NDArray[np.int8] = np.load(here / "vectors.npy", allow_pickle=False)
    scales = np.load(here / "scales.npy", allow_pickle=False).astype(np.float32)
    return vectors, scales
