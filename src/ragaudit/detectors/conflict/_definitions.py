"""Definitions: what a document says a term means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from ragaudit.contracts import Extractor, Feature, Member
from ragaudit.detectors.conflict._statements import Form, Statement, statements
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS, content_stems, stem
from ragaudit.model import Content
from ragaudit.redact import redact

KEY = "term:"
_TABLES = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xls", "ods", "xml"})
_GLOSSARY = re.compile(
    r"\b(?:glossar(?:y|ies)|definitions|terminology|vocabulary|(?:key|defined) terms|lexicon"
    r"|terms and (?:definitions|abbreviations))\b",
    re.IGNORECASE,
)
_MARK = r"[\"'“”‘’*`]{0,3}"
_NAMED = (
    rf"{_MARK}(?P<term>[A-Za-z][^\n:;.,!?()\"“”]{{1,60}}?){_MARK}"
    r"(?: \((?P<short>[A-Z][\w&-]{1,10})\))?"
)
_SAID = re.compile(
    rf"^(?:the term |the word |the phrase |an? |the )?{_NAMED},? (?:means|denotes|stands for"
    r"|(?:is|are) defined as|is taken to mean|is understood to (?:mean|be)|refers? to)"
    r":? (?P<meaning>\S.{10,380})$",
    re.IGNORECASE | re.DOTALL,
)
_IS = re.compile(
    rf"^(?:an? |the )?{_NAMED} (?:is|are) (?:an? |any |the \w+ (?:that|which|who) )"
    r"(?P<meaning>\S.{10,380})$",
    re.IGNORECASE | re.DOTALL,
)
_SCOPED = re.compile(
    r"\b(?:in (?:this|our|your|the (?:context|case|sense) of)|for (?:the )?purposes? of"
    r"|within (?:this|the)|when (?:used|applied)|here\b|as used)",
    re.IGNORECASE,
)
_NO_TERMS = frozenset(
    [
        "it", "this", "that", "these", "those", "they", "there", "he", "she", "we", "you",
        "here", "which", "what", "one", "each", "both", "following", "above", "below",
        "example", "note", "goal", "purpose", "aim", "default", "result", "reason", "idea",
        "name", "value", "type", "description", "status", "owner", "author", "date",
        "title", "summary", "version", "first", "second", "last", "next", "other",
        "problem", "solution", "answer", "question", "link", "page", "document", "section",
        "table", "list", "everything", "nothing", "id", "url", "path", "file", "key",
        "step", "option", "item", "field", "column", "row", "alternative", "advantage",
        "drawback", "pro", "con", "pros", "cons", "todo", "contact", "email", "team",
        "location", "time", "usage", "format",
    ]
)  # fmt: skip
"""Words that point at something, or name a field of a form."""
_MEANING = re.compile(r"\b(?:meaning|means|definition|description|explanation)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:see|cf|same as|synonym)\b", re.IGNORECASE)
_MAX_WORDS, _FEWEST_WORDS = 5, 2
"""Words of a term, and words with a meaning of their own in what it means."""


@dataclass(frozen=True, slots=True)
class Definition:
    """What one document says a term means."""

    document: str
    line: int
    sentence: str
    term: str
    """As written."""
    meaning: str
    glossary: bool
    """Whether it stands in a list of definitions."""
    topic: str


class _Stored(msgspec.Struct, array_like=True):
    term: str
    meaning: str
    glossary: bool
    topic: str


class DefinitionExtractor(Extractor):
    """One feature a definition, by the stems of its term."""

    name = "definitions/1"
    in_company = True

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data tables and templates."""
        if content.format in _TABLES or content.templated:
            return
        page = bool(content.title and _GLOSSARY.search(content.title))
        met: set[str] = set()
        for statement in statements(content):
            found = _definition(statement, page)
            if found is None or (key := _key(found.term)) in met:
                continue
            met.add(key)
            yield Feature(
                KEY + key,
                msgspec.json.encode(found).decode(),
                statement.line,
                redact(statement.text),
            )


DEFINITIONS = DefinitionExtractor()


def definition_of(member: Member) -> Definition:
    """Read a definition back from a feature."""
    found = msgspec.json.decode(member.feature.value, type=_Stored)
    feature = member.feature
    return Definition(
        member.document, feature.line or 1, feature.text, found.term, found.meaning,
        found.glossary, found.topic,
    )  # fmt: skip


def _definition(statement: Statement, page: bool) -> _Stored | None:
    glossary = page or any(_GLOSSARY.search(heading) for heading in statement.heading_path)
    term, meaning = "", ""
    if statement.form in {Form.PAIR, Form.CELL}:
        listed = glossary and (statement.form is Form.PAIR or _MEANING.search(statement.column))
        term, meaning = (statement.lead, statement.text) if listed else ("", "")
    elif not _SCOPED.search(statement.text):
        # Outside a glossary `X is a …` says something of X more often than what X means.
        match = _SAID.match(statement.text) or (_IS.match(statement.text) if glossary else None)
        term, meaning = (match["term"], match["meaning"]) if match else ("", "")
    if (
        not _is_term(term)
        or _ELSEWHERE.match(meaning)
        or len(content_stems(meaning)) < _FEWEST_WORDS
    ):
        return None
    topic = redact(" · ".join(statement.heading_path))
    return _Stored(redact(term.strip()), redact(meaning), glossary, topic)


def _is_term(text: str) -> bool:
    """A noun phrase of a few words; no pronoun, no heading of a form."""
    words = text.lower().split()
    if not 0 < len(words) <= _MAX_WORDS or text.endswith("?"):
        return False
    if words[0] in FUNCTION_WORDS | _NO_TERMS or words[-1] in FUNCTION_WORDS:
        return False
    return any(w not in FUNCTION_WORDS and w not in _NO_TERMS for w in words)


def _key(term: str) -> str:
    words = re.findall(r"[a-z0-9]+", term.lower())
    return " ".join(stem(w) for w in words if w not in {"a", "an", "the"})
