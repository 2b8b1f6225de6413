"""The terminal report, as a whole and at its edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

import pytest
from rich.cells import cell_len

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, Severity, Verdict, VerdictStatus
from ragaudit.testing import check_reporter
from ragaudit_reports.terminal import TerminalReporter

Golden = Callable[[str, str], str]


def render(audit: Audit, **options: bool | int) -> str:
    return TerminalReporter().render(audit, replace(ReportOptions(), **cast(Any, options)))


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(TerminalReporter())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("terminal-100.txt", {}),
        ("terminal-80.txt", {"width": 80}),
        ("terminal-verbose.txt", {"verbose": True}),
        ("terminal-color.txt", {"color": True}),
    ],
)
def test_whole_report(
    rich_audit: Audit, golden: Golden, name: str, options: dict[str, int]
) -> None:
    """Every part, in every look."""
    actual = render(rich_audit, **options)
    assert golden(name, actual) == actual


def test_bare_folder_fits_a_screen(bare_audit: Audit, golden: Golden) -> None:
    """500 files without metadata and 70 warnings take at most 40 lines."""
    actual = render(bare_audit)
    assert golden("terminal-bare.txt", actual) == actual
    assert len(actual.splitlines()) <= 40


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_asked(rich_audit: Audit, width: int, verbose: bool) -> None:
    """Wide paths, emoji and CJK text stay within the width."""
    lines = render(rich_audit, width=width, verbose=verbose).splitlines()
    too_wide = [line for line in lines if cell_len(line) > width]
    assert too_wide == []


def test_long_names_stay_within_the_width(rich_audit: Audit) -> None:
    """A source's name longer than a line is folded, not lost."""
    name = "handbook-of-" * 12
    source = replace(rich_audit.sources[0], id=name, root=name)
    text = render(replace(rich_audit, sources=(source,)), width=60, verbose=True)
    assert max(map(cell_len, text.splitlines())) <= 60
    assert name in "".join(text.split())


def test_foreign_text_cannot_steer_the_terminal(rich_audit: Audit) -> None:
    """No escape, control, bidirectional or invisible character gets through; UTF-8 is valid."""
    text = render(rich_audit, verbose=True)
    odd = {char for char in text if not char.isprintable()}
    assert odd == {"\n", "\u200d"}
    assert "[red]markup[/red]" in text
    text.encode()


def test_findings_stand_under_their_owner(rich_audit: Audit) -> None:
    """The owner is the heading, however the address is spelled; one heading each."""
    lines = render(rich_audit).splitlines()
    headings = [line for line in lines if "ann@" in line.lower()]
    assert headings == ["ann@acme.example — 2 documents to mend"]


def test_nothing_found_is_no_all_clear(bare_audit: Audit, golden: Golden) -> None:
    """Without findings it says what was checked and what was not."""
    clean = replace(
        bare_audit, findings=(), verdict=Verdict(VerdictStatus.PASSED, ("no findings",))
    )
    actual = render(clean)
    assert golden("terminal-clean.txt", actual) == actual
    assert "Not checked" in actual


def test_nothing_at_all(bare_audit: Audit) -> None:
    """An audit of nothing renders and is not called a pass."""
    verdict = Verdict(VerdictStatus.INCONCLUSIVE, ("nothing to audit",))
    empty = replace(bare_audit, sources=(), findings=(), skipped_rules=(), verdict=verdict)
    expected = (
        "ragaudit 0.1.0 · no source · as of 2026-11-01\n\n"
        "No document was audited.\n\n"
        "INCONCLUSIVE (exit code 3): nothing to audit.\n"
        "  Next: check the path, and `include` and `exclude`; this is not a pass.\n"
    )
    assert expected == render(empty)


def test_many_owners_with_warnings_only_are_named_in_a_line(bare_audit: Audit) -> None:
    """Owners past the first few are named; an owner with an error always has a section."""
    warnings = [replace(f, owner=f"w{n:02}") for n, f in enumerate(bare_audit.findings[:12])]
    error = replace(bare_audit.findings[0], owner="zoe", severity=Severity.ERROR)
    text = render(replace(bare_audit, findings=(*warnings, error)))
    assert "zoe — 1 document to mend" in text
    assert "5 more owners with warnings only: w07 (1), w08 (1)" in text
