"""The history of runs: written in one transaction each, so that a killed run leaves no half."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from ragaudit._history import compare, since
from ragaudit._history.trend import Entry
from ragaudit._store import finding_runs, reading, schema, tables
from ragaudit._store.database import WAIT_S, Database
from ragaudit._store.pairs import pair
from ragaudit._store.reading import StoredRun
from ragaudit._store.redacting import redacted
from ragaudit._store.retention import Retention, forget
from ragaudit._store.writing import moment, note_since, write
from ragaudit.errors import StoreError
from ragaudit.model import Audit, Changes, PastRun

PAST = 30
"""Earlier runs a report looks back on."""


class RunStore:
    """The runs in a file or behind a database address. Raises `StoreError`.

    `read_only` makes nothing that is not there; tables of an older version are still brought up
    to date, since they could not be read otherwise.
    """

    def __init__(
        self,
        place: Path | str,
        retention: Retention | None = None,
        *,
        read_only: bool = False,
        wait_s: float = WAIT_S,
    ) -> None:
        self._database = Database(place, wait_s=wait_s)
        self._retention = retention or Retention()
        self.migrated: str | None = None
        """What was done to tables of an older version, in a sentence."""
        if read_only:
            self._check_there()
        self.migrated = schema.prepare(self._database)

    @property
    def shown(self) -> str:
        """The place in words, without secrets."""
        return self._database.shown

    def _check_there(self) -> None:
        there = self._database.exists
        if there:
            with self._database.reading() as connection:
                there = schema.current(connection) is not None
        if not there:
            raise StoreError(
                f"no run is on record in {self.shown}", "`ragaudit scan` puts the first one there"
            )

    def save(self, audit: Audit, partial: Collection[str] = ()) -> Audit:
        """Put a run on record; return the audit with its past, and with what is new since then.

        `partial` names sources of which only a part was asked for.
        """
        kept = redacted(audit)
        with self._database.writing() as connection:
            run = write(connection, kept, partial)
            (this,) = reading.stored_runs(connection, tables.runs.c.seq == run, limit=1)
            past = self._past(connection, this)
            before = None if this.interrupted else finding_runs.comparable(past, this)
            if before is not None:
                added = since(*pair(connection, before, this, findings_only=True))
                kept, audit = replace(kept, since=added), replace(audit, since=added)
                note_since(connection, run, kept)
            forget(connection, self._retention, audit.run.started_at)
        return replace(audit, past=finding_runs.seen_from(past, this)[:PAST])

    def load(self, run: StoredRun) -> Audit:
        """The whole audit, with its past as far as that is still on record."""
        with self._database.reading() as connection:
            past = finding_runs.seen_from(self._past(connection, run), run)[:PAST]
            return replace(reading.load(connection, run), past=past)

    def runs(self, source: str | None = None, limit: int | None = None) -> Sequence[StoredRun]:
        """Runs on record, the newest first; only those with a source, where one is named."""
        with self._database.reading() as connection:
            conditions = [finding_runs.with_sources(source)] if source else []
            return reading.stored_runs(connection, *conditions, limit=limit)

    def entries(self, source: str | None = None, limit: int | None = None) -> list[Entry]:
        """Runs, the newest first, each with the earlier one it can be held against."""
        found = self.runs(source)
        return [
            finding_runs.entry(run, found[number + 1 :]) for number, run in enumerate(found[:limit])
        ]

    def find(self, name: str) -> StoredRun:
        """A run by id, the beginning of one, `latest` or `previous`. Raises `UsageError`."""
        if name == finding_runs.PREVIOUS:
            latest = self.find(finding_runs.LATEST)
            if (found := self.before(latest)) is None:
                raise finding_runs.no_previous(latest)
            return found
        with self._database.reading() as connection:
            return finding_runs.find(connection, name, self.shown)

    def before(self, run: StoredRun) -> StoredRun | None:
        """The newest earlier run that can be compared with one."""
        with self._database.reading() as connection:
            return finding_runs.comparable(self._past(connection, run), run)

    def compare(self, before: StoredRun, after: StoredRun) -> Changes:
        """What changed between two runs, and what they cannot tell."""
        with self._database.reading() as connection:
            return compare(*pair(connection, before, after))

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()

    def _past(self, connection: Connection, run: StoredRun) -> list[StoredRun]:
        """Earlier runs over any of the same sources, the newest first."""
        names = [source.counts.source for source in run.sources]
        earlier = tables.runs.c.started_at < moment(run.past.started_at)
        found = reading.stored_runs(
            connection, earlier, finding_runs.with_sources(*names), limit=2 * PAST
        )
        return [other for other in found if finding_runs.shares_source(other, run)]


__all__ = ["PAST", "PastRun", "Retention", "RunStore", "StoredRun"]
