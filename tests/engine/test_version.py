"""The digest of the code behind a cache."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ragaudit._engine.version import code_digest


def test_a_changed_plugin_is_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the plugin is a single module."""
    monkeypatch.syspath_prepend(str(tmp_path))
    module = tmp_path / "single_plugin_module.py"
    digests = []
    for text in ("A = 1\n", "A = 2\n", "A = 1\n"):
        module.write_text(text)
        sys.modules.pop("single_plugin_module", None)
        digests.append(code_digest(["single_plugin_module"]))

    assert digests[0] == digests[2]
    assert digests[0] != digests[1]


def test_the_order_of_modules_does_not_matter() -> None:
    """A set of modules has one digest."""
    assert code_digest(["ragaudit.a", "ragaudit_connectors.b"]) == code_digest(
        ["ragaudit_connectors.c", "ragaudit.d"]
    )
