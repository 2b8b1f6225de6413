"""What the commands about runs on record share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.errors import StoreError

if TYPE_CHECKING:
    from ragaudit._store.runs import RunStore

SHORT = 15
"""Characters of a run's id that are its second; few runs begin in the same one."""

config_option = click.option(
    "--config", type=click.Path(path_type=Path), help="ragaudit.yaml whose runs are meant."
)


@contextmanager
def history(config: Path | None) -> Iterator[RunStore]:
    """The runs on record; nothing is made where there are none."""
    from ragaudit._config.history import find_history
    from ragaudit._store.folder import HISTORY, NAME
    from ragaudit._store.place import history_place
    from ragaudit._store.runs import RunStore

    settings, home = find_history(config, Path.cwd())
    place = history_place(settings, home / NAME / HISTORY, os.environ)
    assert place is not None  # noqa: S101 - there is a default
    try:
        store = RunStore(place, read_only=True)
    except StoreError as error:
        if isinstance(place, Path) and not place.exists() and (near := _near(home)):
            raise StoreError(error.message, f"{near} has some: add `--config {near}`") from error
        raise
    if store.migrated:
        click.echo(f"ragaudit: {store.migrated}", err=True)
    try:
        yield store
    finally:
        store.close()


def _near(home: Path) -> Path | None:
    """A configuration in a folder below that has runs on record."""
    from ragaudit._config.find import NAME as CONFIG
    from ragaudit._store.folder import HISTORY, NAME

    files = sorted(home.glob(f"*/{NAME}/{HISTORY}"))
    found = (file.parents[1] / CONFIG for file in files)
    return next((f.relative_to(home) for f in found if f.is_file()), None)
