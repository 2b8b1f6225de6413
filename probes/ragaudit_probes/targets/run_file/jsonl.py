"""Recordings as JSON, one question a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec

from ragaudit.errors import MalformedError
from ragaudit.model import Hit, Retrieved
from ragaudit_probes.targets.run_file.records import Lines, Record
from ragaudit_probes.targets.shared import MOST_HITS, retrieved


class _Line(msgspec.Struct):
    query: str = ""
    probe: str = ""
    principal: str | None = None
    hits: list[Any] | None = None
    error: Any = None
    """Anything true: the call had failed. Never shown."""
    latency_s: float = 0.0
    total: int | None = None
    cost: float | None = None
    k: int | None = None


_READ = msgspec.json.Decoder(_Line)


def records(lines: Lines) -> Iterator[Record]:
    """Each line. Raises `MalformedError` that names the line; one without `hits` is none."""
    for number, text in lines:
        try:
            read = _READ.decode(text)
        except (msgspec.DecodeError, RecursionError) as error:
            kind = "does not fit" if isinstance(error, msgspec.ValidationError) else "is broken"
            raise lines.bad(number, f"the JSON of the line {kind}", _SHAPE) from None
        if not (read.query.strip() or read.probe):
            raise lines.bad(number, "there is neither a `query` nor a `probe`", _SHAPE)
        yield Record(
            number,
            _answer(lines, number, read),
            read.query,
            read.probe,
            read.principal or "",
            read.k,
        )


_SHAPE = '{"query": "…", "principal": "…", "hits": [{"id": "…", "score": 0.5, "document": "…"}]}'


def _answer(lines: Lines, number: int, read: _Line) -> Retrieved | None:
    if read.error:
        return None
    if read.hits is None:
        raise lines.bad(number, "there are no `hits`; where nothing was found, write `[]`", _SHAPE)
    try:
        found = retrieved(read.hits, MOST_HITS, who=f"{lines.shown}:{number}")
    except MalformedError as error:
        raise MalformedError(error.message, _SHAPE) from None
    return replace(found, total=read.total, cost=read.cost, latency_s=max(0.0, read.latency_s))


def line(query: str, answer: Retrieved, principal: str = "", k: int | None = None) -> str:
    """A recording of one answer, as `records` reads it; texts of documents are left out."""
    written: dict[str, Any] = {"query": query, "hits": [_hit(hit) for hit in answer.hits]}
    optional = {
        "principal": principal or None,
        "k": k,
        "latency_s": answer.latency_s,
        "total": answer.total,
        "cost": answer.cost,
    }
    written |= {name: value for name, value in optional.items() if value is not None}
    return msgspec.json.encode(written).decode() + "\n"


def _hit(hit: Hit) -> dict[str, Any]:
    parts = {"id": hit.id, "score": hit.score, "document": hit.document or None}
    return {name: value for name, value in parts.items() if value is not None}
