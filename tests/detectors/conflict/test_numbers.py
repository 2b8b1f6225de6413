"""Numbers as people write them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.detectors.conflict._numbers import NUMBER, read_number

_NUMBER = re.compile(NUMBER, re.IGNORECASE)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0", 0),
        ("1,000", 1_000),
        ("1 000 000", 1_000_000),
        ("5'000", 5_000),
        ("1.000,50", 1_000.5),
        ("1.000.000", 1_000_000),
        ("7.90", 7.9),
        ("7,90", 7.9),
        ("60k", 60_000),
        ("1.5 million", 1_500_000),
        ("3½", 3.5),
        ("½", 0.5),
        ("twelve", 12),
        ("Twenty-four", 24),
        ("ninety", 90),
        ("a hundred", 100),
        ("one hundred and twenty", 120),
        ("two thousand five hundred", None),
        ("five thousand", 5_000),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("one and a half", 1.5),
    ],
)
def test_reads(written: str, expected: float | None) -> None:
    """Digits with their separators, suffixes and words."""
    match = _NUMBER.fullmatch(written)
    assert expected == (read_number(match[0]) if match else None)


@pytest.mark.parametrize("written", ["", " ", "someone", "5 apples", "one of"])
def test_is_no_number(written: str) -> None:
    """What only looks like one has no value."""
    assert read_number(written) is None


@pytest.mark.parametrize("text", ["build-12", "#12", "/12", "x12", "ten-fold", "tonne", "1.2.3.4"])
def test_digits_of_names_are_no_numbers(text: str) -> None:
    """A number begins and ends where a word does."""
    match = _NUMBER.search(text)
    assert match is None or match[0] != text


@given(st.integers(0, 10**9))
def test_thousands_separators_change_nothing(number: int) -> None:
    """`1000000`, `1,000,000` and `1 000 000` are one number."""
    plain, comma = str(number), f"{number:,}"
    expected = float(number)
    for written in (plain, comma, comma.replace(",", " "), comma.replace(",", "'")):
        match = _NUMBER.fullmatch(written)
        assert match is not None
        assert expected == read_number(match[0])


@given(st.integers(1, 999_999), st.integers(0, 99))
def test_both_decimal_marks_agree(whole: int, cents: int) -> None:
    """`1,234.05` and `1.234,05` are one amount."""
    english = f"{whole:,}.{cents:02}"
    european = english.translate(str.maketrans(",.", ".,"))
    assert read_number(english) == pytest.approx(read_number(european))
