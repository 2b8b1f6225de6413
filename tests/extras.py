"""Tests that need an optional stack skip visibly without it, and fail where it was asked for."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest


def needs(extra: str, module: str) -> None:
    """Skip unless `ragaudit[extra]` is installed; `make … EXTRAS=…` that names it must have it."""
    if find_spec(module) is not None:
        return
    message = f"ragaudit[{extra}] is not installed"
    if extra in os.environ.get("EXTRAS", "").split(","):
        pytest.fail(message)
    pytest.skip(message)
