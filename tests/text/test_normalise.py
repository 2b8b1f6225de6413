"""One meaning of "the same text"."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragaudit.text import normalise, shingles, shorten, words


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    """Normalised text is a fixed point, without runs of white space."""
    once = normalise(text)

    assert once == normalise(once)
    assert "  " not in once


def test_layout_and_typography_do_not_count() -> None:
    """Quotes, no-break spaces, soft hyphens and composed letters."""
    assert normalise("“Caf\u00e9”\u00a0is\n open\u00ad") == normalise('"Cafe\u0301" is open')


def test_words_are_lower_case_without_punctuation() -> None:
    """Apostrophes inside a word stay."""
    assert ["don't", "panic", "42"] == words("Don't PANIC, (42)!")


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=12))
def test_shingles_are_every_run_of_five(tokens: list[str]) -> None:
    """Compared with the plain definition; a short text is one shingle."""
    plain = {" ".join(tokens[i : i + 5]) for i in range(len(tokens) - 4)}

    assert (plain or ({" ".join(tokens)} if tokens else set())) == shingles(tokens)


@given(st.text(), st.integers(10, 200))
def test_shortened_text_fits(text: str, limit: int) -> None:
    """One line of at most so many characters."""
    short = shorten(text, limit)

    assert len(short) <= limit
    assert "\n" not in short
