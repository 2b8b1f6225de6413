"""Every installed plugin keeps the promises of its contract."""

from __future__ import annotations

from typing import cast

import pytest

from ragaudit import _registry
from ragaudit.testing import check_concrete, check_detector, check_reporter


@pytest.mark.parametrize("code", _registry.names(_registry.DETECTORS))
def test_detectors(code: str) -> None:
    """One kind each, a rule that explains itself, and the entry point is named after it."""
    detector = _registry.detector(code)

    check_detector(detector)
    assert code == detector.rule.code


@pytest.mark.parametrize("name", _registry.names(_registry.REPORTERS))
def test_reporters(name: str) -> None:
    """Concrete."""
    check_reporter(_registry.reporter(name))


@pytest.mark.parametrize("name", _registry.names(_registry.CONNECTORS))
def test_connectors(name: str) -> None:
    """Concrete; what they do is tested with real folders."""
    check_concrete(cast("type", _registry.load(_registry.CONNECTORS, name)))


def test_rule_names_are_unique() -> None:
    """Names are as good as codes for `explain`."""
    names = [_registry.detector(c).rule.name for c in _registry.names(_registry.DETECTORS)]

    assert sorted(set(names)) == sorted(names)
