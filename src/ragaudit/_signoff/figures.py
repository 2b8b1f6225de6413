"""What a run comes to, in the few numbers a certificate has room for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ragaudit._measure.probe_set.limits import ENOUGH
from ragaudit._signoff.content import must_not_stand
from ragaudit._signoff.evidence import Evidence
from ragaudit.model import Audit, FreshnessState, Score, Severity, Status
from ragaudit.redact import redact

_NOTES = 12
"""Remarks of a run that are kept; each says what it did not see."""


def figures(evidence: Evidence) -> tuple[tuple[str, str], ...]:
    """Name and value of each, in words."""
    return tuple(_figures(evidence))


def _figures(evidence: Evidence) -> Iterator[tuple[str, str]]:
    audit = evidence.audit
    unread = f"; {len(audit.skips):,} not read" if audit.skips else "; every one was read"
    sources = f"{len(audit.sources)} source{'' if len(audit.sources) == 1 else 's'}"
    yield "Documents", f"{len(audit.documents):,} in {sources}{unread}"
    kinds = Counter((f.severity, f.status) for f in audit.findings)
    errors = len(must_not_stand(evidence))
    yield "Errors", f"{errors:,}, each waived by name" if errors else "none"
    warned, told = kinds[Severity.WARN, Status.OPEN], kinds[Severity.INFO, Status.OPEN]
    yield "Warnings", f"{warned:,}, and {told:,} notes; none of them stops a launch"
    known = sum(source.access_known for source in audit.sources)
    yield "Access", f"known of {known:,} of {len(audit.documents):,} documents"
    if audit.freshness:
        yield "Freshness", contracts(audit)
    if audit.probing is None:
        return
    probes = len({result.id for result in audit.probing.results})
    yield "Asked", f"{audit.probing.calls:,} questions of {probes:,} probes"
    k = evidence.k
    yield f"R@{k}", in_words(evidence.score(f"R@{k}"))
    yield "Leaks", _leaks(evidence)
    yield f"Stale among the first {k}", in_words(evidence.score(f"stale exposure@{k}"))


def contracts(audit: Audit) -> str:
    """How many freshness contracts there are, and are kept."""
    declared = [s for s in audit.freshness if s.state is not FreshnessState.UNDECLARED]
    fresh = sum(source.state is FreshnessState.FRESH for source in declared)
    without = len(audit.freshness) - len(declared)
    told = f"{fresh} of {len(declared)} contracts of age kept"
    return told + (f", {without} sources have none" if without else "")


def in_words(score: Score | None) -> str:
    """`0.83 (0.74 to 0.90, 52 probes)`."""
    if score is None:
        return "not measured"
    if score.value is None:
        return f"not measured: {score.reason}"
    if score.low is None or score.high is None:
        return f"{score.value:.2f} ({score.n:,} probes)"
    return f"{score.value:.2f} ({score.low:.2f} to {score.high:.2f}, {score.n:,} probes)"


def _leaks(evidence: Evidence) -> str:
    score = evidence.score("leak rate")
    if score is None or score.value is None or score.high is None:
        return in_words(score)
    n = f"{score.n:,} forbidden pairs of reader and document"
    return f"{round(score.value * score.n):,} of {n}; at most {score.high * 100:.2g} % (95 %)"


def not_covered(evidence: Evidence) -> tuple[str, ...]:
    """What nobody should read into the certificate, the most important first."""
    found = ["What the assistant writes: only what it retrieves was asked."]
    audit = evidence.audit
    if audit.probing is not None:
        found.append("Later changes of the retriever: verifying does not ask it again.")
    if audit.skips:
        found.append(f"{len(audit.skips):,} files that could not be read, each waived.")
    suppressed = sum(f.status is Status.SUPPRESSED for f in audit.findings)
    if suppressed:
        found.append(f"{suppressed:,} findings suppressed with a reason, beside the waivers.")
    unknown = sum(source.documents - source.access_known for source in audit.sources)
    if unknown:
        noun = "document" if unknown == 1 else "documents"
        found.append(f"{unknown:,} {noun} of which it is not known who may read them.")
    if evidence.coverage is not None and evidence.coverage.too_few:
        names = ", ".join(sorted(evidence.coverage.too_few))
        found.append(f"Recall by source where it has under {ENOUGH} probes with gold: {names}.")
    ran = {rule.code for rule in audit.skipped_rules}
    if ran:
        found.append(f"Rules that could not run everywhere: {', '.join(sorted(ran))}.")
    if audit.run.as_of < evidence.day:
        found.append(f"What happened after {audit.run.as_of}, the day it was judged as on.")
    notes = audit.notes + (audit.probing.notes if audit.probing else ())
    found.extend(map(_sentence, notes[:_NOTES]))
    return tuple(found)


def _sentence(note: str) -> str:
    text = redact(note).strip()
    return text + ("" if text.endswith((".", "!", "?")) else ".")
