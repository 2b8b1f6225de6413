"""Rows of a table that came out as lines of words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ragaudit.model import BlockKind, Content

_LEAST_ROWS = 4
_LEAST_ROWS_OF_TWO = 5
"""Two figures behind a name can be a turn of phrase; it takes one more line to be sure."""
_MOST_TOKENS = 60
_NUMBER = re.compile(
    r"[(<>~≤≥±]?[-–−+]?[£$€¥]?\(?[-–−]?\d[\d.,’']{0,20}\)?(?:%|‰|[a-zA-Z€£$]{1,3})?[*†‡)]?"
)
_NO_VALUE = frozenset({"-", "–", "—", "−", "n/a", "N/A", "na", "..", "…", "*"})
_LETTER = re.compile(r"[^\W\d_]")
_KEPT = re.compile(r"\S(?: {2,}|\t)\S|\|")
"""Cells that are still told apart by a tab, a gap or a bar."""
_NO_ROW = re.compile(
    r"\b(?:tel|telefon|phone|fax|mobile|mobil|call|iban|bic|isbn|doi|vol)\b|\+\d"
    r"|\b(?:jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}\.? "
    r"\d{1,2},? \d{4}$",
    re.IGNORECASE,
)
"""Telephone numbers, references and dates are figures, too."""
_SPACED = frozenset({"markdown", "rst", "org"})
"""Formats whose spaces a page does not show, but an indexer of the file sees."""
_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.QUOTE})


@dataclass(slots=True)
class LostTable:
    """Consecutive lines that end in the same number of figures."""

    figures: int
    rows: list[str] = field(default_factory=list)
    line: int = 0
    page: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether this is a table beyond doubt: enough rows, and three columns or more."""
        if not self.figures:
            return False
        named = sum(_LETTER.search(row) is not None for row in self.rows)
        columns = self.figures + (2 * named > len(self.rows))
        dashes = sum(row.split(" ")[-self.figures] in _NO_VALUE for row in self.rows)
        if 2 * dashes > len(self.rows):
            return False  # names and one figure, parted by a dash
        least = _LEAST_ROWS if self.figures > 2 else _LEAST_ROWS_OF_TWO
        return len(self.rows) >= least and columns >= 3 and len(set(self.rows)) > 2


def lost_tables(content: Content) -> Iterator[LostTable]:
    """Every table whose rows are lines of text."""
    laid_out = content.format == "pdf"
    written = content.text.split("\n") if content.format in _SPACED else []
    table = LostTable(0)
    for line, page, text in _lines(content):
        figures = _figures(text)
        if figures and line <= len(written) and _KEPT.search(written[line - 1].strip()):
            figures = 0
        if figures != table.figures or not figures:
            if table.is_sure and (laid_out or _is_ambiguous(table)):
                yield table
            table = LostTable(figures, [], line, page)
        if figures:
            table.rows.append(text)
    if table.is_sure and (laid_out or _is_ambiguous(table)):
        yield table


def _lines(content: Content) -> Iterator[tuple[int, int | None, str]]:
    """Number, page and text of each line; an empty one for what ends a run."""
    for block in content.blocks:
        if block.kind not in _RUNNING:
            yield block.span.line, block.page, ""  # a heading, an item, code
            continue
        for offset, line in enumerate(block.text.split("\n")):
            yield block.span.line + offset, block.page, line.strip()


def _figures(line: str) -> int:
    """How many figures end a line; 0 for fewer than two, and where something parts the cells."""
    last = line.rpartition(" ")[2]
    if not (_NUMBER.fullmatch(last) or last in _NO_VALUE):
        return 0  # as with nearly every line there is
    tokens = line.split(" ")
    if not 2 <= len(tokens) <= _MOST_TOKENS or _KEPT.search(line) or _NO_ROW.search(line):
        return 0
    count, valued = 0, False
    for token in reversed(tokens):
        if _NUMBER.fullmatch(token):
            valued = True
        elif token not in _NO_VALUE:
            break
        count += 1
    return count if count >= 2 and valued else 0


def _is_ambiguous(table: LostTable) -> bool:
    """Whether names of different lengths precede the figures, so that words cannot be counted off.

    Text files of one word or number a column are data, and every column can still be told.
    """
    return len({len(row.split()) for row in table.rows}) > 1
