"""The parts of `ragaudit.yaml` about telling people: alerts and tickets."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, PositiveInt, field_validator, model_validator

from ragaudit._config.sections import Section

VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
_SECRETS = "@"
_PLAIN = frozenset(f"{kind}{s}" for kind in ("json", "xml", "form", "mailto") for s in ("", "s"))
"""What apprise can reach without a secret; addresses of chat services are secrets themselves."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _clock(value: object) -> object:
    # YAML 1.1 reads 22:00 as a number of base sixty.
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1440:
        return time(value // 60, value % 60)
    if isinstance(value, str):
        try:
            return datetime.strptime(value.strip(), "%H:%M").time()  # noqa: DTZ007 - a clock time
        except ValueError as error:
            raise ValueError(f"“{value}” is no time of day such as 20:00") from error
    return value


Strings = Annotated[list[str], BeforeValidator(_listed)]
Clock = Annotated[time, BeforeValidator(_clock)]
Level = Literal["error", "warn", "info"]


class Pace(Section):
    """How patiently a system is asked."""

    max_rps: float | None = Field(default=None, gt=0, le=1000)
    budget_s: float | None = Field(default=None, gt=0, le=86_400)
    tries: int = Field(default=5, ge=1, le=20)


class RequestPace(Pace):
    """The same where the time for one request is ours to set."""

    timeout_s: float = Field(default=30, gt=0, le=3600)


class ChannelSection(Section):
    """`{url_env: SLACK_URL}`: where messages go, in apprise's spelling."""

    url_env: str | None = Field(default=None, pattern=VARIABLE)
    url: str = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> ChannelSection:
        if bool(self.url_env) == bool(self.url):
            raise ValueError("needs either `url_env` or `url`")
        if self.url and (_SECRETS in self.url or self.url.partition(":")[0] not in _PLAIN):
            raise ValueError("may hold a secret; put it into a variable, and name it by `url_env`")
        return self


class RouteSection(Section):
    """Which findings go where."""

    to: str
    owners: Strings = Field(default_factory=list)
    sources: Strings = Field(default_factory=list)
    rules: Strings = Field(default_factory=list)
    min_severity: Level = "warn"
    gate: bool = False


class QuietSection(Section):
    """`{from: "20:00", to: "07:00", zone: Europe/Berlin}`."""

    start: Clock = Field(default=time(), alias="from")
    end: Clock = Field(default=time(), alias="to")
    zone: str = "UTC"
    weekends: bool = False

    @field_validator("zone")
    @classmethod
    def _known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"there is no time zone “{value}”") from error
        return value

    @model_validator(mode="after")
    def _some(self) -> QuietSection:
        if self.start == self.end and not self.weekends:
            raise ValueError("are none: `from` and `to` are the same, or missing")
        return self


class AlertsSection(Section):
    """Who is told what."""

    channels: dict[str, ChannelSection] = Field(default_factory=dict)
    routes: list[RouteSection] = Field(default_factory=list)
    addresses: dict[str, str] = Field(default_factory=dict)
    domains: Strings = Field(default_factory=list)
    only_new: bool = True
    quiet_hours: QuietSection | None = None
    sync: Pace = Field(default_factory=Pace)


class TicketAuth(Section):
    """Secrets by the name of a variable."""

    user: str | None = None
    user_env: str | None = Field(default=None, pattern=VARIABLE)
    token_env: str | None = Field(default=None, pattern=VARIABLE)


class TicketsSection(Section):
    """One tracker."""

    type: str
    name: str | None = None
    options: dict[str, Any] = Field(default_factory=dict)
    auth: TicketAuth = Field(default_factory=TicketAuth)
    owners: Strings = Field(default_factory=list)
    sources: Strings = Field(default_factory=list)
    rules: Strings = Field(default_factory=list)
    min_severity: Level = "error"
    most_new: PositiveInt = 20
    close_fixed: bool = False
    sync: RequestPace = Field(default_factory=RequestPace)
