"""What a reader loaded, as records: parts of one document joined, told apart in every pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ragaudit.errors import MalformedError
from ragaudit_connectors.jsonl.reading import value_at
from ragaudit_connectors.llamahub.options import DocumentFields
from ragaudit_connectors.records import Layout, Record, body_bytes, digest

_RANDOM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
"""What LlamaIndex gives documents that have no id: another one in every pass."""
_BETWEEN = b"\n\n"
_MOST_KEYS = 200


@dataclass(slots=True)
class Loaded:
    """Everything one pass loaded."""

    records: dict[str, Record] = field(default_factory=dict)
    """By id; without bodies."""
    bodies: dict[str, bytes] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    """Ids of documents whose text did not fit in memory."""
    keys: dict[str, None] = field(default_factory=dict)
    """Names of metadata met, for telling the user what could be mapped."""
    nameless: bool = False
    """Whether any document had no id that lasts."""

    def take(
        self, documents: Iterable[Any], fields: DocumentFields, layout: Layout, most: int
    ) -> None:
        """Take documents in the order they come. Raises `SourceError` and `SkipError`."""
        held = 0
        for document in documents:
            values, body = _read(document, layout)
            self._note_keys(values)
            record = self._record(values, body, fields, layout)
            if held + len(body) > most or record.id in self.left_out:
                self._leave_out(record)
                continue
            held += len(body)
            if record.id in self.bodies:
                self.bodies[record.id] += _BETWEEN + body
            else:
                self.records[record.id], self.bodies[record.id] = record, body

    def _record(
        self, values: Mapping[str, Any], body: bytes, fields: DocumentFields, layout: Layout
    ) -> Record:
        named = {ours: _clean(value_at(values, name)) for ours, name in layout.names.items()}
        named.pop("body", None)
        name = named.get("id")
        text = str(name).strip() if isinstance(name, str | int) else ""
        if not text or (not fields.names_id and _RANDOM.fullmatch(text)):
            self.nameless = True
            text = f"text {digest(body)}"
        return Record(text, named, layout)

    def _leave_out(self, record: Record) -> None:
        """Half a document would be worse than none."""
        self.left_out.add(record.id)
        self.records.setdefault(record.id, record)
        self.bodies.pop(record.id, None)

    def _note_keys(self, values: Mapping[str, Any]) -> None:
        if len(self.keys) < _MOST_KEYS:
            self.keys.update(dict.fromkeys(key for key in values if key not in ("doc_id", "text")))


def _clean(value: Any) -> Any:
    """Text without halves of characters, which nothing can store."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def _read(document: Any, layout: Layout) -> tuple[dict[str, Any], bytes]:
    """A document's metadata together with its own fields, and its text."""
    metadata = getattr(document, "metadata", None)
    if not isinstance(metadata, Mapping) or not hasattr(document, "text"):
        raise MalformedError(f"the reader gave a {type(document).__name__}, which is no document")
    own = {"doc_id": getattr(document, "doc_id", None), "text": document.text}
    values = {**{str(key): value for key, value in metadata.items()}, **own}
    body = value_at(values, layout.names["body"])
    return values, body_bytes(body, limit=1 << 62)
