"""FRS212."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ragaudit.detectors.freshness.rubber_stamp import RubberStamp
from ragaudit.model import Document, Fact, Observation, Origin, Quality, Times
from ragaudit.testing import MemoryCorpus, check_detector, compare, document, known

DAY = date(2026, 9, 1)


def committed(day: date, commit: str) -> Fact[date]:
    """A date from history."""
    return replace(known(day), origin=Origin.VCS, quality=Quality.DERIVED, locator=commit)


def page(number: int, **changes: Any) -> Document:
    """A page whose review date came with a commit that changed nothing else."""
    times = Times(
        reviewed=known(DAY, "last_reviewed_on"),
        modified=committed(DAY, "commit 1f3a9c2e10"),
        content_modified=committed(date(2021, 3, 4), f"commit {number:010}"),
    )
    return document(f"{number:02}.md", times=replace(times, **changes))


def run(count: int, **changes: Any) -> list[Observation]:
    """What the rule sees in so many pages."""
    pages = (page(number, **changes) for number in range(count))
    return compare(RubberStamp(), MemoryCorpus.of_documents(*pages))


def test_it_is_a_detector() -> None:
    """The rule explains itself, and runs only when asked for."""
    check_detector(RubberStamp())
    assert not RubberStamp().rule.enabled


def test_one_commit() -> None:
    """One finding on the source, with some of the documents."""
    (seen,) = run(20)
    assert (
        "Commit 1f3a9c2e10 marked 20 documents as reviewed on 2026-09-01 and changed the text of "
        "none of them." == seen.message
    )
    assert ("docs", None, 5) == (seen.source, seen.document, len(seen.related))


@pytest.mark.parametrize(
    "changes",
    [
        {"reviewed": known(date(2026, 8, 1))},
        {"reviewed": Fact.absent()},
        {"reviewed": replace(known(DAY), origin=Origin.CONFIG_RULE)},
        {"modified": Fact.absent()},
        {"modified": known(DAY)},
        {"content_modified": committed(DAY, "commit 1f3a9c2e10")},
        {"content_modified": Fact.unknown()},
    ],
    ids=["long-before", "never", "by-rule", "no-history", "declared", "text-changed", "unknown"],
)
def test_silent(changes: dict[str, Fact[date]]) -> None:
    """Reviews of their own, changed texts, and what history does not tell."""
    assert [] == run(25, **changes)


def test_an_afternoon_of_reviewing() -> None:
    """Nineteen pages can be read."""
    assert [] == run(19)
