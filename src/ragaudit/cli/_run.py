"""From options to a finished audit: what `scan` and `baseline` share."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ragaudit import _registry
from ragaudit._audit import Request, audit
from ragaudit._config import Settings, resolve
from ragaudit._gate import Baseline, read_baseline
from ragaudit._gate.baseline import DEFAULT_NAME
from ragaudit._store.folder import StateFolder
from ragaudit.cli._options import default_jobs
from ragaudit.cli._progress import showing
from ragaudit.errors import ConfigError, UsageError
from ragaudit.model import Audit, LinkPolicy, Severity

LINK_RULE = "STR803"
"""The one rule that asks other servers."""
OPINION_RULE = "CNF308"
"""The one rule that asks models."""


def prepare(
    paths: tuple[Path, ...],
    config: Path | None,
    as_of: date | None,
    rules: tuple[str, ...],
    ignore: tuple[str, ...],
    jobs: int | None,
    fail_on: str | None = None,
    *,
    external_links: bool = False,
) -> tuple[Request, StateFolder]:
    """Read settings and plugins. Raises `UsageError` before anything is scanned."""
    settings = resolve(paths, config, Path.cwd())
    _check_codes(settings)
    if fail_on is not None:
        level = None if fail_on == "never" else Severity(fail_on)
        settings = replace(settings, policy=replace(settings.policy, fail_on=level))
    policy = settings.external_links or (LinkPolicy() if external_links else None)
    now = datetime.now(UTC)
    folder = StateFolder.open(settings.home)
    request = Request(
        settings=settings,
        as_of=as_of or settings.as_of or now.date(),
        started_at=now,
        detectors=_registry.detectors(rules, ignore, _asked_for(settings, policy)),
        jobs=jobs or default_jobs(),
        cache_file=folder.cache,
        links=_registry.link_checker(policy) if policy else None,
        nli=_registry.nli(settings.nli) if settings.nli else None,
        judge=_registry.judge(settings.llm) if settings.llm else None,
    )
    return request, folder


def _asked_for(settings: Settings, links: LinkPolicy | None) -> tuple[str, ...]:
    """Rules that are off by default and that another key of the file switches on."""
    found = [LINK_RULE] if links else []
    return tuple(found + ([OPINION_RULE] if settings.nli or settings.llm else []))


def _check_codes(settings: Settings) -> None:
    for code, (line, column) in settings.codes.items():
        try:
            _registry.check_codes([code])
        except UsageError as error:
            raise ConfigError(
                error.message, str(settings.file), line, column, error.hint
            ) from error


def find_baseline(
    settings: Settings, given: Path | None, *, may_lack: bool = False
) -> tuple[Path, Baseline]:
    """The baseline file that applies, and what is in it; empty where there is none yet.

    A file that was named must be there, unless it is about to be written.
    """
    file = given or settings.baseline or settings.home / DEFAULT_NAME
    if file.exists() or (given is not None and not may_lack):
        return file, read_baseline(file)
    return file, Baseline()


def execute(request: Request, folder: StateFolder, *, quiet: bool) -> Audit:
    """Run the audit, showing progress, and put it on record."""
    # A scan makes millions of small values and hardly any cycles: looking for cycles less often
    # than after every 700 of them takes about a tenth off the time.
    gc.set_threshold(100_000, 20, 20)
    with showing(quiet=quiet) as progress:
        result = audit(replace(request, progress=progress))
    problems = [folder.problem] if folder.problem else []
    if folder.database is not None:
        problems.extend(_record(folder.database, result))
    return replace(result, notes=(*result.notes, *problems))


def _record(url: str, result: Audit) -> list[str]:
    """Store the run; a history that cannot be written must not lose the report."""
    from ragaudit._store.runs import RunStore
    from ragaudit.errors import StoreError

    try:
        store = RunStore(url)
        try:
            store.save(result)
        finally:
            store.close()
    except StoreError as error:
        return [f"{error.message}; {error.hint}"]
    return []
