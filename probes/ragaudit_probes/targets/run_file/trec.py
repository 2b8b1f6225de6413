"""Runs in TREC's format: `query Q0 document rank score tag`, blanks between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ragaudit.model import Hit, Retrieved
from ragaudit_probes.targets.run_file.records import Lines, Record
from ragaudit_probes.targets.shared import MOST_HITS, number

Order = Literal["auto", "rank", "score"]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    document: str
    rank: int
    score: float


def records(lines: Lines, order: Order) -> Iterator[Record]:
    """Each query's results, in the order of the file.

    By rank where every rank of a query is another one, else by falling score and then by falling
    name, as trec_eval does, which never looks at ranks. Raises `MalformedError` for a line that is
    none, and with `auto` where rank and score disagree.
    """
    queries: dict[str, list[_Row]] = {}
    for at, text in lines:
        query, row = _row(lines, at, text)
        queries.setdefault(query, []).append(row)
        if len(queries[query]) > MOST_HITS:
            raise lines.bad(at, f"a query has more than {MOST_HITS:,} results")
    for query, rows in queries.items():
        ordered = _ordered(lines, rows, order)
        hits = tuple(Hit(row.document, row.score, row.document) for row in ordered)
        yield Record(rows[0].line, Retrieved(hits), probe=query)


def _row(lines: Lines, at: int, text: str) -> tuple[str, _Row]:
    parts = text.split()
    if len(parts) != 6:
        told = f"a line of a run has 6 columns, this one {len(parts)}"
        raise lines.bad(at, told, "query Q0 document rank score tag")
    query, _, document, rank, score, _ = parts
    value = number(score)
    try:
        return query, _Row(at, document, int(rank), _known(value))
    except ValueError:
        raise lines.bad(at, "rank and score must be numbers") from None


def _known(value: float | None) -> float:
    if value is None:
        raise ValueError
    return value


def _ordered(lines: Lines, rows: Sequence[_Row], order: Order) -> list[_Row]:
    by_name = sorted(rows, key=lambda row: row.document, reverse=True)
    by_score = sorted(by_name, key=lambda row: -row.score)
    if order == "score" or (order == "auto" and len({row.rank for row in rows}) < len(rows)):
        return by_score
    by_rank = sorted(rows, key=lambda row: row.rank)
    if order == "auto":
        for better, worse in pairwise(by_rank):
            if worse.score > better.score:
                told = f"ranked below line {better.line} and scored above it"
                hint = "set `order: rank`, or `order: score` as trec_eval does"
                raise lines.bad(worse.line, told, hint)
    return by_rank
