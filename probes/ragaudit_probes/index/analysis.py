"""Words as BM25 counts them: numbers, so that the index holds no text.

A word's number is a hash of its stem. Whoever has the index can still try words one by one, so it
is kept as the documents are; but nobody reads a document by opening it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING
from unicodedata import normalize

from ragaudit_probes.index.chunking import CJK
from ragaudit_probes.index.libraries import needs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

RECIPE = "bm25s en snowball bigrams blake2b-8 2"
"""Changes whenever the same text may get other numbers."""
_RUN = re.compile(rf"[{CJK}]+")
_TOKEN = re.compile(r"\w\w+")
_LONGEST = 100
"""Letters of a word that count; a longer run of letters is none."""


def analyse(texts: Sequence[str]) -> list[npt.NDArray[np.int64]]:
    """Term numbers of each text, in order and with repeats.

    Letters of other widths count as the plain ones. Else as bm25s does it: lower case, words of two
    characters and more, its English stop words, and the Snowball stemmer for English. Scripts
    without spaces are cut into overlapping pairs of letters.
    """
    import numpy as np

    stop_words = _stop_words()
    found = []
    for text in texts:
        words = _TOKEN.findall(_RUN.sub(_pairs, normalize("NFKC", text).lower()))
        numbers = [_number(word[:_LONGEST]) for word in words if word not in stop_words]
        found.append(np.array(numbers, dtype=np.int64))
    return found


def _pairs(run: re.Match[str]) -> str:
    letters = run.group()
    pairs = [letters[i : i + 2] for i in range(len(letters) - 1)] or [letters * 2]
    return f" {' '.join(pairs)} "


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(needs("bm25s.stopwords").STOPWORDS_EN)


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    stem = _stemmer().stemWord(word)
    digest = blake2b(stem.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@lru_cache(maxsize=1)
def _stemmer() -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer("english")
    return stemmer


if TYPE_CHECKING:
    from typing import Protocol

    class _Stemmer(Protocol):
        def stemWord(self, word: str) -> str: ...
