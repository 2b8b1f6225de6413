"""A line at the top of a document that labels it a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ragaudit.model import Block, BlockKind, Content

_FIRST_BLOCKS, _FIRST_LINES = 12, 15
_STATUS = (
    r"(?:(?:document|page|policy|approval|review|current) )?"
    r"(?:status|stat[ue]t|state|stage|lifecycle|version|revision|maturity|fassung|stand)"
)
_DRAFT = r"(?:draft|entwurf|brouillon|wip|work in progress)"
_UNAPPROVED = r"(?:not (?:yet )?approved|unapproved|(?:pending|awaiting) approval)"
_REST = r"(?:\s{0,2}(?:[-–—,;.(/!]|v\.?\s?\d|version\b).{0,100})?"
_VALUE = re.compile(
    r"(?:(?:v\.?\s?)?\d[\d.]{0,8}\s{0,2}[-–—(]?\s{0,2})?"
    r"(?:(?:first|initial|working|final|in) )?"
    rf"(?:{_DRAFT}|{_UNAPPROVED})\)?{_REST}",
    re.IGNORECASE,
)
_LABEL = re.compile(rf"{_STATUS}", re.IGNORECASE)
_LABELLED = re.compile(rf"({_STATUS})\s{{0,2}}[:=]\s{{0,3}}(.{{1,160}})", re.IGNORECASE)
_AROUND = r"[\s*_=\-–—#~<>!\[\](){}|.]{0,12}"
_STAMP = re.compile(
    rf"{_AROUND}(?:DRAFT|ENTWURF|BROUILLON)(?:{_AROUND}|\s{{0,2}}(?:[-–—:,(]|v\.?\s?\d|VERSION\b|"
    rf"DOCUMENT\b|ONLY\b).{{0,120}})"
)
_WARNING = re.compile(
    rf"\W{{0,4}}{_DRAFT}\s{{0,2}}[-–—:,(]\s{{0,2}}"
    r"(?:not (?:yet )?(?:approved|final|for)|do not|don't|nicht"
    r"|for (?:review|comment|discussion|internal)|ne pas|unapproved|pending|awaiting)\b.{0,120}",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:\[(?i:draft|wip)\]|\((?i:draft)\)|DRAFT\s{0,2}[-–—:])\s{0,3}\S.{0,200}"
    r"|.{1,200}\S\s{0,2}(?:\[(?i:draft|wip)\]|\((?i:draft)\)|[-–—:]\s{0,2}DRAFT)"
)
_ABOUT = re.compile(
    r"\b(?:(?i:drafting|drafts|lifecycle|life cycle|workflow|status(?:es)?|states|stages)"
    r"|draft|Draft)\b"
)
"""A title of these words may be of a page about drafts."""
_OTHER_STATUS = re.compile(r"(?:approved|published|final|archived|in review|rejected)\W{0,3}", re.I)


@dataclass(frozen=True, slots=True)
class DraftLabel:
    """The line that says so."""

    line: int
    quote: str


def draft_label(content: Content) -> DraftLabel | None:
    """The first label among the first lines; None on pages about drafts and their states."""
    lines = list(_first_lines(content))
    about = _ABOUT.search(content.title or "") and not _TITLE.fullmatch(content.title or "")
    if about or any(_status_of(b, t, _OTHER_STATUS) for b, _, t in lines):
        return None
    for block, number, text in lines:
        if _is_label(block, text):
            return DraftLabel(number, text)
    return None


def _first_lines(content: Content) -> Iterator[tuple[Block, int, str]]:
    shown = 0
    blocks = [b for b in content.blocks[:_FIRST_BLOCKS] if b.kind is not BlockKind.CODE]
    for block in blocks:
        for offset, text in enumerate(block.text.split("\n")):
            if text.strip():
                shown += 1
                yield block, block.span.line + offset, text.strip()[:400]
            if shown >= _FIRST_LINES:
                return


def _is_label(block: Block, text: str) -> bool:
    if block.kind is BlockKind.HEADING:
        marked = block.level <= 1 and _TITLE.fullmatch(text) is not None
        return marked or _is_stamp(text)
    return _is_stamp(text) or _status_of(block, text, _VALUE)


def _is_stamp(text: str) -> bool:
    return bool(_STAMP.fullmatch(text) or _WARNING.fullmatch(text))


def _status_of(block: Block, text: str, value: re.Pattern[str]) -> bool:
    """Whether a line gives a status and it is of one kind: behind a colon, in the next cell, or
    under a heading that says “Status”."""
    parts = [part.strip() for part in re.split(r" \| | · ", text)]
    pairs = list(pairwise(parts))
    pairs += [(m[1], m[2]) for part in parts if (m := _LABELLED.fullmatch(part))]
    if block.heading_path and block.kind is not BlockKind.TABLE_ROW:
        pairs.append((block.heading_path[-1], text))
    return any(
        _LABEL.fullmatch(label.rstrip(": ")) and value.fullmatch(said.strip())
        for label, said in pairs
    )
