"""Terms, and which documents hold them."""

from __future__ import annotations

from collections import Counter
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.text.lexicon import Lexicon
from ragaudit.text.terms import STOPWORDS, terms, tokens

CORPUS = st.dictionaries(
    st.sampled_from("abcde"),
    st.lists(st.sampled_from(["x", "y", "z", "w"]), max_size=8),
    min_size=1,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The policies for refunds and boxes", ["policy", "refund", "boxe"]),
        ("Bus, glass and status", ["bus", "glass", "status"]),
        ("Ann’s badge isn't here", ["ann", "badge"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("Wie lange ist die Öffnungszeit?", ["lange", "öffnungszeit"]),
        ("卸货平台", ["卸货", "平台"]),
        ("API卸货", ["api", "卸货"]),
        ("", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    """Lower case, no stop words, no plural."""
    assert found == terms(text)


def test_stopwords_are_words() -> None:
    """None is glued to its neighbour."""
    assert {"a", "yours", "aber", "zwischen", "au", "vous", "zo"} <= STOPWORDS
    assert max(map(len, STOPWORDS)) < 11
    assert ["it's", "a", "b2b", "test"] == tokens("it's a b2b-test")


@given(CORPUS, st.lists(st.sampled_from(["x", "y", "z", "w", "v"]), min_size=1, max_size=4))
def test_the_index_agrees_with_counting(corpus: dict[str, list[str]], query: list[str]) -> None:
    """BM25, coverage and share against a loop over the documents."""
    lexicon = Lexicon(corpus)
    mean = sum(map(len, corpus.values())) / len(corpus) or 1.0

    def idf(term: str) -> float:
        held = sum(term in words for words in corpus.values())
        return max(0.0, log(1 + (len(corpus) - held + 0.5) / (held + 0.5)))

    def score(words: list[str]) -> float:
        counts = Counter(words)
        norm = 1.2 * (1 - 0.75 + 0.75 * len(words) / mean)
        return sum(
            idf(t) * counts[t] * 2.2 / (counts[t] + norm) for t in sorted(set(query)) if counts[t]
        )

    for name, words in corpus.items():
        assert score(words) == pytest.approx(lexicon.score(query, name))
        held = {t for t in query if t in words}
        whole = sum(map(idf, set(query)))
        assert (sum(map(idf, held)) / whole if whole else 0.0) == pytest.approx(
            lexicon.coverage(query, name)
        )
        assert len(held) / len(set(query)) == lexicon.share(query, name)
    ranked = sorted(((-score(w), n) for n, w in corpus.items() if set(w) & set(query)))
    assert [n for _, n in ranked] == [n for n, _ in lexicon.rank(query)] or len(
        {round(s, 9) for s, _ in ranked}
    ) < len(ranked)


def test_names_and_terms_that_are_not_there() -> None:
    """Are no error: nothing is held."""
    lexicon = Lexicon({"a": ["x"]})

    assert (0.0, 0.0, 0.0, None) == (
        lexicon.score(["x"], "b"),
        lexicon.coverage(["x"], "b"),
        lexicon.share(["x"], "b"),
        lexicon.share([], "a"),
    )
    assert ([], 0, False) == (lexicon.rank(["y"]), lexicon.frequency("y"), "y" in lexicon)
    assert ["a"] == lexicon.holders("x")
