"""Optional libraries, imported when they are first needed."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from ragaudit.errors import MissingExtraError


def needs(module: str, extra: str) -> Any:
    """Import a library of an extra. Raises `MissingExtraError` with the one command to run."""
    try:
        found: ModuleType = import_module(module)
    except ImportError as error:
        raise MissingExtraError(
            f"ragaudit[{extra}] is not installed", f"pip install 'ragaudit[{extra}]'"
        ) from error
    return found
