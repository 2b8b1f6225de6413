"""What lies beside a document, looked up once a folder."""

from __future__ import annotations

from pathlib import Path

from ragaudit_connectors.files.names import on_disk, resolved_inside, shown


class Folders:
    """The names in every folder of a source, read when first asked for."""

    def __init__(self, base: Path | None) -> None:
        """`base` is the root; None for a source that lies in no folder."""
        self.base = base
        self._names: dict[str, frozenset[str]] = {}

    def names(self, folder: str) -> frozenset[str]:
        """The names in a folder below the root; empty where there is none."""
        key = "" if folder == "." else folder
        if self.base is None:
            return frozenset()
        if key not in self._names:
            try:
                found = frozenset(shown(p.name) for p in on_disk(self.base, key).iterdir())
            except OSError:
                found = frozenset()
            self._names[key] = found
        return self._names[key]

    def place(self, path: str) -> Path | None:
        """Where a file below the root is to be read, if there is one; links out stay links."""
        folder, _, name = path.rpartition("/")
        if self.base is None or name not in self.names(folder):
            return None
        return resolved_inside(self.base, on_disk(self.base, path))
