"""The records beside a signed statement, as far as they are what was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from ragaudit._signoff import records, statement
from ragaudit._signoff.access import AccessSnapshot
from ragaudit._signoff.drift import Change
from ragaudit._signoff.statement import Subject
from ragaudit.errors import UsageError


class KeptRecords:
    """The files beside a statement, as far as they are what was signed."""

    def __init__(self, folder: Path, subjects: Sequence[Subject]) -> None:
        self.changes: list[Change] = []
        self._whole: dict[str, bytes] = {}
        self._signed: dict[str, str] = {}
        for subject in subjects:
            if subject.kind == statement.RECORD:
                self._read(folder, subject)

    def _read(self, folder: Path, subject: Subject) -> None:
        place = PurePosixPath(subject.name)
        if place.is_absolute() or ".." in place.parts:
            raise UsageError(f"the statement names a file outside its folder: {subject.name}")
        self._signed[place.name] = subject.sha256
        try:
            data = (folder / place).read_bytes()
        except OSError:
            self.changes.append(Change("files", f"{subject.name} is gone"))
            return
        if records.digest(data) != subject.sha256:
            self.changes.append(Change("files", f"{subject.name} was changed after signing"))
        else:
            self._whole[place.name] = data

    def lines(self, name: str) -> Sequence[Mapping[str, Any]] | None:
        """Rows of a file that is whole."""
        return records.read_lines(self._whole[name]) if name in self._whole else None

    def table(self, name: str) -> dict[str, str] | None:
        """A table that is whole."""
        found: dict[str, str] | None = None
        if name in self._whole:
            found = json.loads(self._whole[name])
        return found

    def access(self) -> AccessSnapshot | None:
        """The access lists, where the file is whole."""
        data = self._whole.get(records.ACCESS)
        return None if data is None else AccessSnapshot.read(data.decode())

    def fits(self, name: str, data: bytes) -> bool:
        """Whether a file made anew is the one that was signed."""
        return self._signed.get(name) == records.digest(data)
