"""Exports of Phoenix: the table of spans as JSON lines or CSV, also with annotations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ragaudit.contracts import LogOptions, LogReader
from ragaudit.model import BadLine, LogRecord, Signal
from ragaudit_connectors.logs import feedback, spans, values
from ragaudit_connectors.logs.rows import rows

_TRACE = ("context.trace_id", "trace_id")
_START, _END = ("start_time", "startTime"), ("end_time", "endTime")
_ANNOTATION = "annotation_name"


class PhoenixReader(LogReader):
    """Reads what `get_spans_dataframe` and `get_span_annotations_dataframe` write."""

    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """See `LogReader.knows`."""
        return any(
            _ANNOTATION in row
            or (
                values.first(row, _TRACE) is not None
                and ("span_kind" in row or any(key.startswith("attributes.") for key in row))
            )
            for row in rows
        )

    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """See `LogReader.read`. Spans that are about something else are passed over."""
        for row in rows(file):
            if isinstance(row, BadLine):
                yield row
            elif (found := _record(row[1])) is not None:
                yield found


def _record(row: Mapping[str, Any]) -> LogRecord | None:
    attributes = _attributes(row)
    trace = str(values.first(row, _TRACE) or "")
    return spans.record(
        attributes,
        trace=trace,
        start=values.moment(values.first(row, _START)),
        end=values.moment(values.first(row, _END)),
        failed=str(values.first(row, ("status_code", "status.code"))).upper() == "ERROR",
        signals=_annotations(row),
    )


def _attributes(row: Mapping[str, Any]) -> dict[str, Any]:
    found = {
        key.removeprefix("attributes."): value
        for key, value in row.items()
        if key.startswith("attributes.") and value not in (None, "")
    }
    inner = values.parsed(row.get("attributes"))
    if isinstance(inner, Mapping):
        found |= inner
    if kind := row.get("span_kind"):
        found.setdefault("openinference.span.kind", kind)
    return found


def _annotations(row: Mapping[str, Any]) -> set[Signal]:
    names = ("result.label", "label", "result.score", "score")
    found = feedback.named(row.get(_ANNOTATION), values.first(row, names))
    return {found} if found is not None else set()
