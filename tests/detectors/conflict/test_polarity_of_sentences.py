"""Rules a sentence states: on which axis, and on which side."""

from __future__ import annotations

import pytest

from ragaudit.detectors.conflict._rules import rules


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Visitors must wear a badge.", ("need", "+")),
        ("Approval is required.", ("need", "+")),
        ("Only with approval may be ordered before a trip.", ("need", "+")),
        ("Badges are optional.", ("need", "-")),
        ("Registration is not required.", ("need", "-")),
        ("You need not register.", ("need", "-")),
        ("No approval is needed.", ("need", "-")),
        ("Dogs are allowed.", ("allow", "+")),
        ("Dogs are not allowed.", ("allow", "-")),
        ("You must not enter.", ("allow", "-")),
        ("Smoking is strictly forbidden.", ("allow", "-")),
        ("Breakfast is included.", ("include", "+")),
        ("Breakfast is not included.", ("include", "-")),
        ("Logging is enabled by default.", ("state", "+")),
        ("Logging is disabled.", ("state", "-")),
        ("Data is not encrypted.", ("state", "-")),
    ],
)
def test_reads(sentence: str, expected: tuple[str, str]) -> None:
    """What is denied is not read again as its opposite."""
    assert expected in {(v.dimension.removeprefix("rule/"), v.text) for v in rules(sentence)}


@pytest.mark.parametrize(
    "sentence",
    ["The weather is nice.", "It rains.", "", "The field is optional but must be set at night."],
)
def test_says_nothing(sentence: str) -> None:
    """No rule, or one on both sides of its axis."""
    assert [] == list(rules(sentence))


@pytest.mark.parametrize(
    ("positive", "negative"),
    [
        ("A receipt is required.", "A receipt is not required."),
        ("Guests are permitted.", "Guests are not permitted."),
        ("Shipping is included.", "Shipping is not included."),
        ("The alarm is switched on.", "The alarm is switched off."),
    ],
)
def test_a_denial_is_the_other_side(positive: str, negative: str) -> None:
    """Both stand on one axis."""
    (one,), (other,) = list(rules(positive)), list(rules(negative))
    assert (one.dimension, "+", "-") == (other.dimension, one.text, other.text)
