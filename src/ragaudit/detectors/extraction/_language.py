"""Which language a text is in, and which one its metadata claims."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ragaudit.detectors.extraction._prose import prose
from ragaudit.model import Content

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

LEAST_CHARS = 200
"""Shorter texts are not judged: names and loan words decide."""
_MOST_CHARS = 3_000
QUICK_CHARS = 1_200
"""Enough to see which commonest words a text uses."""
_SURE = 0.99
_FUNCTION_SHARE, _LEAD = 0.2, 2
_LEAST_WORDS = 30
_NOISY = re.compile(r"[@/\\_{}<>=\d`*#|]")
"""In addresses, identifiers and figures, which are in no language."""
_WORD = re.compile(r"[^\W\d_]+")
_CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{2,8}){0,3}")
_SAME = {
    "nb": "no", "nn": "no", "bs": "hr", "sr": "hr", "sh": "hr", "ms": "id", "iw": "he",
    "fil": "tl", "mo": "ro", "in": "id", "cmn": "zh", "eng": "en", "deu": "de", "ger": "de",
    "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl",
}  # fmt: skip
"""Codes of one language, or of languages too close to be told apart."""
NAMES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "da": "Danish", "no": "Norwegian",
    "fi": "Finnish", "pl": "Polish", "cs": "Czech", "sk": "Slovak", "hu": "Hungarian",
    "ro": "Romanian", "tr": "Turkish", "ru": "Russian", "uk": "Ukrainian", "bg": "Bulgarian",
    "el": "Greek", "he": "Hebrew", "ar": "Arabic", "fa": "Persian", "hi": "Hindi", "ja": "Japanese",
    "zh": "Chinese", "ko": "Korean", "vi": "Vietnamese", "id": "Indonesian", "th": "Thai",
    "ca": "Catalan", "hr": "Croatian", "sl": "Slovenian", "lt": "Lithuanian", "lv": "Latvian",
    "et": "Estonian", "is": "Icelandic", "eu": "Basque", "gl": "Galician", "bn": "Bengali",
}  # fmt: skip
_BY_NAME = {name.lower(): code for code, name in NAMES.items()} | {
    "deutsch": "de", "français": "fr", "francais": "fr", "español": "es", "italiano": "it",
    "português": "pt", "nederlands": "nl", "polski": "pl", "svenska": "sv", "dansk": "da",
}  # fmt: skip
_AMBIGUOUS = frozenset({"cs", "pl", "sh", "ts", "ps", "ml", "el", "sv", "as", "hs", "go", "rs"})
"""In front matter these name programming languages as often."""
_KEYS = frozenset({"lang", "language", "locale", "content_language", "dc:language"})
_FUNCTION_WORDS = {
    "en": "the of and to in is that for it with as on be this are by from or you have not an at "
    "which will can if your was has when but they we its should must may",
    "de": "der die das und in ist nicht ein eine zu den mit von für auf dem sie im des es sich "
    "auch werden wird als bei an oder aus wenn nach wie sind kann einer einem einen zum zur durch",
    "fr": "le la les de des et en un une du est que pour dans qui par sur pas au avec ce ne se "
    "plus sont vous il ou cette être aux ces son votre nous si",
    "es": "el la los las de que y en un una es por con para se del no al lo como su más o si este "
    "esta son ser puede cuando sus hay está",
    "it": "il la di che e un una in per è non con si del della da le gli sono come al dei alla più "
    "nel questo anche o se delle essere può",
    "pt": "o a os as de que e do da em um uma para com não por se no na mais dos ou como ao é você "
    "são das seu sua quando pode este esta",
    "nl": "de het een en van in is dat op te voor met zijn niet aan er om ook als of door bij naar "
    "wordt deze die worden kan maar uit je dit",
    "sv": "och att det i en som på är av för med till den inte om ett har de kan från eller när du "
    "så vi ska denna detta",
    "da": "og at det i en som på er af for med til den ikke om et har de kan fra eller når du så "
    "vi skal denne dette hvis ved",
    "pl": "w i na z do się nie jest to że o jak dla po od przez lub oraz być są tym które który za "
    "co może ten tego przy",
    "tr": "ve bir bu için ile da de olarak olan gibi daha çok veya ise kadar sonra her ne var "
    "değil en mi olduğu",
}
_TABLE = {code: frozenset(words.split()) for code, words in _FUNCTION_WORDS.items()}


def sample(content: Content, limit: int = _MOST_CHARS) -> str:
    """Running text without addresses and identifiers; empty where there is too little."""
    kept: list[str] = []
    size = 0
    for block in prose(content):
        plain = [token for token in block.text[:limit].split() if not _NOISY.search(token)]
        kept += plain
        size += sum(map(len, plain)) + len(plain)
        if size > limit:
            break
    text = " ".join(kept)[:limit]
    return text if sum(map(str.isalpha, text)) >= LEAST_CHARS else ""


def declared(content: Content) -> tuple[str, str, int | None] | None:
    """The language a document claims: its code, the claim as written, its line."""
    for field in content.metadata:
        family, _, key = field.key.rpartition(":")
        if key in _KEYS and (code := read_code(field.value)) is not None:
            if not family and field.value.strip().lower() in _AMBIGUOUS:
                continue
            return code, f"{key}: {field.value}", field.line
    return None


def read_code(value: str) -> str | None:
    """`de` for `de`, `de-AT`, `German` and `Deutsch`; None for anything else."""
    text = value.strip().lower()
    if text in _BY_NAME:
        return _BY_NAME[text]
    match = _CODE.fullmatch(text)
    code = _SAME.get(match[1], match[1]) if match else ""
    return code if code in NAMES else None


def by_function_words(text: str) -> str | None:
    """The language whose commonest words are in the text; None where that does not settle it."""
    tokens = _WORD.findall(text[:QUICK_CHARS].lower())
    if len(tokens) < _LEAST_WORDS:
        return None
    shares = {code: sum(map(common.__contains__, tokens)) for code, common in _TABLE.items()}
    (code, most), (_, next_most) = sorted(shares.items(), key=lambda item: -item[1])[:2]
    return code if most >= _FUNCTION_SHARE * len(tokens) and most >= _LEAD * next_most else None


def detect(text: str) -> str | None:
    """The language of a text where both of its halves leave no doubt; None otherwise."""
    middle = text.find(" ", len(text) // 2)
    halves = [text[:middle], text[middle:]] if middle > 0 else [text]
    if len(text) < 2 * LEAST_CHARS:
        halves = [text]
    found = {_classified(half) for half in halves}
    code = found.pop() if len(found) == 1 else None
    quick = by_function_words(text)
    return None if quick is not None and _close(quick) != _close(code or "") else code


def _classified(text: str) -> str | None:
    code, probability = _identifier().classify(text)
    code = _SAME.get(code, code)
    return code if probability >= _SURE and code in NAMES else None


def _close(code: str) -> str:
    """Danish and Norwegian share nearly all of their commonest words."""
    return "da" if code == "no" else code


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    # Reading the model takes a second, so only documents in doubt get this far.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
