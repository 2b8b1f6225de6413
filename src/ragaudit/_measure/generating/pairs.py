"""What findings say about two documents: one replaced the other, they disagree, they are equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ragaudit.contracts.generating import Page, Pair, PairKind
from ragaudit.model import Finding, Related

PAIR_CODES = ("FRS213", "DUP404", "CNF30")
TWIN_CODES = ("DUP401", "DUP402", "DUP404")


def pairs_of(
    findings: Sequence[Finding], pages: Mapping[str, Page], replaced: Mapping[str, str]
) -> tuple[Pair, ...]:
    """Pairs in order of document; `replaced` are the successors documents declare."""
    found = {
        (old, new): Pair(PairKind.SUPERSEDED, old, new, "FRS213") for old, new in replaced.items()
    }
    for finding in findings:
        if not finding.code.startswith(PAIR_CODES) or finding.document is None:
            continue
        for pair in _pairs(finding, finding.document):
            if pair.old in pages and pair.new in pages:
                found.setdefault((pair.old, pair.new), pair)
    return tuple(pair for _, pair in sorted(found.items()))


def twins_of(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Documents that rules found to be copies."""
    for finding in findings:
        if finding.code in TWIN_CODES and finding.document is not None:
            yield from ((finding.document, other.document) for other in finding.related)


def _pairs(finding: Finding, here: str) -> Iterator[Pair]:
    others = [other for other in finding.related if other.document != here]
    if not others:
        return
    other = others[0]
    if finding.code in ("FRS213", "DUP404"):
        yield Pair(PairKind.SUPERSEDED, here, others[-1].document, finding.code)
    elif finding.code != "CNF307":
        yield _conflict(finding, here, other)


def _conflict(finding: Finding, here: str, other: Related) -> Pair:
    stale = finding.code == "CNF309"
    kind = PairKind.STALE_CONFLICT if stale else PairKind.CONFLICT
    return Pair(kind, here, other.document, finding.code, finding.quote, other.quote)
