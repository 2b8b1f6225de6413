"""The parts of `ragaudit.yaml` about who decides: roles, automation, waivers, sign-off."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PositiveInt, model_validator

from ragaudit._config.sections import Section
from ragaudit.model import Automation, Interval, Responsibility
from ragaudit.text import DateError, matches, parse_interval

Share = Annotated[float, Field(ge=0, le=1)]
EVERYTHING = frozenset({"*", "**", "**/*", "/**"})
"""Globs that choose nothing."""


def _interval(value: object) -> object:
    try:
        return parse_interval(value) if isinstance(value, str) else value
    except DateError as error:
        raise ValueError(str(error)) from error


def _positive(value: Interval) -> Interval:
    if value.count < 1:
        raise ValueError("must be a day or more")
    return value


def _glob(value: str) -> str:
    try:
        matches(value, "")
    except re.error as error:
        raise ValueError(f"“{value}” is no glob: {error}") from error
    return value


def _spelled(value: object) -> object:
    """`act with review` and `act-with-review` are the same as `act_with_review`."""
    return re.sub(r"[\s-]+", "_", value.strip().lower()) if isinstance(value, str) else value


Span = Annotated[Interval, BeforeValidator(_interval), AfterValidator(_positive)]
AutomationLevel = Annotated[Automation, BeforeValidator(_spelled)]
RoleWord = Annotated[Responsibility, BeforeValidator(_spelled)]
Listed = Annotated[list[RoleWord], BeforeValidator(lambda v: [v] if isinstance(v, str) else v)]


class Person(Section):
    """`hanna.brandt`, or `{name: hanna.brandt, email: hanna@acme.example}`."""

    name: str = Field(min_length=1, pattern=r"\S")
    email: str = Field(default="", pattern=r"^$|^[^@\s]+@[^@\s]+$")


Named = Annotated[Person, BeforeValidator(lambda v: {"name": v} if isinstance(v, str) else v)]


class RolesSection(Section):
    """Who answers for what; sign-off needs all five."""

    workflow_owner: Named | None = None
    change_approver: Named | None = None
    exception_reviewer: Named | None = None
    quality_monitor: Named | None = None
    expansion_decider: Named | None = None


class WaiverSection(Section):
    """An exception somebody takes on himself, for a time."""

    who: str = Field(min_length=1, pattern=r"\S")
    why: str = Field(min_length=3, pattern=r"\S")
    until: date
    rule: str = Field(default="", pattern=r"^$|^[A-Z]{3}\d{0,3}$")
    finding: str = Field(default="", pattern=r"^$|^[0-9a-f]{8,64}$")
    path: Annotated[str, AfterValidator(_glob)] = ""
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _about_something(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        if not any(value.get(key) for key in ("rule", "finding", "path")):
            raise ValueError("says nothing about what is waived: add rule, finding or path")
        if value.get("path") in EVERYTHING and not value.get("rule") and not value.get("finding"):
            raise ValueError("waives everything; add the rule it is about")
        return value


class KeySection(Section):
    """A public key, and whose it is."""

    name: str = Field(min_length=1, pattern=r"\S")
    key: str = Field(min_length=1)
    roles: Listed = Field(default_factory=list)


class SignoffSection(Section):
    """Who may sign, how many must, and how long it holds."""

    keys: list[KeySection] = Field(default_factory=list)
    threshold: PositiveInt = 1
    valid_for: Span = Interval(90, "day")
    roles: Listed = Field(default_factory=lambda: [Responsibility.CHANGE_APPROVER], min_length=1)


class AutonomySection(Section):
    """What results must show before a level may be claimed; `null` asks nothing."""

    min_recall: Share | None = None
    max_leak_bound: Share | None = None
    max_stale_exposure: Share | None = None
    min_abstention: Share | None = None
    max_waived_errors: Annotated[int, Field(ge=0)] | None = None


Autonomies = dict[AutomationLevel, AutonomySection]
