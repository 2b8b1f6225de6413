"""Texts as numbers: runs of words as hashes, and few of them that stand for all."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ragaudit.text import normalise

Hashes = npt.NDArray[np.uint64]
SIZE = 5
"""Words of a shingle, as where duplicates are looked for."""
WINDOW = 4
"""Shingles of which the smallest is kept. Winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003): any
run of SIZE + WINDOW - 1 words that two texts share is seen, by 2 of 5 shingles on average."""
SHORTEST = SIZE + WINDOW - 1
"""Words from which a text can be told from others."""
_WORD = re.compile(
    # Scripts written without spaces: a character is a word, wherever a chunk was cut.
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff_]+"
)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def word_hashes(text: str, most: int | None = None) -> Hashes:
    """A number for each word, in order; case, punctuation and marks of layout do not count."""
    found = _WORD.findall(normalise(text).lower())[:most]
    return np.fromiter(map(_hash, found), dtype=np.uint64, count=len(found))


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    """The same in every run, unlike Python's own."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())


def shingle_hashes(words: Hashes) -> Hashes:
    """A number for each run of SIZE words, in order; none for a shorter text."""
    count = len(words) - SIZE + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    found = np.zeros(count, dtype=np.uint64)
    for place in range(SIZE):
        # Unsigned numbers wrap around, as is meant.
        found = (found ^ words[place : place + count]) * _FACTOR
        found ^= found >> _SHIFT
    return found


def winnowed(shingles: Hashes) -> Hashes:
    """The smallest of each WINDOW neighbours, sorted, none twice; all of a shorter text."""
    if len(shingles) < WINDOW:
        return np.unique(shingles)
    windows = np.lib.stride_tricks.sliding_window_view(shingles, WINDOW)
    return np.unique(windows.min(axis=1))


def contains(whole: Hashes, part: Hashes) -> bool:
    """Whether the words of one text stand in another, in their order and with none between."""
    data, wanted = whole.tobytes(), part.tobytes()
    place = data.find(wanted)
    while place >= 0 and place % 8:
        place = data.find(wanted, place + 1)
    return place >= 0


def share(whole: Hashes, part: Hashes) -> float:
    """Share of a text's shingles that another has too; 0 for a text without any."""
    return float(np.isin(part, whole).mean()) if len(part) else 0.0
