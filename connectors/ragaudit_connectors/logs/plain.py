"""Logs of one's own: a JSON object or CSV row a question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ragaudit.contracts import LogOptions, LogReader
from ragaudit.errors import UsageError
from ragaudit.model import BadLine, Hit, LogRecord, Signal
from ragaudit.text.suggest import did_you_mean
from ragaudit_connectors.logs import feedback, values
from ragaudit_connectors.logs.rows import rows

FIELDS: Mapping[str, tuple[str, ...]] = {
    "query": ("query", "question", "input", "prompt", "q", "user_query", "search", "text"),
    "documents": (
        *("documents", "results", "retrieved", "hits", "sources", "context", "citations"),
        *("document_ids", "doc_ids", "returned", "chunks"),
    ),
    "at": ("at", "timestamp", "time", "ts", "created_at", "datetime", "date"),
    "latency_s": ("latency_s", "latency", "duration_s", "duration", "elapsed"),
    "latency_ms": ("latency_ms", "duration_ms", "elapsed_ms"),
    "cost": ("cost", "cost_usd", "total_cost", "price"),
    "answered": ("answered", "has_answer"),
    "feedback": ("feedback", "rating", "thumbs", "user_feedback", "helpful", "score"),
    "edited": ("edited", "reviewer_edited"),
    "rejected": ("rejected", "reviewer_rejected"),
    "reassigned": ("reassigned",),
    "escalated": ("escalated", "escalation"),
    "exception": ("exception", "error", "failed"),
    "trace": ("trace", "trace_id", "request_id", "conversation_id", "query_id"),
}
"""Our names, and the log's names that are tried for each in turn."""
_NOTHING: frozenset[Signal] = frozenset()
_FLAGS = {
    "edited": Signal.EDITED,
    "rejected": Signal.REJECTED,
    "reassigned": Signal.REASSIGNED,
    "escalated": Signal.ESCALATED,
}


class PlainReader(LogReader):
    """Reads JSON lines and CSV with the names people usually give to things."""

    def knows(self, rows: Sequence[Mapping[str, Any]]) -> bool:
        """See `LogReader.knows`: whether there are questions in it."""
        return any(values.first(row, FIELDS["query"]) is not None for row in rows)

    def read(self, file: Path, options: LogOptions) -> Iterator[LogRecord | BadLine]:
        """See `LogReader.read`. Raises `UsageError` for a field nobody knows."""
        layouts = _Layouts(_paths(options.fields))
        for row in rows(file):
            if isinstance(row, BadLine):
                yield row
            else:
                yield _record(*row, layouts.of(row[1]))


_Layout = Mapping[str, tuple[str, ...]]
"""Our name of a field to the paths a row may have it at; a field it cannot have is left out."""
_MOST_LAYOUTS = 1_000


def _paths(fields: Mapping[str, str]) -> _Layout:
    for name in fields:
        if name not in FIELDS:
            raise UsageError(f"there is no field “{name}” of logs", did_you_mean(name, FIELDS))
    return {name: (fields[name],) if name in fields else paths for name, paths in FIELDS.items()}


class _Layouts:
    """Which paths are worth trying, by the keys of a row: the rows of a log are much alike."""

    def __init__(self, paths: _Layout) -> None:
        self._paths = paths
        self._known: dict[tuple[str, ...], _Layout] = {}

    def of(self, row: Mapping[str, Any]) -> _Layout:
        """The layout of a row."""
        keys = tuple(row)
        found = self._known.get(keys)
        if found is None:
            found = self._made(keys)
            if len(self._known) < _MOST_LAYOUTS:
                self._known[keys] = found
        return found

    def _made(self, keys: tuple[str, ...]) -> _Layout:
        may = {
            name: tuple(p for p in paths if _may_be(p, keys)) for name, paths in self._paths.items()
        }
        return {name: paths for name, paths in may.items() if paths}


def _may_be(path: str, keys: tuple[str, ...]) -> bool:
    return any(key == path or path.startswith(f"{key}.") for key in keys)


def _record(line: int, row: Mapping[str, Any], layout: _Layout) -> LogRecord | BadLine:
    def value(name: str) -> Any:
        return values.first(row, layout[name]) if name in layout else None

    query, signals, trace = values.text(value("query")), _signals(value), value("trace")
    if not query and not (signals and trace):
        return BadLine(line, "has no question, and no signal about one")
    latency, millis = values.number(value("latency_s")), values.number(value("latency_ms"))
    return LogRecord(
        query=query,
        hits=_hits(row, layout.get("documents", ())),
        answered=values.truth(value("answered")),
        at=values.moment(value("at")),
        latency_s=latency if millis is None else millis / 1000,
        cost=values.number(value("cost")),
        signals=signals,
        trace=str(trace or ""),
    )


def _hits(row: Mapping[str, Any], paths: Iterable[str]) -> tuple[Hit, ...] | None:
    for path in paths:
        found = values.at(row, path)
        if found is not None:
            return () if found == "" else values.hits(found)
    return None


def _signals(value: Callable[[str], Any]) -> frozenset[Signal]:
    found = {signal for name, signal in _FLAGS.items() if values.truth(value(name))}
    opinion = value("feedback")
    if opinion is not None and (liked := feedback.opinion(opinion)) is not None:
        found.add(liked)
    failed = value("exception")
    # An error may be written as its text, which is neither yes nor no.
    if failed is not None and values.truth(failed) is not False:
        found.add(Signal.EXCEPTION)
    return frozenset(found) if found else _NOTHING
