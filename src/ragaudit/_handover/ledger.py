"""What was told to whom, and which ticket is about what: so that nobody is told twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Integer, MetaData, String, Table, Text, delete, select
from sqlalchemy import insert as insert_into

from ragaudit._handover.routing import Place
from ragaudit._store.database import Database

FILE = "handover.db"
metadata = MetaData()


def _place_columns() -> tuple[Column[Any], ...]:
    return (
        Column("code", String(32), nullable=False),
        Column("source", Text, nullable=False),
        Column("spots", Text, nullable=False),
    )


_told = Table(
    "ragaudit_told",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
    Column("gone", Boolean, nullable=False),
    *_place_columns(),
)
_verdicts = Table(
    "ragaudit_told_verdicts",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("status", String(16), nullable=False),
    Column("times", Integer, nullable=False),
)
_tickets = Table(
    "ragaudit_tickets",
    metadata,
    Column("tracker", Text, primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("ticket", Text, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("tried", String(40), nullable=False),
    *_place_columns(),
)

Key = tuple[str, str, str]
"""Channel, owner and fingerprint; or channel, kind of run and status of a verdict."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding somebody was told of."""

    channel: str
    owner: str
    fingerprint: str
    place: Place
    times: int = 0
    """How often; part of a message's key, so that old news that is new again has another."""
    gone: bool = False
    """Whether it was gone since; if it comes back it is told again."""


@dataclass(frozen=True, slots=True)
class ToldVerdict:
    """The last verdict a channel was told of, for one kind of run."""

    channel: str
    kind: str
    status: str
    times: int = 0


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A ticket we made or found, and whether its finding was gone since."""

    fingerprint: str
    ticket: str
    """Empty where it was tried to make one and nobody knows whether there is one."""
    gone: bool
    place: Place
    tried: str = ""
    """When that was, in ISO format."""


class Ledger:
    """Kept beside the run history, or in the same database. Raises `StoreError`."""

    def __init__(self, place: Path | str) -> None:
        self.place = place
        self._database = Database(place)
        with self._database.writing() as connection:
            metadata.create_all(connection)

    def told(self) -> dict[Key, Told]:
        """Everything somebody was told of."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_told)).all()
        return {
            (r.channel, r.owner, r.fingerprint): Told(
                r.channel, r.owner, r.fingerprint, _place(r), r.times, r.gone
            )
            for r in rows
        }

    def verdicts(self) -> Mapping[tuple[str, str], ToldVerdict]:
        """The last verdicts told, by channel and kind of run."""
        with self._database.reading() as connection:
            rows = connection.execute(select(_verdicts)).all()
        return {
            (r.channel, r.kind): ToldVerdict(r.channel, r.kind, r.status, r.times) for r in rows
        }

    def tell(self, told: Iterable[Told], verdict: ToldVerdict | None = None) -> None:
        """Put on record what was delivered or is gone, all of it or nothing."""
        c, v = _told.c, _verdicts.c
        with self._database.writing() as connection:
            for one in told:
                same = (c.channel == one.channel) & (c.owner == one.owner)
                connection.execute(delete(_told).where(same, c.fingerprint == one.fingerprint))
                connection.execute(insert_into(_told).values(_told_row(one)))
            if verdict is not None:
                same = (v.channel == verdict.channel) & (v.kind == verdict.kind)
                connection.execute(delete(_verdicts).where(same))
                connection.execute(
                    insert_into(_verdicts).values(
                        channel=verdict.channel,
                        kind=verdict.kind,
                        status=verdict.status,
                        times=verdict.times,
                    )
                )

    def tickets(self, tracker: str) -> dict[str, KnownTicket]:
        """Tickets of a tracker, by fingerprint."""
        query = select(_tickets).where(_tickets.c.tracker == tracker)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return {
            r.fingerprint: KnownTicket(r.fingerprint, r.ticket, r.gone, _place(r), r.tried)
            for r in rows
        }

    def keep(self, tracker: str, known: KnownTicket) -> None:
        """Put a ticket on record as it is now."""
        with self._database.writing() as connection:
            connection.execute(delete(_tickets).where(_same(tracker, known.fingerprint)))
            connection.execute(
                insert_into(_tickets).values(
                    tracker=tracker,
                    fingerprint=known.fingerprint,
                    ticket=known.ticket,
                    gone=known.gone,
                    tried=known.tried,
                    **_columns(known.place),
                )
            )

    def drop(self, tracker: str, fingerprint: str) -> None:
        """Forget a ticket that was not made after all."""
        with self._database.writing() as connection:
            connection.execute(delete(_tickets).where(_same(tracker, fingerprint)))

    def close(self) -> None:
        """Give connections back."""
        self._database.close()


def _same(tracker: str, fingerprint: str) -> Any:
    return (_tickets.c.tracker == tracker) & (_tickets.c.fingerprint == fingerprint)


def _told_row(one: Told) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "owner": one.owner,
        "fingerprint": one.fingerprint,
        "times": one.times,
        "gone": one.gone,
        **_columns(one.place),
    }


def _columns(place: Place) -> dict[str, str]:
    return {"code": place.code, "source": place.source, "spots": place.spots}


def _place(row: Any) -> Place:
    return Place(row.code, row.source, row.spots)
