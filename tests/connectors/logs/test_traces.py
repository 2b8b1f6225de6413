"""Spans of OpenTelemetry, and exports of Langfuse and Phoenix."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ragaudit.contracts import LogOptions
from ragaudit.model import BadLine, Hit, LogRecord, Signal
from ragaudit_connectors.logs.choose import AutoReader

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
NANOS = 1_793_534_400_000_000_000


def read(folder: Path, *rows: object) -> list[LogRecord | BadLine]:
    """As recognised by its first rows."""
    file = folder / "export.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return list(AutoReader().read(file, LogOptions()))


def attribute(key: str, value: Any) -> dict[str, Any]:
    if isinstance(value, list):
        pairs = [
            {"kvlistValue": {"values": [attribute(k, v) for k, v in item.items()]}}
            for item in value
        ]
        return {"key": key, "value": {"arrayValue": {"values": pairs}}}
    kind = "doubleValue" if isinstance(value, float) else "stringValue"
    return {"key": key, "value": {kind: value}}


def otlp(*spans: dict[str, Any]) -> dict[str, Any]:
    return {"resourceSpans": [{"resource": {}, "scopeSpans": [{"spans": list(spans)}]}]}


def span(events: list[Any] | None = None, **attributes: Any) -> dict[str, Any]:
    return {
        "traceId": "t1",
        "spanId": "s1",
        "startTimeUnixNano": str(NANOS),
        "endTimeUnixNano": str(NANOS + 250_000_000),
        "attributes": [attribute(k.replace("__", "."), v) for k, v in attributes.items()],
        "events": events or [],
    }


EXPECTED = LogRecord(
    query="how much leave?",
    hits=(Hit("leave.md", score=0.9),),
    at=NOON,
    latency_s=0.25,
    trace="t1",
)


@pytest.mark.parametrize("listed", [True, False], ids=["structured", "as text"])
def test_retrievals_of_opentelemetry(tmp_path: Path, listed: bool) -> None:
    """Documents come structured, or as JSON in a string; other spans are passed over."""
    documents: Any = [{"id": "leave.md", "score": 0.9}]
    retrieval = span(
        gen_ai__operation__name="retrieval",
        gen_ai__retrieval__query__text="how much leave?",
        gen_ai__retrieval__documents=documents if listed else json.dumps(documents),
    )
    chat = span(gen_ai__operation__name="chat", gen_ai__request__model="m")
    assert [EXPECTED] == read(tmp_path, otlp(chat, retrieval))


def test_openinference_in_opentelemetry(tmp_path: Path) -> None:
    """Documents are numbered attributes there."""
    retrieval = span(
        openinference__span__kind="RETRIEVER",
        input__value="how much leave?",
        retrieval__documents__0__document__id="leave.md",
        retrieval__documents__0__document__score=0.9,
    )
    assert [EXPECTED] == read(tmp_path, otlp(retrieval))


def test_evaluations_of_opentelemetry(tmp_path: Path) -> None:
    """What users thought comes as an event, often of another span of the trace."""
    event = {
        "name": "gen_ai.evaluation.result",
        "attributes": [
            attribute("gen_ai.evaluation.name", "user_feedback"),
            attribute("gen_ai.evaluation.score.value", 0.0),
        ],
    }
    found = read(tmp_path, otlp(span([event], gen_ai__operation__name="chat")))
    assert [LogRecord(signals=frozenset({Signal.DISLIKED}), trace="t1")] == found


def test_a_retrieval_that_failed(tmp_path: Path) -> None:
    """Is an exception, and it is not known what was returned."""
    failed = {**span(gen_ai__operation__name="retrieval", input__value="q"), "status": {"code": 2}}
    (record,) = read(tmp_path, otlp(failed))
    assert isinstance(record, LogRecord)
    assert (frozenset({Signal.EXCEPTION}), None) == (record.signals, record.hits)


def test_broken_spans(tmp_path: Path) -> None:
    """Of any shape are passed over; a line without spans is told."""
    odd = otlp({"attributes": "x", "events": [3]}, {"attributes": [{"key": 1}, None]})
    found = read(tmp_path, odd, {"resourceSpans": "x"}, {"resourceSpans": [3, {"scopeSpans": 1}]})
    assert [BadLine(2, "has no `resourceSpans`")] == found


def test_spans_of_phoenix(tmp_path: Path) -> None:
    """The table of spans, and the one of annotations."""
    row = {
        "name": "retrieve",
        "span_kind": "RETRIEVER",
        "start_time": "2026-11-01T12:00:00+00:00",
        "end_time": "2026-11-01T12:00:00.250000+00:00",
        "status_code": "OK",
        "context.trace_id": "t1",
        "attributes.input.value": "how much leave?",
        "attributes.retrieval.documents": [{"document.id": "leave.md", "document.score": 0.9}],
    }
    chain = {**row, "span_kind": "CHAIN", "attributes.retrieval.documents": None}
    assert [EXPECTED] == read(tmp_path, row, chain)
    annotation = {
        "annotation_name": "user feedback",
        "result.label": "thumbs-down",
        "result.score": 0,
        "context.trace_id": "t1",
    }
    disliked = LogRecord(signals=frozenset({Signal.DISLIKED}), trace="t1")
    assert [disliked] == read(tmp_path, annotation)


def test_observations_of_langfuse(tmp_path: Path) -> None:
    """Retrievers among enriched observations; generations are passed over."""
    row = {
        "id": "o1",
        "trace_id": "t1",
        "project_id": "p",
        "type": "RETRIEVER",
        "name": "retrieve",
        "start_time": "2026-11-01 12:00:00.000000",
        "end_time": "2026-11-01 12:00:00.250000",
        "input": json.dumps({"query": "how much leave?"}),
        "output": json.dumps([{"id": "leave.md", "score": 0.9}]),
    }
    assert [EXPECTED] == read(tmp_path, row, {**row, "type": "GENERATION"})


def test_traces_of_langfuse(tmp_path: Path) -> None:
    """With messages as input, documents in the metadata and scores beside them."""
    row = {
        "id": "t1",
        "timestamp": "2026-11-01T12:00:00.000Z",
        "name": "chat",
        "sessionId": "s",
        "userId": "ann",
        "input": [
            {"role": "system", "content": "x"},
            {"role": "user", "content": "how much leave?"},
        ],
        "output": "25 days",
        "metadata": {"sources": [{"id": "leave.md", "score": 0.9}]},
        "latency": 0.25,
        "totalCost": 0.002,
        "scores": [{"name": "user-feedback", "value": 0}],
    }
    (record,) = read(tmp_path, row)
    expected = LogRecord(
        query="how much leave?",
        hits=EXPECTED.hits,
        at=NOON,
        latency_s=0.25,
        cost=0.002,
        signals=frozenset({Signal.DISLIKED}),
        trace="t1",
    )
    assert expected == record


def test_scores_of_langfuse(tmp_path: Path) -> None:
    """Belong to a trace; those about something else say nothing."""
    row = {"id": "1", "trace_id": "t1", "project_id": "p", "data_type": "NUMERIC"}
    found = read(
        tmp_path,
        {**row, "name": "user-feedback", "value": 0},
        {**row, "name": "escalated", "value": 1},
        {**row, "name": "toxicity", "value": 0.1},
    )
    expected = [
        LogRecord(signals=frozenset({Signal.DISLIKED}), trace="t1"),
        LogRecord(signals=frozenset({Signal.ESCALATED}), trace="t1"),
    ]
    assert expected == found
