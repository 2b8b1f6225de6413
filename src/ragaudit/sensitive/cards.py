"""Finds payment cards and bank accounts by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.sensitive.checksums import luhn, mod97
from ragaudit.sensitive.context import near
from ragaudit.sensitive.hits import Hit, Topic, Weight

CARD, IBAN = "payment card number", "bank account number (IBAN)"

_GROUPED = re.compile(
    r"(?<![\w.,/+-])(?<!\d )(?:\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{4,5})"
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
_TEST_CARDS = frozenset(
    [
        "4111111111111111",
        "4242424242424242",
        "4012888888881881",
        "4000056655665556",
        "5555555555554444",
        "5105105105105100",
        "5200828282828210",
        "2223003122003222",
        "378282246310005",
        "371449635398431",
        "378734493671000",
        "6011111111111117",
        "6011000990139424",
        "3056930009020004",
        "30569309025904",
        "38520000023237",
        "3566002020360505",
        "3530111333300000",
        "6200000000000005",
        "4222222222222",
        "4917610000000000",
        "4462030000000000",
        "4444333322221111",
        "4000000000000002",
        "4000000000000077",
        "4000000000000069",
        "4000000000000119",
        "4000000000000127",
        "4000002500003155",
        "4000002760003184",
        "5454545454545454",
        "5431111111111111",
        "6759649826438453",
        "36148900647913",
        "4007000000027",
        "4988438843884305",
        "4166676667666746",
        "5500000000000004",
        "340000000000009",
        "30000000000004",
        "6011000000000004",
        "3088000000000009",
        "5019717010103742",
        "5413330089020011",
        "4917484589897107",
        "5577000055770004",
        "5555341244441115",
        "374245455400126",
        "6250941006528599",
        "5424000000000015",
        "2720998837779594",
        "4001919257537193",
        "4532015112830366",
        "4539578763621486",
        "4716258050958645",
        "4012000033330026",
        "5506900140100107",
        "5506922400634930",
        "5411111111111115",
        "6771798021000008",
    ]
)
"""Numbers that payment providers publish for testing, and those of widely copied tutorials."""
_IBAN_LENGTHS = dict(
    pair.split(":")
    for pair in [
        "AD:24",
        "AE:23",
        "AL:28",
        "AT:20",
        "AZ:28",
        "BA:20",
        "BE:16",
        "BG:22",
        "BH:22",
        "BR:29",
        "BY:28",
        "CH:21",
        "CR:22",
        "CY:28",
        "CZ:24",
        "DE:22",
        "DK:18",
        "DO:28",
        "EE:20",
        "EG:29",
        "ES:24",
        "FI:18",
        "FO:18",
        "FR:27",
        "GB:22",
        "GE:22",
        "GI:23",
        "GL:18",
        "GR:27",
        "GT:28",
        "HR:21",
        "HU:28",
        "IE:22",
        "IL:23",
        "IQ:23",
        "IS:26",
        "IT:27",
        "JO:30",
        "KW:30",
        "KZ:20",
        "LB:28",
        "LC:32",
        "LI:21",
        "LT:20",
        "LU:20",
        "LV:21",
        "LY:25",
        "MC:27",
        "MD:24",
        "ME:22",
        "MK:19",
        "MR:27",
        "MT:31",
        "MU:30",
        "NL:18",
        "NO:15",
        "PK:24",
        "PL:28",
        "PS:29",
        "PT:25",
        "QA:29",
        "RO:24",
        "RS:22",
        "SA:24",
        "SC:31",
        "SE:24",
        "SI:19",
        "SK:24",
        "SM:27",
        "ST:25",
        "SV:28",
        "TL:23",
        "TN:24",
        "TR:26",
        "UA:29",
        "VA:22",
        "VG:24",
        "XK:20",
    ]
)
_IBAN = re.compile(
    r"(?<![\w-])[A-Za-z]{2}\d{2}(?:[A-Za-z0-9]{11,30}|(?:[ -][A-Za-z0-9]{4}){2,7}(?:[ -][A-Za-z0-9]{1,3})?)"
    r"(?![\w-])"
)
_SAMPLE_IBANS = frozenset(
    [
        "AD1200012030200359100100",
        "AE070331234567890123456",
        "AT611904300234573201",
        "BE68539007547034",
        "BE71096123456769",
        "BG80BNBG96611020345678",
        "BR1800360305000010009795493C1",
        "CH9300762011623852957",
        "CH5604835012345678009",
        "CY17002001280000001200527600",
        "CZ6508000000192000145399",
        "DE89370400440532013000",
        "DE75512108001245126199",
        "DE91100000000123456789",
        "DE02120300000000202051",
        "DK5000400440116243",
        "DK9520000123456789",
        "EE382200221020145685",
        "ES9121000418450200051332",
        "ES7921000813610123456789",
        "FI2112345600000785",
        "FI1410093000123458",
        "FR1420041010050500013M02606",
        "FR7630006000011234567890189",
        "FR7630001007941234567890185",
        "GB29NWBK60161331926819",
        "GB82WEST12345698765432",
        "GB33BUKB20201555555555",
        "GB98MIDL07009312345678",
        "GB15MIDL40051512345678",
        "GR1601101250000000012300695",
        "GR9608100010000001234567890",
        "HR1210010051863000160",
        "HU42117730161111101800000000",
        "IE29AIBK93115212345678",
        "IE64IRCE92050112345678",
        "IS140159260076545510730339",
        "IT60X0542811101000000123456",
        "LI21088100002324013AA",
        "LT121000011101001000",
        "LU280019400644750000",
        "LV80BANK0000435195001",
        "LV97HABA0012345678910",
        "MC5811222000010123456789030",
        "MT84MALT011000012345MTLCAST001S",
        "NL91ABNA0417164300",
        "NL02ABNA0123456789",
        "NO9386011117947",
        "NO8330001234567",
        "PL61109010140000071219812874",
        "PL10105000997603123456789123",
        "PT50000201231234567890154",
        "PT50002700000001234567833",
        "RO49AAAA1B31007593840000",
        "RO09BCYP0000001234567890",
        "SA0380000000608010167519",
        "SE4550000000058398257466",
        "SE7280000810340009783242",
        "SI56263300012039086",
        "SK3112000000198742637541",
        "SK8975000000000012345671",
        "TR330006100519786457841326",
    ]
)
"""Those of the SWIFT registry and of the tutorials that copy it."""
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
    if digits in _TEST_CARDS or len(set(digits)) <= 3 or _round(digits):
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
        length = _IBAN_LENGTHS.get(compact[:2])
        if length is None or len(compact) < int(length):
            continue
        stop = _end_of(match[0], int(length))
        compact = compact[: int(length)]
        if stop is None or not mod97(compact):
            continue
        sample = compact in _SAMPLE_IBANS or "123456789" in compact or "0000000000" in compact
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
