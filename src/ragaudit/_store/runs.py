"""Writes a finished run in one transaction: a killed scan leaves no half of one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, create_engine, delete, event, insert, select
from sqlalchemy.exc import SQLAlchemyError

from ragaudit._store import tables
from ragaudit.errors import StoreError
from ragaudit.model import Audit, Document

KEEP_RUNS = 100
"""Older runs are forgotten, so that the file does not grow for ever."""


class RunStore:
    """The history of runs behind a database URL. Raises `StoreError`."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            self._engine = _engine(url)
            tables.metadata.create_all(self._engine)
        except SQLAlchemyError as error:
            raise _failed(url, error) from error

    def save(self, audit: Audit) -> None:
        """Record one run and everything it found."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(tables.runs), _run_row(audit))
                for table, rows in (
                    (tables.documents, _document_rows(audit)),
                    (tables.findings, _finding_rows(audit)),
                    (tables.skips, _skip_rows(audit)),
                ):
                    if rows:
                        connection.execute(insert(table), rows)
                old = select(tables.runs.c.id).order_by(tables.runs.c.started_at.desc())
                gone = connection.scalars(old.offset(KEEP_RUNS)).all()
                if gone:
                    connection.execute(delete(tables.runs).where(tables.runs.c.id.in_(gone)))
        except SQLAlchemyError as error:
            raise _failed(self._url, error) from error

    def runs(self) -> Sequence[dict[str, Any]]:
        """Every recorded run, newest first."""
        query = select(tables.runs).order_by(tables.runs.c.started_at.desc())
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def findings(self, run_id: str) -> Sequence[dict[str, Any]]:
        """The findings of one run, by source, path and line."""
        table = tables.findings
        query = (
            select(table)
            .where(table.c.run_id == run_id)
            .order_by(table.c.source, table.c.path, table.c.line, table.c.fingerprint)
        )
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def close(self) -> None:
        """Give the connection back."""
        self._engine.dispose()


def _engine(url: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30} if url.startswith("sqlite") else {})
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode = wal", "synchronous = normal", "foreign_keys = on"):
        cursor.execute(f"pragma {pragma}")
    cursor.close()


def _failed(url: str, error: SQLAlchemyError) -> StoreError:
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    shown = url.rpartition("@")[2]
    return StoreError(
        f"the run history at {shown} cannot be used: {reason}", "move the file away to start anew"
    )


def _run_row(audit: Audit) -> dict[str, Any]:
    run = audit.run
    return {
        "id": run.id,
        "started_at": run.started_at.isoformat(),
        "as_of": run.as_of.isoformat(),
        "version": run.version,
        "config_digest": run.config_digest,
        "corpus_digest": run.corpus_digest,
        "status": audit.verdict.status.value,
        "exit_code": audit.verdict.exit_code,
        "interrupted": run.interrupted,
    }


def _document_rows(audit: Audit) -> list[dict[str, Any]]:
    return [
        {
            "run_id": audit.run.id,
            "id": _text(d.id),
            "source": d.source_id,
            "path": _text(d.path),
            "title": _text(d.title),
            "owner": _text(d.owner.principal) if d.owner else None,
            "exposure": d.access.exposure.value,
            "raw_sha256": d.raw_sha256,
            "text_sha256": d.content.text_sha256,
            "times": _times(d),
        }
        for d in audit.documents
    ]


def _times(document: Document) -> str:
    known = {
        name: {"value": str(fact.value), "quality": fact.quality.value, "locator": fact.locator}
        for name, fact in document.times.items()
        if fact.known
    }
    return json.dumps(known)


def _finding_rows(audit: Audit) -> list[dict[str, Any]]:
    rows = {
        f.fingerprint: {
            "run_id": audit.run.id,
            "fingerprint": f.fingerprint,
            "code": f.code,
            "severity": f.severity.value,
            "confidence": f.confidence.value,
            "status": f.status.value,
            "source": f.source,
            "path": _text(f.path),
            "line": f.line,
            "owner": _text(f.owner),
            "message": _text(f.message),
            "quote": _text(f.quote),
        }
        for f in audit.findings
    }
    return list(rows.values())


def _skip_rows(audit: Audit) -> list[dict[str, Any]]:
    rows = {
        (s.source_id, s.path): {
            "run_id": audit.run.id,
            "source": s.source_id,
            "path": _text(s.path),
            "reason": s.reason.value,
            "detail": _text(s.detail),
        }
        for s in audit.skips
    }
    return list(rows.values())


def _text(value: str | None) -> str | None:
    """A value any database takes: no lone surrogates, no NUL."""
    if value is None:
        return None
    return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "�")
