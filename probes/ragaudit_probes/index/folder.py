"""Where an index lives, and which state of it is served."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ragaudit.errors import StoreError, UsageError

_LEDGER, _CURRENT, _HALF = "ledger.db", "current.json", ".half"
_OURS = frozenset({".gitignore", "lock", _LEDGER, _CURRENT, "vectors", "served"})


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of an index. Only its owner gets in: vectors tell much of the text they are of.

    `ledger.db` says what is indexed, `vectors/` is a Chroma database, `served/` holds whole states
    that are read by questions, and `current.json` names the one that counts. Texts are in none of
    them; titles, paths and headings are.
    """

    root: Path

    @property
    def ledger(self) -> Path:
        """The SQLite file of what is indexed."""
        return self.root / _LEDGER

    @property
    def vectors(self) -> Path:
        """The Chroma database."""
        return self.root / "vectors"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Make the folder and keep other builds out. Raises `StoreError` and `UsageError`."""
        self._make()
        with (self.root / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreError(
                    f"the index in {self.root} is being built by another process",
                    "wait until it is done",
                ) from error
            yield

    def current(self) -> Path | None:
        """The folder of what is served; None before the first build. Raises `StoreError`."""
        try:
            told = json.loads((self.root / _CURRENT).read_text(encoding="utf-8"))
            name = str(told["served"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise damaged(self.root) from error
        if not name.isalnum():
            raise damaged(self.root)
        return self.root / "served" / name

    def prepare(self) -> Path:
        """An empty folder to write a new state into."""
        half = self.root / "served" / _HALF
        shutil.rmtree(half, ignore_errors=True)
        _private(half)
        return half

    def publish(self, name: str) -> None:
        """Serve what was prepared, from one moment to the next, and forget what was before."""
        served = self.root / "served"
        target = served / name
        shutil.rmtree(target, ignore_errors=True)
        (served / _HALF).rename(target)
        pointer = self.root / (_CURRENT + _HALF)
        with pointer.open("w", encoding="utf-8") as file:
            json.dump({"served": name}, file)
            file.flush()
            os.fsync(file.fileno())
        pointer.replace(self.root / _CURRENT)
        for old in served.iterdir():
            if old.name != name:
                shutil.rmtree(old, ignore_errors=True)

    def _make(self) -> None:
        try:
            there = {entry.name for entry in self.root.iterdir()} if self.root.exists() else set()
            if there and _LEDGER not in there and not there <= _OURS:
                raise UsageError(
                    f"{self.root} is not empty and holds no index", "name another folder as `path`"
                )
            for folder in (self.root, self.vectors, self.root / "served"):
                _private(folder)
            (self.root / ".gitignore").write_text("*\n", encoding="utf-8")
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            raise StoreError(f"the index folder {self.root} cannot be written: {why}") from error


def damaged(root: Path) -> StoreError:
    """The error for an index that cannot be read."""
    return StoreError(
        f"the index in {root} is damaged, or was written by another version",
        "remove the folder and run `ragaudit index build`",
    )


def _private(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
