"""An audit with something in every field, and how others are made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ragaudit.model import (
    Audit,
    ChecklistItem,
    CheckStatus,
    Confidence,
    Expiry,
    Fact,
    FactState,
    Finding,
    FreshnessState,
    Leak,
    Lifecycle,
    Origin,
    PastRun,
    ProbeResult,
    ProbeStatus,
    Probing,
    Quality,
    Related,
    Remedy,
    Rule,
    RunInfo,
    RunKind,
    Score,
    Severity,
    Since,
    Skip,
    SkippedRule,
    SkipReason,
    SourceFailure,
    SourceFreshness,
    SourceSummary,
    Status,
    Times,
    Verdict,
    VerdictStatus,
)
from ragaudit.testing import access, document, known, owner, unusable

START = datetime(2026, 11, 1, 6, 30, 0, 125, tzinfo=UTC)
ODD = 'caf\udce9, "note":null,{"x":{"state":"absent"}\0.md'
"""A file name that is no UTF-8 and looks like what a row is made of."""
MTIME = Fact(FactState.KNOWN, date(2026, 10, 2), Origin.FILESYSTEM, Quality.PROXY, "file system")
DOCUMENTS = (
    document(
        "hr/leave.md",
        owners=(owner("ann@acme.example"),),
        access=access("group:hr", deny=("bob",)),
        times=Times(reviewed=known(date(2026, 1, 5), "reviewed_on", "5 January 2026"), mtime=MTIME),
        lifecycle=known(Lifecycle.CURRENT, "status"),
        deep_link="https://wiki.acme.example/leave",
    ),
    document("pay.md", access=access("group:hr"), metadata_errors=(unusable("a", "b", "c"),)),
    document(ODD, times=Times(mtime=MTIME)),
)
RULE = Rule(
    *("FRS202", "review-overdue", Severity.ERROR, "A review is overdue.", "Old text misleads."),
    *(Remedy.VERIFY, "Review it.", "review_by: 2020-01-01", "A date ahead.", ("https://x",)),
)


def finding(code: str = "FRS202", path: str | None = "hr/leave.md", **changes: object) -> Finding:
    """An open error."""
    found = Finding(
        code=code,
        rule=code.lower(),
        severity=Severity.ERROR,
        confidence=Confidence.HIGH,
        source="docs",
        document=f"docs:{path}",
        path=path,
        line=3,
        quote="review_by: 2026-01-05",
        message=f"{path} is overdue.",
        remedy=Remedy.VERIFY,
        action="Review it.",
        owner="ann@acme.example",
        fingerprint=f"{code}-{path}",
        related=(Related("docs:pay.md", 4, "as said there"),),
    )
    return replace(found, **changes)  # type: ignore[arg-type]


PROBING = Probing(
    target="built-in index",
    place="probes.yaml",
    k=(1, 5),
    calls=4,
    scores=(
        Score("R@1", 0.75, 8, "docs", None, 0.4, 0.93),
        Score("leak rate", None, 0, undefined=2, reason="too few"),
    ),
    leaks=(Leak("q1", "bob", "docs:pay.md", 2), Leak("q2", "bob", "docs:pay.md", 1)),
    results=(
        ProbeResult("q1", "bob", ProbeStatus.FAILED, "it leaked", ("docs:pay.md",), "docs"),
        ProbeResult("q2", "ann", ProbeStatus.PASSED),
    ),
    unmapped=1,
    notes=("one note",),
)
AUDIT = Audit(
    run=RunInfo(
        *("r1", date(2026, 11, 1), START, "0.1.0", "c" * 64, "d" * 64, ("FRS202", "OWN101")),
        kind=RunKind.PROBE,
    ),
    sources=(
        SourceSummary(
            *("docs", "filesystem", "./docs", 3, 1, 1, 2, 2, 5, {".png": 4, "(none)": 1}),
            *(date(2026, 1, 5), "reviewed within 365 days"),
        ),
        SourceSummary("wiki", "dokuwiki", "https://wiki.acme.example"),
    ),
    documents=DOCUMENTS,
    findings=(
        finding(),
        finding(path=ODD, document=f"docs:{ODD}"),
        finding("OWN101", "pay.md", status=Status.BASELINE, status_reason="known"),
        finding("OWN101", document=None, path=None, line=None, owner=None, affected=7,
                fingerprint="whole", severity=Severity.WARN),
    ),
    skips=(Skip("docs", "b.pdf", SkipReason.ENCRYPTED, "needs a password", "remove it"),),
    verdict=Verdict(VerdictStatus.FAILED, ("1 error",)),
    rules={"FRS202": RULE},
    source_failures=(SourceFailure("wiki", "auth-invalid", "nobody by that name", "check it"),),
    skipped_rules=(SkippedRule("OWN102", "docs", "no directory"),),
    fixed=("f1", "f2"),
    notes=("One sentence.",),
    probing=PROBING,
    freshness=(
        SourceFreshness(
            "docs", FreshnessState.WARN, "reviewed within 365 days", 3, oldest=date(2026, 1, 5),
            upcoming=(Expiry("docs:pay.md", "pay.md", date(2026, 12, 1), "review", "ann"),),
            reasons=("one is overdue",),
        ),
    ),
    past=(PastRun("r0", RunKind.SCAN, START, date(2026, 10, 1), "0", VerdictStatus.PASSED),),
    checklist=(ChecklistItem("ownership", next(iter(CheckStatus)), "1 of 3 has an owner"),),
    since=Since("r0", START, 1, 2, 3, 4),
)  # fmt: skip


def at(number: int, audit: Audit = AUDIT, **changes: object) -> Audit:
    """The same run some minutes later, under a name of its own."""
    run = replace(audit.run, id=f"r{number}", started_at=START + timedelta(minutes=number))
    return replace(audit, run=run, past=(), since=None, **changes)  # type: ignore[arg-type]
