"""Who finds what."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.probes.index.made import TEXTS, ranked, searcher

from ragaudit_probes.index.options import Mode

WORDS = ("salary", "bands", "leave", "returns", "bicycle", "travel", "manager", "days")
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
CORPORA = st.lists(st.lists(TEXT, min_size=1, max_size=3), min_size=1, max_size=8)
MODES = st.sampled_from(list(Mode))


@given(CORPORA, TEXT, MODES, st.data())
@settings(max_examples=80, deadline=None)
def test_an_answer_is_that_of_an_index_of_what_may_be_read(
    chunks: list[list[str]], query: str, mode: Mode, data: st.DataObject
) -> None:
    """Order, number and scores do not tell what else there is."""
    corpus = [(f"d{n}", texts) for n, texts in enumerate(chunks)]
    readable = data.draw(st.sets(st.sampled_from([name for name, _ in corpus])))
    shared = ranked(searcher(corpus), query, mode, readable, k=5)
    mine = [(name, texts) for name, texts in corpus if name in readable]
    alone = ranked(searcher(mine), query, mode, k=5) if mine else []
    assert [name for name, _ in alone] == [name for name, _ in shared]
    assert [score for _, score in alone] == pytest.approx([score for _, score in shared], abs=2e-6)


@given(CORPORA, TEXT)
@settings(max_examples=40, deadline=None)
def test_fusion_adds_reciprocal_ranks(chunks: list[list[str]], query: str) -> None:
    """Of the rankings by meaning and by words, written out."""
    found = searcher([(f"d{n}", texts) for n, texts in enumerate(chunks)])
    expected: dict[str, float] = defaultdict(float)
    for mode in (Mode.DENSE, Mode.BM25):
        for rank, (chunk, _) in enumerate(ranked(found, query, mode), 1):
            expected[chunk.partition("#")[0]] += 1 / (60 + rank)
    order = sorted(expected, key=lambda name: (-round(expected[name], 12), name))
    got = ranked(found, query, Mode.FUSION)
    assert order == [chunk.partition("#")[0] for chunk, _ in got]
    assert [expected[name] for name in order] == pytest.approx([score for _, score in got])


@pytest.mark.parametrize("mode", list(Mode))
def test_a_document_comes_once_by_its_best_chunk(mode: Mode) -> None:
    """The chunk that fits is the one that is shown."""
    found = searcher([("a", ["trains", "salary bands", "cats"]), ("b", ["salary of cats"])])
    assert ["a#1", "b#0"] == [chunk for chunk, _ in ranked(found, "salary bands", mode)]


def test_equal_scores_stand_in_order_of_id() -> None:
    """Runs can be compared."""
    found = searcher([(name, ["salary bands"]) for name in "abcde"])
    assert ["a#0", "b#0"] == [c for c, _ in ranked(found, "salary", Mode.BM25, k=2)]


def test_the_chunk_by_meaning_is_shown_where_no_word_is_shared() -> None:
    """BM25 finds nothing, and must not choose."""
    found = searcher([("a", ["zebra", "wages and pay"]), ("b", ["giraffe"])])
    assert "a#1" == ranked(found, "salary", Mode.FUSION)[0][0]


@pytest.mark.parametrize("mode", list(Mode))
def test_letters_of_other_widths_find_the_same(mode: Mode) -> None:
    """By meaning and by words."""
    found = searcher([("a", ["trains"]), ("b", ["salary bands"]), ("c", ["cats"])])
    assert ranked(found, "salary bands", mode) == ranked(found, "ｓａｌａｒｙ ｂａｎｄｓ", mode)


@pytest.mark.parametrize("mode", list(Mode))
def test_nothing_is_asked_or_wanted_or_allowed(mode: Mode) -> None:
    """Empty answers, no errors."""
    found = searcher([(name, [text]) for name, text in TEXTS.items()])
    assert [] == ranked(found, " \n", mode)
    assert [] == ranked(found, "salary", mode, k=0)
    assert [] == ranked(found, "salary", mode, readable=())
    assert [] == ranked(found, "salary", mode, readable={"elsewhere:x"})


def test_any_question_can_be_asked() -> None:
    """Half characters, other scripts, a hundred thousand words."""
    found = searcher([(name, [text]) for name, text in TEXTS.items()])
    for query in ("\ud800 salary", "給与は", "salary " * 100_000, "\x00"):
        assert len(ranked(found, query, Mode.FUSION)) <= 4
