"""Exports of Langfuse: traces, observations and scores, as JSON lines, JSON or CSV.

Names of fields: Langfuse's reference of blob storage exports, and the camel case of its interface.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ragaudit.contracts import LogOptions, LogReader
from ragaudit.model import BadLine, LogRecord, Signal
from ragaudit_connectors.logs import feedback, values
from ragaudit_connectors.logs.rows import rows

_TRACE = ("trace_id", "traceId")
_START, _END = ("start_time", "startTime", "timestamp"), ("end_time", "endTime")
_COST = ("total_cost", "totalCost", "calculatedTotalCost", "cost_details.total")
_VALUE = ("string_value", "stringValue", "value")
_OWN = {
    *("session_id", "sessionId", "trace_id", "traceId", "user_id", "userId", "project_id"),
    *("observations", "scores", "totalCost", "total_cost", "parent_observation_id", "data_type"),
    *("parentObservationId", "dataType"),
}
_LEAST = 2
"""So many names of Langfuse's own tell its exports from other logs."""


class LangfuseReader(LogReader):
    """Reads retriever observations, whole traces that have an input, and scores."""

    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """See `LogReader.knows`."""
        return any(
            len(_OWN & row.keys()) >= _LEAST and ("name" in row or "input" in row) for row in rows
        )

    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """See `LogReader.read`. Observations that are no retrieval are passed over."""
        for row in rows(file):
            if isinstance(row, BadLine):
                yield row
            elif (found := _record(row[1])) is not None:
                yield found


def _record(row: Mapping[str, Any]) -> LogRecord | None:
    trace = values.first(row, _TRACE)
    if _is_score(row):
        signal = feedback.named(row.get("name"), values.first(row, _VALUE))
        return (
            LogRecord(signals=frozenset({signal}), trace=str(trace)) if signal and trace else None
        )
    kind = str(row.get("type") or "").upper()
    if trace is not None and kind not in ("RETRIEVER", "TRACE"):
        return None
    return _question(row, str(trace or row.get("id") or ""), kind == "RETRIEVER")


def _is_score(row: Mapping[str, Any]) -> bool:
    return "input" not in row and any(name in row for name in _VALUE)


def _question(row: Mapping[str, Any], trace: str, retriever: bool) -> LogRecord | None:
    query = values.text(row.get("input"))
    if not query:
        return None
    start = values.moment(values.first(row, _START))
    end = values.moment(values.first(row, _END))
    took = values.number(row.get("latency"))
    if took is None and start and end and end >= start:
        took = (end - start).total_seconds()
    failed = str(row.get("level") or "").upper() == "ERROR"
    return LogRecord(
        query=query,
        hits=_documents(row, retriever),
        at=start,
        latency_s=took,
        cost=values.number(values.first(row, _COST)),
        signals=_signals(row) | ({Signal.EXCEPTION} if failed else set()),
        trace=trace,
    )


def _documents(row: Mapping[str, Any], retriever: bool) -> Any:
    output = values.parsed(row.get("output"))
    if retriever:
        return values.hits(output) if output is not None else None
    metadata = values.parsed(row.get("metadata"))
    for holder in (output, metadata):
        if isinstance(holder, Mapping):
            listed = values.first(holder, ("documents", "sources", "retrieved", "context"))
            if listed is not None:
                return values.hits(listed)
    return None


def _signals(row: Mapping[str, Any]) -> frozenset[Signal]:
    scores = values.parsed(row.get("scores"))
    if isinstance(scores, Mapping):
        listed = [feedback.named(name, _plain(value)) for name, value in scores.items()]
    elif isinstance(scores, list):
        inner = [score for score in scores if isinstance(score, Mapping)]
        listed = [feedback.named(s.get("name"), values.first(s, _VALUE)) for s in inner]
    else:
        listed = []
    return frozenset(signal for signal in listed if signal is not None)


def _plain(value: Any) -> Any:
    """The interface's export lists the values of a score."""
    return value[-1] if isinstance(value, list) and value else value
