"""Filters as Chroma takes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def simplified(where: Any) -> Any:
    """A filter without `$and` and `$or` of a single part, which Chroma refuses."""
    if isinstance(where, list):
        return [simplified(one) for one in where]
    if not isinstance(where, Mapping):
        return where
    parts = {key: simplified(value) for key, value in where.items()}
    if len(parts) == 1:
        key, value = next(iter(parts.items()))
        if key in ("$and", "$or") and isinstance(value, list) and len(value) == 1:
            return value[0]
    return parts
