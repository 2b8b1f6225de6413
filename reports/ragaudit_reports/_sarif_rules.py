"""Rules as SARIF describes them, and what a probe run adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata
from typing import Any

from ragaudit.model import Finding, Rule, Severity
from ragaudit_reports._clean import one_line, printable
from ragaudit_reports._families import family

LEVELS = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "note"}
_PROBLEM = {Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "recommendation"}
TEXT_LIMIT = 1024
"""Characters of a description a code host takes: docs.github.com, "SARIF support"."""
LEAK, MISS, FIXED = "LEAK", "MISS", "FIXED"
_OWN = {
    LEAK: (
        "DocumentLeaked",
        "error",
        "The retriever gave somebody a document they may not read.",
        "Filter by the reader's rights before ranking, and bring the index's copy of the access "
        "lists up to date. `ragaudit access explain DOCUMENT --as NAME` says why somebody may not "
        "read a document.",
    ),
    MISS: (
        "ProbeFailed",
        "warning",
        "A probe did not get what it should.",
        "See which document should have come back, and whether it is in the index, readable and "
        "worded so that the question finds it.",
    ),
    FIXED: (
        "FindingFixed",
        "note",
        "A finding accepted in the baseline no longer occurs.",
        "Run `ragaudit baseline` to drop it.",
    ),
}


def descriptors(
    rules: Mapping[str, Rule], findings: Iterable[Finding], own: Iterable[str]
) -> list[dict[str, Any]]:
    """Every rule that ran, every rule a finding names, and those of ragaudit itself."""
    described = {code: _rule(rule) for code, rule in rules.items()}
    for finding in findings:
        if finding.code not in described:
            described[finding.code] = _bare(finding)
    return [*(described[code] for code in sorted(described)), *map(_of_ragaudit, own)]


def _rule(rule: Rule) -> dict[str, Any]:
    parts = {
        "Why it matters": rule.why,
        "How to fix it": rule.how_to_fix,
        "What is not reported": rule.not_reported,
    }
    plain = "\n\n".join(f"{title}: {text}" for title, text in parts.items())
    marked = "\n\n".join(f"**{title}.** {text}" for title, text in parts.items())
    more = f"`ragaudit explain {rule.code}` says more."
    return {
        **_named(rule.code, rule.name, rule.summary, LEVELS[rule.severity]),
        "fullDescription": {"text": one_line(f"{rule.summary} {rule.why}", TEXT_LIMIT)},
        "help": {
            "text": printable(f"{rule.summary}\n\n{plain}\n\n{more}"),
            "markdown": printable(f"{rule.summary}\n\n{marked}\n\n{more}"),
        },
        **_help_uri(rule.code),
        "properties": {
            "tags": [family(rule.code), rule.remedy.value],
            "problem.severity": _PROBLEM[rule.severity],
        },
    }


def _bare(finding: Finding) -> dict[str, Any]:
    """A rule of which no more is on record than its findings say."""
    named = _named(finding.code, finding.rule, finding.rule, LEVELS[finding.severity])
    told = f"`ragaudit explain {finding.code}` says what it reports."
    return {
        **named,
        "fullDescription": {"text": one_line(finding.rule, TEXT_LIMIT)},
        "help": {"text": told},
        "properties": {"tags": [family(finding.code)]},
    }


def _of_ragaudit(code: str) -> dict[str, Any]:
    name, level, summary, todo = _OWN[code]
    whole = {"text": f"{summary} {todo}"}
    return {
        **_named(code, name, summary, level),
        "fullDescription": whole,
        "help": whole,
        "properties": {"tags": ["baseline" if code == FIXED else "retrieval"]},
    }


def todo(code: str) -> str:
    """What to do about a result of ragaudit's own rules."""
    return _OWN[code][3]


def _named(code: str, name: str, summary: str, level: str) -> dict[str, Any]:
    pascal = "".join(part[:1].upper() + part[1:] for part in name.split("-"))
    return {
        "id": code,
        "name": one_line(pascal, 255),
        "shortDescription": {"text": one_line(summary, TEXT_LIMIT)},
        "defaultConfiguration": {"level": level},
    }


def _help_uri(code: str) -> dict[str, str]:
    base = documentation()
    return {"helpUri": f"{base}/rules/{code}.md"} if base else {}


@cache
def documentation() -> str:
    """Where the documentation is published, by the package's own metadata; empty if nowhere."""
    try:
        urls = metadata("ragaudit").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named = dict(url.split(", ", 1) for url in urls if ", " in url)
    return str(named.get("Documentation", "")).rstrip("/")
