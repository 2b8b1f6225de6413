"""Who is told what, and which tracker keeps tickets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ragaudit._config.positions import Located
from ragaudit._config.sections_handover import (
    AlertsSection,
    Pace,
    RequestPace,
    RouteSection,
    TicketsSection,
)
from ragaudit.errors import ConfigError
from ragaudit.model import (
    AlertSettings,
    Channel,
    Credentials,
    QuietHours,
    Route,
    Severity,
    SyncSettings,
    TrackerSettings,
)
from ragaudit.text.suggest import did_you_mean


def alerts(section: AlertsSection, located: Located, file: Path) -> AlertSettings:
    """The section. Raises `ConfigError` for a route to a channel nobody has."""
    for number, route in enumerate(section.routes):
        if route.to not in section.channels:
            line, column = located.nearest(("alerts", "routes", number, "to")) or (None, None)
            told = f"there is no channel “{route.to}” under `alerts.channels`"
            hint = did_you_mean(route.to, section.channels)
            raise ConfigError(told, str(file), line, column, hint)
    quiet = section.quiet_hours
    return AlertSettings(
        channels={n: Channel(n, c.url_env, c.url) for n, c in section.channels.items()},
        routes=tuple(map(_route, section.routes)),
        addresses=section.addresses,
        domains=tuple(section.domains),
        only_new=section.only_new,
        quiet=QuietHours(quiet.start, quiet.end, quiet.zone, quiet.weekends) if quiet else None,
        sync=_sync(section.sync),
    )


def trackers(
    sections: Sequence[TicketsSection], located: Located, file: Path
) -> tuple[TrackerSettings, ...]:
    """The sections. Raises `ConfigError` for two of one name."""
    found: dict[str, TrackerSettings] = {}
    for number, section in enumerate(sections):
        name = section.name or section.type
        if name in found:
            line, column = located.nearest(("tickets", number)) or (None, None)
            told = f"two trackers are called “{name}”"
            raise ConfigError(told, str(file), line, column, "give each a `name` of its own")
        found[name] = _tracker(section, name, file.parent)
    return tuple(found.values())


def _tracker(section: TicketsSection, name: str, home: Path) -> TrackerSettings:
    auth = section.auth
    return TrackerSettings(
        type=section.type,
        name=name,
        options=section.options,
        auth=Credentials(auth.user, auth.user_env, None, auth.token_env),
        route=Route(
            name,
            tuple(section.owners),
            tuple(section.sources),
            tuple(section.rules),
            Severity(section.min_severity),
        ),
        most_new=section.most_new,
        close_fixed=section.close_fixed,
        sync=_sync(section.sync),
        home=str(home),
    )


def _route(section: RouteSection) -> Route:
    return Route(
        section.to,
        tuple(section.owners),
        tuple(section.sources),
        tuple(section.rules),
        Severity(section.min_severity),
        section.gate,
    )


def _sync(section: Pace) -> SyncSettings:
    made = SyncSettings(max_rps=section.max_rps, budget_s=section.budget_s, tries=section.tries)
    if isinstance(section, RequestPace):
        return replace(made, timeout_s=section.timeout_s)
    return made
