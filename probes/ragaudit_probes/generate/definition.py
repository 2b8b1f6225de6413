"""Words and short forms that a document explains."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import BlockKind, GoldGroup, GoldItem, Probe
from ragaudit.text.terms import STOPWORDS, terms, tokens
from ragaudit_probes.generate._text import PROSE, is_german, is_prose, split

_GLOSSARY = re.compile(
    r"glossar|terminology|definitions|abbreviations|acronyms|begriffe|names-of", re.IGNORECASE
)
_MEANS = re.compile(
    r"[“\"„]?(?:An? |The )?(?P<term>[A-Za-z][\w/&+-]{0,30}(?: [\w/&+-]{1,30}){0,2}?)[”\"“]? "
    r"(?:means|stands for|is short for|is an? (?:acronym|abbreviation) (?:of|for)|bedeutet"
    r"|steht für)\s(?!that\b|you\b|we\b|it\b|the \w+ (?:is|has|must)\b)"
)
_BRACKETED = re.compile(
    r"\b(?P<long>(?:[A-Z][\w’-]{1,30}|[a-z]{4,30})(?:[ -](?:[A-Z]?[\w’-]{1,30})){1,6}) "
    r"\((?P<short>[A-Z]{2,6})\)"
)
_ENTRY = re.compile(r"(?P<term>[\w/&+'’ -]{2,40}?)\s?(?:[–—:]|\s-)\s(?P<told>\S.{15,})")
_WHOLE = 1 - 1e-9
_NOT_TERMS_WORDS = """\
it this that which what he she they we you note example
"""
_NOT_TERMS = frozenset(_NOT_TERMS_WORDS.split())


@dataclass(frozen=True, slots=True)
class _Told:
    """A term, where it is explained, and in which words."""

    term: str
    page: Page
    line: int
    span: str
    short: bool
    long: str = ""
    """What a short form stands for."""


class DefinitionGenerator(Generator):
    """`What does ETA stand for?` finds the document that says so.

    Read are sentences such as “X means …”, “Long Form (LF)” where the letters agree, and the
    entries of pages that are a glossary by their name. All documents that explain a term are gold,
    and so are those that have a short form and all words it stands for.
    """

    name = "definition"
    order = 20

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a term, about the first document that explains it."""
        found: defaultdict[str, dict[str, _Told]] = defaultdict(dict)
        for name, page in material.pages.items():
            if is_prose(page):
                for told in _told(page):
                    found[told.term.casefold()].setdefault(name, told)
        for places in found.values():
            first = next(iter(places.values()))
            public = [n for n in places if material.pages[n].standing.is_public]
            yield Proposal(
                query=_question(first, is_german(first.page, material)),
                about=first.page.id,
                gold=(_gold(places, material),),
                made_of=frozenset(public[:1] or places),
                origin=first.term,
                place=f"{first.line}.{'short' if first.short else 'word'}",
                rivals=False,
            )


def _told(page: Page) -> Iterator[_Told]:
    glossary = bool(_GLOSSARY.search(page.document.path) or _GLOSSARY.search(page.title))
    for section in page.sections:
        for piece in section.pieces:
            if "[redacted" in piece.text:
                continue
            if glossary and (entry := _entry(piece.kind, piece.text)) is not None:
                yield _Told(entry, page, piece.line, piece.text[:200], entry.isupper())
            if piece.kind in PROSE:
                yield from _in_sentences(page, piece.text, piece.line)


def _in_sentences(page: Page, text: str, line: int) -> Iterator[_Told]:
    for sentence in split(text):
        if (match := _MEANS.match(sentence)) and _is_term(match["term"]):
            yield _Told(match["term"], page, line, sentence[:200], match["term"].isupper())
        for match in _BRACKETED.finditer(sentence):
            if long := _meant(match["long"], match["short"]):
                yield _Told(match["short"], page, line, sentence[:200], True, long)


def _entry(kind: BlockKind, text: str) -> str | None:
    if kind is BlockKind.TABLE_ROW:
        cells = text.split(" | ")
        fit = 2 <= len(cells) <= 3 and len(tokens(cells[1])) >= 3
        term = cells[0].strip() if fit else ""
    else:
        match = _ENTRY.match(text)
        term = match["term"].strip() if match else ""
    return term if term and len(tokens(term)) <= 4 and _is_term(term) else None


def _is_term(term: str) -> bool:
    words = [word.lower() for word in tokens(term)]
    return bool(terms(term)) and not any(w in _NOT_TERMS or w in STOPWORDS for w in words)


def _meant(long: str, short: str) -> str:
    """The last words that begin with the letters; small words between may be passed over."""
    words = [w for w in re.split(r"[ -]", long) if w]
    for least in range(len(words)):
        initials = "".join(w[0] for w in words[least:])
        loud = "".join(w[0] for w in words[least:] if len(w) > 3 or w[0].isupper())
        if short in (initials.upper(), loud.upper()):
            return " ".join(words[least:])
    return ""


def _question(told: _Told, german: bool) -> str:
    if german:
        return f"Wofür steht {told.term}?" if told.short else f"Was bedeutet „{told.term}“?"
    return f"What does {told.term} stand for?" if told.short else f"What does “{told.term}” mean?"


def _gold(places: Mapping[str, _Told], material: Material) -> GoldGroup:
    items = {told.page.name: GoldItem(told.page.name, told.span) for told in places.values()}
    for name in places:
        for item in material.gold(material.pages[name]).any:
            items.setdefault(item.document, item)
    for name in _others(places, material):
        items.setdefault(material.pages[name].name, GoldItem(material.pages[name].name))
    return GoldGroup(tuple(items.values()))


def _others(places: Mapping[str, _Told], material: Material) -> Iterator[str]:
    """Documents from which the long form can be read as well: `Merge a pull request` uses `PR`."""
    for told in places.values():
        wanted = terms(f"{told.long} {told.term}")
        rarest = min(wanted, key=material.lexicon.frequency, default="") if told.long else ""
        for name in material.lexicon.holders(rarest) if rarest else ():
            page = material.pages.get(name)
            if page and is_prose(page) and material.lexicon.coverage(wanted, name) >= _WHOLE:
                yield name
