"""Who decides that a knowledge base may be launched, on what terms, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from ragaudit.model.settings import Interval


class Responsibility(StrEnum):
    """What somebody answers for, by name, before and after the launch."""

    WORKFLOW_OWNER = "workflow_owner"
    """Owns the work the assistant is part of."""
    CHANGE_APPROVER = "change_approver"
    """Releases changes of what is indexed, asked and answered."""
    EXCEPTION_REVIEWER = "exception_reviewer"
    """Decides what is lived with, and how long."""
    QUALITY_MONITOR = "quality_monitor"
    """Looks at quality after the launch."""
    EXPANSION_DECIDER = "expansion_decider"
    """Decides on more users, more sources, more autonomy."""


class Automation(StrEnum):
    """How far the assistant acts by itself; each level claims more than the one before."""

    ASSIST = "assist"
    """Shows what it found; a person reads the documents and decides."""
    DRAFT = "draft"
    """Writes an answer; a person checks it before it is used."""
    ACT_WITH_REVIEW = "act_with_review"
    """Prepares an action; a person releases each one."""
    ACT = "act"
    """Acts; nobody looks before it takes effect."""

    @property
    def rank(self) -> int:
        """0 for assist, 3 for act."""
        return list(Automation).index(self)

    @property
    def words(self) -> str:
        """As people say it: `act with review`."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Autonomy:
    """What results must show before a level of automation may be claimed; None asks nothing."""

    min_recall: float | None = None
    """The lower end of the 95 % interval of R@k, at the last k of the probe set."""
    max_leak_bound: float | None = None
    """The leak rate that may still be possible, at 95 %."""
    max_stale_exposure: float | None = None
    """The upper end of the interval of `stale exposure@k`."""
    min_abstention: float | None = None
    """The lower end of the interval of `abstention rate`: it keeps quiet where nothing answers."""
    max_waived_errors: int | None = None
    """Errors that may be lived with."""


AUTONOMY: Mapping[Automation, Autonomy] = {
    Automation.ASSIST: Autonomy(),
    Automation.DRAFT: Autonomy(0.6, 0.05, 0.2),
    Automation.ACT_WITH_REVIEW: Autonomy(0.8, 0.01, 0.1, 0.5, 10),
    Automation.ACT: Autonomy(0.9, 0.001, 0.02, 0.9, 0),
}
"""Defaults. They are judgement, not measurement: whoever reads the documents himself is warned by
them (assist), whoever checks a text finds what it lacks more often than not (draft), and where
nobody looks the figures must carry the decision alone. A leak bound of 5, 1 and 0.1 % takes 59, 299
and 2,995 clean cells (Clopper-Pearson, one-sided, 95 %)."""


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """The person or group a responsibility is given to."""

    role: Responsibility
    name: str
    """A principal of the directory, or a name."""
    email: str = ""
    locator: str = "ragaudit.yaml"


@dataclass(frozen=True, slots=True)
class Waiver:
    """An exception somebody takes on himself, for a time."""

    who: str
    why: str
    until: date
    """The last day it holds."""
    rule: str = ""
    """A code or a family such as `FRS`; any where empty."""
    finding: str = ""
    """The beginning of a fingerprint."""
    path: str = ""
    """A glob below the source; any where empty."""
    source: str = ""
    locator: str = "ragaudit.yaml"


@dataclass(frozen=True, slots=True)
class SignerKey:
    """A public key that is trusted, and whose it is."""

    name: str
    file: Path
    shown: str
    """The file as the user wrote it."""
    roles: tuple[Responsibility, ...] = ()
    """In which roles it may sign; those its name holds where empty."""
    locator: str = "ragaudit.yaml"


NINETY_DAYS = Interval(90, "day")


@dataclass(frozen=True, slots=True)
class SignoffPolicy:
    """Who may sign, how many must, and how long it holds."""

    keys: tuple[SignerKey, ...] = ()
    threshold: int = 1
    """Signatures of different people that are needed."""
    valid_for: Interval = NINETY_DAYS
    roles: tuple[Responsibility, ...] = (Responsibility.CHANGE_APPROVER,)
    """Roles whose signature counts."""


class CheckStatus(StrEnum):
    """Whether a run shows what a check asks for."""

    EVIDENCED = "evidenced"
    PARTLY = "partly"
    """There is evidence, and it has gaps or is against it."""
    MISSING = "not evidenced"


@dataclass(frozen=True, slots=True)
class ChecklistItem:
    """One of the seven ways such projects fail, and what this run shows about it."""

    name: str
    status: CheckStatus
    evidence: str
    """One sentence or two, with figures."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason not to sign."""

    kind: str
    """What it is about; `ragaudit._signoff.telling` has a heading for each."""
    what: str
    next: str
    """What to do about it."""
    whose: str = ""
    """Who has to do it; empty where nobody is known."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody whose key may be, or is, under a statement."""

    name: str
    roles: tuple[Responsibility, ...]
    key_id: str
    signed: bool = False
    public_key: str = ""
    """The raw key, hex."""


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """A waiver, and how much it covers."""

    about: str
    """What it is for, in words."""
    who: str
    why: str
    until: date
    covers: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a sign-off says, for people."""

    signed_at: datetime
    valid_until: date
    ends_because: str
    """Why it ends on that day."""
    as_of: date
    version: str
    automation: Automation
    signers: tuple[Signer, ...]
    threshold: int
    roles: tuple[RoleHolder, ...]
    figures: tuple[tuple[str, str], ...]
    """Name and value, in words."""
    digests: tuple[tuple[str, str], ...]
    """Name of what is covered and its sha256."""
    waivers: tuple[WaiverUse, ...] = ()
    not_covered: tuple[str, ...] = ()
    checklist: tuple[ChecklistItem, ...] = ()
    notes: tuple[str, ...] = field(default=())
