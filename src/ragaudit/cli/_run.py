"""From options to a finished audit: what `scan` and `baseline` share."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ragaudit import _registry
from ragaudit._audit import Request, Then, audit
from ragaudit._config import Settings, resolve
from ragaudit._engine.progress import Progress
from ragaudit._engine.served import ServedDocuments, read_served
from ragaudit._gate import Baseline, read_baseline
from ragaudit._gate.baseline import DEFAULT_NAME
from ragaudit._signoff.checklist import checklist, seen_of
from ragaudit._store.folder import StateFolder
from ragaudit.cli._options import default_jobs
from ragaudit.cli._progress import showing
from ragaudit.errors import ConfigError, StoreError, UsageError
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
        catalogue_file=folder.catalogue,
        served=_served(settings, folder),
        links=_registry.link_checker(policy) if policy else None,
        nli=_registry.nli(settings.nli) if settings.nli else None,
        judge=_registry.judge(settings.llm) if settings.llm else None,
    )
    return request, folder


def _served(settings: Settings, folder: StateFolder) -> ServedDocuments:
    monitor = settings.monitor
    return read_served(folder.served if monitor.raise_findings else None, monitor.min_answers)


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


def execute(
    request: Request,
    folder: StateFolder,
    *,
    quiet: bool,
    then: Callable[[Progress], Then] | None = None,
) -> Audit:
    """Run the audit, showing progress, and put it on record."""
    # A scan makes millions of small values and hardly any cycles: looking for cycles less often
    # than after every 700 of them takes about a tenth off the time.
    gc.set_threshold(100_000, 20, 20)
    with showing(quiet=quiet) as progress:
        added = [then(progress)] if then else []
        result = audit(replace(request, progress=progress), *added)
    checks = checklist(result, request.settings, seen_of(request.served))
    result = replace(result, checklist=checks)
    if request.changed_since is not None:
        # A run over a part of the documents is no point of a trend over all of them.
        return result
    result, problems = _recorded(request.settings, folder, result)
    return replace(result, notes=(*result.notes, *problems))


def _recorded(settings: Settings, folder: StateFolder, result: Audit) -> tuple[Audit, list[str]]:
    """Put the run on record, with what came before; a history that fails must not lose it."""
    from ragaudit._store.place import history_place
    from ragaudit._store.runs import Retention, RunStore

    told = [folder.problem] if folder.problem else []
    history = settings.history
    try:
        place = history_place(history, folder.database, os.environ)
        if place is None:
            return result, told
        store = RunStore(place, Retention(history.keep, history.keep_days))
        try:
            told += [store.migrated] if store.migrated else []
            kept = replace(result, notes=(*result.notes, *told))
            partial = {source.id for source in settings.sources if source.only}
            saved = store.save(kept, partial)
        finally:
            store.close()
    except (StoreError, UsageError) as error:
        return result, [*told, f"this run is not on record: {error.message}; {error.hint}"]
    except OSError as error:
        return result, [*told, f"this run is not on record: {error.strerror or error}"]
    return replace(result, past=saved.past, since=saved.since), told
