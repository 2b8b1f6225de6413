"""The `.ragaudit/` folder."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

NAME = ".ragaudit"
HISTORY = "state.db"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Where state lives; both files are None where nothing can be written."""

    cache: Path | None
    database: Path | None
    """The run history, unless the configuration names another."""
    problem: str | None = None
    catalogue: Path | None = None

    @property
    def served(self) -> Path | None:
        """What query logs said of documents."""
        return self.cache.with_name("served.json") if self.cache else None

    @classmethod
    def open(cls, home: Path) -> StateFolder:
        """Make the folder where it is not there, and keep it out of version control."""
        folder = home / NAME
        try:
            folder.mkdir(parents=True, exist_ok=True)
            ignore = folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", encoding="utf-8")
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            return cls(
                None, None, f"{folder} cannot be written ({why}): nothing is kept of this run"
            )
        return cls(
            folder / "cache.db",
            folder / HISTORY,
            catalogue=folder / "catalogue.db",
        )
