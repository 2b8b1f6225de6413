"""One line as a record, or why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from ragaudit_connectors.records import Layout, Record


class LineError(ValueError):
    """A line that is no record; the message says why and repeats nothing of it."""


def record_of(line: bytes, layout: Layout) -> Record:
    """Read a line. Raises `LineError`."""
    found = _object(line)
    values = {ours: value_at(found, theirs) for ours, theirs in layout.names.items()}
    return Record(_identity(values["id"], layout.names["id"]), values, layout)


def value_at(record: Any, path: str) -> Any:
    """The value a dotted path leads to; None where it leads nowhere.

    A key that has dots itself is found before a path that would lead deeper; a number is a place
    in a list.
    """
    if isinstance(record, Mapping) and path in record:
        return record[path]
    head, dot, rest = path.partition(".")
    if isinstance(record, Mapping):
        inner = record.get(head)
    elif isinstance(record, list) and head.isdecimal() and len(head) < 10:
        inner = record[int(head)] if int(head) < len(record) else None
    else:
        return None
    return value_at(inner, rest) if dot else inner


def _object(line: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            line.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except LineError:
        raise
    except UnicodeDecodeError as error:
        raise LineError("is not UTF-8") from error
    except RecursionError as error:
        raise LineError("is nested too deeply") from error
    except ValueError as error:
        raise LineError("is no JSON") from error
    if not isinstance(found, dict):
        raise LineError("is no JSON object")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Which of two values of one key counts is up to the reader of the file, so neither does."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise LineError("has a key twice")
    return found


def _no_constant(name: str) -> NoReturn:
    raise LineError(f"holds {name}, which is no JSON")


def _identity(value: Any, field: str) -> str:
    if value is None or (isinstance(value, str) and not value.strip()):
        raise LineError(f"has no `{field}`")
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise LineError(f"has a `{field}` that is neither text nor a whole number")
    try:
        return str(value).encode("utf-8").decode("utf-8")
    except UnicodeEncodeError as error:
        raise LineError(f"has a `{field}` with half a character") from error
