"""National identifiers: what they look like, what they are called, how they are checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ragaudit.sensitive import checksums


def anything(_: str) -> bool:
    """For numbers without check digits."""
    return True


@dataclass(frozen=True, slots=True)
class Identifier:
    """One country's number."""

    kind: str
    pattern: str
    words: str
    """What must be said near it; empty where form and check digits are proof enough."""
    hints: tuple[str, ...]
    """Text in lower case of which some is in every one of these words: looked for first."""
    valid: Callable[[str], bool] = anything
    samples: str = ""
    """Numbers printed in leaflets and tutorials, digits only, between spaces."""
    just_before: bool = False
    """Whether the word must stand right before it: its form alone says little."""


_SSN, _CPF = "US social security number", "Brazilian CPF"
_SSN_SAMPLES = "078051120 219099999 123456789 123121234 457555462 001010001"
_CPF_SAMPLES = "12345678909 52998224725 11144477735"

IDENTIFIERS = (
    Identifier(
        _SSN,
        r"(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}",
        r"\bssns?\b|social[ _-]?security|\bss ?(?:#|no\b|num)|\bsocial(?: number)?:",
        ("ssn", "social", "ss"),
        samples=_SSN_SAMPLES,
    ),
    Identifier(
        _SSN,
        r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}",
        r"\bssns?\b|social security (?:number|no\.?|#)",
        ("ssn", "social security"),
        samples=_SSN_SAMPLES,
        just_before=True,
    ),
    Identifier(
        "UK NHS number",
        r"\d{3}([ -]?)\d{3}\1\d{4}",
        r"\bnhs\b",
        ("nhs",),
        checksums.nhs,
        "4505577104 9434765919 9434765870 9876543210 4010232137 1234567881",
    ),
    Identifier(
        "UK National Insurance number",
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"( ?)\d{2}\1\d{2}\1\d{2}\1[A-D]",
        r"national insurance|\bni(?:no)?\b(?: ?(?:number|no\b))?|\bnat\.? ins",
        ("national insurance", "ni", "nat"),
        samples="123456",
    ),
    Identifier(
        "German tax ID",
        r"\d{2} ?\d{3} ?\d{3} ?\d{3}",
        r"steuer[- ]?(?:id|identifik|nummer|nr)|\bidnr\b|\btin\b|tax (?:id|number)|german tax",
        ("steuer", "idnr", "tin", "tax "),
        checksums.steuer_id,
        "86095742719 47036892816 65929970489 57549285017 02476291358",
    ),
    Identifier(
        "French social security number",
        r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d{2}",
        r"s[ée]curit[ée] sociale|\bnir\b|\binsee\b|num[ée]ro de s[ée]cu|french social|carte vitale",
        ("curit", "nir", "insee", "de s", "french social", "vitale"),
        checksums.nir,
        "255081416802538 180126955222380 269054958815780",
    ),
    Identifier(
        "Dutch citizen service number",
        r"\d{9}|\d{4}\.\d{2}\.\d{3}",
        r"\bbsn\b|burgerservicenummer|sofi-?nummer|citizen service number",
        ("bsn", "burgerservice", "sofi", "citizen service"),
        checksums.bsn,
        "123456782 111222333 999999990",
    ),
    Identifier(
        "Italian tax code",
        r"[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]",
        "",
        ("",),
        checksums.codice_fiscale,
    ),
    Identifier(
        "Spanish DNI or NIE",
        r"(?:[XYZ][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[A-Z]",
        r"\bdni\b|\bnie\b|\bnif\b|documento nacional|spanish (?:id|national)",
        ("dni", "nie", "nif", "documento", "spanish"),
        checksums.dni,
        "12345678 00000000 1234567 99999999 11111111",
    ),
    Identifier(
        "Swedish personal identity number",
        r"(?:19|20)?\d{6}[-+]\d{4}|(?:19|20)\d{10}",
        r"person(?:al )?nummer|personal (?:identity )?number|\bpnr\b|swedish (?:id|personal)",
        ("person", "pnr", "swedish"),
        checksums.personnummer,
        "6408233234 196408233234 8112189876 198112189876 1212121212",
    ),
    Identifier(
        "Indian Aadhaar number",
        r"[2-9]\d{3}([ -]?)\d{4}\1\d{4}",
        r"aadha+r|\buidai?\b|आधार",
        ("aadh", "uida", "आधार"),
        checksums.verhoeff,
        "999941057058 499118665246 234123412346",
    ),
    Identifier(
        "Polish PESEL",
        r"\d{11}",
        r"\bpesel",
        ("pesel",),
        checksums.pesel,
        "44051401359 44051401458",
    ),
    Identifier(_CPF, r"\d{3}\.\d{3}\.\d{3}-\d{2}", "", ("",), checksums.cpf, _CPF_SAMPLES),
    Identifier(_CPF, r"\d{11}", r"\bcpf\b", ("cpf",), checksums.cpf, _CPF_SAMPLES),
    Identifier(
        "US bank routing number",
        r"\d{9}",
        r"(?:\brouting\b|\baba\b|\brtn\b)[\s\S]{0,140}\baccount"
        r"|\baccount\b[\s\S]{0,80}(?:routing|\baba\b)",
        ("routing", "aba", "rtn"),
        checksums.aba,
        "021000021 011401533 122105155 110000000 026009593 121000248",
    ),
    Identifier(
        "medical record number",
        r"(?=[A-Z-]{0,4}\d)[A-Z]{0,3}-?\d{6,10}",
        r"\bmrn\b|medical record (?:number|no\.?|#)|patient (?:id|number|no\.?)"
        r"|hospital (?:number|no\.?)",
        ("mrn", "medical record", "patient ", "hospital "),
        just_before=True,
    ),
    Identifier(
        "passport number",
        r"(?=[A-Z]{0,2}\d)[A-Z]{0,2}\d{6,9}",
        r"passport (?:number|no\.?|#|nr\.?)",
        ("passport ",),
        just_before=True,
    ),
)
