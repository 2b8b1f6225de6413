"""Words as numbers."""

from __future__ import annotations

from ragaudit_probes.index.analysis import analyse


def _numbers(text: str) -> list[int]:
    return [int(number) for number in analyse([text])[0]]


def test_forms_of_a_word_are_one_and_stop_words_none() -> None:
    """Stemmed as bm25s users know it, case ignored."""
    assert _numbers("return bicycle") == _numbers("The Returning of the BICYCLES")


def test_repeats_and_order_are_kept() -> None:
    """Frequency and length are counted from them."""
    one, two = _numbers("leave travel")
    assert [one, two, one] == _numbers("leave travel leave")


def test_letters_of_other_widths_are_the_same_letters() -> None:
    """As East Asian input methods type them."""
    assert _numbers("salary bands") == _numbers("ｓａｌａｒｙ ｂａｎｄｓ")
    assert _numbers("カタカナ") == _numbers("ｶﾀｶﾅ")


def test_scripts_without_spaces_share_pairs_of_letters() -> None:
    """A word inside a longer run is found."""
    assert set(_numbers("規則")) <= set(_numbers("社内規則集"))


def test_anything_can_be_analysed() -> None:
    """Half characters, nothing, one endless word."""
    assert [] == _numbers("")
    assert 1 == len(_numbers("\ud800 word"))
    assert _numbers("x" * 100) == _numbers("x" * 100_000)
