"""The seven ways such projects fail after the demo, and what a run shows about each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ragaudit._config import Settings
from ragaudit._engine.served import ServedDocuments
from ragaudit._measure.probe_set.limits import ENOUGH
from ragaudit._signoff.autonomy import Measured, shortfalls
from ragaudit._signoff.evidence import score_of
from ragaudit._signoff.figures import contracts, in_words
from ragaudit.model import (
    Audit,
    ChecklistItem,
    CheckStatus,
    FreshnessState,
    ProbeStatus,
    Responsibility,
    Severity,
    Status,
)

_YES, _PARTLY, _NO = CheckStatus.EVIDENCED, CheckStatus.PARTLY, CheckStatus.MISSING
SURE = 0.05
"""A leak rate that may still be higher than this is no evidence yet; 59 clean cells are."""
_SECRETS = ("SAF601", "SAF602")
_OPEN = (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED)
Found = tuple[CheckStatus, str]


def checklist(
    audit: Audit, settings: Settings, monitored: Sequence[str] = ()
) -> tuple[ChecklistItem, ...]:
    """The seven, in the order they bite.

    `monitored` says what is known of production, one sentence each; nothing is no evidence.
    """
    checks: tuple[tuple[str, Callable[[], Found]], ...] = (
        ("ownership", lambda: _ownership(audit, settings)),
        ("automation level", lambda: _automation(audit, settings)),
        ("source trust", lambda: _trust(audit)),
        ("evaluation coverage", lambda: _evaluation(audit)),
        ("integration and failure handling", lambda: _integration(audit)),
        ("production monitoring", lambda: _monitoring(settings, monitored)),
        ("permissions and secrets", lambda: _permissions(audit)),
    )
    return tuple(ChecklistItem(name, *check()) for name, check in checks)


def seen_of(served: ServedDocuments) -> tuple[str, ...]:
    """What the last import of a query log says of production; nothing where there was none."""
    if not served.answers:
        return ()
    return (f"{len(served.answers):,} documents were seen in answers{served.period}",)


def _ownership(audit: Audit, settings: Settings) -> Found:
    named, all_ = len(settings.roles), len(Responsibility)
    documents = len(audit.documents)
    owned = sum(document.owner is not None for document in audit.documents)
    told = f"{named} of {all_} roles are named; {_of(owned, documents)} have an owner"
    if not named and not owned:
        return _NO, told
    return (_YES if named == all_ and owned == documents else _PARTLY), told


def _automation(audit: Audit, settings: Settings) -> Found:
    level = settings.automation
    if level is None:
        return _NO, "nobody has said how far the assistant acts by itself (`automation:`)"
    decider = settings.roles.get(Responsibility.EXPANSION_DECIDER)
    who = f"; more is for {decider.name} to decide" if decider else "; nobody decides on more"
    lacks = shortfalls(settings.autonomy[level], Measured.of(audit))
    said = "the results allow it"
    if lacks or audit.probing is None:
        said = f"and not carried by results: {lacks[0] if lacks else 'nothing was asked'}"
    sure = decider and not lacks and audit.probing is not None
    return (_YES if sure else _PARTLY), f"“{level.words}” is claimed, {said}{who}"


def _trust(audit: Audit) -> Found:
    documents, unread = len(audit.documents), len(audit.skips)
    if not documents:
        return _NO, "no document was read"
    errors = sum(f.severity is Severity.ERROR and f.status is Status.OPEN for f in audit.findings)
    told = f"{documents:,} documents read, {unread:,} not; {errors:,} open errors"
    late = [s.source for s in audit.freshness if s.state is not FreshnessState.FRESH]
    if audit.freshness:
        told += f"; {contracts(audit)}"
    clean = not (errors or unread or late or audit.source_failures)
    return (_YES if clean else _PARTLY), told


def _evaluation(audit: Audit) -> Found:
    probing = audit.probing
    if probing is None or not probing.results:
        return _NO, "the retriever was not asked in this run"
    results = probing.results
    passed = sum(result.status is ProbeStatus.PASSED for result in results)
    open_ = sum(result.status in _OPEN for result in results)
    k = probing.k[-1]
    told = f"{passed:,} of {len(results):,} answers were as they should be, {open_:,} open; "
    recall = score_of(audit, f"R@{k}")
    told += f"R@{k} {in_words(recall)}"
    enough = recall is not None and recall.value is not None and recall.n >= ENOUGH
    return (_YES if enough and not open_ else _PARTLY), told


def _integration(audit: Audit) -> Found:
    failed = {failure.source for failure in audit.source_failures}
    names = {source.id for source in audit.sources}
    told = f"{len(names - failed)} of {len(names)} sources were read to their end"
    probing = audit.probing
    if probing is None:
        return (_PARTLY if names else _NO), f"{told}; the retriever was not asked"
    open_ = sum(result.status in _OPEN for result in probing.results)
    told += f"; {probing.calls:,} questions were put to {probing.target}"
    told += f", {probing.unmapped:,} results were no document of a source"
    return (_PARTLY if failed or open_ or probing.unmapped else _YES), told


def _monitoring(settings: Settings, monitored: Sequence[str]) -> Found:
    monitor = settings.roles.get(Responsibility.QUALITY_MONITOR)
    who = f"{monitor.name} watches quality" if monitor else "nobody is named to watch quality"
    if not monitored:
        return (_PARTLY if monitor else _NO), f"{who}; nothing from production was seen"
    return (_YES if monitor else _PARTLY), "; ".join((who, *monitored))


def _permissions(audit: Audit) -> Found:
    documents = len(audit.documents)
    if not documents:
        return _NO, "no document was read"
    known = sum(source.access_known for source in audit.sources)
    secrets = sum(f.code in _SECRETS and f.status is Status.OPEN for f in audit.findings)
    sure, leaks = _leaks(audit)
    told = f"access is known of {_of(known, documents)}; {secrets} open findings of secrets"
    clean = sure and known == documents and not secrets
    if not known and not sure:
        return _NO, f"{told}; {leaks}"
    return (_YES if clean else _PARTLY), f"{told}; {leaks}"


def _leaks(audit: Audit) -> tuple[bool, str]:
    """Whether leaks are certainly rare, and what was seen of them."""
    rate = score_of(audit, "leak rate")
    if audit.probing is None or rate is None or rate.value is None or rate.high is None:
        return False, "leaks were not measured"
    count = len({(leak.principal, leak.document) for leak in audit.probing.leaks})
    told = f"{count:,} leaks, {rate.n:,} cells asked, at most {rate.high * 100:.2g} % (95 %)"
    return not count and rate.high <= SURE, told


def _of(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} documents"
