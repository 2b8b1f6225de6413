"""Finds national identifiers: form, check digits, and a word that says what they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ragaudit.sensitive import checksums
from ragaudit.sensitive.context import near
from ragaudit.sensitive.hits import Hit, Topic, Weight


def _always(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Identifier:
    """One country's number."""

    kind: str
    pattern: str
    words: str
    """What must be said near it; empty where form and check digits are proof enough."""
    valid: Callable[[str], bool] = _always
    samples: frozenset[str] = frozenset()
    """Numbers printed in leaflets and tutorials, digits only."""
    just_before: bool = False
    """Whether the word must stand right before it: its form alone says little."""


_SSN = "US social security number"
IDENTIFIERS = (
    Identifier(
        _SSN,
        r"(?!000|666|9)\d{3}([ -])(?!00)\d{2}\1(?!0000)\d{4}",
        r"\bssns?\b|social[ _-]?security|\bss ?(?:#|no\b|num)|\bsocial(?: number)?:",
        samples=frozenset(["078051120", "219099999", "123456789", "123121234", "457555462", "001010001"]),
    ),
    Identifier(
        _SSN,
        r"(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}",
        r"\bssns?\b|social security (?:number|no\.?|#)",
        just_before=True,
        samples=frozenset(["078051120", "219099999", "123456789"]),
    ),
    Identifier(
        "UK NHS number",
        r"\d{3}([ -]?)\d{3}\1\d{4}",
        r"\bnhs\b",
        checksums.nhs,
        frozenset(["4505577104", "9434765919", "9434765870", "9876543210", "4010232137", "1234567881"]),
    ),
    Identifier(
        "UK National Insurance number",
        r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]( ?)\d{2}\1\d{2}\1\d{2}\1[A-D]",
        r"national insurance|\bni(?:no)?\b(?: ?(?:number|no\b))?|\bnat\.? ins",
        samples=frozenset({"123456"}),
    ),
    Identifier(
        "German tax ID",
        r"\d{2} ?\d{3} ?\d{3} ?\d{3}",
        r"steuer[- ]?(?:id|identifik|nummer|nr)|\bidnr\b|\btin\b|tax (?:id|number)|german tax",
        checksums.steuer_id,
        frozenset(["86095742719", "47036892816", "65929970489", "57549285017", "02476291358"]),
    ),
    Identifier(
        "French social security number",
        r"[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d{2}",
        r"s[ée]curit[ée] sociale|\bnir\b|\binsee\b|num[ée]ro de s[ée]cu|french social|carte vitale",
        checksums.nir,
        frozenset(["255081416802538", "180126955222380", "269054958815780"]),
    ),
    Identifier(
        "Dutch citizen service number",
        r"\d{9}|\d{4}\.\d{2}\.\d{3}",
        r"\bbsn\b|burgerservicenummer|sofi-?nummer|citizen service number",
        checksums.bsn,
        frozenset(["123456782", "111222333", "999999990"]),
    ),
    Identifier(
        "Italian tax code",
        r"[A-Z]{6}\d{2}[ABCDEHLMPRST]\d{2}[A-Z]\d{3}[A-Z]",
        "",
        checksums.codice_fiscale,
    ),
    Identifier(
        "Spanish DNI or NIE",
        r"(?:[XYZ][ -]?\d{7}|\d{8}|\d{2}\.\d{3}\.\d{3})[ -]?[A-Z]",
        r"\bdni\b|\bnie\b|\bnif\b|documento nacional|spanish (?:id|national)",
        checksums.dni,
        frozenset(["12345678", "00000000", "1234567", "99999999", "11111111"]),
    ),
    Identifier(
        "Swedish personal identity number",
        r"(?:19|20)?\d{6}[-+]\d{4}|(?:19|20)\d{10}",
        r"person(?:al )?nummer|personal (?:identity )?number|\bpnr\b|swedish (?:id|personal)",
        checksums.personnummer,
        frozenset(["6408233234", "196408233234", "8112189876", "198112189876", "1212121212"]),
    ),
    Identifier(
        "Indian Aadhaar number",
        r"[2-9]\d{3}([ -]?)\d{4}\1\d{4}",
        r"aadha+r|\buidai?\b|आधार",
        checksums.verhoeff,
        frozenset(["999941057058", "499118665246", "234123412346"]),
    ),
    Identifier(
        "Polish PESEL", r"\d{11}", r"\bpesel", checksums.pesel, frozenset({"44051401359", "44051401458"})
    ),
    Identifier("Brazilian CPF", r"\d{3}\.\d{3}\.\d{3}-\d{2}", "", checksums.cpf, frozenset({"12345678909", "52998224725", "11144477735"})),
    Identifier("Brazilian CPF", r"\d{11}", r"\bcpf\b", checksums.cpf, frozenset({"12345678909", "52998224725", "11144477735"})),
    Identifier(
        "US bank routing number",
        r"\d{9}",
        r"(?:\brouting\b|\baba\b|\brtn\b)[\s\S]{0,140}\baccount"
        r"|\baccount\b[\s\S]{0,80}(?:routing|\baba\b)",
        checksums.aba,
        frozenset(["021000021", "011401533", "122105155", "110000000", "026009593", "121000248"]),
    ),
    Identifier(
        "medical record number",
        r"(?=[A-Z-]{0,4}\d)[A-Z]{0,3}-?\d{6,10}",
        r"\bmrn\b|medical record (?:number|no\.?|#)|patient (?:id|number|no\.?)"
        r"|hospital (?:number|no\.?)",
        just_before=True,
    ),
    Identifier(
        "passport number",
        r"(?=[A-Z]{0,2}\d)[A-Z]{0,2}\d{6,9}",
        r"passport (?:number|no\.?|#|nr\.?)",
        just_before=True,
    ),
)  # fmt: skip
_EDGE_LEFT, _EDGE_RIGHT = r"(?<![\w./#=-])(?<!\d )", r"(?![\w/-]|[.,]\d| \d)"
_RIGHT_AFTER = r")(?: is)?[^\w\n]{1,6}\Z"


