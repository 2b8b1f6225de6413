"""FRS211."""

from __future__ import annotations

from datetime import date

import pytest

from ragaudit.detectors.freshness.touched_not_changed import TouchedNotChanged
from ragaudit.model import Confidence, Origin, Quality, Times
from ragaudit.testing import check_detector, context, document, known

CHANGED = known(date(2023, 4, 11), origin=Origin.VCS, locator="commit 1f3a9c2")
DECLARED = known(date(2026, 9, 1), "lastmod", line=3)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(TouchedNotChanged())


def test_a_declared_update_without_a_change() -> None:
    """Both dates are named, with the commit."""
    times = Times(modified=DECLARED, content_modified=CHANGED)
    (seen,) = TouchedNotChanged().detect(document(times=times), context())
    assert (
        "lastmod says 2026-09-01, but the text last changed on 2023-04-11 (commit 1f3a9c2), "
        "1239 days earlier."
    ) == seen.message
    assert (3, "lastmod: 2026-09-01", Confidence.MEDIUM) == (
        seen.line, seen.quote, seen.confidence
    )  # fmt: skip


@pytest.mark.parametrize(
    "times",
    [
        Times(modified=DECLARED),
        Times(content_modified=CHANGED),
        Times(reviewed=DECLARED, content_modified=CHANGED),
        Times(modified=known(date(2026, 9, 1), origin=Origin.VCS), content_modified=CHANGED),
        Times(modified=DECLARED, content_modified=known(date(2023, 4, 11))),
        Times(modified=known(date(2023, 4, 18)), content_modified=CHANGED),
        Times(modified=known(date(2022, 1, 1)), content_modified=CHANGED),
        Times(modified=known(date(2027, 1, 1)), content_modified=CHANGED),
        Times(modified=known(date(2026, 9, 1), quality=Quality.PROXY), content_modified=CHANGED),
    ],
    ids=["no-history", "undeclared", "review", "reformat", "both-declared", "a-week", "earlier",
         "future", "proxy"],
)  # fmt: skip
def test_silent(times: Times) -> None:
    """Attestations, reformatting commits, small differences, nothing to compare."""
    assert [] == list(TouchedNotChanged().detect(document(times=times), context()))
