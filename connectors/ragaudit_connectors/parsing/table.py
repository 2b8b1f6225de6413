"""Separated values: one block a row."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Literal

from ragaudit.model import Block, BlockKind, Content, Limits

from .decode import decode
from .source_text import SourceText

_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 50
_MAX_RECORD_LINES = 1_000
_COMMENT = "#"


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse CSV or TSV; the delimiter is what the first rows agree on."""
    decoded = decode(data, limits)
    source = SourceText(decoded.text)
    lines = [line + "\n" for line in decoded.text.split("\n")]
    is_tsv = path.lower().endswith((".tsv", ".tab"))
    csv.field_size_limit(limits.max_chars)
    preferred = "\t" if is_tsv else ","
    skipped = _comment_lines(lines, preferred)
    delimiter = _delimiter(lines[skipped:], preferred)
    rows = list(_rows(lines, skipped, delimiter, csv.QUOTE_MINIMAL))
    if any(last - first > _MAX_RECORD_LINES for _, first, last in rows):
        # An opening quote nobody closed would make one cell of the rest of the file.
        rows = list(_rows(lines, skipped, delimiter, csv.QUOTE_NONE))
    blocks = [
        Block(BlockKind.TABLE_ROW, " | ".join(cells), source.lines(first, last), level=0)
        for cells, first, last in rows
        if any(cells)
    ]
    if rows and blocks and _is_header(rows[0][0]):
        head = blocks[0]
        blocks[0] = Block(head.kind, head.text, head.span, level=1)
    return Content(
        format="tsv" if is_tsv else "csv",
        text=decoded.text,
        blocks=tuple(blocks),
        failures=decoded.failures,
        encoding=decoded.encoding,
    )


def _comment_lines(lines: list[str], preferred: str) -> int:
    """How many lines at the top are comments; a header may begin with `#` too."""
    end = next(
        (n for n, line in enumerate(lines) if line.strip() and line[0] != _COMMENT), len(lines)
    )
    last = next((n for n in range(end - 1, -1, -1) if lines[n].strip()), -1)
    if last < 0:
        return 0
    if end == len(lines):
        return end
    delimiter = _delimiter(lines[end:], preferred)
    columns = [_outside_quotes(lines[n], delimiter) for n in (last, end)]
    if not columns[0] or columns[0] != columns[1]:
        return end
    head, below = ([c.strip() for c in lines[n].split(delimiter)] for n in (last, end))
    return last if head[0] == _COMMENT or not _is_header(below) else end


def _rows(
    lines: list[str], skipped: int, delimiter: str, quoting: Literal[0, 3]
) -> Iterator[tuple[list[str], int, int]]:
    reader = csv.reader(lines[skipped:], delimiter=delimiter, quoting=quoting)
    first = skipped + 1
    for row in reader:
        last = skipped + reader.line_num
        yield [" ".join(cell.split()) for cell in row], first, last
        first = last + 1


def _delimiter(lines: list[str], preferred: str) -> str:
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]

    def score(delimiter: str) -> tuple[int, int, bool]:
        counts = [_outside_quotes(line, delimiter) for line in sample]
        usual = max(set(counts), key=lambda n: (counts.count(n), n), default=0)
        return (counts.count(usual) if usual else 0, usual, delimiter == preferred)

    best = max(_DELIMITERS, key=score)
    return best if score(best)[0] else preferred


def _outside_quotes(line: str, delimiter: str) -> int:
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def _is_header(row: list[str]) -> bool:
    """Whether a first row names its columns: every cell a different text, none a number."""
    return (
        len(set(row)) == len(row)
        and all(row)
        and not any(cell.lstrip("+-").replace(".", "").replace(",", "").isdigit() for cell in row)
    )
