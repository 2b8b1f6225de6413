"""From the section `freshness` to a contract."""

from __future__ import annotations

from pathlib import Path

from ragaudit._config import schema
from ragaudit._config.calendars import Calendars
from ragaudit._config.positions import Located
from ragaudit._config.sections_freshness import Freshness, Override, PolicyFreshness
from ragaudit._config.settings import FreshnessPolicy
from ragaudit.errors import ConfigError
from ragaudit.model import FreshnessContract, FreshnessOverride

Where = tuple[str | int, ...]


def freshness_contract(
    source: schema.Source, calendars: Calendars, located: Located, path: Path, where: Where
) -> FreshnessContract | None:
    """The contract of a source; None where it declares none.

    Raises `ConfigError` for a contract without a limit, an exception without a reason or without
    a contract it could be one to, and for a calendar that does not exist.
    """

    def fail(told: str, place: Where, hint: str) -> ConfigError:
        line, column = located.nearest((*where, *place)) or (None, None)
        return ConfigError(told, str(path), line, column, hint)

    section = source.freshness
    inside = (
        {glob: ("freshness", "overrides", glob) for glob in section.overrides} if section else {}
    )
    places: dict[str, Where] = {**inside, **{g: ("overrides", g) for g in source.overrides}}
    overrides = {**(section.overrides if section else {}), **source.overrides}
    for glob, override in overrides.items():
        if (mistake := _mistake(override)) is not None:
            told, hint = mistake
            raise fail(f"the exception for “{glob}” {told}", places[glob], hint)
    if section is None:
        if overrides:
            told = "`overrides` change a freshness contract, and the source declares none"
            raise fail(told, ("overrides",), "add `freshness: {warn_after: 180d}` or the like")
        return None
    if not _has_limit(section, overrides):
        told = "the contract has no limit"
        raise fail(told, ("freshness",), "add `warn_after:` or `error_after:`, such as `180d`")
    allowed = section.max_overdue
    assert not isinstance(allowed, str)  # noqa: S101 - the validator turned text into a number
    return FreshnessContract(
        clock=tuple(section.clock),
        warn_after=section.warn_after,
        error_after=section.error_after,
        overrides=tuple(_override(glob, o) for glob, o in overrides.items()),
        calendar=calendars.get(section.calendar, (*where, "freshness", "calendar")),
        max_overdue=allowed,
        upcoming=section.upcoming,
    )


def freshness_policy(section: PolicyFreshness) -> FreshnessPolicy:
    """What a freshness run may leave open."""
    return FreshnessPolicy(section.unknown == "allow", section.undeclared == "allow")


def _has_limit(section: Freshness, overrides: dict[str, Override]) -> bool:
    limits = [section.warn_after, section.error_after]
    limits += [limit for o in overrides.values() for limit in (o.warn_after, o.error_after)]
    return any(limits)


def _mistake(override: Override) -> tuple[str, str] | None:
    """What is wrong with an exception, and what to do about it."""
    if len(override.reason.strip()) < 3:
        return "gives no reason", 'add `reason: "…"`, and better `until:` with its last day'
    if not (override.review or override.warn_after or override.error_after):
        return "changes nothing", "set `warn_after`, `error_after`, or `review: never`"
    return None


def _override(glob: str, o: Override) -> FreshnessOverride:
    return FreshnessOverride(
        glob, o.warn_after, o.error_after, o.review == "never", o.reason.strip(), o.until
    )
