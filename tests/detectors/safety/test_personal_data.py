"""SAF603."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.safety.personal_data import PersonalData
from ragaudit.model import Observation, Severity
from ragaudit.testing import check_detector


def found(text: str) -> list[Observation]:
    return list(PersonalData().inspect(page(text)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(PersonalData())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Please block card 4539 1488 0343 6467.", "6467"),
        ("His credit card number is 4539148803436467.", "6467"),
        ("Card: 5290-1453-8912-7367", "7367"),
        ("American Express 3745 128096 13278 was charged.", "13278"),
        ("| name | card number |\n|---|---|\n| Ann Lee | 4539148803436467 |", "6467"),
        ("Her IBAN is DE44 5001 0517 5407 3249 31.", "3249"),
        ("GB94BARC10201530093459", "093459"),
        ("SSN: 536-22-8726", "8726"),
        ("his social security number is 536 22 8726", "8726"),
        ("| employee | SSN |\n|---|---|\n| Ann Lee | 536-22-8726 |", "8726"),
        ("NHS number: 485 777 3457", "3457"),
        ("National Insurance number: JG 10 37 59 A", "10 37"),
        ("NI no. JG103759A", "103759"),
        ("Steuer-ID: 36 574 261 809", "261 809"),
        ("Numéro de sécurité sociale : 1 85 05 78 006 084 91", "084"),
        ("BSN 718936462", "718936462"),
        ("Codice fiscale: RSSMRA85T10A562S", "A562S"),
        ("DNI: 54362315K", "54362315"),
        ("NIE X-5253868-R", "5253868"),
        ("Personnummer: 670919-9530", "9530"),
        ("Aadhaar: 5485 5000 8800", "8800"),
        ("PESEL: 02070803628", "02070803628"),
        ("CPF 390.533.447-05", "447-05"),
        ("Routing number 322271627, account 4418822", "322271627"),
        ("MRN: 4827193", "4827193"),
        ("| field | value |\n|---|---|\n| MRN | 4827193 |", "4827193"),
        ("| field | value |\n|---|---|\n| Date of birth | 14 March 1981 |", "1981"),
        ("Passport no. 533401372", "533401372"),
        ("Home phone: +44 161 715 3321", "3321"),
        ("Her mobile is 07911 283746.", "283746"),
        ("Date of birth: 14 March 1981", "1981"),
        ("DOB: 03/14/1981", "1981"),
        ("Home address: 17 Mulberry Lane, Leeds LS6 3QR", "Mulberry"),
        ("Ann lives at 17 Mulberry Lane, Leeds.", "Mulberry"),
    ],
)
def test_kinds(text: str, value: str) -> None:
    """One observation, which does not tell the value."""
    seen = found(f"# Page\n\n{text}\n")

    assert 1 == len(seen)
    assert value not in seen[0].quote + seen[0].message


@pytest.mark.parametrize(
    "text",
    [
        "Use the card 4111 1111 1111 1111 in the sandbox.",
        "Pay with card 4242424242424242.",
        "Card 4539 1488 0343 6468 is refused.",
        "For example, card number 4539 1488 0343 6467.",
        "Order 4539148803436467 was shipped.",
        "Tracking number 4539 1488 0343 6467",
        "Gift card 6006491286999929",
        "IMEI 490154203237518",
        "ISBN 978-3-16-148410-0",
        "Tweet 1453914880343646742",
        "| id | amount |\n|---|---|\n| 4539148803436467 | 12 |",
        "IBAN format: DE89 3704 0044 0532 0130 00",
        "The IBAN GB82 WEST 1234 5698 7654 32 is used in tutorials.",
        "Donations: DE44 5001 0517 5407 3249 31",
        "DE45 5001 0517 5407 3249 31 is no valid account.",
        "Part 536-22-8726 is out of stock.",
        "SSN: 078-05-1120",
        "SSN: 123-45-6789",
        "SSN format: 536-22-8726",
        "Enter the SSN as 000-12-3456.",
        "NHS number: 943 476 5919",
        "NHS number: 485 777 3456",
        "Call NHS 111 or 0300 123 1020.",
        "Invoice 485 777 3457 is paid.",
        "Ticket AB123456C is closed.",
        "Build 718936462 passed.",
        "The tax ID format has 11 digits.",
        "Routing: 10.0.0.1 to 10.0.0.254",
        "Support: +44 20 7183 8750, Monday to Friday",
        "Call the service desk on 0161 715 3321.",
        "Her mobile is 07700 900123.",
        "Mobile: (555) 555-0134",
        "Emergency: 112 or 999",
        "Reviewed 2026-03-04 12:30, next 2027-03-04",
        "Date of birth: DD/MM/YYYY",
        "Date of birth, for example 31/03/1980",
        "The company was born on a kitchen table in 1981.",
        "Office address: 17 Mulberry Lane, Leeds",
        "IP address 192.168.17.42 and 10.0.0.1",
        "Version 4.5391.488 (build 20260304123000)",
        "UUID 550e8400-e29b-41d4-a716-446655440000",
        "+ 1234567890123456789012345678901234567890",
        "Written by Ann Lee, ann.lee@pellworth.net",
    ],
)
def test_look_alikes(text: str) -> None:
    """Published samples, other numbers, wrong check digits, what is for everybody."""
    assert [] == found(f"# Page\n\n{text}\n")


def test_many_of_a_kind_are_one() -> None:
    """One observation with the count and the first line."""
    rows = "\n".join(f"| {n} | 536-22-87{n} |" for n in range(20, 26))
    seen = found(f"| name | SSN |\n|---|---|\n{rows}\n")

    assert [3] == [o.line for o in seen]
    assert "6 of them" in seen[0].message


def _people(count: int, domain: str = "pellworth.net") -> str:
    names = ("ann", "bob", "cem", "dora", "eve", "finn", "gus", "hana", "ivo", "jo", "kim", "lea")
    return "\n".join(f"- {name}.lee@{domain}" for name in names[:count])


def test_a_list_of_addresses() -> None:
    """Ten people's addresses are a list; a few are a team that wants to be reached."""
    assert [Severity.INFO] == [o.severity for o in found(_people(10))]
    assert [] == found(_people(9))
    assert [] == found(_people(12, "example.com"))
    assert [] == found("\n".join(f"- team-{n}-support@pellworth.net" for n in range(20)))
    assert [] == found("\n".join(f"- site{n}-berths@pellworth.net" for n in range(20)))
    assert 1 == len(found("\n".join(f"- berthfan{n}@gmail.com" for n in range(10))))
