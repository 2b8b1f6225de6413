"""What a waiver covers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.signoff.conftest import RULE, finding, waiver

from ragaudit._signoff.waiving import covers, for_place, in_force, in_words


@pytest.mark.parametrize(
    ("change", "covered"),
    [
        ({}, True),
        ({"rule": "FRS"}, True),
        ({"rule": "CNF"}, False),
        ({"path": "*.md"}, True),
        ({"path": "legal/**"}, False),
        ({"rule": "", "path": "old.md"}, True),
        ({"source": "docs"}, True),
        ({"source": "wiki"}, False),
        ({"rule": "", "finding": "0123456789ab"}, True),
        ({"rule": "", "finding": "1123456789ab"}, False),
        ({"rule": "CNF", "finding": "0123456789ab"}, False),
        ({"rule": "", "finding": "0123456789ab", "source": "wiki"}, False),
    ],
)
def test_a_finding(change: dict[str, Any], covered: bool) -> None:
    """Everything a waiver says must fit."""
    assert covered == covers(waiver(**change), finding())


def test_a_whole_source() -> None:
    """What is about a whole source no waiver for a part of it covers."""
    whole = finding(path=None, document=None)
    assert covers(waiver(), whole)
    assert covers(waiver(path="**"), whole)
    assert not covers(waiver(path="legal/**"), whole)


def test_a_place() -> None:
    """The first that fits; one for a single finding is about no place."""
    by_number, by_rule = waiver(rule="", finding="0123456789ab"), waiver()
    assert by_rule == for_place((by_number, by_rule), "FRS203", "docs")
    assert None is for_place((by_number, by_rule), "", "docs", "old.md")


def test_the_last_day() -> None:
    """`until` is the last day it holds."""
    (one,) = kept = (waiver(until=date(2026, 11, 1)),)
    assert kept == in_force([one], date(2026, 11, 1))
    assert () == in_force([one], date(2026, 11, 2))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({}, "FRS203 expired"),
        ({"rule": "FRS", "path": "legal/**", "source": "docs"}, "FRS freshness, legal/** in docs"),
        ({"rule": "", "finding": "0123456789ab"}, "finding 0123456789ab"),
        ({"rule": "XYZ999"}, "XYZ999"),
    ],
)
def test_in_words(change: dict[str, Any], told: str) -> None:
    """Codes come with the name of their rule or family."""
    assert told == in_words(waiver(**change), {"FRS203": RULE})
