"""Classification labels in a text: where it carries one rather than talks of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from ragaudit.contracts import Extractor, Feature
from ragaudit.detectors.permission._levels import (
    DENIALS,
    PHRASES,
    TOKEN,
    Level,
    level_of,
    phrase,
    strictest,
)
from ragaudit.model import Block, BlockKind, Content

_MAIL_FORMATS = ("eml", "msg", "email")
"""Disclaimers at the foot of every mail say nothing about the one at hand."""
_EDGE = 10
"""Lines at either end of a text in which a label can stand."""
_LONGEST = 240
_WORDS_OF_A_LABEL = 14


_NEEDS_CAPITALS = frozenset(
    ("internal", "secret", "restricted", "private", "sensitive", "internal use",
     "need to know", "public", "in confidence", "confidential information")
)  # fmt: skip
"""Everyday words: alone on a line they are a label only if they are written as one."""
_NAMED = (
    "confidential",
    "strictly confidential",
    "internal use only",
    "internal only",
    "staff only",
)
_SEPARATOR = re.compile(r"\s[-–—|•·/:]+\s|[|•·;:!.—]+\s*|\s[-–—]+|[-–—]+\s")
_FIELD = re.compile(
    r"(?:(?:document|information|security) )?(?:classification|sensitivity|confidentiality|"
    r"protective marking|security level|security label|document label)(?: level| label)?"
    r" ?[:|] ?(.{1,60})",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?:(?:all |the )?(?:contents? of |information (?:in|contained in) ))?this "
    r"(?:document|page|file|report|presentation|memo|memorandum|policy|guide|handbook|manual|"
    r"paper|runbook|spreadsheet)(?: and its contents)? "
    r"(?:is classified as|is classified|is marked|is considered|is treated as|is|are|remains) "
    r"(.{1,180})",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|when|once|until|unless|after|where|template|example|sample|no longer)\b",
    re.IGNORECASE,
)
_MARKUP = re.compile(r"<[^<>]{0,200}>|[*_`#>\[\]{}()=~\"“”]+")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Label:
    """A label found in a text."""

    level: Level
    line: int
    text: str


class LabelExtractor(Extractor):
    """The strictest label at the head or foot of a text, unless the text is about labels."""

    name = "label"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield at most one feature."""
        if content.format in _MAIL_FORMATS:
            return
        lines = list(_edges(content))
        labels = list(_labels(lines))
        if labels and not _is_about_labels(lines):
            first = max(labels, key=lambda label: list(Level).index(label.level))
            yield Feature("label", first.level.value, first.line, first.text)


def _is_about_labels(lines: list[_Line]) -> bool:
    """Whether the lines show “public” too, or a whole scale: then they explain labels."""
    shown = [
        {level for part in _SEPARATOR.split(line.text) if (level := PHRASES.get(phrase(part)))}
        for line in lines
    ]
    levels = {level for found in shown for level in found}
    return Level.PUBLIC in levels or len(levels) > 2


def _labels(lines: list[_Line]) -> Iterator[Label]:
    before = ""
    for position, line in enumerate(lines):
        level = _label_on(line, first=position == 0)
        # What follows a colon is an example.
        if level is not None and level is not Level.PUBLIC and not before.endswith(":"):
            yield Label(level, line.number, line.text)
        before = line.text


def _edges(content: Content) -> Iterator[_Line]:
    """The first and the last lines of the text, without code."""
    head = list(islice(_lines(content, content.blocks), _EDGE))
    last = head[-1].number if head else 0
    backwards = (
        line
        for block in reversed(content.blocks)
        for line in reversed(list(_lines(content, (block,))))
    )
    tail = [line for line in islice(backwards, _EDGE) if line.number > last]
    return chain(head, reversed(tail))


def _lines(content: Content, blocks: Iterable[Block]) -> Iterator[_Line]:
    for block in blocks:
        if block.kind is BlockKind.CODE:
            continue
        for offset, line in enumerate(_source_lines(content, block)):
            text = " ".join(_MARKUP.sub(" ", line[: 2 * _LONGEST]).split())
            if text:
                yield _Line(block.span.line + offset, text, block.kind)


def _source_lines(content: Content, block: Block) -> list[str]:
    """The lines as they stand in the file, where that is text: a block's text may join them."""
    if content.format in ("markdown", "text", "rst") and block.kind is BlockKind.PARAGRAPH:
        return content.text[block.span.start : block.span.end].splitlines()
    return block.text.splitlines()


def _label_on(line: _Line, first: bool) -> Level | None:
    """The level a line of its own stamps on the document, or None."""
    if len(line.text) > _LONGEST:
        return None
    if match := _FIELD.fullmatch(line.text):
        return None if "|" in match[1] else level_of(match[1])
    if line.kind is BlockKind.HEADING:
        return _phrase_level(line.text) if first and line.text.isupper() else None
    if line.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW):
        # Glossaries of labels have them as items and cells.
        return None
    if match := _SENTENCE.match(line.text):
        return _sentence_level(match[1])
    return _stamp_level(line.text)


def _sentence_level(predicate: str) -> Level | None:
    if _CONDITION.search(predicate):
        return None
    tokens = [token.casefold() for token in TOKEN.findall(predicate)]
    for end in range(min(5, len(tokens)), 0, -1):
        if (level := PHRASES.get(" ".join(tokens[:end]))) is not None:
            return level if _ends_phrase(tokens[end : end + 1]) else None
    return None


def _ends_phrase(following: list[str]) -> bool:
    """Whether the label stands for itself: “internal tooling” is no label."""
    return not following or following[0] in {
        "and", "to", "for", "within", "in", "do", "please", "it", "must", "only", "between", "by",
        "as", "under", "because", "or", "information",
    }  # fmt: skip


def _stamp_level(text: str) -> Level | None:
    """A label alone on its line, with a name, a date or a page number beside it at most."""
    if len(TOKEN.findall(text)) > _WORDS_OF_A_LABEL or text.endswith(("?", ":")):
        return None
    parts = (*_SEPARATOR.split(text), text)
    return strictest({level for part in parts if (level := _phrase_level(part))})


def _phrase_level(part: str) -> Level | None:
    tokens = TOKEN.findall(part)
    name = phrase(part)
    if (level := PHRASES.get(name)) is not None:
        written = part.strip().isupper() if name in _NEEDS_CAPITALS else tokens[0][0].isupper()
        return level if written else None
    return _named_level(tokens)


def _named_level(tokens: list[str]) -> Level | None:
    """“ACME CONFIDENTIAL”, “For Acme staff only”: up to three names before the label."""
    for length in (3, 2, 1):
        names, label = tokens[:-length], " ".join(tokens[-length:])
        if label.casefold() in _NAMED and 0 < len(names) < 4:
            if label[0].islower() and (names[0] != "For" or len(names) < 2):
                return None
            denied = DENIALS.intersection(name.casefold() for name in names)
            written = not any(name[0].islower() for name in names)
            return PHRASES[label.casefold()] if written and not denied else None
    return None
