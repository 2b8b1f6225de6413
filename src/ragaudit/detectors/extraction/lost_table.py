"""EXT706: a table whose cells can no longer be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.extraction import _table_rows
from ragaudit.detectors.extraction._prose import DATA_FORMATS
from ragaudit.model import Content, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten


class LostTable(ContentDetector):
    """Reports tables that were read as lines of words and figures."""

    rule = Rule(
        code="EXT706",
        name="lost-table",
        severity=Severity.WARN,
        summary="A table was read as lines of text in which no column can be told from the next.",
        why=(
            "“North West 12 30 4.5” does not say what 12, 30 and 4.5 are. A passage cut from such "
            "text has lost its header, and a model that answers from it picks a number from the "
            "wrong column with full confidence."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Publish the table as a real one (Markdown, HTML, .docx, .xlsx or CSV) beside or "
            "instead of the file, or have the indexer read it with a parser that keeps tables, and "
            "look at what it made of this page."
        ),
        example=(
            "North West 12 30 4.5\nNorth East and Yorkshire 9 28 3.1\nLondon 40 61 8.8\n"
            "South 22 35 6.0"
        ),
        not_reported=(
            "Rows whose cells are parted by tabs, bars, commas or gaps of several spaces; code; "
            "data files, and text files of one number or word a column; fewer than four rows, "
            "or five where only two figures end each line; telephone numbers and references; "
            "tables of words alone, which look like any other text."
        ),
        references=(
            "Measured on 225 public PDF files, most of them made to test table extraction: 74 are "
            "reported, each of which holds such a table.",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation a document."""
        if content.format in DATA_FORMATS:
            return
        found = list(_table_rows.lost_tables(content))
        if found:
            yield _observation(found)


def _observation(found: list[_table_rows.LostTable]) -> Observation:
    largest = max(found, key=lambda table: len(table.rows))
    where = f" on page {largest.page}" if largest.page else ""
    size = f"{len(largest.rows)} rows that each end in {largest.figures} figures"
    if len(found) == 1:
        message = f"A table{where} was read as running text: {size}, and nothing parts them."
    else:
        message = (
            f"{len(found)} tables were read as running text, the largest{where}: {size}, and "
            "nothing parts them."
        )
    return Observation(
        message=message,
        line=largest.line,
        quote=shorten(" / ".join(largest.rows[:3])),
        key="lost-table",
    )
