"""Check digits of cards, accounts and national identifiers, as their issuers publish them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

_VERHOEFF_TIMES = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_VERHOEFF_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)
_FISCAL_ODD = [
    "1",
    "0",
    "5",
    "7",
    "9",
    "13",
    "15",
    "17",
    "19",
    "21",
    "2",
    "4",
    "18",
    "20",
    "11",
    "3",
    "6",
    "8",
    "12",
    "14",
    "16",
    "10",
    "22",
    "25",
    "24",
    "23",
]
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def digits_of(text: str) -> list[int]:
    """The ASCII digits of a text."""
    return [int(c) for c in text if "0" <= c <= "9"]


def luhn(text: str) -> bool:
    """Luhn (ISO/IEC 7812-1), not all digits the same."""
    digits = digits_of(text)
    doubled = (2 * d - 9 if d > 4 else 2 * d for d in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def mod97(compact: str) -> bool:
    """IBAN (ISO 13616): the rearranged number leaves 1 when divided by 97."""
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def verhoeff(text: str) -> bool:
    """Verhoeff's dihedral check, as in India's Aadhaar."""
    check = 0
    for place, digit in enumerate(reversed(digits_of(text))):
        for _ in range(place % 8):
            digit = _VERHOEFF_TURN[digit]
        check = _VERHOEFF_TIMES[check][digit]
    return check == 0


def nhs(text: str) -> bool:
    """UK NHS number: weights 10 to 2, mod 11."""
    d = digits_of(text)
    check = 11 - _weigh(d[:9], range(10, 1, -1)) % 11
    return len(d) == 10 and len(set(d)) > 1 and check % 11 == d[9] and check != 10


def steuer_id(text: str) -> bool:
    """German tax id: ISO 7064 mod 11,10; exactly one digit of the first ten repeats."""
    d = digits_of(text)
    if len(d) != 11 or d[0] == 0 or len(set(d[:10])) not in (8, 9):
        return False
    product = 10
    for digit in d[:10]:
        total = (digit + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == d[10]


def nir(text: str) -> bool:
    """French social security number: thirteen digits mod 97; Corsica's letters are 19 and 18."""
    compact = text.replace(" ", "").upper()
    body = compact[:13].replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(compact[13:])


def bsn(text: str) -> bool:
    """Dutch citizen service number: the eleven test."""
    d = digits_of(text)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return len(d) == 9 and len(set(d)) > 1 and _weigh(d, weights) % 11 == 0


def codice_fiscale(text: str) -> bool:
    """Italian tax code: the check letter over odd and even places."""
    code = text.upper()
    total = 0
    for place, char in enumerate(code[:15]):
        value = int(char) if char.isdigit() else ord(char) - ord("A")
        total += int(_FISCAL_ODD[value]) if place % 2 == 0 else value
    return chr(ord("A") + total % 26) == code[15]


def dni(text: str) -> bool:
    """Spanish DNI or NIE: the letter is the number mod 23."""
    code = text.upper().replace("-", "").replace(" ", "").replace(".", "")
    number = code[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return _DNI_LETTERS[int(number) % 23] == code[-1]


def personnummer(text: str) -> bool:
    """Swedish personal identity number: a day of the calendar, then Luhn over the last ten."""
    d = digits_of(text)[-10:]
    return len(d) == 10 and _is_day(d[2:4], d[4:6]) and luhn("".join(map(str, d)))


def pesel(text: str) -> bool:
    """Polish PESEL: weights 1 3 7 9; the month carries the century."""
    d = digits_of(text)
    check = -_weigh(d[:10], (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10
    return len(d) == 11 and check == d[10] and _is_day([d[2] % 2, d[3]], d[4:6])


def cpf(text: str) -> bool:
    """Brazilian CPF: two check digits mod 11."""
    d = digits_of(text)
    if len(d) != 11 or len(set(d)) == 1:
        return False
    checks = (_weigh(d[:n], range(n + 1, 1, -1)) * 10 % 11 % 10 for n in (9, 10))
    return list(checks) == d[9:]


def aba(text: str) -> bool:
    """US bank routing number: weights 3 7 1, a Federal Reserve prefix."""
    d = digits_of(text)
    prefix = 10 * d[0] + d[1]
    known = prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80
    return known and sum(d) > 0 and _weigh(d, (3, 7, 1) * 3) % 10 == 0


def _weigh(digits: list[int], weights: Iterable[int]) -> int:
    return sum(d * w for d, w in zip(digits, weights, strict=False))


def _is_day(month: list[int], day: list[int]) -> bool:
    """Whether two pairs of digits are a month and a day; coordination numbers add 60 to the day."""
    try:
        date(2000, month[0] * 10 + month[1], (day[0] * 10 + day[1] - 1) % 60 + 1)
    except ValueError:
        return False
    return True
