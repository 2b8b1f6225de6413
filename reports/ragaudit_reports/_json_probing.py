"""What a retriever did, as records of the JSON report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ragaudit.model import Audit, Leak, ProbeResult, Score


def probing_parts(audit: Audit) -> Mapping[str, Any]:
    """The parts a probe run adds to the report; none where nothing was asked."""
    probing = audit.probing
    if probing is None:
        return {}
    return {
        "target": {
            "shown": probing.target,
            "probe_set": probing.place,
            "k": list(probing.k),
            "calls": probing.calls,
            "unmapped": probing.unmapped,
        },
        "scores": map(_score, probing.scores),
        "owners": [
            {"owner": score.owner, "measure": score.measure, **_figures(score)}
            for score in probing.owners
        ],
        "leaks": map(_leak, probing.leaks),
        "probes": map(_probe, probing.results),
    }


def _score(score: Score) -> dict[str, Any]:
    where = {"source": score.source, "principal": score.principal}
    return {"measure": score.measure, **where, **_figures(score)}


def _figures(score: Score) -> dict[str, Any]:
    return {
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "n": score.n,
        "undefined": score.undefined,
        "reason": score.reason,
    }


def _leak(leak: Leak) -> dict[str, Any]:
    return {
        "probe": leak.probe,
        "principal": leak.principal,
        "document": leak.document,
        "rank": leak.rank,
    }


def _probe(result: ProbeResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "principal": result.principal,
        "status": result.status,
        "reason": result.reason,
        "returned": list(result.returned),
        "query": result.query,
        "withheld": list(result.withheld),
    }
