"""Everything a report needs, rows shared between runs by content, names of their own.

Frozen: what was released is never edited.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from ragaudit._store.migrations import tables_0002

revision = "0002"
down_revision = "0001"

Row = dict[str, Any]
_BATCH = 500


def upgrade() -> None:
    """Make the new tables, carry over what the old ones hold, and drop those."""
    connection = op.get_bind()
    new = tables_0002.made()
    new.create_all(connection)
    old = sa.MetaData()
    old.reflect(connection, only=["runs", "documents", "findings", "skips"])
    _Copy(connection, old.tables, new.tables).run()
    for name in ("skips", "findings", "documents", "runs"):
        op.drop_table(name)


class _Copy:
    """Carries runs over, oldest first."""

    def __init__(self, connection: sa.Connection, old: Any, new: Any) -> None:
        self._connection, self._old, self._new = connection, old, new
        self._known: dict[tuple[str, str], int] = {}

    def run(self) -> None:
        runs = self._old["runs"]
        rows = self._connection.execute(sa.select(runs).order_by(runs.c.started_at)).mappings()
        for seq, row in enumerate(rows.all(), start=1):
            more = {"seq": seq, "kind": "scan", "details": None}
            self._connection.execute(sa.insert(self._new["ragaudit_runs"]), {**row, **more})
            documents = list(self._rows("documents", row["id"]))
            findings = list(self._rows("findings", row["id"]))
            skips = list(self._rows("skips", row["id"]))
            ids = {(d["source"], d["path"]): d["id"] for d in documents}
            self._link(seq, "documents", [_document(d) for d in documents])
            self._link(seq, "findings", [_finding(f, ids) for f in findings])
            self._link(seq, "skips", [{**s, "action": ""} for s in skips])
            self._insert("ragaudit_sources", _sources(seq, documents, findings, skips))

    def _rows(self, name: str, run: str) -> Iterator[Row]:
        table = self._old[name]
        order = (table.c.source, table.c.path)
        query = sa.select(table).where(table.c.run_id == run).order_by(*order)
        for row in self._connection.execute(query).mappings():
            yield {key: value for key, value in row.items() if key != "run_id"}

    def _link(self, run: int, name: str, rows: list[Row]) -> None:
        links = []
        for position, row in enumerate(rows):
            digest = _digest(row)
            if (name, digest) not in self._known:
                table = self._new[f"ragaudit_{name}"]
                made = self._connection.execute(sa.insert(table), {**row, "digest": digest})
                key = made.inserted_primary_key
                assert key is not None  # noqa: S101 - a single row was inserted
                self._known[name, digest] = key[0]
            item = self._known[name, digest]
            links.append({"run": run, "position": position, "item": item})
        self._insert(f"ragaudit_run_{name}", links)

    def _insert(self, name: str, rows: list[Row]) -> None:
        for start in range(0, len(rows), _BATCH):
            self._connection.execute(sa.insert(self._new[name]), rows[start : start + _BATCH])


def _digest(row: Row) -> str:
    text = repr(("0001", sorted(row.items()))).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]


def _document(old: Row) -> Row:
    row = {key: value for key, value in old.items() if key != "times"}
    return {**row, "details": json.dumps({"times": json.loads(old["times"])})}


def _finding(old: Row, ids: dict[tuple[str, str], str]) -> Row:
    document = ids.get((old["source"], old["path"] or ""))
    return {**old, "document": document, "affected": 1, "details": None}


def _sources(run: int, documents: list[Row], findings: list[Row], skips: list[Row]) -> list[Row]:
    """One row a source; what the old tables do not tell stays empty."""
    names = dict.fromkeys(row["source"] for rows in (documents, findings, skips) for row in rows)
    return [
        {
            "run": run,
            "position": position,
            "source": name,
            "type": "",
            "root": "",
            "partial": False,
            "failed": False,
            **_counts(name, documents, findings),
        }
        for position, name in enumerate(names)
    ]


def _counts(name: str, documents: list[Row], findings: list[Row]) -> Row:
    inside = [d for d in documents if d["source"] == name]
    counting = [f for f in findings if f["source"] == name and f["status"] == "open"]
    levels = [f["severity"] for f in counting]
    return {
        "documents": len(inside),
        "errors": levels.count("error"),
        "warnings": levels.count("warn"),
        "infos": levels.count("info"),
        "stale": len({f["path"] for f in counting if f["code"].startswith("FRS")}),
        "conflicts": len({f["path"] for f in counting if f["code"].startswith("CNF")}),
        "unowned": sum(d["owner"] is None for d in inside),
    }
