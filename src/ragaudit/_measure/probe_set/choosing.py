"""Which probe set, and which configuration, a command is about."""

from __future__ import annotations

from pathlib import Path

from ragaudit._config import resolve
from ragaudit._config.find import config_above, find_config
from ragaudit.errors import UsageError

USUAL = "probes.yaml"


def choose(file: Path | None, config: Path | None, cwd: Path) -> tuple[Path, Path | None]:
    """The set to read, and the configuration if there is one.

    A set that is not named is that of the configuration, or `probes.yaml` beside it. Raises
    `UsageError` where there is neither.
    """
    config = config or (config_above(file, cwd) if file else None) or find_config((), cwd)
    if file is not None:
        return file, config
    settings = resolve((), config, cwd) if config else None
    home = config.parent if config else cwd
    found = settings.probes.file if settings and settings.probes else home / USUAL
    if not found.exists():
        hint = "name its file, or run `ragaudit probes generate`"
        raise UsageError(f"there is no probe set {_shown(found, cwd)}", hint)
    return _shown(found, cwd), config


def _shown(file: Path, cwd: Path) -> Path:
    """As short as a user would write it."""
    return file.relative_to(cwd) if file.is_relative_to(cwd) else file
