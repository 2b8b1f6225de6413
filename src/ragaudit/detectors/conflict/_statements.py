"""Cuts a document into statements: sentences, list items, table cells, `Key: value` lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ragaudit.model import Block, BlockKind, Content


class Form(StrEnum):
    """How a statement stands on the page."""

    SENTENCE = "sentence"
    ITEM = "item"
    PAIR = "pair"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Statement:
    """One unit that can make a claim."""

    text: str
    line: int
    form: Form
    heading_path: tuple[str, ...] = ()
    lead: str = ""
    """What it completes: the line above a list, the question above an answer, a row's key."""
    column: str = ""
    """For a cell: its column's header."""
    before: str = ""
    """The sentence before it, which pronouns may point to."""
    illustrates: bool = False
    """Whether its paragraph began as an example."""


MAX_SENTENCE, MAX_STATEMENTS, MAX_NUMBERS = 400, 3_000, 24
"""A longer sentence, or one with more numbers, is no statement but a listing."""
_END = re.compile(
    r"(?<=[.!?])[\"'”’)*]*\s+(?=[\"'“‘(*\[]*[A-Z0-9])"
    r"|\n(?=[ \t]*(?:[A-Z][^\n:]{0,40}:\s|[-*•]\s))|\n\s*\n"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|approx|max|min|no|nr|vs|incl|excl|ca|dr|mr|mrs|ms|st|dept|inc|ltd"
    r"|fig|sec|art|para|u\.s|u\.k|a\.m|p\.m"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|tel|ext|resp|cf)|\b[A-Z])\.[\"'”’)*]*\s+$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+")
_KEY = re.compile(
    r"^\s*(?:[-*•]\s+)?(?P<key>[A-Z0-9][^\n:.!?;]{0,60}?)\s*(?::|\s–|\s—)\s+(?P<value>\S.*)$",
    re.DOTALL,
)
_NOT_KEYS = frozenset(
    {
        "note",
        "warning",
        "tip",
        "important",
        "example",
        "caution",
        "info",
        "a",
        "answer",
        "remember",
        "hint",
        "attention",
    }
)
_EXAMPLE = re.compile(
    r"\W*(?:for (?:example|instance)|example|suppose|imagine|say)\b", re.IGNORECASE
)
_QUESTION = re.compile(
    r"^(?:\W*Q(?:uestion)?\s?\d{0,2}\s?[:.)]\s*)?(?P<text>.{5,200}\?)\W*$", re.DOTALL
)
_ANSWER = re.compile(r"^\s*(?:A|Answer)\s?[:.)]\s+")


def statements(content: Content) -> Iterator[Statement]:
    """Yield the statements of a document in order; code, quotations and headings make none."""
    header: list[str] = []
    lead, before, made = "", "", 0
    for block in content.blocks:
        if made >= MAX_STATEMENTS:
            return
        if block.kind is BlockKind.HEADING:
            lead, before, header = "", "", []
        elif block.kind is BlockKind.TABLE_ROW:
            cells = [c.strip() for c in block.text.split(" | ")]
            if block.level == 1:
                header = cells
            else:
                for statement in _cells(block, cells, header):
                    made += 1
                    yield statement
        elif block.kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
            for statement in _of_text(
                block, lead if block.kind is BlockKind.LIST_ITEM else "", before
            ):
                made += 1
                question = _QUESTION.match(statement.text)
                if question:
                    lead = question["text"]
                    continue
                if block.kind is BlockKind.PARAGRAPH and lead.endswith("?"):
                    statement = _led(statement, lead)
                yield statement
                before = statement.text
            if block.kind is BlockKind.PARAGRAPH and not lead.endswith("?"):
                lead = before if before.rstrip().endswith(":") else ""


def _led(statement: Statement, lead: str) -> Statement:
    return Statement(
        statement.text, statement.line, statement.form, statement.heading_path,
        f"{lead} {statement.lead}".strip(), statement.column, statement.before,
        statement.illustrates,
    )  # fmt: skip


def _cells(block: Block, cells: Sequence[str], header: Sequence[str]) -> Iterator[Statement]:
    key = cells[0] if cells else ""
    for number, cell in enumerate(cells[1:], 1):
        column = header[number] if number < len(header) else ""
        if cell and len(cell) <= MAX_SENTENCE and len(_NUMBERS.findall(cell)) <= MAX_NUMBERS:
            others = " ".join(
                c
                for n, c in enumerate(cells[1:], 1)
                if n != number and not any(d.isdigit() for d in c)
            )
            lead = key if number == 1 or len(others) > 120 else f"{key} {others}".strip()
            yield Statement(cell, block.span.line, Form.CELL, block.heading_path, lead, column)


def _of_text(block: Block, lead: str, before: str) -> Iterator[Statement]:
    form = Form.ITEM if block.kind is BlockKind.LIST_ITEM else Form.SENTENCE
    illustrates = _EXAMPLE.match(block.text) is not None
    for start, text in sentences(block.text):
        line = block.span.line + block.text.count("\n", 0, start)
        bare = _ANSWER.sub("", " ".join(text.split()))
        if not bare or len(bare) > MAX_SENTENCE or len(_NUMBERS.findall(bare)) > MAX_NUMBERS:
            continue
        pair = _KEY.match(bare)
        if (
            pair
            and pair["key"].lower() not in _NOT_KEYS
            and len(pair["key"].split()) <= 8
            and len(pair["value"]) <= 160
        ):
            key = f"{lead} {pair['key']}".strip()
            yield Statement(pair["value"], line, Form.PAIR, block.heading_path, key, before=before,
                            illustrates=illustrates)  # fmt: skip
        else:
            yield Statement(bare, line, form, block.heading_path, lead, before=before,
                            illustrates=illustrates)  # fmt: skip
        before = bare


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a text with their offsets."""
    start = 0
    for match in _END.finditer(text):
        if text[match.start() - 1 : match.start()] == "." and _ABBREVIATED.search(
            text, max(0, match.start() - 8), match.end()
        ):
            continue
        if piece := text[start : match.start()].strip():
            yield start, piece
        start = match.end()
    if piece := text[start:].strip():
        yield start, piece
