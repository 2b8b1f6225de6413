"""Two runs as far as they differ: what is the same row in both is never read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from ragaudit._history import Held, Side
from ragaudit._store import tables
from ragaudit._store.documents import read_policy
from ragaudit._store.encoding import FINDING, column
from ragaudit._store.reading import StoredRun, head_of, with_rows
from ragaudit.model import AccessPolicy, Confidence, Finding, Remedy, Severity, Status

_Documents = Mapping[str, Held]


def pair(
    connection: Connection, before: StoredRun, after: StoredRun, *, findings_only: bool = False
) -> tuple[Side, Side]:
    """Both runs, with whatever they do not share. Raises `StoreError`."""
    old, new = _documents(connection, before.seq), _documents(connection, after.seq)
    policies = {} if findings_only else _policies(connection, _changed_policies(old, new))
    return (
        _side(connection, before, after, old, policies),
        _side(connection, after, before, new, policies),
    )


def _side(
    connection: Connection,
    run: StoredRun,
    other: StoredRun,
    documents: _Documents,
    policies: Mapping[int, AccessPolicy],
) -> Side:
    head = head_of(run)
    return Side(
        run=run.past,
        config_digest=run.config_digest,
        sources={row.counts.source: row for row in run.sources},
        interrupted=run.interrupted,
        rules=frozenset(head.run.rules) if head else None,
        skipped_rules=head.skipped_rules if head else (),
        skips=_skips(connection, run.seq),
        documents=documents,
        findings=tuple(_findings(connection, run.seq, other.seq)),
        policies=policies,
        probing=with_rows(connection, run, head).probing if head else None,
    )


def _documents(connection: Connection, run: int) -> dict[str, Held]:
    documents, links = tables.DOCUMENTS
    columns = (documents.c.source, documents.c.path, documents.c.text_sha256, documents.c.policy)
    query = (
        select(documents.c.id, *columns)
        .join(links, links.c.item == documents.c.seq)
        .where(links.c.run == run)
    )
    return {row[0]: Held(*row[1:]) for row in connection.execute(query)}


def _changed_policies(old: _Documents, new: _Documents) -> set[int]:
    pairs = ((old[key].policy, new[key].policy) for key in old.keys() & new.keys())
    return {number for pair in pairs if pair[0] != pair[1] for number in pair if number is not None}


def _policies(connection: Connection, numbers: Iterable[int]) -> dict[int, AccessPolicy]:
    table, todo = tables.policies, sorted(numbers)
    found: dict[int, AccessPolicy] = {}
    for start in range(0, len(todo), 500):
        part = todo[start : start + 500]
        query = select(table.c.seq, table.c.details).where(table.c.seq.in_(part))
        found.update((row[0], read_policy(row[1])) for row in connection.execute(query))
    return found


def _skips(connection: Connection, run: int) -> frozenset[tuple[str, str]]:
    items, links = tables.SKIPS
    query = (
        select(items.c.source, items.c.path)
        .join(links, links.c.item == items.c.seq)
        .where(links.c.run == run)
    )
    return frozenset((row[0], row[1]) for row in connection.execute(query))


def _findings(connection: Connection, run: int, other: int) -> Iterable[Finding]:
    items, links = tables.FINDINGS
    shared = select(links.c.item).where(links.c.run == other)
    query = (
        select(items)
        .join(links, links.c.item == items.c.seq)
        .where(links.c.run == run, links.c.item.not_in(shared))
    )
    return map(_finding, connection.execute(query).mappings().all())


def _finding(row: Any) -> Finding:
    """With the names of documents as the columns have them, so that they can be looked up."""
    found = FINDING.value(row) if row["details"] is not None else _early(row)
    return replace(
        found,
        document=column(found.document) if found.document is not None else None,
        path=column(found.path) if found.path is not None else None,
    )


def _early(row: Any) -> Finding:
    """A finding of ragaudit 0.1.0, which kept neither the rule's name nor what to do."""
    return Finding(
        code=row["code"],
        rule="",
        severity=Severity(row["severity"]),
        confidence=Confidence(row["confidence"]),
        source=row["source"],
        document=row["document"],
        path=row["path"],
        line=row["line"],
        quote=row["quote"],
        message=row["message"],
        remedy=Remedy.VERIFY,
        action="",
        owner=row["owner"],
        fingerprint=row["fingerprint"],
        status=Status(row["status"]),
        affected=row["affected"],
    )
