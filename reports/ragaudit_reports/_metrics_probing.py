"""What a retriever did, as gauges: by source, and over everything under names of their own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from ragaudit.model import Audit, ProbeStatus, Probing, Score
from ragaudit_reports._metrics import Gauges
from ragaudit_reports._sarif_places import Places

_AT_K = re.compile(r"(R|nDCG)@(\d+)(?: \[(.+)\])?")
_NAMES = {"R": "recall", "nDCG": "ndcg"}
_TOLD = {
    "recall": "Share of the expected documents among the first k (R@k of trec_eval).",
    "ndcg": "nDCG@k of trec_eval.",
}
_LEAK_RATE = "leak rate"


def add_probing(gauges: Gauges, audit: Audit, probing: Probing) -> None:
    """Measures with their intervals, leaks and their bound, probes by outcome."""
    for score in probing.scores:
        if score.principal is None and score.value is not None:
            _add_score(gauges, score)
    _add_leaks(gauges, audit, probing)
    told = "Probes by outcome; those about no one source have no source."
    counts = Counter((r.source, r.status) for r in probing.results)
    for source in sorted({r.source for r in probing.results}, key=lambda s: s or ""):
        for status in ProbeStatus:
            gauges.add("probes", told, counts[source, status], **_of(source), status=status)
    told = "Results of the retriever that are no document of a source."
    gauges.add("results_unmapped", told, probing.unmapped)


def _add_score(gauges: Gauges, score: Score) -> None:
    if score.measure == _LEAK_RATE:
        told = "Share of forbidden documents asked for that came back."
        _add(gauges, "leak_rate", told, score.value, score)
        told = "What the leak rate may be at most, with 95 % confidence."
        _add(gauges, "leak_rate_bound", told, score.high, score)
        _add(gauges, "leak_rate_cells", "Cells of reader and document the leak rate rests on.",
             score.n, score)  # fmt: skip
        return
    match = _AT_K.fullmatch(score.measure)
    if match is None:
        return
    name = _NAMES[match[1]]
    labels = {"k": match[2]}
    told = _TOLD[name]
    if match[3]:
        labels["generator"] = match[3]
        name, told = f"generated_{name}", f"Generated probes only. {told}"
    _add(gauges, name, told, score.value, score, **labels)
    _add(gauges, f"{name}_low", "Lower end of the 95 % interval.", score.low, score, **labels)
    _add(gauges, f"{name}_high", "Upper end of the 95 % interval.", score.high, score, **labels)
    _add(gauges, f"{name}_probes", "Probes it rests on.", score.n, score, **labels)


def _add(
    gauges: Gauges, name: str, told: str, value: float | None, score: Score, **labels: str
) -> None:
    """A sample of a source, or of the family that is about all of them: they never add up."""
    if score.source is None:
        gauges.add(f"overall_{name}", f"All sources. {told}", value, **labels)
    else:
        gauges.add(name, told, value, source=score.source, **labels)


def _add_leaks(gauges: Gauges, audit: Audit, probing: Probing) -> None:
    """Distinct leaks of a source; 0 only where forbidden documents of it were asked for."""
    places = Places(audit)
    cells: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for leak in probing.leaks:
        cells[places.of(leak.document)[0]].add((leak.document, leak.principal))
    measured = {
        s.source
        for s in probing.scores
        if s.measure == _LEAK_RATE and s.principal is None and s.source and s.n
    }
    told = "Documents that came back to a reader who may not read them, counted by reader."
    for source in sorted({*cells, *measured}):
        gauges.add("leaks", told, len(cells[source]), source=source)


def _of(source: str | None) -> dict[str, str]:
    return {"source": source} if source else {}
