"""Which run is meant, which ones came before, and which of those can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from ragaudit._history import SourceRow
from ragaudit._history.trend import Entry
from ragaudit._store import tables
from ragaudit._store.reading import StoredRun, head_of, stored_runs
from ragaudit.errors import UsageError
from ragaudit.model import PastRun, SourceCounts
from ragaudit.text.suggest import nearest

LATEST, PREVIOUS = "latest", "previous"
_SHOWN = 3


def with_sources(*names: str) -> Any:
    """A condition on runs: that they had one of these sources."""
    sources = tables.sources
    return tables.runs.c.seq.in_(select(sources.c.run).where(sources.c.source.in_(names)))


def shares_source(run: StoredRun, other: StoredRun) -> bool:
    """Whether two runs had a source in common: the same id at the same place."""
    mine = {row.counts.source: row for row in run.sources}
    found = ((mine.get(row.counts.source), row) for row in other.sources)
    return any(own is not None and own.is_same(row) for own, row in found)


def comparable(past: Sequence[StoredRun], run: StoredRun) -> StoredRun | None:
    """The newest earlier run of the same kind that was not interrupted."""
    alike = (p for p in past if p.past.kind is run.past.kind and not p.interrupted)
    return next(alike, None)


def entry(run: StoredRun, older: Sequence[StoredRun]) -> Entry:
    """A run with the one before it, as far as the two can be compared."""
    before = comparable([other for other in older if shares_source(other, run)], run)
    seen = seen_from([before], run) if before is not None and not run.interrupted else ()
    return Entry(run.past, next(iter(seen), None), run.interrupted)


def seen_from(past: Sequence[StoredRun], run: StoredRun) -> tuple[PastRun, ...]:
    """Earlier runs in numbers that can be held against those of `run`.

    A source at another place is left out. Counts of findings are empty where another set of rules
    ran: then they are numbers of something else.
    """
    own = _rules(run)
    return tuple(
        replace(p.past, sources=tuple(_seen(row, p, own) for row in _of(p, run)))
        for p in past
        if not p.interrupted
    )


def _of(past: StoredRun, run: StoredRun) -> list[SourceRow]:
    mine = {row.counts.source: row for row in run.sources}
    return [
        row
        for row in past.sources
        if row.counts.source in mine and mine[row.counts.source].is_same(row)
    ]


def _seen(row: SourceRow, run: StoredRun, own: frozenset[str] | None) -> SourceCounts:
    theirs, counts = _rules(run), row.counts
    if own is None or theirs is None or theirs == own:
        return counts
    changed = {code[:3] for code in theirs ^ own}
    return replace(
        counts,
        errors=None,
        warnings=None,
        infos=None,
        stale=None if "FRS" in changed else counts.stale,
        conflicts=None if "CNF" in changed else counts.conflicts,
    )


def _rules(run: StoredRun) -> frozenset[str] | None:
    head = head_of(run)
    return frozenset(head.run.rules) if head else None


def find(connection: Connection, name: str, shown: str) -> StoredRun:
    """A run by id, the beginning of one, or a word. Raises `UsageError` that says what there is."""
    newest = stored_runs(connection, limit=50)
    if not newest:
        raise UsageError(f"no run is on record in {shown}", "`ragaudit scan` puts the first there")
    if name == LATEST:
        return newest[0]
    pattern = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    found = stored_runs(connection, tables.runs.c.id.like(pattern, escape="\\"), limit=10)
    exact = [run for run in found if run.past.id == name]
    if exact or len(found) == 1:
        return (exact or found)[0]
    if found:
        ids = [run.past.id for run in found]
        raise UsageError(f"several runs begin with “{name}”: {_listed(ids)}", "write more of it")
    ids = [run.past.id for run in newest]
    near = nearest(name, ids)
    raise UsageError(
        f"there is no run “{name}” in {shown}",
        f"did you mean “{near}”?"
        if near
        else f"the newest are {_listed(ids)}; see all by `ragaudit history`",
    )


def no_previous(latest: StoredRun) -> UsageError:
    """What to say where `previous` names nothing."""
    return UsageError(
        f"there is no earlier {latest.past.kind} run over the same sources as {latest.past.id}",
        "name two runs; `ragaudit history` lists them",
    )


def _listed(ids: Sequence[str]) -> str:
    return ", ".join(ids[:_SHOWN]) + (", …" if len(ids) > _SHOWN else "")
