"""Finds payment cards and bank accounts by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive.checksums import luhn, mod97
from ragaudit.sensitive.context import near
from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.samples import IBAN_LENGTHS, SAMPLE_IBANS, TEST_CARDS

CARD, IBAN = "payment card number", "bank account number (IBAN)"

_GROUPED = re.compile(
    r"(?<![\w.,/+-])(?<!\d )"
    r"(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})"
    r"(?![\w-]|[ -]\d{4}\b|[.,]\d)"
)
_PLAIN = re.compile(r"(?<![\w.,/+-])(?<!\d )\d{12,19}(?![\w-]|[.,/]\d)")
_ISSUER = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720))\d{12,14}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|(?:6011|64[4-9]\d|65\d\d)\d{12,15}"
    r"|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|(?:2131|1800)\d{11}"
)
_MAESTRO = re.compile(r"(?:5[0678]|6[0-9])\d{10,17}")
_ABOUT_CARD = re.compile(
    r"\bcards?\b|\bcc\b|credit|debit|\bvisa\b|master ?card|\bamex\b|american express|\bpan\b|\bcvv"
    r"|kreditkarte|karten?n|carte (?:bancaire|de cr)|tarjeta|cart[aã]o|\bpayment\b",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\border|track|invoice|reference|serial|\bimei\b|voucher|gift ?card|loyalty|member|ticket"
    r"|\bisbn|\bgtin|\bean\b|barcode|library card|sim card|\biccid|graphics card|card id|\bid\b",
    re.IGNORECASE,
)
_IBAN = re.compile(
    r"(?<![\w-])[A-Za-z]{2}\d{2}"
    r"(?:[A-Za-z0-9]{11,30}|(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,3})?)"
    r"(?![\w-])"
)
_GIVEN_OUT = re.compile(
    r"donat|spende|\bdon\b|our (?:bank|account)|company (?:bank )?account|payable to", re.IGNORECASE
)


def cards(text: str, start: int, end: int, context: str) -> Iterator[Hit]:
    """Yield payment cards in `text[start:end]`."""
    for pattern in (_GROUPED, _PLAIN):
        for match in pattern.finditer(text, start, end):
            digits = match[0].replace(" ", "").replace("-", "")
            if luhn(digits):
                weight = _card_weight(text, match, digits, context, grouped=pattern is _GROUPED)
                yield Hit(Topic.PERSONAL, CARD, *match.span(), weight)


def _card_weight(
    text: str, match: re.Match[str], digits: str, context: str, *, grouped: bool
) -> Weight:
    around = near(text, *match.span(), context)
    about_card = bool(_ABOUT_CARD.search(around))
    issued = bool(_ISSUER.fullmatch(digits))
    if digits in TEST_CARDS or len(set(digits)) <= 3 or _round(digits):
        return Weight.HIDE
    if about_card and (issued or _MAESTRO.fullmatch(digits)):
        return Weight.REPORT
    plausible = grouped and issued and len(digits) >= 15
    return Weight.REPORT if plausible and not _OTHER_NUMBER.search(around) else Weight.HIDE


def _round(digits: str) -> bool:
    """Whether a number has the zeros of one made up for testing."""
    return "000000" in digits or digits.count("0") > 9


def ibans(text: str, start: int, end: int, context: str) -> Iterator[Hit]:
    """Yield bank accounts in `text[start:end]`."""
    for match in _IBAN.finditer(text, start, end):
        compact = match[0].replace(" ", "").replace("-", "").upper()
        length = IBAN_LENGTHS.get(compact[:2])
        if length is None or len(compact) < int(length):
            continue
        stop = _end_of(match[0], int(length))
        compact = compact[: int(length)]
        if stop is None or not mod97(compact):
            continue
        sample = compact in SAMPLE_IBANS or "123456789" in compact or "0000000000" in compact
        given = _GIVEN_OUT.search(near(text, *match.span(), context))
        weight = Weight.HIDE if sample or given else Weight.REPORT
        yield Hit(Topic.PERSONAL, IBAN, match.start(), match.start() + stop, weight)


def _end_of(written: str, length: int) -> int | None:
    """Where an account of this length ends in grouped text; None if in the middle of a group."""
    count = 0
    for place, char in enumerate(written):
        count += char not in " -"
        if count == length:
            rest = written[place + 1 :]
            return place + 1 if not rest or rest[0] in " -" else None
    return None
