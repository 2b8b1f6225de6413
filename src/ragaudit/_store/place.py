"""Where runs are put on record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ragaudit._config.history import HistorySettings
from ragaudit.errors import UsageError


def history_place(
    settings: HistorySettings, default: Path | None, environ: Mapping[str, str]
) -> Path | str | None:
    """A file or a database address; None where there is no folder for the file.

    Raises `UsageError` for a variable that is not set.
    """
    if settings.url_env is None:
        return settings.url or default
    if address := environ.get(settings.url_env, "").strip():
        return address
    raise UsageError(
        f"the environment variable {settings.url_env}, which `history.url_env` names, is not set",
        "put the address of the run history there",
    )
