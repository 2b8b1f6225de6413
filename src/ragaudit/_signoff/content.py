"""What in the documents speaks against signing: errors, and what nobody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ragaudit._signoff.evidence import Evidence
from ragaudit._signoff.waiving import for_finding, for_place, in_force, in_words
from ragaudit.model import (
    AccessState,
    Finding,
    FreshnessState,
    Refusal,
    Responsibility,
    Severity,
    Status,
    Waiver,
)

ACCESS_RULE, AGE_RULE = "PRM501", "FRS201"
"""The rules by which unknown access and undeclared or unknown age are waived."""
_KNOWN = (AccessState.KNOWN, AccessState.NOT_APPLICABLE)
_ABOUT_OWNERS = "OWN"
_PRINT = 12
"""Characters of a fingerprint that are shown: enough to be one finding's."""


def ended(evidence: Evidence) -> Iterator[Refusal]:
    """A refusal for every waiver that no longer holds."""
    for waiver in evidence.settings.waivers:
        if waiver.until < evidence.day:
            about = in_words(waiver, evidence.audit.rules)
            told = f"the waiver for {about} ended on {waiver.until} ({waiver.locator})"
            yield Refusal("waiver", told, "decide anew: renew it or take it out", waiver.who)


def must_not_stand(evidence: Evidence) -> list[Finding]:
    """Findings that need mending or a waiver: open ones from the bar on, errors in any case.

    How sure the rule is does not matter: a person has to look. Errors in the baseline are among
    them, since nobody put a name under them; those suppressed with a reason are not.
    """
    bar = evidence.settings.policy.fail_on or Severity.ERROR
    return [
        finding
        for finding in evidence.audit.findings
        if finding.status is not Status.SUPPRESSED and finding.severity.rank >= bar.rank
    ]


def waived(evidence: Evidence) -> dict[Waiver, int]:
    """Every waiver in force, with how many findings it covers that would otherwise refuse."""
    valid = in_force(evidence.settings.waivers, evidence.day)
    used = Counter(for_finding(valid, finding) for finding in must_not_stand(evidence))
    return {waiver: used[waiver] for waiver in valid}


def uses(evidence: Evidence) -> dict[Waiver, int]:
    """Every waiver in force, with how much it covers: findings, files, rules, documents."""
    audit = evidence.audit
    used: Counter[Waiver | None] = Counter(waived(evidence))
    valid = in_force(evidence.settings.waivers, evidence.day)
    used.update(for_place(valid, "", s.source_id, s.path) for s in audit.skips)
    used.update(for_place(valid, r.code, r.source or "") for r in audit.skipped_rules)
    used.update(
        for_place(valid, ACCESS_RULE, d.source_id, d.path)
        for d in audit.documents
        if d.access.state not in _KNOWN
    )
    return {waiver: used[waiver] for waiver in valid}


def findings(evidence: Evidence) -> Iterator[Refusal]:
    """A refusal for every finding that is neither mended nor waived."""
    valid = in_force(evidence.settings.waivers, evidence.day)
    for finding in must_not_stand(evidence):
        if for_finding(valid, finding) is None:
            todo = "mend it (`ragaudit scan` says how), or waive it by its number, rule or path"
            yield Refusal("finding", _in_words(finding), todo, _whose(evidence, finding))


def _whose(evidence: Evidence, finding: Finding) -> str:
    """The owner; where the finding is about the owner, whoever owns the workflow."""
    fallback = evidence.holder(Responsibility.WORKFLOW_OWNER)
    if finding.code.startswith(_ABOUT_OWNERS):
        return fallback
    return finding.owner or fallback


def _in_words(finding: Finding) -> str:
    place = f" {finding.path}" if finding.path else ""
    line = f":{finding.line}" if finding.path and finding.line else ""
    beside = " (only accepted in the baseline)" if finding.status is Status.BASELINE else ""
    known_as = finding.fingerprint[:_PRINT]
    return f"{known_as} {finding.code} {finding.rule} [{finding.source}]{place}{line}{beside}"


def unread(evidence: Evidence) -> Iterator[Refusal]:
    """What was not read, or not to its end."""
    audit, owner = evidence.audit, evidence.holder(Responsibility.WORKFLOW_OWNER)
    if audit.run.interrupted:
        yield Refusal("unread", "the run was interrupted", "run it again to its end", owner)
    if not audit.documents:
        told = "no document was read"
        yield Refusal("unread", told, "check the sources: `ragaudit sources check`", owner)
    if not audit.rules:
        yield Refusal("unread", "no rule was run", "switch rules on", owner)
    for failure in audit.source_failures:
        told = f"“{failure.source}” could not be read to its end: {failure.detail}"
        yield Refusal("unread", told, failure.action or "make it readable", owner)
    valid = in_force(evidence.settings.waivers, evidence.day)
    for skip in audit.skips:
        if for_place(valid, "", skip.source_id, skip.path) is None:
            told = f"[{skip.source_id}] {skip.path} was not read: {skip.detail}"
            todo = f"{skip.action or 'make it readable'}; or waive its path"
            yield Refusal("unread", told, todo, owner)


def unknown(evidence: Evidence) -> Iterator[Refusal]:
    """What nobody knows: rules that did not run, access, age."""
    valid = in_force(evidence.settings.waivers, evidence.day)
    owner, told = evidence.holder(Responsibility.WORKFLOW_OWNER), set()
    for rule in evidence.audit.skipped_rules:
        told.add((rule.code, rule.source))
        if for_place(valid, rule.code, rule.source or "") is None:
            where = f" in {rule.source}" if rule.source else ""
            todo = "give it what it needs, switch it off under `rules:`, or waive it by `rule:`"
            yield Refusal("unknown", f"{rule.code} did not run{where}: {rule.reason}", todo, owner)
    yield from _access(evidence, valid, owner)
    yield from _age(evidence, valid, owner, told)


def _access(evidence: Evidence, valid: tuple[Waiver, ...], owner: str) -> Iterator[Refusal]:
    open_ = Counter(
        document.source_id
        for document in evidence.audit.documents
        if document.access.state not in _KNOWN
        and for_place(valid, ACCESS_RULE, document.source_id, document.path) is None
    )
    for source, count in sorted(open_.items()):
        told = f"who may read {count:,} {'document' if count == 1 else 'documents'} of {source}"
        todo = "declare it (access.yaml, `metadata.acl_rules`), or waive PRM501 there"
        yield Refusal("unknown", f"{told} is not known, or not in full", todo, owner)


def _age(
    evidence: Evidence,
    valid: tuple[Waiver, ...],
    owner: str,
    told: set[tuple[str, str | None]],
) -> Iterator[Refusal]:
    """Sources whose age nothing is said about; those whose rule did not run have been told."""
    for source in evidence.audit.freshness:
        silent = source.state in (FreshnessState.UNKNOWN, FreshnessState.UNDECLARED)
        if not silent or (AGE_RULE, source.source) in told or (AGE_RULE, None) in told:
            continue
        if for_place(valid, AGE_RULE, source.source) is None:
            said = "; ".join(source.reasons) or f"freshness is {source.state.value}"
            todo = "declare `freshness:` for the source, or waive FRS201 there"
            yield Refusal("unknown", f"{source.source}: {said}", todo, owner)
