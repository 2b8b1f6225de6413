"""One channel during one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from ragaudit._handover.addresses import address_of, filled, is_personal, sample
from ragaudit.asking import Asking
from ragaudit.contracts import Notifier
from ragaudit.errors import RagauditError, UsageError
from ragaudit.model import (
    AlertSettings,
    Channel,
    Delivery,
    DeliveryState,
    Directory,
    Message,
    SyncSettings,
)

MakesAsking = Callable[[SyncSettings], Asking]


def patient(settings: SyncSettings) -> Asking:
    """What paces and repeats the messages of one channel."""
    return Asking(settings, what="channel", hint="raise `alerts: {sync: {budget_s: …}}`")


@dataclass(slots=True)
class Line:
    """Sends to one channel, with fewer tries once it failed, until it works again."""

    channel: Channel
    settings: AlertSettings
    notifier: Notifier
    environ: Mapping[str, str]
    directory: Directory
    makes: MakesAsking
    problem: str = ""
    """Why nothing can be sent at all."""
    _address: str = ""
    _asking: Asking | None = field(default=None)
    _failed: bool = False

    def __post_init__(self) -> None:
        try:
            self._address = address_of(self.channel, self.environ)
        except UsageError as error:
            self.problem = f"{error.message}; {error.hint}"
            return
        if told := self.notifier.check(sample(self._address)):
            self.problem = f"channel “{self.channel.name}”: {told}"

    @property
    def personal(self) -> bool:
        """Whether every owner has an address of their own there."""
        return is_personal(self._address)

    @property
    def longest(self) -> int | None:
        """How many characters a message may have; None where nothing can be sent."""
        return None if self.problem else self.notifier.longest(sample(self._address))

    def plan(self, message: Message) -> Delivery:
        """What would be done, with the reason where it cannot be."""
        try:
            self._to(message)
        except UsageError as error:
            return Delivery(message, DeliveryState.PLANNED, _why(error))
        return Delivery(message, DeliveryState.PLANNED)

    def send(self, message: Message) -> Delivery:
        """Send a message, or say why it could not be delivered."""
        try:
            to = self._to(message)
        except UsageError as error:
            return Delivery(message, DeliveryState.DEAD, _why(error))
        try:
            self._paced()(lambda: self.notifier.send(to, message))
        except RagauditError as error:
            self._failed = True
            return Delivery(message, DeliveryState.DEAD, _why(error))
        self._failed = False
        return Delivery(message, DeliveryState.SENT)

    def _to(self, message: Message) -> str:
        if self.problem:
            raise UsageError(self.problem)
        return filled(self._address, message.owner, self.settings, self.directory)

    def _paced(self) -> Asking:
        """One pace and budget for the whole run."""
        if self._asking is None:
            self._asking = self.makes(self.settings.sync)
        tries = 1 if self._failed else self.settings.sync.tries
        self._asking.settings = replace(self._asking.settings, tries=tries)
        return self._asking


def _why(error: RagauditError) -> str:
    return f"{error.message}; {error.hint}" if error.hint else error.message
