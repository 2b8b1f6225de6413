"""Two runs as a whole: what was lost, what differs, and whether a gate fails."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.history.sides import RULES, found, held, side
from tests.history.test_leaks import LEAK, probing

from ragaudit._history import Side, SourceRow, compare
from ragaudit._history.gate import judge_changes
from ragaudit._history.trend import Entry, of_source, total
from ragaudit.model import Severity, SkippedRule, SourceCounts

FAILED = {"docs": SourceRow(SourceCounts("docs"), "filesystem", "./docs", failed=True)}


def test_documents() -> None:
    """Added, removed, changed, and not read this time."""
    before = side("r1", paths=("a.md", "b.md", "c.md", "d.md"))
    after = side(
        "r2",
        documents={"docs:a.md": held("a.md", text="new"), "docs:e.md": held("e.md"),
                   "docs:d.md": held("d.md")},
        skips=frozenset({("docs", "b.md")}),
    )  # fmt: skip
    changes = compare(before, after)
    assert [("changed", "a.md"), ("added", "e.md"), ("unread", "b.md"), ("removed", "c.md")] == [
        (change.kind.value, change.path) for change in changes.sources[0].documents
    ]
    assert ("docs: 1 document that was read before could not be read",) == changes.lost


def test_a_text_two_documents_had_was_not_moved() -> None:
    """Nobody knows which of them it was."""
    same = {f"docs:{p}": held(p, text="x") for p in ("a.md", "b.md")}
    after = side("r2", documents={"docs:c.md": held("c.md", text="x")})
    changes = compare(side("r1", documents=same), after)
    assert ["added", "removed", "removed"] == [
        change.kind.value for change in changes.sources[0].documents
    ]


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ({"sources": {}}, "docs: it was not part of the run of 2026-11-01 06:02"),
        ({"sources": FAILED}, "docs: it was not read to its end in the run of 2026-11-01 06:02"),
        ({"interrupted": True}, "the run of 2026-11-01 06:02 was interrupted"),
        ({"rules": RULES - {"STR801"}}, "rules: STR801 did not run in the run of 2026-11-01 06:02"),
        (
            {"skipped_rules": (SkippedRule("STR801", "docs", "why"),)},
            "rules: STR801 in docs could not run in the run of 2026-11-01 06:02: why",
        ),
    ],
)
def test_what_was_not_looked_at_is_told(changes: dict[str, Any], lost: str) -> None:
    """And a gate on what is new cannot pass."""
    found_ = compare(side("r1"), replace(side("r2"), **changes))
    assert (lost,) == found_.lost
    assert 3 == judge_changes(found_, Severity.ERROR)[0]


def test_what_was_never_looked_at_is_not_lost() -> None:
    """A rule that cannot run in either, a source that failed in both."""
    same: dict[str, Any] = {
        "skipped_rules": (SkippedRule("STR801", None, "why"),), "sources": FAILED,
    }  # fmt: skip
    assert () == compare(side("r1", **same), side("r2", **same)).lost


def test_what_else_differs() -> None:
    """Configuration, rules, sources and the place of one."""
    elsewhere = {"docs": SourceRow(SourceCounts("docs"), "filesystem", "./other")}
    after = side("r2", config_digest="d", rules=RULES | {"CNF301"}, sources=elsewhere)
    assert (
        "the configuration, or what was asked for on the command line, is another",
        "CNF301 did not run before: what they find is not counted as new",
        "docs is at ./other and was at ./docs: they may be two different sources",
    ) == compare(side("r1"), after).notes


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (side("r1"), side("r2"), 0),
        (side("r1", found()), side("r2"), 0),
        (side("r1"), side("r2", found()), 1),
        (side("r1"), side("r2", found(severity=Severity.WARN)), 0),
        (side("r1", found(severity=Severity.WARN)), side("r2", found()), 1),
        (side("r1", probing=probing()), side("r2", probing=probing(LEAK)), 1),
        (side("r1"), side("r2", probing=probing(LEAK)), 3),
        (side("r1", rules=RULES - {"FRS202"}), side("r2", found()), 3),
        (side("r1", rules=RULES - {"FRS202"}), side("r2", found(severity=Severity.INFO)), 0),
    ],
)
def test_the_gate(before: Side, after: Side, code: int) -> None:
    """1 for what is new, 3 where nobody can tell, 0 only where everything was looked at."""
    assert code == judge_changes(compare(before, after), Severity.ERROR)[0]


def entry(now: dict[str, Any], then: dict[str, Any] | None) -> Entry:
    run = replace(side("r2").run, sources=tuple(SourceCounts(n, **c) for n, c in now.items()))
    if then is None:
        return Entry(run)
    before = tuple(SourceCounts(n, **c) for n, c in then.items())
    return Entry(run, replace(side("r1").run, sources=before))


@pytest.mark.parametrize(
    ("now", "then", "shown"),
    [
        ({"a": {"errors": 4}}, None, "4"),
        (
            {"a": {"errors": 4}, "b": {"errors": 1}},
            {"a": {"errors": 2}, "b": {"errors": 1}},
            "5 ↑2",
        ),
        ({"a": {"errors": 4}}, {"a": {"errors": 5}}, "4 ↓1"),
        ({"a": {"errors": 4}}, {"a": {"errors": 4}}, "4"),
        ({"a": {"errors": 4}, "b": {}}, {"a": {"errors": 5}, "b": {"errors": 1}}, "4+"),
        ({"a": {"errors": 4}}, {"a": {}}, "4"),
        ({"a": {"errors": 4}}, {"a": {"errors": 1}, "b": {"errors": 9}}, "4"),
        ({"a": {}}, {"a": {"errors": 5}}, "–"),
    ],
)
def test_totals(now: dict[str, Any], then: dict[str, Any] | None, shown: str) -> None:
    """A trend only where both runs measured the same sources; never a zero for what was not."""
    assert shown == total(entry(now, then), "errors").shown


def test_more_found_is_better_and_more_errors_are_not() -> None:
    """And more documents are neither."""
    one = entry(
        {"a": {"errors": 2, "recall": 0.5, "documents": 3}},
        {"a": {"errors": 1, "recall": 0.25, "documents": 2}},
    )
    assert [("2 ↑1", False), ("0.50 ↑0.25", True), ("3 ↑1", None)] == [
        (figure.shown, figure.better)
        for figure in (of_source(one, "a", m) for m in ("errors", "recall", "documents"))
    ]
