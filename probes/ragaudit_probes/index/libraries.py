"""Optional libraries, imported when they are first needed and told to keep to themselves."""

from __future__ import annotations

import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from ragaudit.errors import MissingExtraError

INSTALL = "pip install 'ragaudit[index]'"


def check(*modules: str) -> None:
    """Raise `MissingExtraError` for the first that is not there, without importing any."""
    for module in modules:
        if find_spec(module) is None:
            raise _missing(module)


def needs(module: str) -> Any:
    """Import a module of the extra. Raises `MissingExtraError`."""
    # Read when the libraries are imported: they would otherwise report that they are used.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    try:
        return import_module(module)
    except ImportError as error:
        raise _missing(module) from error


def _missing(module: str) -> MissingExtraError:
    name = module.partition(".")[0]
    return MissingExtraError(f"the built-in index needs {name}, which is not installed", INSTALL)
