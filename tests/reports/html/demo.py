"""Audits to render: one with every part filled, one of any size, one full of hostile text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from ragaudit.model import (
    Audit,
    ChecklistItem,
    CheckStatus,
    Confidence,
    ContentSummary,
    Document,
    Expiry,
    Fact,
    FactState,
    Finding,
    FreshnessState,
    Leak,
    Origin,
    OwnerClaim,
    OwnerRole,
    PastRun,
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
    Since,
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

AS_OF = date(2026, 11, 1)
_RULES = (
    ("CNF301", "value-conflict", Severity.WARN, "Two pages state different values."),
    ("CNF304", "entity-conflict", Severity.WARN, "Two pages name different addresses."),
    ("FRS202", "review-overdue", Severity.ERROR, "The declared review date has passed."),
    ("OWN101", "no-owner", Severity.WARN, "Nobody answers for the document."),
    ("STR801", "dead-internal-link", Severity.ERROR, "A link leads nowhere."),
    ("STR806", "untitled", Severity.INFO, "The document has no title."),
)
RULES = {
    code: Rule(code, name, severity, summary, f"Why {name} harms.", Remedy.FIX, "Mend it.", "x",
               "y", ("https://example.org/rule", "a book"))
    for code, name, severity, summary in _RULES
}  # fmt: skip


def run(kind: RunKind = RunKind.SCAN) -> RunInfo:
    """This run."""
    started = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    return RunInfo("run-7", AS_OF, started, "0.1.0", sha256("config"), sha256("corpus"),
                   tuple(RULES), kind=kind)  # fmt: skip


def document(
    path: str, source: str = "handbook", owner: str = "ann", reviewed: date | None = None,
    link: str | None = None,
) -> Document:  # fmt: skip
    """A document with an owner and, where one is given, a day of review."""
    claim = Fact(FactState.KNOWN, owner, Origin.FRONT_MATTER)
    day = Fact(FactState.KNOWN, reviewed, Origin.FRONT_MATTER) if reviewed else Fact.absent()
    owners = (OwnerClaim(OwnerRole.ACCOUNTABLE, owner, claim),) if owner else ()
    content = ContentSummary("markdown", sha256(path), 120, title="Title")
    return Document(source, path, path, content, sha256("raw " + path), deep_link=link,
                    times=Times(reviewed=day), owners=owners)  # fmt: skip


def finding(code: str, path: str | None, line: int | None = 4, **changes: Any) -> Finding:
    """A finding of one of the rules."""
    rule = RULES[code]
    values: dict[str, Any] = {
        "severity": rule.severity,
        "confidence": Confidence.HIGH,
        "source": "handbook",
        "quote": "",
        "message": "The link to `../old.md` leads nowhere.",
        "remedy": Remedy.FIX,
        "action": "Correct the link or take it out.",
        "owner": "ann",
    } | changes
    print_of = sha256(f"{code} {path} {line} {values['message']}")[:24]
    document = None if path is None else f"{values['source']}:{path}"
    return Finding(code, rule.name, document=document, path=path, line=line,
                   fingerprint=print_of, **values)  # fmt: skip


CONFLICT = finding(
    "CNF301", "leave.md", 12, confidence=Confidence.MEDIUM,
    quote="Annual leave is 25 days.",
    related=(Related("wiki:people/leave.md", 3, "Annual leave is 28 days."),),
    message="This page (reviewed 2026-01-10) says “25 days”. `people/leave.md` (reviewed "
    "2026-09-01) says “28 days”. Likely right: “28 days”, because it was reviewed last, on "
    "2026-09-01.",
    action="Check with the owner of `people/leave.md`; if it holds, change this page.",
)  # fmt: skip
OVERDUE = finding(
    "FRS202", "pay.md", 3, quote="review_by: 2026-05-01", owner="bob", remedy=Remedy.VERIFY,
    message="Review was due on 2026-05-01, 184 days ago.",
    action="Review the page, then set the day you did.",
)  # fmt: skip


def _documents() -> tuple[Document, ...]:
    return (
        document("leave.md", reviewed=date(2026, 1, 10), link="https://kb.example/leave"),
        document("pay.md", owner="bob", reviewed=date(2025, 5, 1)),
        document("people/leave.md", "wiki", "", date(2026, 9, 1), "javascript:alert(1)"),
        document("dark.md", "wiki", "ann", date(2024, 1, 1)),
        document("undated.md", "wiki"),
    )


def _findings() -> tuple[Finding, ...]:
    gap = "All 3 documents of “wiki” have this gap: nobody answers for the document."
    declare = "declare it in ragaudit.yaml:\nowner_rules: [{glob: '**', owner: you}]"
    return (
        OVERDUE,
        finding("STR801", "leave.md", 20),
        finding("STR801", "guides/start.md", 2, owner=None),
        CONFLICT,
        finding("OWN101", None, None, source="wiki", owner=None, message=gap, affected=3,
                action=declare),
        finding("STR806", "dark.md", 1, source="wiki", message="The document has no title."),
        finding("STR801", "old.md", 9, status=Status.SUPPRESSED, status_reason="kept for audit"),
        finding("STR801", "older.md", 9, status=Status.BASELINE),
    )  # fmt: skip


def _freshness() -> tuple[SourceFreshness, ...]:
    soon = Expiry("handbook:leave.md", "leave.md", date(2026, 11, 20), "review", "ann")
    return (
        SourceFreshness("handbook", FreshnessState.ERROR, "reviewed within 365 days", 2, 1, 0, 1,
                        oldest=date(2025, 5, 1), newest=date(2026, 1, 10), upcoming=(soon,),
                        reasons=("1 of 2 documents is overdue",)),
        SourceFreshness("wiki", FreshnessState.UNDECLARED, documents=3),
    )  # fmt: skip


def _probing() -> Probing:
    scores = (
        Score("R@10", 0.85, 40, low=0.72, high=0.93),
        Score("R@10", 0.9, 25, "handbook", low=0.75, high=0.97),
        Score("R@10", None, 3, "wiki", reason="insufficient: 3 of 20"),
        Score("R@1", 0.6, 25, "handbook", low=0.4, high=0.75),
        Score("leak rate", 0.05, 40, low=0.006, high=0.17),
        Score("leak rate", 0.1, 20, "handbook", low=0.012, high=0.317),
        Score("leak rate", 0.0, 20, "wiki", low=0.0, high=0.139),
        Score("leak rate", 0.1, 20, principal="cara", low=0.012, high=0.317),
        Score("dark-document share", 0.2, 5),
        Score("dark-document share", 1 / 3, 3, "wiki"),
    )
    passed, failed = ProbeStatus.PASSED, ProbeStatus.FAILED
    results = (
        ProbeResult("leave", "ann", passed, "", ("handbook:leave.md",), "handbook"),
        ProbeResult("pay", "cara", failed, "handbook:pay.md came back at rank 2, which cara may "
                    "not read", ("handbook:pay.md",), "handbook"),
        ProbeResult("wiki-1", "ann", failed, "wiki:people/leave.md is not among the first 10",
                    ("handbook:leave.md",), "wiki"),
        ProbeResult("slow", "cara", ProbeStatus.INCONCLUSIVE, "did not answer in time", (), "wiki"),
    )  # fmt: skip
    leaks = (Leak("pay", "cara", "handbook:pay.md", 2), Leak("pay-2", "cara", "handbook:pay.md", 1))
    return Probing("a function app:search", "probes.yaml", (1, 10), 80, scores, leaks, results,
                   dark=("wiki:dark.md",), notes=("the documents have changed",))  # fmt: skip


def _past(kind: RunKind) -> tuple[PastRun, ...]:
    def at(days: int, errors: int, warnings: int) -> PastRun:
        day = AS_OF - timedelta(days)
        counts = (
            SourceCounts("handbook", 2, errors, warnings, recall=0.5, leaks=2),
            SourceCounts("wiki", 3, 0, 1, leaks=0),
        )
        started = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return PastRun(f"run-{days}", kind, started, day, "0.1.0", VerdictStatus.FAILED, counts)

    return (at(7, 5, 1), at(14, 4, 2), at(21, 8, 4))


def full(kind: RunKind = RunKind.PROBE) -> Audit:
    """Every part of the report has something to say."""
    return Audit(
        run=run(kind),
        sources=(
            SourceSummary("handbook", "git", "./handbook", 2, 1, 2, 2, 2, clock="365 days"),
            SourceSummary("wiki", "mediawiki", "https://wiki.example", 3, 0, 2, 2, 0),
        ),
        documents=_documents(),
        findings=_findings(),
        skips=(Skip("handbook", "pay.pdf", SkipReason.ENCRYPTED, "asks for a password", "save it "
                    "without one"),),
        verdict=Verdict(VerdictStatus.FAILED, ("3 errors at or above “error”", "1 leak")),
        rules=dict(RULES),
        source_failures=(SourceFailure("wiki", "auth-expired", "wiki.example answered 401",
                                       "renew the credential"),),
        skipped_rules=(SkippedRule("FRS202", "wiki", "no review dates are declared"),),
        notes=("handbook is a shallow clone",),
        probing=_probing(),
        freshness=_freshness(),
        past=_past(kind),
        checklist=(
            ChecklistItem("ownership", CheckStatus.PARTLY, "4 of 5 documents have an owner"),
            ChecklistItem("source trust", CheckStatus.EVIDENCED, "5 documents read"),
            ChecklistItem("production monitoring", CheckStatus.MISSING, "nothing was seen"),
        ),
        since=Since("run-6", datetime(2026, 10, 25, 9, tzinfo=UTC), 2, 1, 4, 0),
    )  # fmt: skip


def bare() -> Audit:
    """No rule was run; nothing measured, nothing known, nothing found."""
    return Audit(
        run=replace(run(), rules=()),
        sources=(SourceSummary("docs", "filesystem", "./docs", 5, 0, 0, 0, 0),),
        documents=(),
        findings=(),
        skips=(),
        verdict=Verdict(VerdictStatus.PASSED, ("no findings",)),
    )


def large(findings: int, documents: int, owners: int = 40) -> Audit:
    """As many findings over as many documents; a tenth of them contradictions."""
    paths = [f"section-{n % 30}/a-page-with-a-usual-name-{n:05}.md" for n in range(documents)]
    people = [f"owner-{n}@acme.example" for n in range(owners)]
    sources = [f"source-{n}" for n in range(8)]
    codes = ("CNF301", "FRS202", "STR801", "STR801", "STR801", "OWN101", "STR806", "STR801")
    made = []
    for n in range(findings):
        at = n * 7919 % documents
        code, owner, source = codes[n % 8], people[at % owners], sources[at % 8]
        other = f"{source}:{paths[(at + 8) % documents]}"
        more = {"related": CONFLICT.related, "message": CONFLICT.message, "quote": CONFLICT.quote,
                "action": CONFLICT.action} if code == "CNF301" else {
                "quote": f"A sentence of usual length that the finding number {n} rests on, with "
                "what is needed to see what is meant by it.",
                "message": f"The link to `{other}` leads nowhere since 2026-0{1 + n % 9}-11, and "
                "four other pages link to the same place."}  # fmt: skip
        made.append(finding(code, paths[at], 1 + n % 90, source=source, owner=owner, **more))
    return Audit(
        run=run(),
        sources=tuple(
            SourceSummary(s, "filesystem", f"./{s}", documents // 8, 0, 1, 1, 1) for s in sources
        ),
        documents=tuple(
            document(path, sources[n % 8], people[n % owners], AS_OF - timedelta(n % 900))
            for n, path in enumerate(paths)
        ),
        findings=tuple(made),
        skips=(),
        verdict=Verdict(VerdictStatus.FAILED, (f"{findings:,} findings",)),
        rules=dict(RULES),
        past=_past(RunKind.SCAN),
    )
