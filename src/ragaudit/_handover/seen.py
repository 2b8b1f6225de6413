"""Since when findings are on record."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from ragaudit._store.database import Database
from ragaudit._store.tables import FINDINGS, runs


def first_seen(place: Path | str) -> dict[str, date]:
    """Fingerprint to the day of the first run on record that had it. Raises `StoreError`."""
    items, links = FINDINGS
    joined = links.join(items, links.c.item == items.c.seq).join(runs, links.c.run == runs.c.seq)
    query = (
        select(items.c.fingerprint, func.min(runs.c.as_of))
        .select_from(joined)
        .group_by(items.c.fingerprint)
    )
    database = Database(place)
    try:
        with database.reading() as connection:
            rows = connection.execute(query).all()
    finally:
        database.close()
    return {fingerprint: date.fromisoformat(day) for fingerprint, day in rows}
