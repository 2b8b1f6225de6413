"""One row or line, by our names."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ragaudit_connectors.files.names import shown

_LONGEST_ID_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """What the records of a source have in common."""

    names: Mapping[str, str]
    """Our names to theirs."""
    within: str
    """Before the name of a field: `pages.`, `export.jsonl: `."""
    kind: str
    """What one record is called: `row`, `record`."""
    format: str
    """Of a body whose record names no format."""

    @property
    def digest(self) -> str:
        """Changes whenever the same record may be read in another way."""
        return digest(sorted(self.names.items()), self.within, self.format)


@dataclass(frozen=True, slots=True)
class Record:
    """The values of one record, as the system gave them."""

    id: str
    values: Mapping[str, Any]
    """By our names; what is not mapped is not there."""
    layout: Layout

    def place(self, ours: str) -> str:
        """Where a person finds a value: `pages.owner_email, row 17`."""
        whole = len(self.id) <= _LONGEST_ID_SHOWN
        name = shown(self.id if whole else f"{self.id[:_LONGEST_ID_SHOWN]}…")
        return f"{self.layout.within}{self.theirs(ours)}, {self.layout.kind} {name}"

    def theirs(self, ours: str) -> str:
        """Their name of a field."""
        return self.layout.names.get(ours, ours)

    def get(self, ours: str) -> Any:
        """A value; None where there is none or the field is not mapped."""
        return self.values.get(ours)

    def text(self, ours: str) -> str:
        """A value as text; empty where there is none."""
        value = self.values.get(ours)
        if isinstance(value, bytes | memoryview):
            return bytes(value).decode("utf-8", "replace").strip()
        return "" if value is None else str(value).strip()


def digest(*parts: object) -> str:
    """A short hash of values; equal values have equal digests."""
    text = repr(parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
