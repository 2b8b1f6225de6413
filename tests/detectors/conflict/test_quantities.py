"""Units and quantities: what is measured, how much, and by what it is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.conflict.values import quantity

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._relation import Relation, compare
from ragaudit.detectors.conflict._units import DAY_SECONDS, MONTH_SECONDS, UNITS, YEAR_SECONDS
from ragaudit.detectors.conflict._values import quantities

_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@pytest.mark.parametrize(
    ("sentence", "dimension", "amount"),
    [
        ("It takes 30 days.", "duration", 30 * DAY_SECONDS),
        ("It takes 24h.", "duration", DAY_SECONDS),
        ("It takes half an hour.", "duration", 1_800),
        ("It takes two and a half hours.", "duration", 9_000),
        ("It takes three quarters of an hour.", "duration", 2_700),
        ("It lasts a year and a half.", "duration", 1.5 * YEAR_SECONDS),
        ("It lasts a month.", "duration", MONTH_SECONDS),
        ("The notice is 60 days to the end of a month.", "duration", 60 * DAY_SECONDS),
        ("Backups run every two weeks.", "period", 14 * DAY_SECONDS),
        ("Backups run twice a week.", "period", 3.5 * DAY_SECONDS),
        ("Reports are sent monthly.", "period", MONTH_SECONDS),
        ("A file may have 25 MB.", "size", 25e6),
        ("The host has 16 GiB of memory.", "size", 16 * 2**30),
        ("It costs €1,500.", "money/EUR", 1_500),
        ("It costs 1.500 EUR.", "money/EUR", 1.5),
        ("It costs 99 cents.", "money/$", 0.99),
        ("Breakfast is free of charge.", "money/free", 0),
        ("We pay 20 percent.", "share", 20),
        ("We pay half of the fee.", "share", 50),
        ("The margin is 25 basis points.", "share", 0.25),
        ("Store it at minus 5 °C.", "temperature", -5),
        ("Store it at 41 °F.", "temperature", 5),
        ("A parcel weighs 5 lbs.", "mass", 5 * 453.59237),
        ("A room seats 12 people.", "count/person", 12),
        ("You have three tries.", "count/time", 3),
        ("The account is locked after the third failed attempt.", "count/time", 3),
    ],
)
def test_reads(sentence: str, dimension: str, amount: float) -> None:
    """One quantity a sentence, in base units."""
    found = quantity(sentence)
    assert dimension == found.dimension
    assert pytest.approx(amount) == found.low


@pytest.mark.parametrize(
    "sentence",
    [
        "See section 3.",
        "Go to room 12.",
        "In 2024 we moved.",
        "Form 1040 is needed.",
        "One of us is on duty.",
        "Reveal one of the cards.",
        "The total is 0003.",
        "It is ticket #42.",
        "No numbers at all.",
    ],
)
def test_labels_and_years_are_no_quantities(sentence: str) -> None:
    """A number that names something measures nothing."""
    assert [] == quantities(sentence)


@pytest.mark.parametrize(
    ("sentence", "per", "each"),
    [
        ("It costs €5 per user per month.", ("user",), MONTH_SECONDS),
        ("It costs €5/user/month.", ("user",), MONTH_SECONDS),
        ("It costs €5 a year.", (), YEAR_SECONDS),
        ("You may send 100 requests per minute.", (), 60),
        ("It costs €5.", (), 0),
    ],
)
def test_what_it_is_counted_by(sentence: str, per: tuple[str, ...], each: float) -> None:
    """Nouns and times behind the value."""
    found = quantity(sentence)
    assert (per, each) == (found.per, found.each)


@pytest.mark.parametrize(
    ("sentence", "low", "high"),
    [
        ("It takes 10 to 15 minutes.", 600, 900),
        ("It takes 10 – 15 minutes.", 600, 900),
        ("It takes between 10 and 15 minutes.", 600, 900),
        ("It takes 30 minutes to 2 hours.", 1_800, 7_200),
    ],
)
def test_ranges(sentence: str, low: float, high: float) -> None:
    """Both ends take the unit of the second where the first has none."""
    found = quantity(sentence)
    assert (Bound.RANGE, low, high) == (found.bound, found.low, found.high)


def test_a_value_is_quoted_as_it_is_written() -> None:
    """The offsets are those of value and unit."""
    sentence = "Each guest pays 12.50 € per night for the room."
    found = quantity(sentence)
    assert "12.50 € per night" == sentence[found.start : found.end]


def test_business_days_are_marked() -> None:
    """They are no days of the calendar."""
    assert "business" == quantity("It takes 5 working days.").unit
    assert "" == quantity("It takes 5 days.").unit


@given(st.integers(1, 10))
def test_words_and_digits_agree(amount: int) -> None:
    """`three days` is `3 days`."""
    digits = quantity(f"It takes {amount} days to do it.")
    words = quantity(f"It takes {_WORDS[amount]} days to do it.")
    assert Relation.AGREE is compare(digits, words).relation


@given(st.integers(2, 50))
def test_units_agree_after_conversion(weeks: int) -> None:
    """A week is seven days; a day is 24 hours."""
    in_weeks = quantity(f"It takes {weeks} weeks.")
    in_days = quantity(f"It takes {7 * weeks} days.")
    in_hours = quantity(f"It takes {168 * weeks} hours.")
    assert Relation.AGREE is compare(in_weeks, in_days).relation
    assert Relation.AGREE is compare(in_days, in_hours).relation


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_other_amounts_conflict(left: int, right: int) -> None:
    """Two plain amounts agree if and only if they are equal."""
    expected = Relation.AGREE if left == right else Relation.CONFLICT
    a, b = quantity(f"The fee is €{left}."), quantity(f"The fee is {right} euros.")
    assert expected is compare(a, b).relation


def test_no_unit_has_two_meanings() -> None:
    """Every surface is lower case and has a positive factor."""
    assert all(word == word.lower() and unit.factor > 0 for word, unit in UNITS.items())


@given(st.text(max_size=200))
def test_offsets_lie_within_any_text(text: str) -> None:
    """Whatever is read, it stands in the sentence."""
    assert all(0 <= v.start < v.end <= len(text) for v in quantities(text))


@pytest.mark.parametrize("sentence", ["Wait 5 ſec.", "Wait 5 HOURs.", "İt takes 5 days."])
def test_odd_letters_do_no_harm(sentence: str) -> None:
    """Letters whose lower case is another or longer one."""
    assert all(sentence[v.start] == "5" for v in quantities(sentence))


def test_both_letters_for_micro_agree() -> None:
    """The micro sign and the Greek letter."""
    micro, mu = quantity("A dose has 5 \u00b5g."), quantity("A dose has 5 \u03bcg.")
    assert Relation.AGREE is compare(micro, mu).relation
