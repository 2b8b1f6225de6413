"""Telling people: alerts that go to somebody, tickets that stay until they are done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Any

from ragaudit.model.finding import Severity
from ragaudit.model.settings import Credentials, SyncSettings


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages go."""

    name: str
    url_env: str | None = None
    """The variable that holds the address in apprise's spelling; `{email}` and `{owner}` in it
    stand for the owner."""
    url: str = ""
    """An address without secrets, else."""


@dataclass(frozen=True, slots=True)
class Route:
    """Which findings go to a channel. Everything that is given must hold."""

    to: str
    """A channel's name."""
    owners: tuple[str, ...] = ()
    """Globs; empty means anybody, and findings nobody owns."""
    sources: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """Codes, or the beginnings of codes."""
    min_severity: Severity = Severity.WARN
    gate: bool = False
    """Whether the verdict of a run goes there too, when it is not the same as before."""


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nobody is told anything; what waits is told afterwards."""

    start: time
    end: time
    """Before `start`: on the next day. The same as `start`: only weekends are quiet."""
    zone: str = "UTC"
    weekends: bool = False
    """Whether Saturday and Sunday are quiet as a whole."""


@dataclass(frozen=True, slots=True)
class AlertSettings:
    """Who is told what, and how."""

    channels: Mapping[str, Channel] = field(default_factory=dict)
    routes: tuple[Route, ...] = ()
    addresses: Mapping[str, str] = field(default_factory=dict)
    """Owner to e-mail address, where neither the name nor the directory is one; the empty name
    stands for findings nobody owns."""
    domains: tuple[str, ...] = ()
    """Where owners' addresses may end; empty allows any."""
    only_new: bool = True
    """Tell each finding once, until it is gone and comes back."""
    quiet: QuietHours | None = None
    sync: SyncSettings = field(default_factory=SyncSettings)


@dataclass(frozen=True, slots=True)
class TrackerSettings:
    """A system that keeps tickets."""

    type: str
    """`files`, `github`, `gitlab`, `jira`, or a plugin's."""
    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    auth: Credentials = field(default_factory=Credentials)
    route: Route = field(default_factory=lambda: Route("", min_severity=Severity.ERROR))
    most_new: int = 20
    """New tickets in one run; what is left waits for the next."""
    close_fixed: bool = False
    """Whether to close tickets whose finding is gone."""
    sync: SyncSettings = field(default_factory=SyncSettings)
    home: str = ""
    """The folder of the configuration."""


@dataclass(frozen=True, slots=True)
class Message:
    """Something to be told to somebody. It holds no secret and no personal data but names of
    owners."""

    key: str
    """Equal for the same news to the same people."""
    channel: str
    owner: str
    """Empty where it is about nobody in particular."""
    title: str
    body: str
    findings: tuple[str, ...] = ()
    """Fingerprints."""


class DeliveryState(StrEnum):
    """What became of a message."""

    SENT = "sent"
    HELD = "held"
    """Quiet hours: it goes out with a later run."""
    DEAD = "dead"
    """It could not be delivered, and is in the dead-letter file."""
    PLANNED = "planned"
    """A dry run."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message and what became of it."""

    message: Message
    state: DeliveryState
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket in a tracker."""

    id: str
    """As the tracker names it."""
    fingerprint: str
    open: bool
    url: str = ""


class TicketAction(StrEnum):
    """What was done about a finding."""

    CREATED = "created"
    REOPENED = "reopened"
    CLOSED = "closed"
    FIXED = "fixed"
    """Its finding is gone and its ticket open: somebody may close it."""
    KEPT = "kept"
    """It has a ticket, which stays as it is."""
    WAITING = "waiting"
    """There were enough new ones in this run, or nobody knows yet whether it was made before."""
    MISSING = "missing"
    """Its ticket was deleted or moved away; no second one is made."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class TicketChange:
    """A finding and what was done about its ticket."""

    fingerprint: str
    action: TicketAction
    what: str
    """The finding in one line."""
    ticket: str = ""
    reason: str = ""
