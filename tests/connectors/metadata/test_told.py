"""What a source's own interface tells, beside what is written in its documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ragaudit.contracts import Ref
from ragaudit.model import (
    ContentSummary,
    Document,
    Fact,
    FactState,
    GlobRule,
    MetaField,
    SourceFacts,
)
from ragaudit.testing import source
from ragaudit_connectors.metadata import Resolver
from ragaudit_connectors.remote import known_date

TOLD = SourceFacts(times={"reviewed": known_date("2026-01-15", "wiki.reviewedAt")})
YEARLY = (GlobRule("**", ("1 year",), "ragaudit.yaml:7"),)


def described(folder: Path, facts: SourceFacts, *fields: MetaField) -> Document:
    """A document of a source without files."""
    resolver = Resolver(source(folder, review_rules=YEARLY), None)
    summary = ContentSummary("html", "0" * 64, 10, metadata=fields)
    return resolver.resolve(Ref("7", "leave.html"), summary, "0" * 64, facts)


def test_an_interval_counts_from_a_review_the_source_tells(tmp_path: Path) -> None:
    """The due date names both places it rests on."""
    due = described(tmp_path, TOLD).times.review_due

    assert date(2027, 1, 15) == due.value
    assert due.locator == "wiki.reviewedAt; ragaudit.yaml:7"


def test_a_review_written_in_the_document_counts_first(tmp_path: Path) -> None:
    """The same order as for every other date."""
    written = MetaField("last_reviewed", "2026-06-01", 2)

    times = described(tmp_path, TOLD, written).times

    assert (date(2026, 6, 1), date(2027, 6, 1)) == (times.reviewed.value, times.review_due.value)


def test_an_unreadable_review_is_not_replaced(tmp_path: Path) -> None:
    """Something is written; that it is no date is for its author to mend."""
    written = MetaField("last_reviewed", "2026-13-45", 2)

    times = described(tmp_path, TOLD, written).times

    assert (FactState.ERROR, FactState.ABSENT) == (times.reviewed.state, times.review_due.state)


def test_without_a_review_there_is_nothing_to_count_from(tmp_path: Path) -> None:
    """A source that tells of none leaves the due date absent, with the reason."""
    absent: Fact[date] = described(tmp_path, SourceFacts()).times.review_due

    assert absent.note == "1 year (ragaudit.yaml:7) has no date of a last review to count from"
