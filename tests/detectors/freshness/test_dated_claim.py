"""FRS205: how things stood on a day long ago. The audit is on 2026-11-01."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus

from ragaudit.detectors.freshness.dated_claim import DatedClaim
from ragaudit.model import Observation
from ragaudit.testing import compare


def run(text: str, path: str = "page.md") -> list[Observation]:
    return compare(DatedClaim(), corpus({path: text}))


@pytest.mark.parametrize(
    "sentence",
    [
        "As of March 2024 there are 14 offices in nine countries.",
        "The docks (as of 3 May 2024) have 40 users.",
        "The limit is 600 requests a minute at the time of writing (May 2024).",
        "The prices are correct as of 1 June 2025.",
        "Currently (June 2024) the queue has two workers.",
    ],
)
def test_reported(sentence: str) -> None:
    """A claim about the present with its day."""
    assert [3] == [o.line for o in run(f"# Docks\n\n{sentence}\n")]


@pytest.mark.parametrize(
    "sentence",
    [
        "As of March 2026 there are 14 offices.",
        "As of 1 May 2024, visitors must wear a badge.",
        "As of 1 May 2024, finance has introduced a new tool.",
        "As of March 2024 there were 14 offices.",
        "There have been 14 offices since March 2024.",
        "Currently there are 14 offices.",
        "As of version 3.2 docks have names.",
        "There are 14 offices, as the report of 2024 says.",
        "> As of March 2024 there are 14 offices.",
        "## History\n\nAs of March 2024 there are 14 offices.",
    ],
)
def test_look_alikes(sentence: str) -> None:
    """Recent, from when on, the past, and no day."""
    assert [] == run(f"# Docks\n\n{sentence}\n")


def test_records_and_pages_of_their_year() -> None:
    """They tell of their day."""
    for path in ("minutes/board.md", "2024/offices.md", "offices-2024.md"):
        assert [] == run("As of March 2024 there are 14 offices.\n", path)


def test_off_by_default() -> None:
    """It cannot tell a snapshot from a rule well enough."""
    assert not DatedClaim.rule.enabled
