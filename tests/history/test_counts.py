"""A run in numbers; what was not measured is empty, never zero."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.store.examples import AUDIT, PROBING

from ragaudit._history import count_sources
from ragaudit.model import Leak, Score, SourceCounts


def test_what_was_measured() -> None:
    """Open findings, documents with a freshness finding, recall at the first k, leaking cells."""
    docs, wiki = count_sources(AUDIT)
    assert (
        SourceCounts(
            *("docs", 3, 2, 1, 0, 2, None, 2, 1), recall=0.75, leaks=1
        )
    ) == docs  # fmt: skip
    assert SourceCounts("wiki") == wiki


@pytest.mark.parametrize(
    ("changes", "partial"),
    [({}, {"docs"}), ({"run": replace(AUDIT.run, interrupted=True)}, set())],
)
def test_a_source_that_was_not_read_whole_has_no_numbers(
    changes: dict[str, Any], partial: set[str]
) -> None:
    """A part of it would look like an improvement."""
    assert SourceCounts("docs") == count_sources(replace(AUDIT, **changes), partial)[0]


def test_rules_that_did_not_run_found_nothing() -> None:
    """Which is not the same as no finding."""
    run = replace(AUDIT.run, rules=())
    counts = count_sources(replace(AUDIT, run=run, findings=()))[0]
    assert (3, None, None, None) == (
        counts.documents, counts.errors, counts.stale, counts.conflicts
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "leaks"),
    [
        ({"leaks": (), "scores": ()}, None),
        ({"leaks": (), "scores": (Score("leak rate", None, 0, "docs"),)}, None),
        ({"leaks": (), "scores": (Score("leak rate", 0.0, 30, "docs"),)}, 0),
        ({"leaks": (Leak("q", "bob", "docs:a", 1),), "scores": ()}, 1),
        ({"leaks": (Leak("q", "bob", "wiki:a", 1),), "scores": ()}, None),
        ({"unmeasured": "the target cannot be asked as somebody"}, None),
    ],
)
def test_leaks_are_none_only_where_somebody_looked(
    changes: dict[str, Any], leaks: int | None
) -> None:
    """A source of which nothing could be judged is not clean."""
    audit = replace(AUDIT, probing=replace(PROBING, **changes))
    assert leaks == count_sources(audit)[0].leaks
