"""Tries what the accounts of sources may do."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ragaudit import _registry
from ragaudit._config import resolve
from ragaudit._config.settings import Settings
from ragaudit.contracts import CheckResult, CheckState, OtherFile, Ref, RemoteConnector
from ragaudit.errors import RagauditError, UsageError
from ragaudit.model import SourceSettings
from ragaudit.text.suggest import did_you_mean


def check_sources(
    config: Path | None, cwd: Path, named: tuple[str, ...]
) -> list[tuple[str, CheckResult]]:
    """A row per source and capability. Raises `UsageError` for a name nobody has."""
    settings = resolve((), config, cwd)
    return [(s.id, result) for s in chosen(settings, named) for result in _check(s)]


def chosen(settings: Settings, named: tuple[str, ...]) -> tuple[SourceSettings, ...]:
    """The sources that were named, all without a name."""
    known = {source.id: source for source in settings.sources}
    for name in named:
        if name not in known:
            raise UsageError(f"there is no source “{name}”", did_you_mean(name, known))
    return tuple(known[name] for name in (named or known))


def _check(settings: SourceSettings) -> list[CheckResult]:
    try:
        built = _registry.connector(settings)
        if isinstance(built, RemoteConnector):
            with closing(built):
                return list(built.check())
        listed = [item for item in built.list_refs() if not isinstance(item, OtherFile)]
        found = sum(isinstance(item, Ref) for item in listed)
        state = CheckState.OK if found else CheckState.FAILED
        return [CheckResult("list", state, f"{found} documents in {settings.shown_root}")]
    except RagauditError as error:
        return [CheckResult("list", CheckState.FAILED, error.message, action=error.hint)]
