"""Secrets and personal data, and what only looks like them."""

from __future__ import annotations

import pytest

from ragaudit.redact import redact


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("key AKIA" + "QX7ZPLM4NRT2VW8K here", "QX7Z"),
        ("ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8", "P6q7"),
        ("https://bob:s3cretpw@host.example/x", "s3cretpw"),
        ("password: correcthorse", "correcthorse"),
        ("the API key is 9f8e7d6c5b4a", "9f8e7d"),
        ("mail zoe@acme.example now", "zoe@"),
        ("card 4111 1111 1111 1111", "1111"),
        ("IBAN DE89 3704 0044 0532 0130 00", "0532"),
        ("call +49 30 901820 55", "901820"),
        ("SSN 536-22-8726", "8726"),
    ],
)
def test_replaced(text: str, gone: str) -> None:
    """The value is gone and the kind is told."""
    redacted = redact(text)

    assert gone not in redacted
    assert "[redacted: " in redacted


@pytest.mark.parametrize(
    "text",
    [
        "Review was due 2025-08-06, 378 days overdue.",
        "order 4111 1111 1111 1112 is no card number",
        "The token is used for signing.",
        "Version 10.11.12.13 of the 2026-09-14 build",
        "ISBN 978-3-16-148410-0",
        "a page about passwords and secrets",
        "500,000 documents in 1,234,567 ms",
    ],
)
def test_kept(text: str) -> None:
    """Look-alikes stay readable."""
    assert text == redact(text)


def test_addresses_may_stay() -> None:
    """Owners must be named."""
    assert "ask ann@acme.example" == redact("ask ann@acme.example", emails=False)
