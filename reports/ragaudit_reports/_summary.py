"""What the reports for people say about an audit, before it is laid out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragaudit.model import (
    Audit,
    Confidence,
    Finding,
    RunKind,
    Severity,
    Skip,
    SkippedRule,
    SkipReason,
    Status,
    VerdictStatus,
)

_REASONS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Group:
    """The open findings one reader has to deal with."""

    owner: str | None
    """None where nobody answers for the documents."""
    findings: tuple[Finding, ...]
    whole_source: bool = False
    """Whether they are about sources as a whole, for whoever keeps the configuration."""

    @property
    def documents(self) -> int:
        """Number of different documents."""
        return len({(f.source, f.document or f.path) for f in self.findings})

    def count(self, severity: Severity) -> int:
        """Number of findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)


def kind_of(audit: Audit) -> RunKind:
    """What the run did; one that asked a retriever is a probe run, whatever is on record."""
    return RunKind.PROBE if audit.probing is not None else audit.run.kind


def open_findings(audit: Audit) -> tuple[Finding, ...]:
    """The findings that count."""
    return tuple(f for f in audit.findings if f.status is Status.OPEN)


def by_owner(findings: Iterable[Finding]) -> list[Group]:
    """Group findings by owner, most errors first; what has no owner, then whole sources, last.

    An owner looks for a name; the rest needs somebody to decide, and stands next to the verdict.
    """
    groups: dict[tuple[bool, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        whole = finding.document is None and finding.path is None
        name = None if whole or not finding.owner else finding.owner.strip().casefold()
        groups[whole, name or None].append(finding)
    made = [
        Group(f[0].owner if name else None, tuple(sorted(f, key=_order)), whole)
        for (whole, name), f in groups.items()
    ]
    return sorted(made, key=_urgency)


def _order(finding: Finding) -> tuple[int, str, str, str, str, int, str]:
    where = finding.source, finding.path or "", finding.line or 0
    return -finding.severity.rank, finding.code, finding.action, *where, finding.fingerprint


def _urgency(group: Group) -> tuple[bool, bool, int, int, int, str]:
    errors, warnings = group.count(Severity.ERROR), group.count(Severity.WARN)
    nobody, size = group.owner is None, len(group.findings)
    return group.whole_source, nobody, -errors, -warnings, -size, group.owner or ""


def tally(findings: Iterable[Finding]) -> dict[str, Counter[Severity]]:
    """Number of findings by source and severity."""
    counts: dict[str, Counter[Severity]] = defaultdict(Counter)
    for finding in findings:
        counts[finding.source][finding.severity] += 1
    return counts


def by_reason(skips: Iterable[Skip]) -> list[tuple[SkipReason, str, list[Skip]]]:
    """Group what was not read by reason and, within it, by what to do; most frequent first."""
    groups: dict[tuple[SkipReason, str], list[Skip]] = defaultdict(list)
    for skip in skips:
        groups[skip.reason, skip.action].append(skip)
    totals = Counter(reason for (reason, _), found in groups.items() for _ in found)
    ordered = sorted(groups.items(), key=lambda g: (-totals[g[0][0]], g[0][0], -len(g[1]), g[0][1]))
    return [(reason, action, found) for (reason, action), found in ordered]


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 document`, `1,204 documents`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def share(part: int, whole: int) -> str:
    """A percentage that is 0 or 100 only where that is exactly so."""
    if not whole:
        return "–"
    if part in (0, whole):
        return "100 %" if part else "0 %"
    return f"{min(99, max(1, round(100 * part / whole)))} %"


def listing(names: Sequence[str], limit: int = 3, between: str = ", ") -> str:
    """`a, b, c and 4 more`."""
    more = len(names) - limit
    return between.join(names[:limit]) + (f" and {more:,} more" if more > 0 else "")


def unchecked(audit: Audit) -> list[tuple[str, str]]:
    """What the audit says nothing about, as (subject, reason): never to be read as fine."""
    filled = [s for s in audit.sources if s.documents]
    found = []
    if names := [s.id for s in filled if not s.access_known]:
        found.append(("access", f"no access rights are known in {listing(names)}"))
    if names := [s.id for s in filled if 0 < s.access_known < s.documents]:
        found.append(("access", f"rights are known only in part in {listing(names)}"))
    if names := [s.id for s in filled if s.clock is None]:
        found.append(("age", f"no freshness contract for {listing(names)}"))
    rules = _not_run(audit)
    found.extend(("rules", sentence) for sentence in rules[:_REASONS_SHOWN])
    if (more := len(rules) - _REASONS_SHOWN) > 0:
        found.append(("rules", f"{count(more, 'more reason')} not to run one (--verbose)"))
    if other := _no_documents(audit):
        found.append(("files", other))
    return found


def _not_run(audit: Audit) -> list[str]:
    """`OWN102, PRM504 in wiki: no directory was given`: one sentence a reason."""
    reasons: dict[str, list[SkippedRule]] = defaultdict(list)
    for rule in audit.skipped_rules:
        reasons[rule.reason].append(rule)
    return [f"{_codes(rules, audit)}: {reason}" for reason, rules in reasons.items()]


def _codes(rules: list[SkippedRule], audit: Audit) -> str:
    codes = listing(sorted({rule.code for rule in rules}), 8)
    sources = {rule.source for rule in rules if rule.source is not None}
    everywhere = len(sources) == len(audit.sources) or any(rule.source is None for rule in rules)
    return codes if everywhere else f"{codes} in {listing(sorted(sources))}"


def _no_documents(audit: Audit) -> str:
    types: Counter[str] = Counter()
    for source in audit.sources:
        types.update(source.other_types)
    total = sum(source.other_files for source in audit.sources)
    if not total:
        return ""
    kinds = listing([f"{number:,} {suffix}" for suffix, number in types.most_common()], 5)
    verb = "is no document" if total == 1 else "are no documents"
    return f"{total:,} {verb} by name" + (f": {kinds}" if kinds else "")


def not_counting(audit: Audit) -> list[str]:
    """One sentence each on what is known and does not count."""
    kinds = Counter(finding.status for finding in audit.findings)
    found = []
    if number := kinds[Status.SUPPRESSED]:
        found.append(f"{count(number, 'finding')} suppressed, each with a reason.")
    if number := kinds[Status.BASELINE]:
        found.append(f"{count(number, 'finding')} accepted in the baseline.")
    if audit.fixed:
        entries = count(len(audit.fixed), "baseline entry", "baseline entries")
        verb, them = ("occurs", "it") if len(audit.fixed) == 1 else ("occur", "them")
        found.append(f"{entries} no longer {verb}: run `ragaudit baseline` to drop {them}.")
    return found


def about_findings(audit: Audit) -> list[str]:
    """What is new and what does not count, for a report that lists findings only after a scan.

    A report on a retriever does not show them, so neither does it say how many are new.
    """
    told = since(audit) if audit.probing is None else ""
    return [*([told] if told else []), *not_counting(audit)]


def since(audit: Audit) -> str:
    """What is new and what is fixed since the run before; empty where there is none."""
    if (told := audit.since) is None:
        return ""
    parts = [f"{told.new:,} new", f"{told.fixed:,} fixed"]
    parts += [f"{told.gone:,} gone with a document"] if told.gone else []
    parts += [f"{told.worse:,} worse"] if told.worse else []
    parts += [f"{told.unknown:,} cannot be compared"] if told.unknown else []
    when = f"{told.started_at:%Y-%m-%d %H:%M} UTC"
    changed = any((told.new, told.fixed, told.worse, told.unknown, told.gone))
    more = " (`ragaudit diff`)" if changed else ""
    return f"Since the run of {when}: {', '.join(parts)}{more}."


def next_step(audit: Audit) -> str:
    """What to do after reading the verdict."""
    status = audit.verdict.status
    if audit.probing is not None:
        return _PROBING.get(status, "")
    if kind_of(audit) is RunKind.FRESHNESS:
        return _FRESHNESS.get(status, "")
    if status is VerdictStatus.FAILED:
        return (
            "mend what is listed above (`ragaudit explain CODE` says more about a rule), or accept "
            "it for now with `ragaudit baseline`."
        )
    if status is VerdictStatus.INCONCLUSIVE and audit.run.interrupted:
        return "scan again to the end: what was read is kept; this is not a pass."
    if status is VerdictStatus.INCONCLUSIVE and not any(s.documents for s in audit.sources):
        return "check the path, and `include` and `exclude`; this is not a pass."
    if status is VerdictStatus.INCONCLUSIVE:
        return "make readable what could not be checked, then scan again; this is not a pass."
    if status is VerdictStatus.WARNED:
        stricter = "; `--fail-on warn` would" if any(map(_sure_warning, audit.findings)) else ""
        return f"nothing here fails the gate{stricter}."
    return ""


_FRESHNESS = {
    VerdictStatus.FAILED: "review or retire what is overdue; where a limit does not fit, agree an "
    "exception with a reason and an end (`overrides`).",
    VerdictStatus.INCONCLUSIVE: "make known what is not: a contract, dates in the documents, or "
    "access to the source; this is not a pass.",
    VerdictStatus.WARNED: "plan the reviews above; nothing is overdue beyond what the contracts "
    "allow.",
}
_PROBING = {
    VerdictStatus.FAILED: "mend the retriever, ask again; `ragaudit access explain DOCUMENT --as "
    "NAME` says why somebody may not read a document.",
    VerdictStatus.INCONCLUSIVE: "see to what could not be judged, and ask again; this is not a "
    "pass.",
    VerdictStatus.WARNED: "nothing here fails the gate; `policy.probes.min` sets what must be "
    "found.",
}


def _sure_warning(finding: Finding) -> bool:
    return (
        finding.status is Status.OPEN
        and finding.severity is Severity.WARN
        and finding.confidence is Confidence.HIGH
    )
