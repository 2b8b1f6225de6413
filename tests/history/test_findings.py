"""What became of findings; what a run did not look at is never success."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.history.sides import RULES, found, held, side

from ragaudit._history import Side, SourceRow, compare, since
from ragaudit._history.findings import finding_changes
from ragaudit.model import (
    ChangeKind,
    Finding,
    Severity,
    SkippedRule,
    SourceCounts,
    Status,
)

PARTLY = SourceRow(SourceCounts("docs"), "filesystem", "./docs", partial=True)
FAILED = SourceRow(SourceCounts("docs"), "filesystem", "./docs", failed=True)


def kinds(before: Side, after: Side) -> list[tuple[str, str]]:
    return [(c.kind.value, c.finding.fingerprint) for c in finding_changes(before, after, {})]


def test_new_fixed_and_gone() -> None:
    """Gone with its document is not fixed."""
    before = side("r1", found("a.md"), found("b.md"))
    after = side("r2", found("a.md", "OWN101"), paths=("a.md",))
    assert [("new", "OWN101-a.md"), ("fixed", "FRS202-a.md"), ("gone", "FRS202-b.md")] == kinds(
        before, after
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        ({"severity": Severity.WARN}, {}, "worse", "it was “warn”"),
        ({}, {"severity": Severity.INFO}, "better", "it was “error”"),
        ({"affected": 4}, {"affected": 6}, "worse", "of 6 documents; it was 4"),
        ({}, {"status": Status.BASELINE, "status_reason": "known"}, "accepted", "known"),
        ({"status": Status.SUPPRESSED}, {}, "worse", "it counts again: it was suppressed before"),
    ],
)
def test_a_finding_of_another_weight(
    old: dict[str, Any], new: dict[str, Any], kind: str, reason: str
) -> None:
    """More severe, of more documents, counting again, or accepted."""
    (change,) = finding_changes(side("r1", found(**old)), side("r2", found(**new)), {})
    assert (kind, reason) == (change.kind.value, change.reason)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sources": {}}, "docs was not part of the run of 2026-11-01 06:02"),
        ({"sources": {"docs": FAILED}}, "docs was not read to its end in the run of"),
        ({"sources": {"docs": PARTLY}}, "only a part of docs was asked for in the run of"),
        ({"interrupted": True}, "the run of 2026-11-01 06:02 was interrupted"),
        ({"rules": RULES - {"FRS202"}}, "FRS202 did not run in the run of"),
        ({"skipped_rules": (SkippedRule("FRS202", None, "why"),)}, "FRS202 could not run in"),
        ({"skips": frozenset({("docs", "a.md")})}, "it could not be read in the run of"),
    ],
)
def test_what_a_run_did_not_see_is_neither_fixed_nor_new(
    changes: dict[str, Any], reason: str
) -> None:
    """In both directions, with the reason."""
    blind = replace(side("r2", paths=()), **changes)
    whole = side("r1", found())
    (lost,) = finding_changes(whole, blind, {})
    (came,) = finding_changes(blind, whole, {})
    assert (ChangeKind.UNKNOWN, False) == (lost.kind, lost.appeared)
    assert (ChangeKind.UNKNOWN, True) == (came.kind, came.appeared)
    assert lost.reason.startswith(reason)


def test_a_document_that_was_read_counts_though_its_source_failed() -> None:
    """What was read before it failed was looked at."""
    after = side("r2", sources={"docs": FAILED})
    assert [("fixed", "FRS202-a.md")] == kinds(side("r1", found()), after)


def test_a_folder_that_was_not_read() -> None:
    """Everything below it is unknown; a name that only begins alike is not below it."""
    skipped = side("r2", paths=(), skips=frozenset({("docs", "hr")}))
    before = side("r1", found("hr/a.md"), found("hrx/a.md"), paths=("hr/a.md", "hrx/a.md"))
    assert [("gone", "FRS202-hrx/a.md"), ("unknown", "FRS202-hr/a.md")] == kinds(before, skipped)


def test_a_finding_moves_with_its_document() -> None:
    """It is neither new nor fixed; the document is what changed."""
    before = side("r1", found("a.md"), paths=("a.md",))
    after = side("r2", found("z.md"), documents={"docs:z.md": held("z.md", text="text of a.md")})
    changes = compare(before, after)
    assert ([], ["moved"]) == (
        list(changes.sources[0].findings),
        [change.kind.value for change in changes.sources[0].documents],
    )


def test_the_same_words_with_another_other_side() -> None:
    """A finding whose identity holds what it is compared with is not new when only that moves."""
    before = side("r1", found(fingerprint="one", message="wider than group hr"))
    after = side("r2", found(fingerprint="two", message="wider than group hr and finance"))
    assert [] == kinds(before, after)
    worse = side("r2", found(fingerprint="two", quote="other words"))
    assert [("new", "two"), ("fixed", "one")] == kinds(before, worse)


def test_a_gap_of_a_whole_source_is_told_by_its_number() -> None:
    """One owner named turns one finding into many, and nothing is new."""
    whole = side("r1", found(None, "OWN101", affected=3, fingerprint="whole"))
    some = side("r2", found("a.md", "OWN101"), found("b.md", "OWN101"))
    assert [("better", "of 2 documents; it was 3")] == [
        (c.kind.value, c.reason) for c in finding_changes(whole, some, {})
    ]
    assert [("worse", "of 3 documents; it was 2")] == [
        (c.kind.value, c.reason) for c in finding_changes(some, whole, {})
    ]


def test_a_run_that_did_not_keep_its_rules() -> None:
    """Only rules that found something are known to have run."""
    early = side("r1", found("b.md", "OWN101"), rules=None)
    after = side("r2", found("a.md", "OWN101"), found("a.md", "FRS202"))
    assert [
        ("new", "OWN101-a.md"), ("fixed", "OWN101-b.md"), ("unknown", "FRS202-a.md"),
    ] == kinds(early, after)  # fmt: skip


findings = st.builds(
    found,
    st.sampled_from(["a.md", "b.md", "c.md"]),
    st.sampled_from(sorted(RULES)),
    severity=st.sampled_from(Severity),
    status=st.sampled_from(Status),
)
runs = st.lists(findings, max_size=6, unique_by=lambda f: f.fingerprint)


@given(runs)
def test_a_run_is_as_it_is(one: list[Finding]) -> None:
    """Nothing changes between a run and itself."""
    assert [] == kinds(side("r1", *one), side("r2", *one))


@given(runs, runs)
def test_new_one_way_is_fixed_the_other(one: list[Finding], two: list[Finding]) -> None:
    """Between two whole runs over the same documents."""
    paths = ("a.md", "b.md", "c.md")
    old, new = side("r1", *one, paths=paths), side("r2", *two, paths=paths)
    there, back = finding_changes(old, new, {}), finding_changes(new, old, {})
    for kind, other in ((ChangeKind.NEW, ChangeKind.FIXED), (ChangeKind.FIXED, ChangeKind.NEW)):
        assert {c.finding.fingerprint for c in there if c.kind is kind} == {
            c.finding.fingerprint for c in back if c.kind is other
        }


@given(runs, runs, st.sampled_from(["failed", "partial", "interrupted", "rules", "sources"]))
def test_nothing_is_fixed_where_nobody_looked(
    one: list[Finding], two: list[Finding], how: str
) -> None:
    """Whatever keeps the later run from looking."""
    ways: dict[str, dict[str, Any]] = {
        "failed": {"sources": {"docs": FAILED}},
        "partial": {"sources": {"docs": PARTLY}},
        "interrupted": {"interrupted": True},
        "rules": {"rules": frozenset()},
        "sources": {"sources": {}},
    }
    after = replace(side("r2", *two, paths=()), **ways[how])
    changes = finding_changes(side("r1", *one), after, {})
    assert [] == [c for c in changes if c.kind in (ChangeKind.FIXED, ChangeKind.GONE)]
    assert 0 == since(side("r1", *one), after).fixed
