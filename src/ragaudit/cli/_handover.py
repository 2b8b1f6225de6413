"""What the commands that tell people share: a run on record, and what was told before."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragaudit.cli._history import history
from ragaudit.errors import StoreError, UsageError

if TYPE_CHECKING:
    from ragaudit._config import Settings
    from ragaudit._handover.ledger import Ledger
    from ragaudit.model import Audit


@dataclass(frozen=True, slots=True)
class Ready:
    """All that is needed to tell somebody of a run."""

    settings: Settings
    audit: Audit
    ledger: Ledger
    folder: Path
    """Where state is kept."""
    history: Path | str


@contextmanager
def handing_over(config: Path | None, name: str) -> Iterator[Ready]:
    """Load the settings and the run, and open the ledger. Raises `RagauditError`."""
    from ragaudit._config.find import find_config
    from ragaudit._config.load import load
    from ragaudit._handover.ledger import FILE, Ledger
    from ragaudit._store.folder import StateFolder
    from ragaudit._store.place import history_place

    file = config or find_config((), Path.cwd())
    if file is None:
        raise UsageError(
            "there is no ragaudit.yaml here that says who is to be told",
            "run `ragaudit init`, or name one by `--config`",
        )
    settings = load(file)
    with history(file) as store:
        audit = store.load(store.find(name))
    folder = StateFolder.open(settings.home)
    if folder.cache is None:
        raise StoreError(folder.problem or "nothing can be written", "check the folder's rights")
    own = history_place(settings.history, None, os.environ)
    ledger = Ledger(own or folder.cache.with_name(FILE))
    try:
        past = own or folder.database or folder.cache
        yield Ready(settings, audit, ledger, folder.cache.parent, past)
    finally:
        ledger.close()
