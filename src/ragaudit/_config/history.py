"""Where runs are put on record, and how long they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragaudit._config.sections_history import HistorySection


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """The run history."""

    url: str = ""
    """A database address; empty for the file in `.ragaudit/`."""
    url_env: str | None = None
    """The environment variable that holds the address."""
    keep: int = 100
    """Runs of each kind that are kept."""
    keep_days: int | None = None
    """The newest run of each kind is kept however old it is."""


def history_settings(section: HistorySection, home: Path) -> HistorySettings:
    """The section, with a file of SQLite found from the configuration's folder."""
    url = section.url
    head = "sqlite:///"
    if url.startswith(head) and not Path(url.removeprefix(head)).is_absolute():
        url = f"{head}{home.resolve() / url.removeprefix(head)}"
    return HistorySettings(url, section.url_env, section.keep, section.keep_days)


def find_history(config: Path | None, cwd: Path) -> tuple[HistorySettings, Path]:
    """The history that applies, and the folder of the configuration, else the current one.

    Raises `ConfigError` where the configuration cannot be used.
    """
    from ragaudit._config.find import find_config

    file = config or find_config((), cwd)
    if file is None:
        return HistorySettings(), cwd
    from ragaudit._config.load import load

    settings = load(file)
    return settings.history, settings.home
