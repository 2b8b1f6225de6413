"""The calendars business days are counted on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ragaudit._config.positions import Located
from ragaudit._config.sections_freshness import CalendarSection
from ragaudit.errors import ConfigError
from ragaudit.model import WEEKDAYS, Calendar
from ragaudit.text.suggest import did_you_mean, nearest

FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Years whose holidays are known; in others only weekends are free."""
Where = tuple[str | int, ...]
_ASK = "write an ISO 3166 code such as `DE` or `US-CA`, or describe one under `calendars`"


@dataclass(slots=True)
class Calendars:
    """The calendars a file names, each made once."""

    sections: Mapping[str, CalendarSection]
    located: Located
    path: Path
    _made: dict[str, Calendar] = field(default_factory=dict)

    def check(self) -> None:
        """Make every calendar that has a name, so that a mistake in an unused one is told."""
        for name in self.sections:
            self._named(name, ("calendars", name))

    def get(self, wanted: CalendarSection | str | None, where: Where) -> Calendar | None:
        """The calendar meant: one of the file by name, a country (`DE`, `DE-BY`), or as described.

        Raises `ConfigError` for one that does not exist.
        """
        if wanted is None:
            return None
        return (
            self._named(wanted, where) if isinstance(wanted, str) else self._made_of(wanted, where)
        )

    def _named(self, name: str, where: Where) -> Calendar:
        if name not in self._made:
            if name in self.sections:
                made = self._made_of(self.sections[name], ("calendars", name), name)
            else:
                country, _, subdivision = name.partition("-")
                section = CalendarSection(country=country, subdivision=subdivision or None)
                made = self._made_of(section, where, name)
            self._made[name] = made
        return self._made[name]

    def _made_of(self, section: CalendarSection, where: Where, name: str = "") -> Calendar:
        weekend, closed, opened = section.free_weekdays, [*section.closed], [*section.opened]
        if section.country:
            of_country = self._holidays(section, where)
            closed += list(of_country)
            opened += [day for day in of_country.weekend_workdays if day not in section.closed]
            weekend = tuple(sorted(of_country.weekend)) if weekend is None else weekend
        return Calendar(
            name or _words(section),
            WEEKDAYS.weekend if weekend is None else weekend,
            tuple(sorted(set(closed) - set(section.opened))),
            tuple(sorted(set(opened))),
        )

    def _holidays(self, section: CalendarSection, where: Where) -> Any:
        """Public holidays by day."""
        import holidays

        known = holidays.list_supported_countries(include_aliases=True)
        country, subdivision = section.country or "", section.subdivision
        if country not in known:
            raise self._unknown_country(country, where, known)
        if subdivision and subdivision not in known[country]:
            told = f"there is no calendar “{subdivision}” in {country}"
            hint = did_you_mean(subdivision, known[country], 30)
            raise self._missing(told, (*where, "subdivision"), hint)
        years = range(FIRST_YEAR, LAST_YEAR + 1)
        return holidays.country_holidays(country, subdiv=subdivision, years=years)

    def _unknown_country(self, country: str, where: Where, known: Iterable[str]) -> ConfigError:
        from holidays.registry import COUNTRIES

        codes = {names[0].casefold(): names[1] for names in COUNTRIES.values()}
        meant = nearest(country, [*self.sections, *codes]) if country else None
        best = codes.get(meant.casefold(), meant) if meant else None
        if best is None and country.upper() in known:
            best = country.upper()
        hint = f"did you mean “{best}”?" if best else _ASK
        return self._missing(f"there is no calendar “{country}”", (*where, "country"), hint)

    def _missing(self, told: str, where: Where, hint: str) -> ConfigError:
        line, column = self.located.nearest(where) or (None, None)
        return ConfigError(told, str(self.path), line, column, hint)


def _words(section: CalendarSection) -> str:
    country = "-".join(part for part in (section.country, section.subdivision) if part)
    own = "own days" if section.closed or section.opened or section.weekend else ""
    return " and ".join(part for part in (country, own) if part) or WEEKDAYS.name
