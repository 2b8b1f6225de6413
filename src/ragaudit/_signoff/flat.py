"""Nested settings as one line a value, so that what changed can be named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import PurePath
from typing import Any

from ragaudit.redact import redact

_NAMES = ("id", "name", "finding", "rule", "glob", "path")
"""What an entry of a list is known by; else its number."""
_LONGEST = 200


def flat(data: object) -> dict[str, str]:
    """Dotted key to value as text; secrets and personal data are replaced, long ones cut.

    Equal data give equal rows. Addresses stay: they name the people to turn to.
    """
    return dict(_rows(plain(data), ""))


def plain(data: object) -> Any:
    """Mappings, lists and scalars of JSON out of settings; dataclasses become mappings."""
    if is_dataclass(data) and not isinstance(data, type):
        return {field.name: plain(getattr(data, field.name)) for field in fields(data)}
    if isinstance(data, Mapping):
        return {str(plain(key)): plain(value) for key, value in data.items()}
    if isinstance(data, str):
        return str(data.value) if isinstance(data, Enum) else data
    if isinstance(data, Sequence | set | frozenset) and not isinstance(data, bytes):
        return [plain(item) for item in data]
    if isinstance(data, date | PurePath):
        return str(data)
    return data


def _rows(data: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _rows(value, f"{where}.{key}" if where else str(key))
    elif isinstance(data, list) and data:
        seen: dict[str, int] = {}
        for item in data:
            name = _name(item, len(seen))
            seen[name] = seen.get(name, 0) + 1
            again = f"#{seen[name]}" if seen[name] > 1 else ""
            yield from _rows(item, f"{where}[{name}{again}]")
    else:
        yield where, _shown(data)


def _name(item: Any, number: int) -> str:
    if isinstance(item, dict):
        return next((str(item[key]) for key in _NAMES if item.get(key)), str(number))
    return redact(str(item), emails=False)[:60] if isinstance(item, str | int) else str(number)


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    text = redact(text, emails=False)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
