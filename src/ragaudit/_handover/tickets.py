"""Keeps tickets in step with findings: one for each, never a second."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ragaudit._handover.ledger import KnownTicket, Ledger
from ragaudit._handover.routing import Checked, place_of, routed
from ragaudit.contracts import Tracker
from ragaudit.errors import RagauditError, UnsureError
from ragaudit.model import Audit, Finding, Ticket, TicketAction, TicketChange, TrackerSettings

SETTLES = timedelta(minutes=10)
"""How long after an attempt nobody knows the end of a list of tickets is not believed: Jira's cloud
lists what was just made some seconds later."""


@dataclass(slots=True)
class Tickets:
    """One tracker held against one run.

    A ticket somebody closed stays closed while its finding stays: that was a decision. It is
    opened again only if the finding was gone in a run that looked for it, and came back.
    """

    settings: TrackerSettings
    tracker: Tracker
    ledger: Ledger
    now: datetime

    def run(self, audit: Audit, *, dry: bool = False) -> list[TicketChange]:
        """Do what is to be done, or only say it. Raises `SourceError` if nothing can be listed."""
        known = self.ledger.tickets(self.settings.name)
        there: dict[str, Ticket] = {}
        for ticket in self.tracker.tickets():
            # Where somebody copied a ticket, the open one is meant.
            if ticket.open or ticket.fingerprint not in there:
                there[ticket.fingerprint] = ticket
        checked = Checked(audit)
        wanted = routed(self.settings.route, audit.findings)
        return [
            *self._gone(checked, known, there, dry),
            *self._wanted(wanted, known, there, dry),
        ]

    def _wanted(
        self,
        wanted: list[Finding],
        known: dict[str, KnownTicket],
        there: dict[str, Ticket],
        dry: bool,
    ) -> Iterator[TicketChange]:
        new = 0
        for finding in wanted:
            one = known.get(finding.fingerprint)
            try:
                ticket = there.get(finding.fingerprint) or self._look(one)
            except RagauditError as error:
                yield _change(finding, TicketAction.FAILED, reason=_why(error))
                continue
            if ticket is not None:
                yield self._with_ticket(finding, ticket, one, dry)
            elif one is not None and (waiting := self._not_yet(one, finding)) is not None:
                yield waiting
            elif new == self.settings.most_new:
                yield _change(finding, TicketAction.WAITING, reason="enough new ones in one run")
            else:
                new += 1
                yield self._create(finding, dry)

    def _look(self, one: KnownTicket | None) -> Ticket | None:
        """Ask for a ticket that is known and not listed: its label or its text was changed."""
        if one is None or not one.ticket:
            return None
        return self.tracker.find(one.ticket, one.fingerprint)

    def _not_yet(self, one: KnownTicket, finding: Finding) -> TicketChange | None:
        """Why no ticket is made although there is none to be seen; None where one may be."""
        if not one.ticket:
            if self.now - _moment(one.tried, self.now) >= SETTLES:
                return None
            reason = "an earlier attempt may have made it; it is looked for again in 10 minutes"
            return _change(finding, TicketAction.WAITING, reason=reason)
        if one.gone:
            return None
        reason = f"{one.ticket} was deleted or moved away; no second one is made"
        return _change(finding, TicketAction.MISSING, reason=reason)

    def _with_ticket(
        self, finding: Finding, ticket: Ticket, one: KnownTicket | None, dry: bool
    ) -> TicketChange:
        back = one is not None and one.gone and not ticket.open
        if back and not dry:
            try:
                self.tracker.reopen(ticket, finding)
            except RagauditError as error:
                return _change(finding, TicketAction.FAILED, ticket, _why(error))
        if not dry:
            self._keep(finding, ticket.id)
        return _change(finding, TicketAction.REOPENED if back else TicketAction.KEPT, ticket)

    def _create(self, finding: Finding, dry: bool) -> TicketChange:
        if dry:
            return _change(finding, TicketAction.CREATED)
        # A killed run leaves this behind, and the next one looks before it makes another.
        self._keep(finding, "")
        try:
            ticket = self.tracker.create(finding)
        except UnsureError as error:
            return _change(finding, TicketAction.FAILED, reason=_why(error))
        except RagauditError as error:
            self.ledger.drop(self.settings.name, finding.fingerprint)
            return _change(finding, TicketAction.FAILED, reason=_why(error))
        self._keep(finding, ticket.id)
        return _change(finding, TicketAction.CREATED, ticket)

    def _gone(
        self,
        checked: Checked,
        known: dict[str, KnownTicket],
        there: dict[str, Ticket],
        dry: bool,
    ) -> Iterator[TicketChange]:
        for one in list(known.values()):
            if not checked.gone(one.fingerprint, one.place):
                continue
            ticket = there.get(one.fingerprint)
            if ticket is not None and ticket.open:
                # Who opens it again although nothing is found any more has a reason.
                if self.settings.close_fixed and not one.gone:
                    yield (done := self._close(one, ticket, dry))
                    if done.action is TicketAction.FAILED:
                        continue
                else:
                    yield TicketChange(one.fingerprint, TicketAction.FIXED, _what(one), ticket.id)
            if not dry and not one.gone:
                found = ticket.id if ticket else one.ticket
                self.ledger.keep(self.settings.name, replace(one, gone=True, ticket=found))

    def _close(self, one: KnownTicket, ticket: Ticket, dry: bool) -> TicketChange:
        what = _what(one)
        if not dry:
            try:
                self.tracker.close(ticket)
            except RagauditError as error:
                failed = TicketAction.FAILED
                return TicketChange(one.fingerprint, failed, what, ticket.id, _why(error))
        return TicketChange(one.fingerprint, TicketAction.CLOSED, what, ticket.id)

    def _keep(self, finding: Finding, ticket: str) -> None:
        tried = "" if ticket else self.now.isoformat(timespec="seconds")
        known = KnownTicket(finding.fingerprint, ticket, False, place_of(finding), tried)
        self.ledger.keep(self.settings.name, known)


def _what(one: KnownTicket) -> str:
    return f"{one.place.code} {one.place.source}: no longer found"


def _moment(tried: str, now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(tried)
    except ValueError:
        return now


def _change(
    finding: Finding, action: TicketAction, ticket: Ticket | None = None, reason: str = ""
) -> TicketChange:
    line = f":{finding.line}" if finding.line else ""
    where = f"{finding.source}: {finding.path}{line}" if finding.path else finding.source
    what = f"{finding.code} {where}"
    return TicketChange(finding.fingerprint, action, what, ticket.id if ticket else "", reason)


def _why(error: RagauditError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message
