"""Findings: identity, order, and gaps of a whole source."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit._engine.findings import Seen, collapse_gaps, fingerprint, to_findings
from ragaudit.model import Directory, Finding, Observation, Remedy, Rule, Severity
from ragaudit.testing import document, source

RULE = Rule("OWN101", "no-owner", Severity.ERROR, "No owner.", "w", Remedy.FIX, "f", "e", "n")
GAP = replace(RULE, gap=True, declare="owner_rules: []")
DOCUMENTS = {d.id: d for d in (document("a.md"), document("b.md"), document("c.md"))}
SOURCES = {"docs": source()}


def _seen(rule: Rule, path: str, **changes: object) -> Seen:
    return Seen(rule, f"docs:{path}", replace(Observation("m", quote="q"), **changes))  # type: ignore[arg-type]


@given(st.integers(1, 10_000), st.integers(1, 10_000))
def test_a_line_move_keeps_the_fingerprint(first: int, second: int) -> None:
    """Lines are no part of a finding's identity."""
    prints = {
        to_findings([_seen(RULE, "a.md", line=line)], DOCUMENTS, {}, Directory())[0].fingerprint
        for line in (first, second)
    }

    assert 1 == len(prints)


@given(st.text(), st.text())
def test_layout_keeps_the_fingerprint(before: str, after: str) -> None:
    """White space and case around a quote do not matter."""
    assert fingerprint("X", "d", f"{before} {after}") == fingerprint(
        "X", "d", f"  {before}\n\t{after} "
    )


def test_equal_quotes_in_one_document_are_two_findings() -> None:
    """The second has an identity of its own; order of observation does not matter."""
    pair = [_seen(RULE, "a.md", line=3), _seen(RULE, "a.md", line=9)]
    prints = [f.fingerprint for f in to_findings(pair, DOCUMENTS, {}, Directory())]

    assert 2 == len(set(prints))
    assert prints == [
        f.fingerprint for f in to_findings(reversed(pair), DOCUMENTS, {}, Directory())
    ]


def _collapse(*paths: str, having: str = "") -> tuple[list[Seen], list[Finding]]:
    seen = [_seen(GAP, path) for path in paths]
    return collapse_gaps(seen, DOCUMENTS, SOURCES, lambda _, d: d.path == having)


def test_a_gap_of_every_document_is_one_finding() -> None:
    """It stands for all, is a warning, and says how to declare it."""
    left, gaps = _collapse("a.md", "b.md", "c.md")

    assert [] == left
    (gap,) = gaps
    assert (None, 3, Severity.WARN) == (gap.document, gap.affected, gap.severity)
    assert "owner_rules: []" in gap.action


def test_a_gap_of_some_documents_stays_with_them() -> None:
    """Where others have it, each lacking document is a hole."""
    left, gaps = _collapse("a.md", "c.md", having="b.md")

    assert (2, []) == (len(left), gaps)


@pytest.mark.parametrize(
    ("missing", "having", "whole"), [(98, 2, True), (97, 3, False), (49, 1, False)]
)
def test_a_stray_document_does_not_hide_the_gap(missing: int, having: int, whole: bool) -> None:
    """Two PDFs with a date of their own are no practice; three of a hundred, or one of few, are."""
    documents = {
        f"docs:{n}.md": document(f"{n}.md", source_id="docs") for n in range(missing + having)
    }
    seen = [_seen(GAP, f"{n}.md") for n in range(missing)]
    left, gaps = collapse_gaps(
        seen, documents, SOURCES, lambda _, d: int(d.path.removesuffix(".md")) >= missing
    )
    assert ((0, 1) if whole else (missing, 0)) == (len(left), len(gaps))
    # One finding for many must not turn a failed gate into a warning.
    assert {GAP.severity} >= {gap.severity for gap in gaps}


def test_an_exempt_document_does_not_hide_the_gap() -> None:
    """Two lack it, the third need not have it, nobody has it."""
    left, gaps = _collapse("a.md", "b.md")

    assert ([], 1) == (left, len(gaps))
    assert "2 of the 3 documents" in gaps[0].message


def test_a_single_document_keeps_its_own_finding() -> None:
    """One document is not a whole source's habit."""
    only = {"docs:a.md": DOCUMENTS["docs:a.md"]}
    left, gaps = collapse_gaps([_seen(GAP, "a.md")], only, SOURCES, lambda *_: False)

    assert [Severity.WARN] == [item.observation.severity for item in left]
    assert [] == gaps


def test_the_users_severity_wins() -> None:
    """Source, then observation, then rule."""
    (finding,) = to_findings(
        [_seen(RULE, "a.md", severity=Severity.WARN)],
        DOCUMENTS,
        {("docs", "OWN101"): Severity.INFO},
        Directory(),
    )

    assert Severity.INFO is finding.severity
