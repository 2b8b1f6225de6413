"""FRS210."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest

from ragaudit._config.load import load
from ragaudit.detectors.freshness.no_trusted_date import NoTrustedDate
from ragaudit.model import Document, Fact, FreshnessContract, Origin, Quality, Times
from ragaudit.testing import check_detector, context, document, known, source, unusable

DAY = date(2026, 10, 2)
MTIME = known(DAY, origin=Origin.FILESYSTEM, quality=Quality.PROXY)


def messages(one: Document, **settings: Any) -> list[str]:
    found = NoTrustedDate().detect(one, context(source=source(**settings)))
    return [o.message for o in found]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(NoTrustedDate())


def test_says_what_was_tried() -> None:
    """The file system's date and the date of creation are named and do not count."""
    assert ["No date says how current the text is."] == messages(document())
    assert [
        "No date says how current the text is: only the file system's date, which checkout and "
        "copy reset."
    ] == messages(document(times=Times(mtime=MTIME)))
    created = known(date(2019, 5, 2), "created", locator="front matter, line 3")
    assert [
        "No date says how current the text is: only 2019-05-02 (created, front matter, line 3), "
        "when it was created, which says nothing about changes since, and the file system's "
        "date, which checkout and copy reset."
    ] == messages(document(times=Times(created=created, mtime=MTIME)))


def test_a_history_that_cannot_be_used_is_named() -> None:
    """A shallow clone has dates for everything and means none of them."""
    shallow: Fact[date] = Fact.unknown("a shallow clone")
    assert ["No date says how current the text is: no history (a shallow clone)."] == messages(
        document(times=Times(content_modified=shallow))
    )


@pytest.mark.parametrize(
    "clock", ["reviewed", "content_modified", "modified", "published", "review_due", "expires"]
)
def test_any_date_about_currency_is_enough(clock: str) -> None:
    """One is enough, a proxy is not."""
    trusted: Any = known(DAY)
    proxy: Any = known(DAY, quality=Quality.PROXY)
    assert [] == messages(document(times=Times(**{clock: trusted})))
    assert 1 == len(messages(document(times=Times(**{clock: proxy}))))


def test_silent_where_something_else_is_said() -> None:
    """A waiver with its reason; a date that is FRS209's."""
    assert [] == messages(document(review_waiver=known("statute text")))
    broken = unusable("last_reviewed_on", "03/04/25", "is ambiguous")
    assert [] == messages(document(times=Times(reviewed=broken)))


def test_file_times_count_where_they_are_asked_for_by_name() -> None:
    """The contract may name `mtime`; a contract as such changes nothing."""
    one = document(times=Times(mtime=MTIME))
    assert [] == messages(one, freshness=FreshnessContract(clock=("reviewed", "mtime")))
    assert 1 == len(messages(one, freshness=FreshnessContract()))


def test_what_it_says_to_declare_is_a_contract(tmp_path: Path) -> None:
    """The lines load as they stand inside a source, set a limit, and settle the finding."""
    lines = NoTrustedDate().rule.declare
    file = tmp_path / "ragaudit.yaml"
    head = "version: 1\nsources:\n  - id: docs\n    root: .\n"
    file.write_text(head + indent(lines, "    ") + "\n", encoding="utf-8")
    contract = load(file).sources[0].freshness
    assert contract is not None and 2 <= lines.count("\n") + 1 <= 4
    assert contract.warn_after is not None and "mtime" in contract.clock
    assert [] == messages(document(times=Times(mtime=MTIME)), freshness=contract)
