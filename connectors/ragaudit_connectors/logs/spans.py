"""One span of a trace as a record: OpenTelemetry's names for retrievals, and OpenInference's.

Attributes: OpenTelemetry semantic conventions for generative AI (`gen_ai.retrieval.query.text`,
`gen_ai.retrieval.documents`), OpenInference semantic conventions (`input.value`,
`retrieval.documents`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ragaudit.model import Hit, LogRecord, Signal
from ragaudit_connectors.logs import feedback, values

_QUERY = ("gen_ai.retrieval.query.text", "gen_ai.retrieval.query", "retrieval.query", "input.value")
_DOCUMENTS = ("gen_ai.retrieval.documents", "retrieval.documents")
_COST = ("gen_ai.usage.cost", "llm.cost.total", "gen_ai.cost")
_NUMBERED = re.compile(r"retrieval\.documents\.(\d{1,4})\.document\.(\w{1,40})")


def is_retrieval(attributes: Mapping[str, Any]) -> bool:
    """Whether a span tells of documents being looked up."""
    return (
        values.at(attributes, "gen_ai.operation.name") == "retrieval"
        or str(values.at(attributes, "openinference.span.kind")).upper() == "RETRIEVER"
        or values.first(attributes, _DOCUMENTS) is not None
    )


def record(
    attributes: Mapping[str, Any],
    *,
    trace: str,
    start: datetime | None,
    end: datetime | None,
    failed: bool,
    signals: Iterable[Signal] = (),
) -> LogRecord | None:
    """A span as a record, or None where it tells of nothing we count."""
    found = {*signals, *_evaluations([attributes])}
    if not is_retrieval(attributes):
        return LogRecord(signals=frozenset(found), trace=trace) if found and trace else None
    if failed:
        found.add(Signal.EXCEPTION)
    return LogRecord(
        query=values.text(values.first(attributes, _QUERY)),
        hits=_hits(attributes, failed),
        at=start,
        latency_s=(end - start).total_seconds() if start and end and end >= start else None,
        cost=values.number(values.first(attributes, _COST)),
        signals=frozenset(found),
        trace=trace,
    )


def evaluations(events: Iterable[Mapping[str, Any]]) -> set[Signal]:
    """Signals among the events of a span (`gen_ai.evaluation.result`)."""
    return _evaluations(events)


def _evaluations(events: Iterable[Mapping[str, Any]]) -> set[Signal]:
    found = set()
    for event in events:
        name = values.at(event, "gen_ai.evaluation.name")
        if name is None:
            continue
        label = values.at(event, "gen_ai.evaluation.score.label")
        score = values.at(event, "gen_ai.evaluation.score.value")
        signal = feedback.named(name, score if label is None else label)
        if signal is not None:
            found.add(signal)
    return found


def _hits(attributes: Mapping[str, Any], failed: bool) -> tuple[Hit, ...] | None:
    listed = values.first(attributes, _DOCUMENTS)
    if listed is not None:
        return values.hits(_unwrapped(values.parsed(listed)))
    numbered: dict[int, dict[str, Any]] = {}
    for key, value in attributes.items():
        if match := _NUMBERED.fullmatch(key):
            numbered.setdefault(int(match[1]), {})[match[2]] = value
    if numbered:
        return values.hits([numbered[place] for place in sorted(numbered)])
    # A retriever that worked and lists nothing found nothing, if it lists documents at all: the
    # conventions make the list optional, so that nothing can be told.
    return None


def _unwrapped(listed: Any) -> Any:
    """Documents without the `document.` OpenInference puts before every key."""
    if not isinstance(listed, list):
        return listed
    return [
        {key.removeprefix("document."): value for key, value in item.items()}
        if isinstance(item, Mapping)
        else item
        for item in listed
    ]
