"""Runs from rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from ragaudit._history import SourceRow
from ragaudit._store import tables
from ragaudit._store.documents import read_documents, read_policy
from ragaudit._store.encoding import FINDING, LEAK, RESULT, RULE, SCORE, SKIP, decoded
from ragaudit.errors import StoreError
from ragaudit.model import (
    AccessPolicy,
    Audit,
    PastRun,
    RunKind,
    SourceCounts,
    SourceSummary,
    VerdictStatus,
)

_COUNTS = tuple(name for name in SourceCounts.__dataclass_fields__ if name != "source")


@dataclass(frozen=True, slots=True)
class StoredRun:
    """One run on record, in numbers."""

    seq: int
    past: PastRun
    config_digest: str
    interrupted: bool
    sources: tuple[SourceRow, ...]
    details: str | bytes | None = None
    """JSON of the audit without its rows; None where a run of ragaudit 0.1.0 kept less."""


def stored_runs(connection: Connection, *conditions: Any, limit: int | None) -> list[StoredRun]:
    """Runs that meet conditions on their row, the newest first."""
    table = tables.runs
    newest = (table.c.started_at.desc(), table.c.seq.desc())
    query = select(table).where(*conditions).order_by(*newest).limit(limit)
    rows = connection.execute(query).mappings().all()
    sources = _sources(connection, [row["seq"] for row in rows])
    return [_run(row, sources.get(row["seq"], ())) for row in rows]


def _sources(connection: Connection, runs: Sequence[int]) -> dict[int, tuple[SourceRow, ...]]:
    table = tables.sources
    columns = [c for c in table.c if c.name != "details"]
    found: dict[int, list[SourceRow]] = {}
    for start in range(0, len(runs), 500):
        part = runs[start : start + 500]
        query = select(*columns).where(table.c.run.in_(part))
        ordered = query.order_by(table.c.run, table.c.position)
        for row in connection.execute(ordered).mappings():
            counts = SourceCounts(row["source"], **{name: row[name] for name in _COUNTS})
            made = SourceRow(counts, row["type"], row["root"], row["partial"], row["failed"])
            found.setdefault(row["run"], []).append(made)
    return {run: tuple(rows) for run, rows in found.items()}


def _run(row: Any, sources: tuple[SourceRow, ...]) -> StoredRun:
    try:
        past = PastRun(
            row["id"],
            RunKind(row["kind"]),
            datetime.fromisoformat(row["started_at"]),
            date.fromisoformat(row["as_of"]),
            row["version"],
            VerdictStatus(row["status"]),
            tuple(source.counts for source in sources),
        )
    except ValueError as error:
        raise StoreError(
            f"the run {row['id']} cannot be read ({error})",
            "it was changed by hand, damaged, or written by another version of ragaudit",
        ) from error
    return StoredRun(
        row["seq"], past, row["config_digest"], row["interrupted"], sources, row["details"]
    )


def head_of(run: StoredRun) -> Audit | None:
    """The audit without its rows; None where that was not kept."""
    return decoded(run.details, Audit) if run.details is not None else None


def load(connection: Connection, run: StoredRun) -> Audit:
    """The whole audit, with documents that hold no text. Raises `StoreError`."""
    head, seq = head_of(run), run.seq
    if head is None:
        raise StoreError(
            f"the run {run.past.id} was recorded by ragaudit {run.past.version}, which kept less "
            "than a report needs",
            "`ragaudit history` and `ragaudit diff` can read it",
        )
    documents = linked(connection, seq, tables.DOCUMENTS)
    return replace(
        with_rows(connection, run, head),
        sources=tuple(
            decoded(row["details"], SourceSummary)
            for row in plain(connection, seq, tables.sources)
            if row["details"] is not None
        ),
        documents=tuple(read_documents(documents, _policies(connection, seq))),
        findings=tuple(map(FINDING.value, linked(connection, seq, tables.FINDINGS))),
        skips=tuple(map(SKIP.value, linked(connection, seq, tables.SKIPS))),
        rules={r.code: r for r in map(RULE.value, linked(connection, seq, tables.RULES))},
    )


def with_rows(connection: Connection, run: StoredRun, head: Audit) -> Audit:
    """With the scores, leaks and results of a probe run."""
    if head.probing is None:
        return head
    probing = replace(
        head.probing,
        scores=tuple(map(SCORE.value, plain(connection, run.seq, tables.scores))),
        leaks=tuple(map(LEAK.value, plain(connection, run.seq, tables.leaks))),
        results=tuple(map(RESULT.value, plain(connection, run.seq, tables.probe_results))),
    )
    return replace(head, probing=probing)


def linked(connection: Connection, run: int, shared: tables.Shared) -> Sequence[Any]:
    """The rows of a run in their order, each with what its link says."""
    items, links = shared
    own = [c for c in links.c if c.name not in ("run", "position", "item")]
    query = (
        select(items, *own)
        .join(links, links.c.item == items.c.seq)
        .where(links.c.run == run)
        .order_by(links.c.position)
    )
    return connection.execute(query).mappings().all()


def plain(connection: Connection, run: int, table: Table) -> Sequence[Any]:
    """The rows that belong to a run alone, in their order."""
    query = select(table).where(table.c.run == run).order_by(table.c.position)
    return connection.execute(query).mappings().all()


def _policies(connection: Connection, run: int) -> dict[int, AccessPolicy]:
    """Every access list of a run, read once."""
    links, documents = tables.DOCUMENTS.links, tables.documents
    used = (
        select(documents.c.policy)
        .join(links, links.c.item == documents.c.seq)
        .where(links.c.run == run)
    )
    query = select(tables.policies.c.seq, tables.policies.c.details).where(
        tables.policies.c.seq.in_(used)
    )
    return {row[0]: read_policy(row[1]) for row in connection.execute(query)}
