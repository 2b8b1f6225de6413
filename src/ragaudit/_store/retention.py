"""Which runs are kept, and how the others are forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from ragaudit._store import tables
from ragaudit._store.writing import moment
from ragaudit.model import RunKind


@dataclass(frozen=True, slots=True)
class Retention:
    """How long runs are kept. The newest of each kind always is."""

    keep: int = 100
    """Runs of each kind, so that frequent runs of one do not push out the others."""
    keep_days: int | None = None


def forget(connection: Connection, retention: Retention, now: datetime) -> int:
    """Delete runs that are too many or too old, and rows no run has any more; return how many."""
    gone = [seq for kind in RunKind for seq in _outdated(connection, kind, retention, now)]
    for start in range(0, len(gone), 100):
        _delete(connection, gone[start : start + 100])
    return len(gone)


def _outdated(
    connection: Connection, kind: RunKind, retention: Retention, now: datetime
) -> list[int]:
    table = tables.runs
    query = (
        select(table.c.seq, table.c.started_at)
        .where(table.c.kind == kind.value)
        .order_by(table.c.started_at.desc(), table.c.seq.desc())
    )
    rows = connection.execute(query).all()
    days = retention.keep_days
    oldest = moment(now - timedelta(days=days)) if days is not None else ""
    kept = max(1, retention.keep)
    return [row[0] for n, row in enumerate(rows) if n >= kept or (n and row[1] < oldest)]


def _delete(connection: Connection, runs: list[int]) -> None:
    for shared in tables.SHARED:
        links = shared.links
        used = select(links.c.item).where(links.c.run.in_(runs)).distinct()
        candidates = list(connection.scalars(used))
        connection.execute(delete(links).where(links.c.run.in_(runs)))
        _drop_unused(connection, shared, candidates)
    for table in tables.PLAIN:
        connection.execute(delete(table).where(table.c.run.in_(runs)))
    connection.execute(delete(tables.runs).where(tables.runs.c.seq.in_(runs)))
    policies = tables.policies
    used_by = select(tables.documents.c.policy).where(tables.documents.c.policy == policies.c.seq)
    connection.execute(delete(policies).where(~used_by.exists()))


def _drop_unused(connection: Connection, shared: tables.Shared, candidates: list[int]) -> None:
    """Delete those of some rows that no run has any more."""
    items, links = shared
    pointing = select(links.c.item).where(links.c.item == items.c.seq)
    for start in range(0, len(candidates), 500):
        part = candidates[start : start + 500]
        connection.execute(delete(items).where(items.c.seq.in_(part), ~pointing.exists()))