@dataclass(frozen=True, slots=True)
class Named:
    """An identifier with its compiled patterns."""

    what: Identifier
    pattern: re.Pattern[str]
    words: re.Pattern[str]
    before: re.Pattern[str] | None


def _compiled(identifier: Identifier) -> Named:
    pattern = re.compile(f"{_EDGE_LEFT}(?:{identifier.pattern}){_EDGE_RIGHT}", re.ASCII)
    words = re.compile(identifier.words, re.IGNORECASE)
    before = re.compile("(?:" + identifier.words + _RIGHT_AFTER, re.IGNORECASE)
    return Named(identifier, pattern, words, before if identifier.just_before else None)


_COMPILED = tuple(map(_compiled, IDENTIFIERS))
_NOT_NUMBERS = re.compile(r"[^0-9]")


def identifiers_named(text: str) -> tuple[Named, ...]:
    """Those whose name a text has, or that need none."""
    return tuple(n for n in _COMPILED if n.words.search(text))


def identifiers(
    named: Iterable[Named], text: str, start: int, end: int, context: str
) -> Iterator[Hit]:
    """Yield national identifiers in `text[start:end]`."""
    for one in named:
        for match in one.pattern.finditer(text, start, end):
            digits = _NOT_NUMBERS.sub("", match[0])
            if len(set(digits)) < 3 or not one.what.valid(match[0]):
                continue
            if _said(one, text, match, context):
                weight = Weight.HIDE if digits in one.what.samples else Weight.REPORT
                yield Hit(Topic.PERSONAL, one.what.kind, *match.span(), weight)


def _said(one: Named, text: str, match: re.Match[str], context: str) -> bool:
    if one.before is not None:
        return bool(one.before.search(text[max(0, match.start() - 60) : match.start()]))
    return bool(one.words.search(near(text, *match.span(), context)))


def unnamed_identifiers(text: str, start: int, end: int) -> Iterator[Hit]:
    """Yield what has the form and check digits of an identifier, whatever is said around it."""
    for one in _COMPILED:
        if one.before is None:
            for match in one.pattern.finditer(text, start, end):
                if len(set(match[0])) > 3 and one.what.valid(match[0]):
                    yield Hit(Topic.PERSONAL, one.what.kind, *match.span(), Weight.HIDE)
