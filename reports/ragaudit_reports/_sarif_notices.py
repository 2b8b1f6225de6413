"""What a run could not do, as SARIF notifications: never to be read as "nothing found"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any

from ragaudit.model import Audit, ProbeStatus, Skip, VerdictStatus
from ragaudit_reports._clean import path_text
from ragaudit_reports._sarif_places import Places, location
from ragaudit_reports._sarif_results import message

_SHOWN = 500
"""Notifications of one kind; the rest is counted in one more."""
_KINDS = {
    "source-failed": "A source that could not be read to its end.",
    "not-read": "A document that could not be read.",
    "rule-not-run": "A rule that could not run, or not everywhere.",
    "not-judged": "A probe that could not be asked or judged.",
    "not-measured": "What could not be measured.",
    "interrupted": "The run was ended before its time.",
    "left-out": "Results that did not fit.",
    "note": "What to know about the run.",
}


def invocation(audit: Audit, left_out: int, limit: int, places: Places) -> dict[str, Any]:
    """How the run went. It succeeded where everything that was asked for was done."""
    run, verdict = audit.run, audit.verdict
    told = "; ".join(verdict.reasons)
    complete = not (run.interrupted or audit.source_failures)
    return {
        "executionSuccessful": complete and verdict.status is not VerdictStatus.INCONCLUSIVE,
        "exitCode": verdict.exit_code,
        "exitCodeDescription": message(f"{verdict.status}: {told or 'no reason was given'}"),
        "startTimeUtc": _utc(audit),
        "toolExecutionNotifications": list(_notices(audit, left_out, limit, places)),
    }


def descriptors() -> list[dict[str, Any]]:
    """`driver.notifications`."""
    told = {kind: {"text": text} for kind, text in _KINDS.items()}
    return [
        {"id": kind, "shortDescription": text, "fullDescription": text, "help": text}
        for kind, text in told.items()
    ]


def _utc(audit: Audit) -> str:
    return audit.run.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _notices(audit: Audit, left_out: int, limit: int, places: Places) -> Iterator[dict[str, Any]]:
    if left_out:
        told = f"{left_out:,} results are left out: a run holds at most {limit:,}. "
        yield _notice("left-out", "error", f"{told}`--format json` has all.")
    if audit.run.interrupted:
        yield _notice("interrupted", "error", "Interrupted: this is what was found until then.")
    yield from _bounded("source-failed", _failures(audit))
    yield from _bounded("not-read", (_skip(skip, places) for skip in audit.skips))
    yield from _bounded("rule-not-run", _rules(audit))
    yield from _bounded("not-judged", _probes(audit))
    yield from _bounded("note", (_notice("note", "note", note) for note in audit.notes))


def _bounded(kind: str, notices: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    more = 0
    for number, notice in enumerate(notices):
        if number < _SHOWN:
            yield notice
        else:
            more += 1
    if more:
        yield _notice(kind, "warning", f"… and {more:,} more; `--format json` has all.")


def _failures(audit: Audit) -> Iterator[dict[str, Any]]:
    for failure in audit.source_failures:
        todo = f"\nTo do: {failure.action}" if failure.action else ""
        told = f"{path_text(failure.source)} ({failure.kind}): {failure.detail}{todo}"
        yield _notice("source-failed", "error", told)


def _skip(skip: Skip, places: Places) -> dict[str, Any]:
    todo = f"\nTo do: {skip.action}" if skip.action else ""
    told = f"{path_text(skip.path)} was not read ({skip.reason}): {skip.detail}{todo}"
    where = location(places.artifact(skip.source_id, skip.path))
    return {**_notice("not-read", "warning", told), "locations": [where]}


def _rules(audit: Audit) -> Iterator[dict[str, Any]]:
    if audit.probing is not None:
        return
    for rule in audit.skipped_rules:
        where = f" in {path_text(rule.source)}" if rule.source else ""
        told = f"{rule.code} did not run{where}: {rule.reason}"
        yield {**_notice("rule-not-run", "note", told), "associatedRule": {"id": rule.code}}


def _probes(audit: Audit) -> Iterator[dict[str, Any]]:
    probing = audit.probing
    if probing is None:
        return
    if probing.unmeasured:
        yield _notice("not-measured", "warning", f"Leakage was not measured: {probing.unmeasured}")
    for result in probing.results:
        if result.status in (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED):
            who = f"{path_text(result.id)} as {path_text(result.principal)}"
            yield _notice("not-judged", "warning", f"{who} ({result.status}): {result.reason}")


def _notice(kind: str, level: str, told: str) -> dict[str, Any]:
    return {"descriptor": {"id": kind}, "level": level, "message": {"text": message(told)}}
