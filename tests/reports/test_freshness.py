"""The reports of a freshness run."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from ragaudit.contracts import ReportOptions
from ragaudit.model import (
    Audit,
    Expiry,
    FreshnessState,
    RunKind,
    SourceFreshness,
    Verdict,
    VerdictStatus,
)
from ragaudit.testing import check_reporter
from ragaudit_reports.freshness_json import FreshnessJsonReporter
from ragaudit_reports.markdown import MarkdownReporter
from ragaudit_reports.terminal import TerminalReporter

Golden = Callable[[str, str], str]
AS_OF = date(2026, 11, 1)
SCHEMA = json.loads(
    files("ragaudit_reports").joinpath("schemas/freshness-v1.schema.json").read_text("utf-8")
)


def due(path: str, days: int, what: str, owner: str | None, severity: str = "error") -> Expiry:
    """A document that is late since so many days, or will be."""
    return Expiry(f"docs:{path}", path, AS_OF - timedelta(days), what, owner, severity)


STATES = (
    SourceFreshness(
        "wiki", FreshnessState.FRESH, "modified: warn after 180 days", 12, 12,
        oldest=date(2026, 6, 1), newest=date(2026, 10, 30),
        upcoming=(due("start.md", -11, "contract", "ann", "warn"),),
    ),
    SourceFreshness("inbox", FreshnessState.UNDECLARED, documents=3,
                    reasons=("nothing says how old is too old for 3 documents",)),
    SourceFreshness(
        "docs", FreshnessState.ERROR,
        "reviewed: warn after 180 days, error after 365 days, 5 % may be overdue",
        40, 30, 2, 3, 4, 1, 2, date(2023, 1, 2), date(2026, 10, 1),
        upcoming=(due("b.md", -1, "expiry", None), due("c.md", -30, "review", "@acme/docs")),
        late=(
            due("old \u202e*name*.md", 400, "contract", "ann@acme.example"),
            due("a/b/c/a-page-with-a-name-that-is-longer-than-most-of-the-others-are.html", 3,
                "expiry", None),
            due("d.md", 0, "review", "a-team-with-a-very-long-name-indeed-it-is"),
            due("e.md", 12, "contract", "ann@acme.example", "warn"),
        ),
        reasons=("3 documents overdue, the contract allows 5 %",
                 "the exception for legal/** (“statute text”) ended on 2026-10-01 and no longer "
                 "excuses 2 documents"),
    ),
)  # fmt: skip


@pytest.fixture
def fresh_audit(rich_audit: Audit) -> Audit:
    """A run over three sources, one of which broke its contract."""
    reasons = ("1 of 3 sources broke their freshness contract: docs (3 documents overdue)",)
    return replace(
        rich_audit,
        run=replace(rich_audit.run, kind=RunKind.FRESHNESS, as_of=AS_OF),
        freshness=STATES,
        probing=None,
        verdict=Verdict(VerdictStatus.FAILED, reasons),
    )


def test_json_keeps_its_contract(fresh_audit: Audit, golden: Golden) -> None:
    """Valid by its schema, and the same as ever."""
    report = FreshnessJsonReporter().render(fresh_audit, ReportOptions())
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    assert [] == [error.message for error in validator.iter_errors(json.loads(report))]
    assert golden("freshness.json", report) == report


def test_the_schema_knows_every_state() -> None:
    """A state nobody described would be refused."""
    assert [state.value for state in FreshnessState] == (
        SCHEMA["$defs"]["result"]["properties"]["state"]["enum"]
    )


@pytest.mark.parametrize("break_", ["state", "schema", "results"])
def test_the_schema_refuses_what_is_no_such_report(fresh_audit: Audit, break_: str) -> None:
    """It is no schema that takes anything."""
    report: dict[str, Any] = json.loads(
        FreshnessJsonReporter().render(fresh_audit, ReportOptions())
    )
    if break_ == "state":
        report["results"][0]["state"] = "pass"
    else:
        report[break_] = "something"
    assert not Draft202012Validator(SCHEMA).is_valid(report)


def test_a_run_without_sources_is_rendered(fresh_audit: Audit) -> None:
    """Nothing to tell is no reason to fail."""
    bare = replace(fresh_audit, freshness=(), findings=(), skips=(), sources=())
    for reporter in (FreshnessJsonReporter(), MarkdownReporter(), TerminalReporter()):
        assert reporter.render(bare, ReportOptions())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("freshness-100.txt", ReportOptions()),
        ("freshness-80.txt", ReportOptions(width=80)),
        ("freshness-verbose.txt", ReportOptions(verbose=True)),
    ],
)
def test_terminal(fresh_audit: Audit, golden: Golden, name: str, options: ReportOptions) -> None:
    """A row a source, worst first; then what to mend, and whose."""
    report = TerminalReporter().render(fresh_audit, options)
    assert golden(name, report) == report
    assert [] == [line for line in report.splitlines() if len(line) > options.width]


def test_markdown(fresh_audit: Audit, golden: Golden) -> None:
    """A table, and a checklist for every owner; foreign names are no markup."""
    report = MarkdownReporter().render(fresh_audit, ReportOptions())
    assert golden("freshness.md", report) == report
    assert "`old \\u202e*name*.md`" in report


def test_conform() -> None:
    """It is a reporter."""
    check_reporter(FreshnessJsonReporter())


def test_many_are_folded(fresh_audit: Audit) -> None:
    """Only the longest late are listed; the rest is counted by owner."""
    late = tuple(due(f"{n:03}.md", 300 - n, "contract", f"team-{n % 2}") for n in range(100))
    audit = replace(fresh_audit, freshness=(replace(STATES[2], late=late, upcoming=()),))
    report = TerminalReporter().render(audit, ReportOptions())
    assert "000.md" in report
    assert "099.md" not in report
    assert "and 85 more (--verbose); by owner: team-0 50, team-1 50" in report
    assert "099.md" in TerminalReporter().render(audit, ReportOptions(verbose=True))
