"""Values of the model as rows, and back: columns for what is asked for, JSON for the rest.

No column holds what a database refuses (half a surrogate pair, NUL); where a text has such, the
column shows it spelt out and the JSON beside it has it as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Generic, TypeVar

import msgspec

from ragaudit.errors import StoreError
from ragaudit.model import Finding, Leak, ProbeResult, Rule, Score, Skip

T = TypeVar("T")
Row = dict[str, Any]

_encode = msgspec.json.Encoder().encode


def encoded(value: object) -> str:
    """As JSON text."""
    try:
        return _encode(value).decode()
    except UnicodeEncodeError:
        # A file name that is no UTF-8: its odd bytes are kept as escapes.
        return json.dumps(msgspec.to_builtins(value))


def sparse(value: Any, *without: str) -> dict[str, Any]:
    """A dataclass as a mapping without what has its default: most facts of most documents."""
    found = {}
    for name, default in _defaults(type(value)):
        kept = getattr(value, name)
        if kept is not default and kept != default and name not in without:
            found[name] = kept if type(kept) is str else _sparse(kept)
    return found


def _sparse(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_sparse(item) for item in value]
    return sparse(value) if _defaults(type(value)) else value


_DEFAULTS: dict[type, tuple[tuple[str, Any], ...]] = {}


def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    """Each field of a dataclass with its default, or with something nothing is equal to."""
    if kind in _DEFAULTS:
        return _DEFAULTS[kind]
    found = []
    for item in fields(kind) if is_dataclass(kind) else ():
        default = item.default
        if item.default_factory is not MISSING:
            default = item.default_factory()
        found.append((item.name, default))
    _DEFAULTS[kind] = tuple(found)
    return _DEFAULTS[kind]


_DECODERS: dict[Any, msgspec.json.Decoder[Any]] = {}


def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    if kind not in _DECODERS:
        _DECODERS[kind] = msgspec.json.Decoder(kind)
    return _DECODERS[kind]


def decoded(data: str | bytes, kind: type[T]) -> T:
    """Back from JSON text. Raises `StoreError` where it is not of that kind."""
    try:
        try:
            found: T = _decoder(kind).decode(data)
        except msgspec.ValidationError:
            raise
        except msgspec.DecodeError:
            found = msgspec.convert(json.loads(data), kind)
    except (ValueError, TypeError) as error:  # msgspec's are among them
        raise unreadable(error) from error
    return found


def unreadable(error: Exception) -> StoreError:
    """A row this version cannot read."""
    return StoreError(
        f"a row of the run history cannot be read ({str(error).splitlines()[0]})",
        "it was changed by hand, damaged, or written by another version of ragaudit",
    )


def column(value: str) -> str:
    """A text any database takes."""
    if value.isascii() and "\0" not in value:
        return value
    return value.encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "�")


def digest(*parts: object) -> str:
    """Identity of a row by its content: 128 bits of sha256, in hexadecimal."""
    text = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(text).hexdigest()[:32]


class Codec(Generic[T]):
    """A dataclass as a row: some fields in columns, whatever else it has in `details`.

    A field the dataclass gains goes to `details` by itself; one it loses is passed over.
    """

    def __init__(self, kind: type[T], **columns: str) -> None:
        self._kind = kind
        self._columns = columns
        """Column to field."""

    def row(self, value: T) -> Row:
        """The row, without what it gets from its table."""
        rest: dict[str, Any] = msgspec.to_builtins(value)
        found: Row = {}
        for name, field in self._columns.items():
            kept = rest.pop(field)
            found[name] = column(kept) if isinstance(kept, str) else kept
            if found[name] != kept:
                rest[field] = kept
        found["details"] = encoded(rest) if rest else None
        return found

    def shared(self, value: T) -> Row:
        """The row with its digest."""
        found = self.row(value)
        return {"digest": digest(found), **found}

    def value(self, row: Mapping[str, Any]) -> T:
        """Back from a row. Raises `StoreError`."""
        fields = {field: row[name] for name, field in self._columns.items()}
        details = row["details"]
        try:
            more = json.loads(details) if details else {}
            return msgspec.convert(fields | more, self._kind)
        except (ValueError, TypeError) as error:
            raise unreadable(error) from error


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


FINDING = Codec(
    Finding,
    **_same(
        *("fingerprint", "code", "severity", "confidence", "status", "source", "document"),
        *("path", "line", "owner", "affected", "message", "quote"),
    ),
)
SKIP = Codec(Skip, source="source_id", **_same("path", "reason", "detail", "action"))
RULE = Codec(Rule, **_same("code", "name", "severity"))
SCORE = Codec(
    Score, **_same("measure", "source", "principal", "value", "low", "high", "n", "undefined",
                   "reason"),
)  # fmt: skip
LEAK = Codec(Leak, **_same("probe", "principal", "document", "rank"))
RESULT = Codec(ProbeResult, probe="id", **_same("principal", "status", "source", "reason"))
