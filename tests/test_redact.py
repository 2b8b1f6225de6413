"""Secrets and personal data, and what only looks like them."""

from __future__ import annotations

import pytest

from ragaudit.redact import Veil, quote, redact
from ragaudit.testing import text_content


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
        ("Ann lives at 17 Mulberry Lane", "Mulberry"),
        ("date of birth: 14 March 1981", "1981"),
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


TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"


def test_redacting_twice_changes_nothing() -> None:
    """What takes a value's place is no value."""
    once = redact(f"password: correcthorse7, token {TOKEN}, card 4539 1488 0343 6467, a@b.example")

    assert once == redact(once)


def test_cut_after_redacting() -> None:
    """A value that the cut would halve is gone as a whole."""
    shown = quote("The machine was set up by hand. " * 4 + TOKEN, 150)

    assert "a1B2" not in shown
    assert len(shown) <= 150


@pytest.mark.parametrize(
    "shown",
    ["| Ann | 485 777 3457 |", "Ann 485 777 3457", "… 777 3457 is Ann's", "Ann has 485 777…"],
)
def test_what_only_the_document_tells(shown: str) -> None:
    """A number named by its column's head is hidden in a quote without the head."""
    veil = Veil(text_content("NHS number 485 777 3457"))

    assert "777" not in veil.redact(shown)


def test_other_cuts_stay() -> None:
    """Only the rest of a value is hidden beside an ellipsis."""
    veil = Veil(text_content("NHS number 485 777 3457"))

    assert "… the card is blue …" == veil.redact("… the card is blue …")


def test_a_row_without_its_head() -> None:
    """In a table's row, numbers with valid check digits are hidden; nobody sees their name."""
    assert "485" not in redact("Ann Lee | 485 777 3457 | Leeds")
