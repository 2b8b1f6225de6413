"""Findings, leaks and missed probes as SARIF results."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ragaudit.model import Audit, Finding, Leak, ProbeResult, ProbeStatus, Related, Status
from ragaudit.text import sha256
from ragaudit_reports._clean import one_line, path_text, printable
from ragaudit_reports._sarif_places import SRCROOT, Places, encoded, location
from ragaudit_reports._sarif_rules import FIXED, LEAK, LEVELS, MISS, todo

MAX_RESULTS = 25_000
"""Of a run; GitHub rejects files with more: docs.github.com, "SARIF results exceed limits"."""
_RELATED = 99
"""GitHub shows 100 locations of a result."""
_MESSAGE = 4_000
_BASELINE = "ragaudit-baseline.json"
_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def results(audit: Audit, places: Places) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every result with its rule, worst first; a probe run has leaks and misses only."""
    if audit.probing is not None:
        yield from _leaks(audit.probing.leaks, places)
        yield from _misses(audit, places)
        return
    compared = bool(audit.fixed) or any(f.status is Status.BASELINE for f in audit.findings)
    for finding in audit.findings:
        yield finding.code, _finding(finding, places, compared)
    for fingerprint in audit.fixed:
        yield FIXED, _fixed(fingerprint)


def _finding(finding: Finding, places: Places, compared: bool) -> dict[str, Any]:
    where = places.artifact(finding.source, finding.path)
    related = finding.related[:_RELATED]
    return {
        "ruleId": finding.code,
        "kind": "fail",
        "level": LEVELS[finding.severity],
        "message": {"text": message(_told(finding))},
        "locations": [location(where, finding.line, finding.quote)],
        **_listed("relatedLocations", [_related(r, n, places) for n, r in enumerate(related, 1)]),
        "partialFingerprints": _prints("finding", finding.fingerprint),
        "suppressions": _suppressions(finding),
        **({"baselineState": _state(finding)} if compared else {}),
        "properties": _properties(finding, places),
    }


def _told(finding: Finding) -> str:
    """What is wrong, what to do, whose it is: the text is all a code host shows."""
    owner = finding.owner or ("nobody" if finding.document else None)
    lines = (
        finding.message,
        f"To do ({finding.remedy}): {finding.action}" if finding.action else "",
        f"Owner: {path_text(owner)}" if owner else "",
        f"Note: {finding.status_reason}"
        if finding.status is Status.OPEN and finding.status_reason
        else "",
    )
    return "\n".join(line for line in lines if line)


def message(text: str) -> str:
    """Foreign text as a plain message: no placeholder and no embedded link (SARIF 3.11.5, .6)."""
    shown = printable(text).strip()
    cut = shown if len(shown) <= _MESSAGE else shown[: _MESSAGE - 6].rstrip() + " (cut)"
    return _PLACEHOLDER.sub(r"{{\1}}", cut.replace("](", "] (")) or "(no text)"


def _related(related: Related, number: int, places: Places) -> dict[str, Any]:
    place = location(places.artifact(*places.of(related.document)), related.line, related.quote)
    told = one_line(related.quote, 400) or path_text(related.document, 400)
    return {"id": number, **place, "message": {"text": message(told)}}


def _suppressions(finding: Finding) -> list[dict[str, Any]]:
    """Empty for an open finding: SARIF wants all results to say, or none (3.27.23)."""
    if finding.status is Status.OPEN:
        return []
    why = finding.status_reason or "accepted in the baseline"
    return [{"kind": "external", "status": "accepted", "justification": message(why)}]


def _state(finding: Finding) -> str:
    return "unchanged" if finding.status is Status.BASELINE else "new"


def _properties(finding: Finding, places: Places) -> dict[str, Any]:
    owner = path_text(finding.owner) if finding.owner else None
    values = {
        "source": path_text(finding.source),
        "document": path_text(finding.document) if finding.document else None,
        "owner": owner,
        "remedy": finding.remedy,
        "confidence": finding.confidence,
        "affected": finding.affected,
        "deepLink": places.link(finding.document),
        "wholeDocument": True if finding.line is None else None,
        "relatedLeftOut": max(0, len(finding.related) - _RELATED) or None,
    }
    return {key: value for key, value in values.items() if value is not None}


def _fixed(fingerprint: str) -> dict[str, Any]:
    """An entry of the baseline that is gone; of it no more than the fingerprint is known."""
    told = f"The accepted finding {fingerprint} no longer occurs. {todo(FIXED)}"
    return {
        "ruleId": FIXED,
        "kind": "informational",
        "level": "none",
        "message": {"text": message(told)},
        "locations": [location({"uri": _BASELINE, "uriBaseId": SRCROOT})],
        "partialFingerprints": _prints("finding", fingerprint),
        "suppressions": [],
        "baselineState": "absent",
    }


def _leaks(leaks: tuple[Leak, ...], places: Places) -> Iterator[tuple[str, dict[str, Any]]]:
    """One result a document and reader, however often it came back."""
    cells: dict[tuple[str, str], list[Leak]] = {}
    for leak in leaks:
        cells.setdefault((leak.document, leak.principal), []).append(leak)
    for (document, principal), same in cells.items():
        probes = sorted({leak.probe for leak in same})
        best = min(leak.rank for leak in same)
        told = (
            f"{path_text(document)} came back to {path_text(principal)}, who may not read it, at "
            f"rank {best} (probe {one_line(', '.join(probes[:5]), 300)}).\nTo do: {todo(LEAK)}"
        )
        where = places.artifact(*places.of(document))
        named = {"document": path_text(document), "principal": path_text(principal), "rank": best}
        identity = f"{LEAK}\0{principal}\0{document}"
        yield LEAK, _probed(LEAK, "error", told, where, identity, {**named, "probes": probes})


def _misses(audit: Audit, places: Places) -> Iterator[tuple[str, dict[str, Any]]]:
    if audit.probing is None:
        return
    where = {"uri": encoded(audit.probing.place) or "probes", "uriBaseId": SRCROOT}
    for result in audit.probing.results:
        if result.status is not ProbeStatus.FAILED or is_leak(result):
            continue
        told = (
            f"Probe {path_text(result.id)} as {path_text(result.principal)}: {result.reason}\n"
            f"To do: {todo(MISS)}"
        )
        named = {"probe": path_text(result.id), "principal": path_text(result.principal)}
        identity = f"{MISS}\0{result.principal}\0{result.id}"
        yield MISS, _probed(MISS, "warning", told, where, identity, named)


def is_leak(result: ProbeResult) -> bool:
    """Whether a probe failed by a leak, which is told as such."""
    return "may not read" in result.reason


def _probed(
    rule: str, level: str, told: str, where: dict[str, Any], identity: str, named: dict[str, Any]
) -> dict[str, Any]:
    return {
        "ruleId": rule,
        "kind": "fail",
        "level": level,
        "message": {"text": message(told)},
        "locations": [location(where)],
        "partialFingerprints": _prints("probe", sha256(identity)[:24]),
        "suppressions": [],
        "properties": named,
    }


def _prints(kind: str, fingerprint: str) -> dict[str, str]:
    """Ours, and the one name GitHub looks at, so that an alert outlives moved lines."""
    return {f"ragaudit/{kind}/v1": fingerprint, "primaryLocationLineHash": f"{fingerprint}:1"}


def _listed(name: str, values: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: values} if values else {}
