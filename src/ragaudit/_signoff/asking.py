"""What the retriever did, and what it was not asked, that speaks against signing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ragaudit._signoff.evidence import Evidence
from ragaudit.model import Refusal, Responsibility, VerdictStatus

_SHOWN = 3


def probes(evidence: Evidence) -> Iterator[Refusal]:
    """Leaks, thresholds that were missed, and what could not be judged."""
    monitor = evidence.holder(Responsibility.QUALITY_MONITOR)
    if evidence.audit.probing is None or evidence.probed is None:
        told = "what the retriever finds and leaks is not evidenced: no probe set is configured"
        todo = "`ragaudit probes generate -o probes.yaml`, review it, name it under `probes:`"
        yield Refusal("probes", told, todo, monitor)
        return
    yield from _leaks(evidence)
    if evidence.probed.status in (VerdictStatus.FAILED, VerdictStatus.INCONCLUSIVE):
        leaked = bool(evidence.audit.probing.leaks)
        # The first reason of a run with leaks sums up what is listed one by one.
        for reason in evidence.probed.reasons[leaked:]:
            todo = "`ragaudit probe --verbose` shows each; mend it and ask again"
            yield Refusal("probes", reason, todo, monitor)


def _leaks(evidence: Evidence) -> Iterator[Refusal]:
    assert evidence.audit.probing is not None  # noqa: S101 - asked for by `probes`
    readers: dict[str, list[str]] = defaultdict(list)
    for leak in evidence.audit.probing.leaks:
        readers[leak.document].append(leak.principal)
    owners = {d.id: d.owner.principal for d in evidence.audit.documents if d.owner}
    fallback = evidence.holder(Responsibility.CHANGE_APPROVER)
    for document, found in sorted(readers.items()):
        names = sorted(set(found))
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        told = f"{document} came back to {', '.join(names[:_SHOWN])}{more}, who may not read it"
        todo = "make the retriever keep to the access lists; a leak cannot be waived"
        yield Refusal("probes", told, todo, fallback or owners.get(document, ""))


def coverage(evidence: Evidence) -> Iterator[Refusal]:
    """Categories and sources no probe is about."""
    covered, monitor = evidence.coverage, evidence.holder(Responsibility.QUALITY_MONITOR)
    if covered is None:
        return
    for category in covered.missing:
        told = f"no probe is about “{category.value.replace('_', ' ')}”"
        todo = "write one, or `ragaudit probes generate`; docs/probes.md says what each is for"
        yield Refusal("coverage", told, todo, monitor)
    asked = {source for source, _ in covered.counts}
    for source in covered.sources:
        if source not in asked:
            told, todo = f"no probe is about the source “{source}”", "write probes for it"
            yield Refusal("coverage", told, todo, monitor)
