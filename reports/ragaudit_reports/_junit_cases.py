"""Test cases of an audit: the gate, the sources, the rules, the probes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from ragaudit.model import (
    Audit,
    Finding,
    FreshnessState,
    ProbeResult,
    ProbeStatus,
    Probing,
    RunKind,
    Severity,
    Skip,
    SkippedRule,
    SourceFailure,
    SourceFreshness,
    VerdictStatus,
)
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._summary import count, kind_of, listing, open_findings

_SHOWN = 100
"""Findings a case lists; the rest is counted."""


class Outcome(Enum):
    """What a test view makes of a case."""

    PASSED = auto()
    FAILED = auto()
    ERROR = auto()
    """It could not be told."""
    SKIPPED = auto()


@dataclass(frozen=True, slots=True)
class Case:
    """One test case."""

    name: str
    outcome: Outcome = Outcome.PASSED
    type: str = ""
    message: str = ""
    text: str = ""
    aside: str = ""
    """What to know where it passed."""


def gate_cases(audit: Audit) -> list[Case]:
    """The verdict, and for each source whether it was read."""
    verdict = audit.verdict
    reasons = "; ".join(verdict.reasons) or "no reason was given"
    outcome = {
        VerdictStatus.FAILED: Outcome.FAILED,
        VerdictStatus.INCONCLUSIVE: Outcome.ERROR,
    }.get(verdict.status, Outcome.PASSED)
    told = "\n".join(verdict.reasons)
    aside = told if outcome is Outcome.PASSED else ""
    gate = Case("verdict", outcome, verdict.status.value, reasons, told, aside)
    failures: dict[str, list[SourceFailure]] = defaultdict(list)
    skips: dict[str, list[Skip]] = defaultdict(list)
    for failure in audit.source_failures:
        failures[failure.source].append(failure)
    for skip in audit.skips:
        skips[skip.source_id].append(skip)
    names = dict.fromkeys([*(s.id for s in audit.sources), *failures, *skips])
    read = [_source(name, failures[name], skips[name]) for name in names]
    fresh = audit.freshness if kind_of(audit) is RunKind.FRESHNESS else ()
    return [gate, *read, *map(_contract, fresh)]


def _contract(fresh: SourceFreshness) -> Case:
    """A broken contract fails; one that is not there, or cannot be judged, did not pass."""
    outcome = {
        FreshnessState.ERROR: Outcome.FAILED,
        FreshnessState.UNKNOWN: Outcome.SKIPPED,
        FreshnessState.UNDECLARED: Outcome.SKIPPED,
    }.get(fresh.state, Outcome.PASSED)
    why = "; ".join(fresh.reasons) or fresh.state.value
    late = [
        f"{path_text(e.path)}: {e.what}, {e.on} ({e.severity}; owner: "
        f"{path_text(e.owner) if e.owner else 'nobody'})"
        for e in fresh.late
    ]
    told = "\n".join([f"Contract: {fresh.contract or 'none'}", *fresh.reasons, *_bounded(late)])
    name = f"source {path_text(fresh.source)} keeps its freshness contract"
    aside = told if fresh.state is FreshnessState.WARN else ""
    return Case(name, outcome, fresh.state.value, why, told, aside)


def _source(name: str, failures: list[SourceFailure], skips: list[Skip]) -> Case:
    """A source that failed is an error; one that was read in part did not pass either."""
    title = f"source {path_text(name)} is read whole"
    lines = [f"{path_text(s.path)} ({s.reason}): {one_line(s.detail)}{_todo(s.action)}"
             for s in skips]  # fmt: skip
    if failures:
        first = failures[0]
        told = [f"{f.kind}: {one_line(f.detail)}{_todo(f.action)}" for f in failures]
        text = "\n".join([*told, *_bounded(lines)])
        return Case(title, Outcome.ERROR, first.kind, one_line(first.detail), text)
    if skips:
        told_skips = f"{count(len(skips), 'document')} could not be read"
        return Case(title, Outcome.SKIPPED, "not-read", told_skips, "\n".join(_bounded(lines)))
    return Case(title)


def rule_cases(audit: Audit) -> list[Case]:
    """A case for every rule that ran or was to run, and one for each source it could not run in."""
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in open_findings(audit):
        found[finding.code].append(finding)
    skipped: dict[str, list[SkippedRule]] = defaultdict(list)
    for rule in audit.skipped_rules:
        skipped[rule.code].append(rule)
    codes = sorted({*audit.run.rules, *audit.rules, *found, *skipped})
    return [case for code in codes for case in _rule(audit, code, found[code], skipped[code])]


def _rule(
    audit: Audit, code: str, found: list[Finding], skipped: list[SkippedRule]
) -> Iterator[Case]:
    name = _name(audit, code, found)
    everywhere = [rule for rule in skipped if rule.source is None]
    missed = {rule.source for rule in skipped if rule.source is not None}
    nowhere = bool(everywhere) or bool(skipped and missed >= {s.id for s in audit.sources})
    if audit.run.interrupted and not found:
        yield Case(name, Outcome.SKIPPED, "interrupted", "the run was interrupted")
        return
    if found or not nowhere:
        yield _judged(audit, name, code, found)
    for rule in _once(everywhere or skipped, whole=nowhere and not found):
        where = f" in {path_text(rule.source)}" if rule.source and (found or not nowhere) else ""
        yield Case(f"{name}{where}", Outcome.SKIPPED, "not-run", rule.reason, rule.reason)


def _once(skipped: list[SkippedRule], *, whole: bool) -> list[SkippedRule]:
    """A rule that ran nowhere is one case, whatever the number of sources."""
    if whole and skipped:
        reasons = listing(list(dict.fromkeys(rule.reason for rule in skipped)), 3, "; ")
        return [SkippedRule(skipped[0].code, None, reasons)]
    return list({rule.source: rule for rule in skipped}.values())


def _judged(audit: Audit, name: str, code: str, found: list[Finding]) -> Case:
    told = "\n".join(_bounded([_line(finding) for finding in found]))
    if not found or code not in _failing(audit):
        return Case(name, aside=told)
    worst = max((finding.severity for finding in found), key=lambda s: s.rank)
    documents = len({f.document or f.source for f in found})
    message = f"{count(len(found), 'finding')} in {count(documents, 'document')}"
    return Case(name, Outcome.FAILED, worst.value, message, told)


def _failing(audit: Audit) -> frozenset[str]:
    """Codes that failed the gate; where that is not on record, those with open errors."""
    if audit.verdict.status is not VerdictStatus.FAILED:
        return frozenset()
    errors = (f.code for f in open_findings(audit) if f.severity is Severity.ERROR)
    return frozenset(audit.verdict.failing or errors)


def _name(audit: Audit, code: str, found: list[Finding]) -> str:
    if code in audit.rules:
        return f"{code} {audit.rules[code].name}"
    return f"{code} {found[0].rule}" if found else code


def _line(finding: Finding) -> str:
    at = f":{finding.line}" if finding.line else ""
    where = path_text(finding.path) + at if finding.path is not None else "whole source"
    owner = path_text(finding.owner) if finding.owner else "nobody"
    sure = "" if finding.confidence.value == "high" else f", {finding.confidence} confidence"
    return (
        f"[{path_text(finding.source)}] {where} ({finding.severity}{sure}; owner: {owner})\n"
        f"    {one_line(finding.message)}{_todo(finding.action)}"
    )


def probe_cases(probing: Probing) -> list[Case]:
    """One case for every probe and reader."""
    return [_probe(result) for result in probing.results]


def _probe(result: ProbeResult) -> Case:
    name = f"{path_text(result.id)} as {path_text(result.principal)}"
    outcome = {
        ProbeStatus.PASSED: Outcome.PASSED,
        ProbeStatus.FAILED: Outcome.FAILED,
        ProbeStatus.SKIPPED: Outcome.SKIPPED,
    }.get(result.status, Outcome.ERROR)
    came = ", ".join(map(path_text, result.returned[:10])) or "nothing"
    text = f"{result.reason}\nCame back: {came}"
    return Case(name, outcome, result.status.value, result.reason, text)


def _todo(action: str) -> str:
    return f"\n    To do: {one_line(action)}" if action else ""


def _bounded(lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = len(every) - _SHOWN
    return [*every[:_SHOWN], *([f"… and {more:,} more, in the JSON report"] if more > 0 else [])]
