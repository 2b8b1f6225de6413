"""Reads the exported list of what a retrieval index holds. Mistakes in it name their line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from ragaudit.errors import ConfigError
from ragaudit.model import IndexEntry, IndexSettings
from ragaudit.text import DateError, parse_date

_USUAL = {
    "id": ("path", "file_path", "source", "native_id", "document_id", "doc_id", "uri", "url", "id"),
    "hash": ("sha256", "content_hash", "content_sha256", "doc_hash", "hash", "checksum"),
    "indexed_at": ("indexed_at", "ingested_at", "embedded_at", "last_indexed"),
}
"""Names that exports use, most telling first; each also below `metadata`."""
_MAX_LINE = 20_000_000
_LOOK = 200
"""Lines that are asked which of the usual names they have."""
_MAX_ENTRIES = 5_000_000
_ASK = "say which in ragaudit.yaml, e.g. `index: {manifest: …, fields: {id: path, hash: sha256}}`"

Object = Mapping[str, object]


def read_entries(settings: IndexSettings) -> list[IndexEntry]:
    """Read every line. Raises `ConfigError` with the line that cannot be used."""
    shown = str(settings.manifest)
    numbered = list(_objects(settings))
    if not numbered:
        raise ConfigError("holds no entry", shown, hint="export the index again")
    fields = _Fields.chosen(settings, [found for _, found in numbered])
    return [fields.entry(line, found, shown) for line, found in numbered]


def _objects(settings: IndexSettings) -> Iterator[tuple[int, Object]]:
    """Every line with what is on it; only the parts that may be wanted are kept."""
    wanted = {name.partition(".")[0] for names in _USUAL.values() for name in names}
    wanted |= {name.partition(".")[0] for name in settings.fields.values()} | {"metadata"}
    shown = str(settings.manifest)
    try:
        with settings.manifest.open(encoding="utf-8-sig") as stream:
            for line, text in enumerate(iter(lambda: stream.readline(_MAX_LINE), ""), 1):
                if line > _MAX_ENTRIES:
                    raise ConfigError(f"holds more than {_MAX_ENTRIES:,} lines", shown, line)
                if text.strip():
                    found = _object(text, shown, line)
                    yield line, {key: found[key] for key in wanted if key in found}
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise ConfigError(f"cannot be read: {why}", shown) from error
    except UnicodeDecodeError as error:
        raise ConfigError("cannot be read: it is not UTF-8 text", shown) from error


def _object(text: str, shown: str, line: int) -> Object:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "too large or too deep"
        hint = "write one JSON object a line"
        raise ConfigError(f"not JSON: {why}", shown, line, hint=hint) from error
    if not isinstance(found, dict):
        raise ConfigError("is no JSON object", shown, line, hint="write one JSON object a line")
    return found


@dataclass(frozen=True, slots=True)
class _Fields:
    """The manifest's names for what is needed of it."""

    id: str
    hash: str | None
    indexed_at: str | None

    @classmethod
    def chosen(cls, settings: IndexSettings, found: Sequence[Object]) -> _Fields:
        names = {key: settings.fields.get(key) or _usual(key, found) for key in _USUAL}
        shown = str(settings.manifest)
        for key, name in settings.fields.items():
            if not any(_get(item, name) not in (None, "") for item in found):
                raise ConfigError(
                    f"no entry has “{name}” (`fields.{key}`)", shown, hint=_there(found)
                )
        if names["id"] is None:
            told = "no field names the document"
            raise ConfigError(told, shown, 1, hint=_ASK)
        return cls(names["id"], names["hash"], names["indexed_at"])

    def entry(self, line: int, found: Object, shown: str) -> IndexEntry:
        name = _get(found, self.id)
        if not isinstance(name, str | int) or isinstance(name, bool) or not str(name).strip():
            raise ConfigError(f"has no “{self.id}”", shown, line)
        digest = _get(found, self.hash) if self.hash else None
        moment = _get(found, self.indexed_at) if self.indexed_at else None
        return IndexEntry(str(name).strip(), line, _digest(digest), _day(moment, shown, line))


def _usual(key: str, found: Sequence[Object]) -> str | None:
    names = [part + name for name in _USUAL[key] for part in ("", "metadata.")]
    first = found[:_LOOK]
    usable = (n for n in names if any(isinstance(_get(f, n), str | int | float) for f in first))
    return next(usable, None)


def _get(item: Object, name: str) -> object:
    """A value by its dotted name; a key that itself has dots goes first."""
    if name in item:
        return item[name]
    head, _, rest = name.partition(".")
    inner = item.get(head)
    return _get(inner, rest) if rest and isinstance(inner, dict) else None


def _there(found: Sequence[Object]) -> str:
    keys = sorted({key for item in found[:_LOOK] for key in item})
    return f"there is: {', '.join(keys[:12]) or 'none of the usual names'}"


def _digest(value: object) -> str:
    text = value.strip().casefold() if isinstance(value, str) else ""
    return text.removeprefix("sha256:").removeprefix("sha256-")


def _day(value: object, shown: str, line: int) -> date | None:
    """A date, a time, or seconds (or milliseconds) since 1970."""
    if value is None or value == "":
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = value / 1000 if value > 1e11 else value
            return datetime.fromtimestamp(seconds, UTC).date()
        return parse_date(str(value))
    except (DateError, OverflowError, OSError, ValueError) as error:
        told = f"its time of indexing cannot be read: {error}"
        raise ConfigError(told, shown, line, hint="write ISO 8601, e.g. 2026-11-01") from error
