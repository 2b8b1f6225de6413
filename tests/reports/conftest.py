"""Audits to render, and golden files to compare whole reports with."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Audit,
    Confidence,
    ContentSummary,
    Document,
    Effect,
    Entry,
    Expiry,
    Fact,
    FactState,
    Finding,
    FreshnessState,
    Layer,
    Leak,
    Lifecycle,
    Origin,
    OwnerClaim,
    OwnerRole,
    PastRun,
    Principal,
    ProbeResult,
    ProbeStatus,
    Probing,
    Related,
    Remedy,
    Rule,
    RunInfo,
    RunKind,
    Score,
    Severity,
    Skip,
    SkippedRule,
    SkipReason,
    SourceCounts,
    SourceFailure,
    SourceFreshness,
    SourceSummary,
    Status,
    Times,
    Verdict,
    VerdictStatus,
)
from ragaudit.text import sha256

GOLDEN = Path(__file__).parent / "golden"
DECLARE = "declare it in ragaudit.yaml:\nsources: [{id: wiki, owners: [{glob: '**', owner: you}]}]"

RULES = {
    code: Rule(code, name, severity, summary, f"Why {name} harms.", Remedy.FIX, "Mend.", "x", "y")
    for code, name, severity, summary in (
        ("DUP402", "near-duplicate", Severity.WARN, "Two documents say nearly the same."),
        ("FRS202", "review-overdue", Severity.ERROR, "A declared review date has passed."),
        ("OWN101", "no-owner", Severity.WARN, "Nobody answers for a document."),
        ("STR801", "dead-internal-link", Severity.WARN, "A link leads nowhere."),
        ("STR806", "untitled", Severity.INFO, "A document has no title."),
    )
}


def finding(code: str, path: str | None, line: int | None = 4, **changes: Any) -> Finding:
    """A finding of one of the rules above."""
    rule = RULES[code]
    values: dict[str, Any] = {
        "severity": rule.severity,
        "confidence": Confidence.HIGH,
        "source": "handbook",
        "quote": "last_reviewed_on: 2025-01-01",
        "message": "Review was due on 2026-05-01, 184 days ago.",
        "remedy": Remedy.VERIFY,
        "action": "review the page, then set `last_reviewed_on` to the day you did",
        "owner": "ann@acme.example",
    } | changes
    source = values["source"]
    document = None if path is None else f"{source}:{path}"
    print_of = sha256(f"{code} {path} {line} {values['message']}")[:32]
    return Finding(code, rule.name, document=document, path=path, line=line,
                   fingerprint=print_of, **values)  # fmt: skip


def document(path: str, source: str = "handbook", **changes: Any) -> Document:
    """A document of which nothing is known unless given."""
    values: dict[str, Any] = {
        "source_id": source,
        "native_id": path,
        "content": ContentSummary("markdown", sha256(path), 120, title="Leave"),
        "raw_sha256": sha256("raw " + path),
    } | changes
    return Document(path=path, **values)


HOSTILE_PATH = "wiki/" + "a-very-long-folder-name/" * 8 + "\x1b[31mred\u202e gnp.md"
HOSTILE_TEXT = (
    "[red]markup[/red] <script>alert(1)</script> \x1b[2J\x9b31m esc \u202eevil\u202c | pipe "
    "`tick` @channel #12 https://evil.example/x 🧑‍🚒 日本語 \udce9\U000e0041 &lt; **bold** [a](b)"
)


def _known_document() -> Document:
    owner = Fact(FactState.KNOWN, "ann@acme.example", Origin.FRONT_MATTER,
                 locator="front matter, line 3", key="owner")  # fmt: skip
    reviewed = Fact(FactState.KNOWN, date(2025, 1, 1), Origin.FRONT_MATTER,
                    locator="front matter, line 4", key="last_reviewed_on",
                    raw="2025-01-01")  # fmt: skip
    broken: Fact[date] = Fact(FactState.ERROR, None, Origin.FRONT_MATTER, raw="03/04/25",
                              note="two-digit year")  # fmt: skip
    entries = (
        Entry(Effect.ALLOW, Principal.parse("all-staff"), "access.yaml:2"),
        Entry(Effect.DENY, Principal.parse("group:contractors"), "access.yaml:3"),
    )
    return document(
        "hr/leave.md",
        owners=(OwnerClaim(OwnerRole.ACCOUNTABLE, "ann@acme.example", owner),),
        times=Times(reviewed=reviewed, expires=broken),
        lifecycle=Fact(FactState.KNOWN, Lifecycle.CURRENT, Origin.FRONT_MATTER),
        access=AccessPolicy(AccessState.KNOWN, (Layer("folder", entries, True, "access.yaml:1"),)),
    )


def _findings() -> tuple[Finding, ...]:
    dead = "The link to `../old.md` leads nowhere."
    links = [
        finding("STR801", f"guides/page-{n:02}.md", n, message=dead, owner="bob@acme.example",
                remedy=Remedy.FIX, action="correct the link or take it out")
        for n in range(1, 16)
    ]  # fmt: skip
    related = (Related("handbook:hr/leave-old.md", 9, "Annual leave is 25 days."),)
    return (
        finding("FRS202", "hr/leave.md"),
        finding("FRS202", "hr/parental-leave.md", owner="Ann@Acme.example"),
        *links,
        finding("DUP402", "hr/leave.md", 9, message="Says the same as hr/leave-old.md (91 %).",
                related=related, quote="Annual leave is 25 days.", confidence=Confidence.MEDIUM,
                remedy=Remedy.ARCHIVE, action="keep one of the two and link to it"),
        finding("FRS202", HOSTILE_PATH, 7, source="wiki", message=HOSTILE_TEXT,
                quote=HOSTILE_TEXT, owner="<img src=x onerror=alert(1)> @ops\x1b[0m"),
        finding("STR801", "notes.md", 3, source="wiki", owner=None, message=dead,
                remedy=Remedy.FIX, action="correct the link or take it out",
                status_reason="the suppression ended on 2026-10-01"),
        finding("OWN101", None, None, source="wiki", owner=None, quote="", affected=34,
                message="None of the 34 documents has an owner.", action=DECLARE),
        finding("STR806", "notes.md", 1, source="wiki", owner=None, quote="",
                message="The document has no title.", action="give it a first heading"),
        finding("STR806", "hr/old.md", 1, status=Status.SUPPRESSED, status_reason="kept for audit"),
        finding("FRS202", "hr/older.md", status=Status.BASELINE),
    )  # fmt: skip


def _sources() -> tuple[SourceSummary, ...]:
    return (
        SourceSummary("handbook", "git", "./kb/handbook", 1480, 2, 1479, 900, 1480, 13,
                      {".png": 12, ".svg": 1}, date(2019, 3, 2), "warn after 6 months"),
        SourceSummary("wiki", "filesystem", "./kb/wiki", 34, 5, 0, 1, 0),
    )  # fmt: skip


def _skips() -> tuple[Skip, ...]:
    office = "Office files need an extra"
    install = "pip install 'ragaudit[office]'"
    return (
        Skip("handbook", "hr/pay.pdf", SkipReason.ENCRYPTED, "The PDF asks for a password.",
             "save a copy without a password"),
        Skip("handbook", "hr/<b>.md", SkipReason.UNREADABLE, "Permission denied."),
        *(Skip("wiki", f"plan-{n}.docx", SkipReason.MISSING_EXTRA, office, install)
          for n in range(1, 6)),
    )  # fmt: skip


@pytest.fixture
def rich_audit() -> Audit:
    """Two sources, several owners, every severity and status, and hostile text."""
    return Audit(
        run=RunInfo("run-1", date(2026, 11, 1), datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "0.1.0",
                    sha256("config"), sha256("corpus"), tuple(RULES)),
        sources=_sources(),
        documents=(_known_document(), document("hr/leave-old.md"), document(HOSTILE_PATH, "wiki")),
        findings=_findings(),
        skips=_skips(),
        verdict=Verdict(VerdictStatus.FAILED, ("3 errors", "7 files could not be read")),
        rules=dict(RULES),
        source_failures=(
            SourceFailure("wiki", "auth-expired", "wiki.acme.example answered 401 to GET: the "
                          "credential no longer works", "renew the credential, then run again"),
            SourceFailure("share\x1b[31m", "unreachable", HOSTILE_TEXT),
        ),
        skipped_rules=(
            SkippedRule("PRM504", "wiki", "no directory of people and groups was given"),
            SkippedRule("PRM504", "handbook", "no directory of people and groups was given"),
        ),
        fixed=("0" * 32,),
        notes=("handbook is a shallow clone: `git fetch --unshallow` brings its dates back.",),
    )  # fmt: skip


@pytest.fixture
def bare_audit() -> Audit:
    """A folder of 500 good files without any metadata: only whole-source gaps."""
    gap = "None of the 500 documents has an owner."
    gaps = [finding("OWN101", None, None, source="docs", owner=None, quote="", affected=500,
                    message=gap, action=DECLARE) for _ in range(3)]  # fmt: skip
    links = [finding("STR801", f"page-{n}.md", 3, source="docs", owner=None,
                     message="The link to `x.md` leads nowhere.") for n in range(40)]  # fmt: skip
    pairs = [finding("DUP402", f"page-{n}.md", 3, source="docs", owner=None,
                     message=f"Says the same as y-{n}.md.") for n in range(30)]  # fmt: skip
    return Audit(
        run=RunInfo("run-2", date(2026, 11, 1), datetime(2026, 11, 1, 9, 30, tzinfo=UTC), "0.1.0",
                    sha256("config"), sha256("corpus"), tuple(RULES)),
        sources=(SourceSummary("docs", "filesystem", "./docs", 500, 0, 0, 0, 0),),
        documents=(),
        findings=(*links, *pairs, *gaps),
        skips=(),
        verdict=Verdict(VerdictStatus.WARNED, ("no error, 73 warnings",)),
        rules=dict(RULES),
        skipped_rules=(SkippedRule("PRM504", None, "no directory was given"),),
    )  # fmt: skip


@pytest.fixture
def golden() -> Callable[[str, str], str]:
    """The kept output of a name; `RAGAUDIT_UPDATE_GOLDEN=1` writes it anew from the actual one."""

    def expected(name: str, actual: str) -> str:
        file = GOLDEN / name
        if os.environ.get("RAGAUDIT_UPDATE_GOLDEN"):
            file.write_bytes(actual.encode())
        return file.read_bytes().decode()

    return expected


@pytest.fixture
def told_audit(rich_audit: Audit) -> Audit:
    """The rich audit with its freshness, its past, and the rules that failed its gate."""
    upcoming = Expiry("handbook:hr/leave.md", "hr/leave.md", date(2026, 11, 20), "review", "ann")
    late = Expiry("handbook:hr/pay.md", "hr/pay.md", date(2026, 10, 1), "contract", severity="warn")
    verdict = Verdict(VerdictStatus.FAILED, ("3 errors",), ("FRS202",))
    return replace(
        rich_audit,
        verdict=verdict,
        freshness=(
            SourceFreshness("handbook", FreshnessState.ERROR, "warn after 6 months",
                            documents=1480, fresh=1400, warned=40, overdue=20, undated=15,
                            excused=5, unread=2, oldest=date(2019, 3, 2),
                            newest=date(2026, 10, 30), upcoming=(upcoming,), late=(late,),
                            reasons=("20 documents are overdue",)),
            SourceFreshness("wiki", FreshnessState.UNDECLARED, documents=34, undated=34),
        ),
        past=(
            PastRun("run-0", RunKind.SCAN, datetime(2026, 10, 25, 9, tzinfo=UTC),
                    date(2026, 10, 25), "0.1.0", VerdictStatus.WARNED,
                    (SourceCounts("handbook", 1470, 1, 12, 3, 9, 2, 0, None), )),
        ),
    )  # fmt: skip


PAY = "handbook:people/pay.md"


@pytest.fixture
def leaky_audit(rich_audit: Audit) -> Audit:
    """A probe run with two leaks of one document to one reader, a miss, and an open question."""
    results = (
        ProbeResult("leave", "ann", ProbeStatus.PASSED, "", ("handbook:leave.md",), "handbook"),
        ProbeResult("travel", "ann", ProbeStatus.FAILED,
                    "handbook:travel.md is not among the first 10", ("handbook:leave.md",)),
        ProbeResult("pay", "bob", ProbeStatus.FAILED,
                    f"{PAY} came back at rank 2, which bob may not read", (), "handbook"),
        ProbeResult("slow]]>", "ann\n", ProbeStatus.INCONCLUSIVE, HOSTILE_TEXT, (), "wiki"),
        ProbeResult("locked", "eve", ProbeStatus.SKIPPED, "no credentials"),
    )  # fmt: skip
    scores = (
        Score("R@10", 0.9, 40, low=0.8, high=0.97),
        Score("R@10", None, 3, source="wiki", reason="insufficient: 3 of 20"),
        Score("R@10", 0.85, 22, source="handbook", low=0.7, high=0.95),
        Score("R@10", 0.5, 9, source="handbook", principal="ann"),
        Score("R@10 [heading]", 0.5, 25, low=0.31, high=0.69),
        Score("nDCG@10", 0.7, 40, low=0.6, high=0.8),
        Score("leak rate", 0.05, 20, low=0.0, high=0.249),
        Score("leak rate", 0.0, 15, source="wiki", low=0.0, high=0.181),
        Score("leak rate", None, 0, source="handbook", reason="not defined"),
    )
    leaks = (Leak("pay", "bob", PAY, 3), Leak("pay-2", "bob", PAY, 2))
    probing = Probing("a function app:search", "probes.yaml", (1, 10), 5, scores, leaks, results)
    verdict = Verdict(VerdictStatus.FAILED, ("1 document came back to 1 principal",))
    return replace(rich_audit, probing=probing, verdict=verdict, source_failures=())
