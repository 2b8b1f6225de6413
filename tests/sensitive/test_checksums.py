"""Check digits: published valid numbers pass, and every change of one digit is noticed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ragaudit.sensitive import checksums as c

VALID: list[tuple[Callable[[str], bool], str]] = [
    (c.luhn, "4539148803436467"),
    (c.mod97, "DE89370400440532013000"),
    (c.verhoeff, "548550008800"),
    (c.nhs, "9434765919"),
    (c.steuer_id, "36574261809"),
    (c.nir, "255081416802538"),
    (c.bsn, "111222333"),
    (c.codice_fiscale, "RSSMRA85T10A562S"),
    (c.dni, "12345678Z"),
    (c.personnummer, "811218-9876"),
    (c.pesel, "44051401359"),
    (c.cpf, "529.982.247-25"),
    (c.aba, "122105155"),
]


@pytest.mark.parametrize(("check", "number"), VALID)
def test_published_numbers(check: Callable[[str], bool], number: str) -> None:
    """As their issuers print them."""
    assert check(number)


@pytest.mark.parametrize(("check", "number"), VALID)
def test_a_wrong_last_place(check: Callable[[str], bool], number: str) -> None:
    """Every other check digit is refused."""
    last = number[-1]
    others = "0123456789" if last.isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    assert [last] == [other for other in others if check(number[:-1] + other)]
