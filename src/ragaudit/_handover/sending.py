"""Sends messages: each once, or into the dead-letter file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from ragaudit._handover.alone import alone
from ragaudit._handover.dead import dead_row, read_dead, still_dead, write_dead
from ragaudit._handover.digests import Known, messages
from ragaudit._handover.ledger import Ledger, Told, ToldVerdict
from ragaudit._handover.line import Line, MakesAsking, patient
from ragaudit._handover.quiet import is_quiet, until
from ragaudit._handover.routing import Checked, Place, place_of
from ragaudit.contracts import Notifier
from ragaudit.model import AlertSettings, Audit, Delivery, DeliveryState, Directory, Message


@dataclass(frozen=True, slots=True)
class Telling:
    """Who is told, and by what means. Clock and environment come in as arguments."""

    settings: AlertSettings
    notifier: Notifier
    ledger: Ledger
    dead_letters: Path
    now: datetime
    environ: Mapping[str, str]
    directory: Directory = field(default_factory=Directory)
    first_seen: Mapping[str, date] = field(default_factory=dict)
    makes: MakesAsking = patient

    def run(self, audit: Audit, *, dry: bool = False) -> list[Delivery]:
        """Tell everything that is new in a run.

        What is delivered is put on record at once: a killed run repeats at most one message. Raises
        `StoreError` where nothing can be put on record, or the dead-letter file cannot be used,
        before anything is sent.
        """
        if dry:
            wanted, lines, _ = self._wanted(audit)
            return [lines[message.channel].plan(message) for message in wanted]
        with alone(self.ledger.place):
            return self._run(audit)

    def _run(self, audit: Audit) -> list[Delivery]:
        rows = read_dead(self.dead_letters)
        write_dead(self.dead_letters, rows)
        self._note_gone(audit)
        wanted, lines, known = self._wanted(audit)
        places = {f.fingerprint: place_of(f) for f in audit.findings}
        held = is_quiet(self.now, self.settings.quiet)
        kept = still_dead(rows, audit, wanted, known, held)
        done: list[Delivery] = []
        try:
            for delivery in self._deliver(wanted, lines, held):
                if delivery.state is DeliveryState.SENT:
                    self._record(audit, delivery.message, known, places)
                done.append(delivery)
        finally:
            at, kind = self.now.isoformat(timespec="seconds"), audit.run.kind
            dead = [dead_row(d, places, kind, at) for d in done if d.state is DeliveryState.DEAD]
            write_dead(self.dead_letters, [*kept, *dead])
        return done

    def _wanted(self, audit: Audit) -> tuple[list[Message], dict[str, Line], Known]:
        lines = {
            name: Line(
                channel, self.settings, self.notifier, self.environ, self.directory, self.makes
            )
            for name, channel in self.settings.channels.items()
        }
        known = Known(
            self.ledger.told(),
            self.ledger.verdicts(),
            self.first_seen,
            {name for name, line in lines.items() if line.personal},
            {name: size for name, line in lines.items() if (size := line.longest) is not None},
        )
        return messages(audit, self.settings, known), lines, known

    def _note_gone(self, audit: Audit) -> None:
        checked = Checked(audit)
        told = self.ledger.told().values()
        gone = [t for t in told if not t.gone and checked.gone(t.fingerprint, t.place)]
        if gone:
            self.ledger.tell(replace(one, gone=True) for one in gone)

    def _deliver(
        self, wanted: Iterable[Message], lines: Mapping[str, Line], held: bool
    ) -> Iterator[Delivery]:
        hours = self.settings.quiet
        for message in wanted:
            if held and hours is not None:
                yield Delivery(message, DeliveryState.HELD, until(self.now, hours))
            else:
                yield lines[message.channel].send(message)

    def _record(
        self, audit: Audit, message: Message, known: Known, places: Mapping[str, Place]
    ) -> None:
        channel, owner = message.channel, message.owner
        told = [
            Told(channel, owner, one, places[one], known.times((channel, owner, one)) + 1)
            for one in message.findings
        ]
        if told:
            self.ledger.tell(told)
            return
        kind, status = audit.run.kind.value, audit.verdict.status.value
        last = known.verdicts.get((channel, kind))
        self.ledger.tell((), ToldVerdict(channel, kind, status, (last.times if last else 0) + 1))
