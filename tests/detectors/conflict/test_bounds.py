"""In which direction a value binds."""

from __future__ import annotations

import pytest
from tests.detectors.conflict.values import quantity

from ragaudit.detectors.conflict._bounds import Bound, bound_by_label


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It takes 3 hours.", Bound.EXACT),
        ("It takes at most 3 hours.", Bound.MOST),
        ("It takes no longer than 3 hours.", Bound.MOST),
        ("It is done within 3 hours.", Bound.MOST),
        ("It must not exceed 3 hours.", Bound.MOST),
        ("It takes 3 hours at most.", Bound.MOST),
        ("The limit is 3 hours.", Bound.MOST),
        ("It takes at least 3 hours.", Bound.LEAST),
        ("It takes no less than 3 hours.", Bound.LEAST),
        ("It takes 3 hours or more.", Bound.LEAST),
        ("The price never falls below 3 euros.", Bound.LEAST),
        ("If it takes more than 3 hours, call us.", Bound.OVER),
        ("After 3 hours you are logged out.", Bound.OVER),
        ("If it takes less than 3 hours, wait.", Bound.UNDER),
        ("Call before 3 hours have passed.", Bound.UNDER),
    ],
)
def test_reads(sentence: str, expected: Bound) -> None:
    """Words before and behind the value."""
    assert expected is quantity(sentence).bound


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It takes about 3 hours.", True),
        ("It usually takes 3 hours.", True),
        ("It takes 3 hours or so.", True),
        ("It takes ~3 hours.", True),
        ("It takes 3 hours.", False),
        ("It takes exactly 3 hours.", False),
    ],
)
def test_hedges(sentence: str, expected: bool) -> None:
    """A rounded value is said to be one."""
    assert expected == quantity(sentence).hedged


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Maximum size", Bound.MOST),
        ("Upload limit", Bound.MOST),
        ("Minimum length", Bound.LEAST),
        ("Price", Bound.EXACT),
        ("Minimum and maximum", Bound.EXACT),
        ("", Bound.EXACT),
    ],
)
def test_labels(label: str, expected: Bound) -> None:
    """A row's key or a column's header binds the plain value below it."""
    assert expected is bound_by_label(label)
