"""OpenTelemetry spans as the collector's file exporter writes them (OTLP in JSON lines)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ragaudit.contracts import LogOptions, LogReader
from ragaudit.model import BadLine, LogRecord
from ragaudit_connectors.logs import spans, values
from ragaudit_connectors.logs.rows import rows

_ERROR = (2, "STATUS_CODE_ERROR")


class OtelReader(LogReader):
    """Reads spans of retrievals, and evaluations of the traces they are in."""

    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """See `LogReader.knows`."""
        return any("resourceSpans" in row or "resource_spans" in row for row in rows)

    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """See `LogReader.read`. Spans that are about something else are passed over."""
        for row in rows(file):
            if isinstance(row, BadLine):
                yield row
            elif not isinstance(_listed(row[1], "resourceSpans", "resource_spans"), list):
                yield BadLine(row[0], "has no `resourceSpans`")
            else:
                yield from _records(row[1])


def _records(row: Mapping[str, Any]) -> Iterator[LogRecord]:
    for resource in _listed(row, "resourceSpans", "resource_spans"):
        for scope in _listed(resource, "scopeSpans", "scope_spans") or ():
            for span in _listed(scope, "spans") or ():
                if isinstance(span, Mapping) and (found := _record(span)) is not None:
                    yield found


def _record(span: Mapping[str, Any]) -> LogRecord | None:
    events = [_attributes(event) for event in _listed(span, "events") or ()]
    return spans.record(
        _attributes(span),
        trace=str(values.first(span, ("traceId", "trace_id")) or ""),
        start=values.moment(values.first(span, ("startTimeUnixNano", "start_time_unix_nano"))),
        end=values.moment(values.first(span, ("endTimeUnixNano", "end_time_unix_nano"))),
        failed=values.at(span, "status.code") in _ERROR,
        signals=spans.evaluations(events),
    )


def _listed(value: Any, *names: str) -> Any:
    found = values.first(value, names) if isinstance(value, Mapping) else None
    return found if isinstance(found, list) else None


def _attributes(value: Any) -> dict[str, Any]:
    listed = _listed(value, "attributes") or ()
    return {
        str(item["key"]): _value(item.get("value"))
        for item in listed
        if isinstance(item, Mapping) and "key" in item
    }


def _value(wrapped: Any, depth: int = 0) -> Any:
    """A value of OTLP: `{"stringValue": …}`, `{"arrayValue": {"values": […]}}`, …"""
    if not isinstance(wrapped, Mapping) or depth > 20:
        return None
    for kind, value in wrapped.items():
        if kind == "arrayValue":
            inner = _listed(value, "values") or ()
            return [_value(item, depth + 1) for item in inner]
        if kind == "kvlistValue":
            pairs = _listed(value, "values") or ()
            return {p.get("key"): _value(p.get("value"), depth + 1) for p in pairs}
        return value
    return None
