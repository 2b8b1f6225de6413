"""Sentences and headings that can stand alone, as somebody could ask about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.contracts.generating import Material, Page, Section
from ragaudit.model import BlockKind
from ragaudit.text import normalise
from ragaudit.text.terms import terms, tokens

DATA = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xls", "xml", "yaml", "ods"})
"""Formats whose blocks are records, not prose."""
PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE})
_END = re.compile(
    r"(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bvs\.)(?<!\bNo\.)(?<!\bNr\.)(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)"
    r"(?<!\bSt\.)(?<!\bapprox\.)(?<!\bca\.)(?<!\bz\.B\.)(?<!\bd\.h\.)(?<!\bbzw\.)(?<!\b\w\.)"
    r"(?<=[.!?。！？])[\"”’)]{0,2}\s+(?=[\"“‘(„]{0,2}[^\W_a-z])"
)
_CODE = re.compile(r"[{}<>|`\\=\[\]@#$^~*]|://|\w\(\)|_\w+_|--\w|\w/\w+/|\.\w{2,4}\b(?<!\.\w{5})/")
_SENTENCE = re.compile(r"[\"“‘„(]?[^\W_].*[.!?。！？][\"”’)]{0,2}", re.DOTALL)
_LEANS_WORDS = """\
this that these those it its it's they them their he she his her such then there here also but and
so or nor however otherwise instead both either neither else because yet thus hence therefore
likewise similarly again finally first second third next later afterwards meanwhile unlike dear hi
hello thanks thank regards best kind sincerely cheers yes no ok okay sorry please dies diese
dieser dieses er sie es dann dort hier aber und oder auch deshalb daher trotzdem danach liebe
lieber hallo danke viele mit
"""
_LEANS = frozenset(_LEANS_WORDS.split())
"""First words of sentences that need the one before, or that open and close a letter."""
_SPEAKER = re.compile(r"[^\s:]{1,20}(?: [^\s:]{1,20})?: ")
"""`Agent: …` in a chat, `Note: …`."""
_ME = re.compile(r"\b(?:I|I'm|I've|I'll|my|me|ich|mir|mich)\b")
_TITLE_NOISE = re.compile(
    r"^(?:(?:re|fwd?|aw|wg|tr|sv|antw|subject|betreff)\s*:\s*)+", re.IGNORECASE
)
_FILE_NAME = re.compile(
    r"\.\w{2,4}$|^microsoft\b|^untitled\b|^(?:slide|folie) \d|^document\d", re.IGNORECASE
)
_DATED = re.compile(r"^[\W\d]*$|^v?\d+(?:\.\d+)+\b|^\d{4}-\d\d-\d\d\b|^\d+\s*$")
_NUMBERED = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Za-z][.)]|§\s?\d+)\s+(?=\S)")
_STEP = re.compile(
    r"^(?:step|schritt|part|teil|appendix|anhang|section|chapter|kapitel)\s+\w{1,3}\b[\s:.–—-]*",
    re.IGNORECASE,
)
_GENERIC_WORDS = """\
overview introduction background note summary content example usage see reference link faq
question changelog history next step prerequisite requirement contact context decision status
consequence timeline action item cause impact lesson detail description purpose scope definition
general information more option other related resource setup start getting started todo conclusion
appendix result discussion about welcome home index what happened happen went follow following day
date version change new old rule exception limit time cost price table list page document section
work works working here thing policy guide help how before begin needed need know check checks
answer answers short long way ways known issue issues problem überblick einleitung hintergrund
zusammenfassung beispiel hinweis hinweise kontakt frage fragen übersicht allgemein allgemeine
allgemeines weitere weiteres zweck anhang schritt schritte
"""
GENERIC = frozenset(_GENERIC_WORDS.split())
"""What says nothing about a document on its own."""
_WITH_TITLE = frozenset(
    ["contact", "cost", "exception", "limit", "price", "purpose", "requirement", "rule", "scope"]
)
_GERMAN_WORDS = """\
der die das und ist nicht ein eine mit für auf wird werden sie den dem von zu
"""
_GERMAN = frozenset(_GERMAN_WORDS.split())
_ENGLISH_WORDS = """\
the and is not a an with for on will be you to of in it are
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that can be asked for, with its place."""

    text: str
    line: int
    section: Section
    number: int
    """Its count within the page."""


def is_prose(page: Page) -> bool:
    """Whether a page has sentences to be trusted, and may be what somebody is told."""
    data = page.document.content.format in DATA
    return not (data or page.poor or page.retired)


def sentences(page: Page, material: Material) -> tuple[Sentence, ...]:
    """Every sentence of the prose."""
    return material.once(f"sentences {page.id}", lambda: tuple(_sentences(page)))


def _sentences(page: Page) -> Iterator[Sentence]:
    number = 0
    for section in page.sections:
        for piece in section.pieces:
            if piece.kind in PROSE:
                for text in split(piece.text):
                    number += 1
                    yield Sentence(text, piece.line, section, number)


def split(text: str) -> list[str]:
    """The sentences of a block, as written."""
    return [part for part in (p.strip() for p in _END.split(text)) if part]


def stands_alone(text: str) -> bool:
    """Whether a sentence says something without the text around it."""
    words = tokens(text)
    if not 7 <= len(words) <= 28 or not _SENTENCE.fullmatch(text) or _CODE.search(text):
        return False
    if (
        words[0].lower() in _LEANS
        or _SPEAKER.match(text)
        or text[0].islower()
        or _ME.search(text)
        or text.endswith("?")
    ):
        return False
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return len(set(terms(text))) >= 5 and letters >= 0.8 * len(text)


def heading(text: str) -> str:
    """A heading without its number or step; empty where it is none to ask for."""
    plain = _STEP.sub("", _NUMBERED.sub("", text.strip())).strip().rstrip(":.").strip()
    if not plain or len(plain) > 120 or _DATED.search(plain) or _CODE.search(plain):
        return ""
    letters = sum(c.isalpha() or c.isspace() for c in plain)
    return plain if letters >= 0.75 * len(plain) and len(tokens(plain)) <= 14 else ""


def title_of(page: Page) -> str:
    """A page's title without mail prefixes; empty for what is a file's name."""
    title = _TITLE_NOISE.sub("", page.title).strip()
    return "" if _FILE_NAME.search(title) else title


def telling(text: str) -> list[str]:
    """Distinct terms that say what it is about: no `overview`, `next step`."""
    return [term for term in dict.fromkeys(terms(text)) if term not in GENERIC]


def says_something(text: str) -> bool:
    """Whether a heading can be asked for at least with the title in front: `Travel: Limits`."""
    return any(term not in GENERIC or term in _WITH_TITLE for term in terms(text))


def folded(text: str) -> str:
    """Equal for headings that differ in case and punctuation only."""
    return " ".join(tokens(normalise(text).casefold()))


def is_question(text: str) -> bool:
    """Whether it is a question of a sensible length."""
    words = tokens(text)
    return text.endswith(("?", "？")) and 3 <= len(words) <= 25 and text.count("?") <= 1


def own_words(section: Section) -> int:
    """Words right below a heading."""
    return sum(len(tokens(piece.text)) for piece in section.pieces)


def first_sentence(section: Section) -> str:
    """What a section says first, to anchor gold to; empty where it is no prose."""
    for piece in section.pieces:
        if piece.kind in PROSE and "[redacted" not in piece.text:
            first = split(piece.text)[0] if split(piece.text) else ""
            return first if 20 <= len(first) <= 200 else ""
    return ""


def is_german(page: Page, material: Material) -> bool:
    """Whether a page is in German rather than English, for the few words that are added."""
    return material.once(f"german {page.id}", lambda: _is_german(page))


def _is_german(page: Page) -> bool:
    words = [w.lower() for s in page.sections[:20] for p in s.pieces[:20] for w in tokens(p.text)]
    german, english = (sum(w in known for w in words) for known in (_GERMAN, _ENGLISH))
    return german > english
