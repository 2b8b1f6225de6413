"""All trackers held against one run; one that fails does not stop the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ragaudit import _registry
from ragaudit._handover.alone import alone
from ragaudit._handover.ledger import Ledger
from ragaudit._handover.tickets import Tickets
from ragaudit.errors import RagauditError, SkipError, SourceError
from ragaudit.model import Audit, TicketChange, TrackerSettings


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done in one tracker, or why nothing was."""

    tracker: str
    changes: tuple[TicketChange, ...] = ()
    problem: str = ""


def keep_all(
    trackers: Iterable[TrackerSettings],
    audit: Audit,
    ledger: Ledger,
    now: datetime,
    *,
    dry: bool,
) -> list[Kept]:
    """Bring every tracker in step. Raises `UsageError` for options nobody understands."""
    if dry:
        return [_keep(settings, audit, ledger, now, dry) for settings in trackers]
    with alone(ledger.place):
        return [_keep(settings, audit, ledger, now, dry) for settings in trackers]


def _keep(
    settings: TrackerSettings, audit: Audit, ledger: Ledger, now: datetime, dry: bool
) -> Kept:
    try:
        tracker = _registry.tracker(settings)
        try:
            changes = Tickets(settings, tracker, ledger, now).run(audit, dry=dry)
        finally:
            tracker.end()
    except (SourceError, SkipError) as error:
        return Kept(settings.name, problem=_told(error))
    return Kept(settings.name, tuple(changes))


def _told(error: RagauditError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message
