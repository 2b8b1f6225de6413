"""From findings and skips to a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ragaudit._config import Policy
from ragaudit.model import (
    Confidence,
    Finding,
    Severity,
    Skip,
    SkippedRule,
    SourceFailure,
    Status,
    Verdict,
    VerdictStatus,
)

_WORDS = {
    Severity.ERROR: "error",
    Severity.WARN: "warning",
    Severity.INFO: "info finding",
}
_SURE = (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def judge(
    policy: Policy,
    *,
    documents: int,
    findings: Sequence[Finding],
    skips: Sequence[Skip],
    broken: Sequence[SkippedRule] = (),
    rules: int = 1,
    interrupted: bool = False,
    failures: Sequence[SourceFailure] = (),
) -> Verdict:
    """Judge a run. What was not checked can make it inconclusive, never passed.

    A failed gate outranks an incomplete audit: what was found stays true.
    """
    failing = [f for f in findings if _fails(policy, f)]
    incomplete = _incomplete(policy, documents, skips, broken, rules, interrupted, failures)
    if failing:
        counts = Counter(f.severity for f in failing)
        told = ", ".join(_plural(counts[s], _WORDS[s]) for s in _loudest_first() if counts[s])
        reason = f"{told} at or above “{_bar(policy)}”{_less_sure(policy, findings, failing)}"
        codes = tuple(sorted({finding.code for finding in failing}))
        return Verdict(VerdictStatus.FAILED, (reason, *incomplete), codes)
    if incomplete:
        return Verdict(VerdictStatus.INCONCLUSIVE, incomplete)
    warnings = [f for f in findings if f.status is Status.OPEN and f.severity is not Severity.INFO]
    if warnings:
        return Verdict(VerdictStatus.WARNED, tuple(_warned(policy, warnings)))
    return Verdict(VerdictStatus.PASSED, (f"{_plural(documents, 'document')} audited",))


def _warned(policy: Policy, warnings: Sequence[Finding]) -> Iterator[str]:
    """Tell findings too mild to fail from those that are severe, but not sure enough."""
    unsure = sum(_fails(replace(policy, min_confidence=Confidence.LOW), f) for f in warnings)
    if mild := len(warnings) - unsure:
        yield f"{_plural(mild, 'finding')} below the bar “{_bar(policy)}”"
    if unsure:
        yield f"{_plural(unsure, 'finding')} not sure enough to fail"


def _incomplete(
    policy: Policy,
    documents: int,
    skips: Sequence[Skip],
    broken: Sequence[SkippedRule],
    rules: int,
    interrupted: bool,
    failures: Sequence[SourceFailure],
) -> tuple[str, ...]:
    reasons = []
    if interrupted:
        reasons.append("the scan was interrupted before every document was read")
    failed = dict.fromkeys(failure.source for failure in failures)
    reasons.extend(f"“{source}” could not be read to its end" for source in failed)
    if not documents and not skips:
        reasons.append("nothing to audit: no document was found")
    elif not documents:
        reasons.append(f"none of the {_plural(len(skips), 'document')} could be read")
    elif len(skips) > _allowed(policy, documents + len(skips)):
        told = _plural(len(skips), "document")
        allowed = policy.max_skipped
        shown = f"{allowed:.0%}" if _is_share(allowed) else f"{allowed:g}"
        reasons.append(f"{told} could not be read and policy.max_skipped allows {shown}")
    if not rules:
        reasons.append("no rule was run")
    if broken:
        told = _plural(len(broken), "rule")
        reasons.append(f"{told} could not be finished; see the skipped rules")
    return tuple(reasons)


def _allowed(policy: Policy, total: int) -> float:
    limit = policy.max_skipped
    return limit * total if _is_share(limit) else limit


def _is_share(limit: int | float) -> bool:
    """`100%` is read as 1.0, and 1 as a count."""
    return isinstance(limit, float) and limit <= 1


def _fails(policy: Policy, finding: Finding) -> bool:
    return (
        policy.fail_on is not None
        and finding.status is Status.OPEN
        and finding.severity.rank >= policy.fail_on.rank
        and _SURE.index(finding.confidence) >= _SURE.index(policy.min_confidence)
    )


def _less_sure(policy: Policy, findings: Sequence[Finding], failing: Sequence[Finding]) -> str:
    """Name the findings that are severe enough but not sure enough to fail."""
    lenient = replace(policy, min_confidence=Confidence.LOW)
    count = sum(_fails(lenient, finding) for finding in findings) - len(failing)
    return f", and {count:,} less sure" if count else ""


def _bar(policy: Policy) -> str:
    return policy.fail_on.value if policy.fail_on else "never"


def _loudest_first() -> tuple[Severity, ...]:
    return (Severity.ERROR, Severity.WARN, Severity.INFO)


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
