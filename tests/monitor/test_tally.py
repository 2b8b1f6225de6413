"""Counting what a log says."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit._monitor import Tally
from ragaudit._monitor.sketches import Frequent, Percentiles
from ragaudit.model import (
    AskedOften,
    BadLine,
    Hit,
    LogRecord,
    Served,
    Signal,
    Usage,
)
from ragaudit.testing import builders

LEAVE = builders.document("leave.md", owners=(builders.owner("ann"),))
TRAVEL = builders.document("travel.md")
CATALOGUE = {d.id: d for d in (LEAVE, TRAVEL)}
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def counted(*records: LogRecord | BadLine) -> Usage:
    tally = Tally(CATALOGUE)
    tally.add_all(records)
    return tally.usage()


def asked(query: str, *documents: str, **changes: object) -> LogRecord:
    return LogRecord(query, tuple(map(Hit, documents)), **changes)  # type: ignore[arg-type]


DOWN = frozenset({Signal.DISLIKED})


def test_per_document_source_and_owner() -> None:
    """An answer counts once for each, however many chunks it had."""
    usage = counted(
        asked("a", "leave.md", "leave.md", "travel.md", signals=DOWN), asked("b", "leave.md")
    )
    assert (Served("docs", 2, 2, {Signal.DISLIKED: 1}),) == usage.sources
    owners = (
        Served("ann", 2, 1, {Signal.DISLIKED: 1}),
        Served("(no owner)", 1, 1, {Signal.DISLIKED: 1}),
    )
    assert owners == usage.owners
    documents = (
        Served(LEAVE.id, 2, 1, {Signal.DISLIKED: 1}),
        Served(TRAVEL.id, 1, 1, {Signal.DISLIKED: 1}),
    )
    assert documents == usage.documents


def test_what_is_not_known() -> None:
    """Is neither an answer nor none; foreign results are counted."""
    usage = counted(
        LogRecord("a"), asked("b"), asked("c", "other.md"), LogRecord("d", answered=False)
    )
    assert (4, 2, 1) == (usage.questions, usage.unanswered, usage.unknown_answers)
    assert (1, 1) == (usage.unmapped, usage.results)


@pytest.mark.parametrize("news_first", [False, True])
def test_news_about_a_question(news_first: bool) -> None:
    """Come before or after it; about a question nobody asked they are loose."""
    records = [asked("a", "leave.md", trace="t1"), LogRecord(signals=DOWN, trace="t1")]
    if news_first:
        records.reverse()
    usage = counted(*records, LogRecord(signals=DOWN, trace="t9"))
    assert {Signal.DISLIKED: 1} == usage.signals
    assert 1 == usage.loose
    assert (AskedOften("a", 1, True, (LEAVE.id,)),) == usage.often


def test_news_is_bounded() -> None:
    """However often somebody repeats it, and however long its name is."""
    again = [LogRecord(signals=DOWN, trace="t" * 10_000)] * 1_000
    usage = counted(*again, asked("a", "leave.md", trace="t" * 10_000))
    assert ({Signal.DISLIKED: 1}, 0) == (usage.signals, usage.loose)


def test_questions_that_went_wrong() -> None:
    """Wordings that differ in case and space are one; the most frequent are first."""
    usage = counted(
        asked("Who  pays?"), asked("who pays?"), asked("where?"), asked("fine", "leave.md")
    )
    found = [(o.query, o.count, o.complaint) for o in usage.often]
    assert [("who pays?", 2, False), ("where?", 1, False)] == found


def test_time_cost_and_latency() -> None:
    """Unknown stays unknown, and is not zero."""
    assert (None, None, None) == (counted(asked("a")).latency, counted(asked("a")).cost, None)
    usage = counted(
        asked("a", latency_s=1.0, cost=0.5, at=NOON), asked("b", latency_s=3.0, cost=0.25)
    )
    assert (NOON, NOON, 0.75) == (usage.first, usage.last, usage.cost)
    assert usage.latency is not None
    latency = usage.latency
    expected = pytest.approx((1.0, 3.0, 2), rel=0.01)
    assert expected == (latency.p50, latency.p95, latency.n)


def test_bad_lines_are_counted_and_the_first_told() -> None:
    """However many there are."""
    usage = counted(*(BadLine(n, "is no JSON") for n in range(100)))
    assert (100, 20) == (usage.bad_lines, len(usage.bad))


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), max_size=200), st.integers(1, 5))
def test_what_is_frequent_is_found(keys: list[str], capacity: int) -> None:
    """Misra and Gries: none above its share is lost, and no count is too high or far too low."""
    frequent = Frequent(capacity)
    for key in keys:
        frequent.add(key)
    true, slack = Counter(keys), len(keys) / capacity
    assert len(frequent.counts) <= capacity
    assert {k for k, n in true.items() if n > slack} <= set(frequent.counts)
    for key, count in frequent.counts.items():
        assert true[key] - slack <= count <= true[key]


@settings(deadline=None)
@given(st.lists(st.floats(1e-3, 1e6), min_size=1, max_size=200), st.floats(0.01, 1))
def test_percentiles_are_within_one_percent(found: list[float], share: float) -> None:
    """Of the nearest rank."""
    percentiles = Percentiles()
    for value in found:
        percentiles.add(value)
    rank = max(1, -int(-share * len(found) // 1))
    assert pytest.approx(sorted(found)[rank - 1], rel=0.0101) == percentiles.at(share)
