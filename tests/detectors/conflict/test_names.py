"""Names a sentence gives for one slot."""

from __future__ import annotations

import pytest

from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._names import addresses


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Write to Ann@Example.com.", ("name/email", "ann@example.com")),
        ("See https://example.com/a/.", ("name/url", "https://example.com/a")),
        ("Ring +49 (30) 123-4567.", ("name/phone", "301234567")),
        ("Ring 030 1234567.", ("name/phone", "301234567")),
        ("Dial 4711.", ("name/extension", "4711")),
        ("It listens on port 8080.", ("name/port", "8080")),
        ("Open db.example.com:5432.", ("name/port", "5432")),
        ("Ask in #help-desk.", ("name/channel", "#help-desk")),
        ("The host is 10.0.0.1.", ("name/ip", "10.0.0.1")),
        ("We run Python 3.11.", ("version/python", "3.11")),
        ("We run v2.1.", ("version/", "2.1")),
    ],
)
def test_addresses(sentence: str, expected: tuple[str, str]) -> None:
    """Each in one spelling."""
    (found,) = addresses(sentence)
    assert expected == (found.dimension, found.text)


@pytest.mark.parametrize("sentence", ["Ring him.", "Call 3 times.", "port of Hull", "at 5 @ night"])
def test_no_address(sentence: str) -> None:
    """Words beside no address."""
    assert [] == list(addresses(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It needs Python 3.11 or later.", Bound.LEAST),
        ("It needs at least TLS 1.2.", Bound.LEAST),
        ("It runs on Python 3.11.", Bound.EXACT),
    ],
)
def test_versions_bind(sentence: str, expected: Bound) -> None:
    """`or later` is no exact version, nor is `at least`."""
    assert {expected} == {found.bound for found in addresses(sentence)}
