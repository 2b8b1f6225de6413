"""Findings about what is no document of its source any more."""

from __future__ import annotations

from tests.engine.test_findings import RULE

from ragaudit._engine.findings import Seen, source_findings
from ragaudit.model import Observation, Severity

GONE = Observation("Still in the index.", source="docs", path="hr/gone.md", key="gone")


def test_a_path_without_a_document() -> None:
    """It has a source and a path, no document and no owner."""
    (finding,) = source_findings([Seen(RULE, "", GONE)], {})
    assert (None, "docs", "hr/gone.md", None) == (
        finding.document,
        finding.source,
        finding.path,
        finding.owner,
    )


def test_its_severity_can_be_set() -> None:
    """As the user set it for the source."""
    (finding,) = source_findings([Seen(RULE, "", GONE)], {("docs", RULE.code): Severity.INFO})
    assert Severity.INFO is finding.severity


def test_two_paths_are_two_findings() -> None:
    """The path is part of what makes it this finding; the line of the list is not."""
    other = Observation("Still in the index.", source="docs", path="hr/old.md", key="gone")
    moved = Observation(
        "Still in the index (line 9).", source="docs", path="hr/gone.md", key="gone"
    )
    first, second, third = source_findings([Seen(RULE, "", o) for o in (GONE, other, moved)], {})
    assert first.fingerprint != second.fingerprint
    assert first.fingerprint == third.fingerprint
