"""Tests that take minutes to set up run only where RAGAUDIT_NIGHTLY is set."""

from __future__ import annotations

import os

import pytest

VARIABLE = "RAGAUDIT_NIGHTLY"
MARKER = f"nightly: takes minutes to set up; deselected unless {VARIABLE} is set"


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", MARKER)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take the marked tests out unless they are asked for."""
    if os.environ.get(VARIABLE):
        return
    out = [item for item in items if item.get_closest_marker("nightly")]
    if out:
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
