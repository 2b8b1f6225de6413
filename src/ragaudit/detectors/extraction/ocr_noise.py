"""EXT703: text that a text recognition misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.extraction._prose import DATA_FORMATS, prose
from ragaudit.model import Block, Confidence, Content, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_LEAST_TOKENS = 30
_LEAST_MISREAD = 4
"""Different misread words: one that recurs is a name."""
_MISREAD_SHARE = 0.03
_SPACED_SHARE = 0.05
_LEAST_SPACED = 12
_EDGES = "\"'“”‘’()[]{}<>.,;:!?*_~…«»„`"
# A digit that looks like a letter, between letters. 2, 3, 4, 7 and 9 are left out: they are what
# names are made of (log4j, web3, k8s has three letters at most) and are seldom taken for letters.
_DIGIT_INSIDE = re.compile(r"[A-Za-z]{1,20}[01568]{1,2}[a-z]{1,20}(?:[015][a-z]{1,20})?")
_DIGIT_FIRST = re.compile(r"[01](?:f|n|r|s|t|ts|ut|ur|ther|nly|ver|nto|nside|mportant|nclude)")
_READ_WRONG = (
    "tbe tlie tbis tliis tbat tliat tbey tbere tbeir witb witli wbich wliich wbicb whicli bave "
    "liave sbould sball wliat wliere wbere wben wlien vvith vvill vvas fiom frorn ofthe tothe "
    "inthe tirne sarne otber anotber tlien tliere tlieir tliey al1 wil1 wel1 shal1 ful1 cal1 til1 "
    "stil1 smal1 t0 n0 d0 s0 g0 wh0 als0 int0"
)
_MISREAD_WORDS = frozenset(_READ_WRONG.split())
_NAMES = re.compile(
    r"(?:v\d|utf|base|sha|md|ipv|oauth|i18|l10|a11|e2|b2|p2|h26|mp[34]|x86|x50|web|python|http"
    r"|h[1-6]|win|arm|amd|int|uint|float|dc|co2|h2|s3|ec2|r5|c[1568]|d1|m1|es[5-8]|log4)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[A-Za-z][01568]|\b[01][a-z]")
_DIGIT = re.compile(r"\d")
_SPACED_HINT = re.compile(r"\b[A-Za-z]\s{1,4}[A-Za-z]\s{1,4}[A-Za-z]\s")
"""Cheap signs that a block is worth taking apart into words."""
_VOWEL = re.compile("[aeiouyAEIOUY015]")
_QUOTED = 6


@dataclass(slots=True)
class _Count:
    tokens: int = 0
    misread: list[str] = field(default_factory=list)
    spaced: int = 0
    """Letters that stand alone in runs of four and more."""
    first: Block | None = None


class OcrNoise(ContentDetector):
    """Reports running text in which many words were misread."""

    rule = Rule(
        code="EXT703",
        name="ocr-noise",
        severity=Severity.WARN,
        summary="Many words were misread by text recognition, or fell apart into letters.",
        why=(
            "“po1icy” is not found by a search for “policy”. Even the best text recognition costs "
            "a RAG system several points of answer quality; a bad one makes a document "
            "unfindable while it is listed as indexed."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Take the text from the original file if there is one; else scan again at 300 dpi, "
            "or run a current text recognition with the document's language set."
        ),
        example="“Tbe emp1oyee sha1l c0mplete tliis form”, “t h e  f o l l o w i n g”",
        not_reported=(
            "Headings, tables and code; product names, versions, units, identifiers and other "
            "words with digits (OAuth2, k8s, 10GB, H2O, i18n); texts with a few misread words "
            "(under 3 %); other languages."
        ),
        references=("OHRBench, arXiv:2412.02592",),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation."""
        if content.format in DATA_FORMATS:
            return
        count = _Count()
        for block in prose(content):
            _add(count, block)
        if count.tokens < _LEAST_TOKENS or count.first is None:
            return
        if _is_misread(count):
            yield _misread(count)
        elif count.spaced >= max(_LEAST_SPACED, _SPACED_SHARE * count.tokens):
            yield _spaced(count)


def _is_misread(count: _Count) -> bool:
    enough = len({token.lower() for token in count.misread}) >= _LEAST_MISREAD
    return enough and len(count.misread) >= _MISREAD_SHARE * count.tokens


def _add(count: _Count, block: Block) -> None:
    tokens = block.text.split()
    spaced = 0
    # Only words with a digit, and those of a short list, can be misread: most texts have neither.
    suspects = (
        [raw for raw in tokens if not raw.isalpha() and _DIGIT.search(raw)]
        if _HINT.search(block.text)
        else []
    )
    if not _MISREAD_WORDS.isdisjoint(block.text.lower().split()):
        suspects = tokens
    misread = [token for raw in suspects if _looks_misread(token := raw.strip(_EDGES))]
    if _SPACED_HINT.search(block.text):
        spaced = _spaced_letters(tokens)
    count.tokens += len(tokens)
    count.misread += misread
    count.spaced += spaced
    if count.first is None and (misread or spaced):
        count.first = block


def _looks_misread(token: str) -> bool:
    if len(token) < 2 or not token.isascii() or not token.isalnum():
        return False
    lower = token.lower()
    if lower in _MISREAD_WORDS or _DIGIT_FIRST.fullmatch(lower):
        return True
    if token.isalpha() or not _DIGIT_INSIDE.fullmatch(token):
        return False
    letters = sum(char.isalpha() for char in token)
    digits = len(token) - letters
    return letters >= 3 * digits and len(token) >= 4 and _is_word_like(token)


def _is_word_like(token: str) -> bool:
    return not _NAMES.match(token) and bool(_VOWEL.search(token))


def _spaced_letters(tokens: list[str]) -> int:
    """Letters in runs of four and more single small letters: `t h e  f o r m`, not `a b c d`."""
    total, run = 0, ""
    for token in (*tokens, "--"):
        if len(token) == 1 and token.isalpha() and token.isascii():
            run += token.lower()
            continue
        if len(run) >= 4 and run not in "abcdefghijklmnopqrstuvwxyz" and len(set(run)) > 2:
            total += len(run)
        run = ""
    return total


def _misread(count: _Count) -> Observation:
    words = list(dict.fromkeys(count.misread))
    shown = ", ".join(f"“{word}”" for word in words[:_QUOTED])
    more = " …" if len(words) > _QUOTED else ""
    share = 100 * len(count.misread) / count.tokens
    return _observation(
        count,
        f"{len(count.misread)} of {count.tokens:,} words ({share:.0f} %) look misread by text "
        f"recognition: {shown}{more}.",
    )


def _spaced(count: _Count) -> Observation:
    return _observation(
        count, f"Words fell apart: {count.spaced} letters of the text stand alone, as in the quote."
    )


def _observation(count: _Count, message: str) -> Observation:
    block = count.first
    return Observation(
        message=message,
        line=block.span.line if block else None,
        quote=shorten(block.text) if block else "",
        confidence=Confidence.MEDIUM,
    )
