"""BM25 over what may be read."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit_probes.index.bm25 import K1, B, Postings
from ragaudit_probes.index.libraries import needs

CHUNKS = st.lists(st.lists(st.integers(0, 8), max_size=12), min_size=1, max_size=10)
QUERIES = st.lists(st.integers(0, 9), min_size=1, max_size=5)


def _postings(chunks: list[list[int]]) -> Postings:
    return Postings.of([np.array(chunk, dtype=np.int64) for chunk in chunks])


def _by_bm25s(chunks: list[list[int]], query: list[int]) -> list[float]:
    """The oracle: an index of these chunks and no others."""
    words = sorted({word for chunk in chunks for word in chunk})
    known = [word for word in query if word in words]
    if not known:
        return [0.0] * len(chunks)
    index = needs("bm25s").BM25(k1=K1, b=B, method="lucene")
    numbers = {word: n for n, word in enumerate(words)}
    ids = [[numbers[word] for word in chunk] for chunk in chunks]
    index.index((ids, {str(word): n for word, n in numbers.items()}), show_progress=False)
    # It adds a word up once a question; a word that is asked twice counts twice.
    total = np.zeros(len(chunks))
    for word in known:
        total += index.get_scores_from_ids([numbers[word]])
    return [float(score) for score in total]


@given(CHUNKS, QUERIES, st.data())
@settings(max_examples=80, deadline=None)
def test_scores_are_those_of_an_index_of_what_may_be_read(
    chunks: list[list[int]], query: list[int], data: st.DataObject
) -> None:
    """What may not be read scores 0 and changes no other score."""
    size = len(chunks)
    readable = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    found = _postings(chunks).scores(np.array(query, dtype=np.int64), readable)
    mine = [chunk for chunk, may in zip(chunks, readable, strict=True) if may]
    expected = np.zeros(size)
    if mine and any(mine):
        expected[readable] = _by_bm25s(mine, query)
    assert np.allclose(expected, found, atol=1e-4)


@given(CHUNKS, QUERIES)
@settings(max_examples=40, deadline=None)
def test_no_mask_is_a_mask_of_everything(chunks: list[list[int]], query: list[int]) -> None:
    """The oracle's view."""
    asked, made = np.array(query, dtype=np.int64), _postings(chunks)
    everything = made.scores(asked, np.ones(len(chunks), dtype=np.bool_))
    assert np.array_equal(everything, made.scores(asked, None))


def test_nothing_has_no_scores() -> None:
    """An empty index, and one of empty chunks."""
    query = np.array([1], dtype=np.int64)
    assert [] == _postings([]).scores(query, None).tolist()
    assert [0.0] == _postings([[]]).scores(query, None).tolist()
