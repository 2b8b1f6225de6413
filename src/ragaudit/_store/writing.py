"""A run as rows, inside one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, Table, insert, select, update

from ragaudit._history import count_sources
from ragaudit._store import tables
from ragaudit._store.documents import Policies, day, document_digest, document_row
from ragaudit._store.encoding import (
    FINDING,
    LEAK,
    RESULT,
    RULE,
    SCORE,
    SKIP,
    Row,
    column,
    encoded,
)
from ragaudit.model import Audit, Document, SourceSummary

_BATCH = 500


def head_of(audit: Audit) -> Audit:
    """What a report needs besides rows that are shared between runs or have a table of their own.

    Whatever an audit gains is in it by itself.
    """
    probing = audit.probing
    return replace(
        audit,
        sources=(),
        documents=(),
        findings=(),
        skips=(),
        rules={},
        past=(),
        probing=replace(probing, scores=(), leaks=(), results=()) if probing else None,
    )


def moment(time: datetime) -> str:
    """A moment as text that sorts."""
    aware = time if time.tzinfo else time.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def write(connection: Connection, audit: Audit, partial: Collection[str]) -> int:
    """Write a whole run; return its number."""
    run = _run(connection, audit)
    _sources(connection, run, audit, partial)
    _documents(connection, run, audit.documents)
    _link(connection, run, tables.FINDINGS, [FINDING.shared(f) for f in audit.findings])
    _link(connection, run, tables.SKIPS, [SKIP.shared(s) for s in audit.skips])
    _link(connection, run, tables.RULES, [RULE.shared(r) for r in audit.rules.values()])
    if audit.probing is not None:
        _plain(connection, run, tables.scores, map(SCORE.row, audit.probing.scores))
        _plain(connection, run, tables.leaks, map(LEAK.row, audit.probing.leaks))
        _plain(connection, run, tables.probe_results, map(RESULT.row, audit.probing.results))
    return run


def note_since(connection: Connection, run: int, audit: Audit) -> None:
    """Write what became of the run before, which is known only once the run is there."""
    change = update(tables.runs).where(tables.runs.c.seq == run)
    connection.execute(change.values(details=encoded(head_of(audit))))


def _run(connection: Connection, audit: Audit) -> int:
    run = audit.run
    row = {
        "id": run.id,
        "kind": run.kind.value,
        "started_at": moment(run.started_at),
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "config_digest": run.config_digest,
        "corpus_digest": run.corpus_digest,
        "status": audit.verdict.status.value,
        "exit_code": audit.verdict.exit_code,
        "interrupted": run.interrupted,
        "details": encoded(head_of(audit)),
    }
    made = connection.execute(insert(tables.runs).values(row)).inserted_primary_key
    assert made is not None  # noqa: S101 - a single row was inserted
    return int(made[0])


def _sources(connection: Connection, run: int, audit: Audit, partial: Collection[str]) -> None:
    failed = {failure.source for failure in audit.source_failures}
    rows = []
    for source, counts in zip(audit.sources, count_sources(audit, partial), strict=True):
        measured = {
            name: getattr(counts, name)
            for name in type(counts).__dataclass_fields__
            if name != "source"
        }
        rows.append(
            {
                "source": column(source.id),
                "type": column(source.type),
                "root": column(source.root),
                "partial": source.id in partial,
                "failed": source.id in failed,
                "details": encoded(source),
                **measured,
            }
        )
    rows += _unlisted(audit.sources, failed)
    _plain(connection, run, tables.sources, rows)


def _unlisted(sources: Sequence[SourceSummary], failed: set[str]) -> Iterable[Row]:
    """Sources of which nothing but their failure is known."""
    for name in sorted(failed - {source.id for source in sources}):
        yield {
            "source": column(name),
            "type": "",
            "root": "",
            "partial": False,
            "failed": True,
            "details": None,
        }


def _documents(connection: Connection, run: int, documents: Sequence[Document]) -> None:
    policies = Policies()
    rows = [policies.row(document.access) for document in documents]
    numbers = _numbers(connection, tables.policies, policies.kept())
    digests = [document_digest(d, policy) for d, policy in zip(documents, rows, strict=True)]
    known = _known(connection, tables.DOCUMENTS.items, list(dict.fromkeys(digests)))
    # A row that is there is only pointed at: making it is what takes time.
    made: list[Row] = [
        {"digest": key}
        if key in known
        else {**document_row(document, policy), "policy": numbers[policy["digest"]]}
        for document, policy, key in zip(documents, rows, digests, strict=True)
    ]
    _link(connection, run, tables.DOCUMENTS, made, [{"mtime": day(d)} for d in documents])


def _link(
    connection: Connection,
    run: int,
    shared: tables.Shared,
    rows: Sequence[Row],
    more: Sequence[Row] = (),
) -> None:
    """Tie rows to a run in their order, writing those that no run had yet."""
    numbers = _numbers(connection, shared.items, rows)
    links = [{"item": numbers[row["digest"]]} for row in rows]
    for link, own in zip(links, more, strict=False):
        link.update(own)
    _plain(connection, run, shared.links, links)


def _numbers(connection: Connection, table: Table, rows: Iterable[Row]) -> dict[str, int]:
    """The number of each row by its digest; nobody else writes meanwhile."""
    wanted = {row["digest"]: row for row in rows}
    found = _known(connection, table, list(wanted))
    missing = [row for key, row in wanted.items() if key not in found]
    for start in range(0, len(missing), _BATCH):
        connection.execute(insert(table), missing[start : start + _BATCH])
    return found | _known(connection, table, [row["digest"] for row in missing])


def _known(connection: Connection, table: Table, digests: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(digests), _BATCH):
        part = digests[start : start + _BATCH]
        query = select(table.c.digest, table.c.seq).where(table.c.digest.in_(part))
        found.update((row[0], row[1]) for row in connection.execute(query))
    return found


def _plain(connection: Connection, run: int, table: Table, rows: Iterable[Row]) -> None:
    """Write rows that belong to one run, in their order."""
    made = [{"run": run, "position": n, **row} for n, row in enumerate(rows)]
    if made:
        names = {name for row in made for name in row}
        whole = [{**dict.fromkeys(names), **row} for row in made]
        connection.execute(insert(table), whole)
