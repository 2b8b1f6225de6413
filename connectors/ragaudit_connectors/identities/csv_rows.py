"""CSV as systems and spreadsheets save it: several separators and encodings, with line numbers."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ragaudit.errors import SkipError
from ragaudit_connectors.files.reading import read_regular

LARGEST = 200_000_000
LONGEST_CELL = 20_000_000
"""A group of a hundred thousand may stand in one cell."""
_SEPARATORS = ",;\t|"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class CsvError(ValueError):
    """A file that cannot be used, and the line that shows it."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, and the line they begin on."""

    line: int
    cells: tuple[str, ...]

    def first(self, columns: list[int]) -> str:
        """The first cell of some columns that is not empty."""
        return next(self.all(columns), "")

    def all(self, columns: list[int]) -> Iterator[str]:
        """Every cell of some columns that is not empty."""
        cells = (self.cells[i].strip() for i in columns if i < len(self.cells))
        return (cell for cell in cells if cell)


def read_rows(file: Path) -> Iterator[Row]:
    """The header, then each row that is not empty. Raises `CsvError`."""
    lines = list(io.StringIO(_text(file), newline=""))
    skipped, separator = 0, ""
    # PowerShell writes `#TYPE …` first, spreadsheets `sep=;`.
    while skipped < len(lines) and (lines[skipped][:5] == "#TYPE" or _separator(lines[skipped])):
        separator = _separator(lines[skipped]) or separator
        skipped += 1
    if not any(line.strip() for line in lines[skipped:]):
        raise CsvError("it is empty")
    separator = separator or max(_SEPARATORS, key=lines[skipped].count)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        yield from _rows(lines[skipped:], separator, skipped)
    finally:
        csv.field_size_limit(before)


def _rows(lines: list[str], separator: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    width, line = 0, skipped
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise CsvError(f"is no sound CSV: {error}", line + 1) from error
        began, line = line + 1, skipped + reader.line_num
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        width = width or len(cells)
        if any(cell.strip() for cell in cells[width:]):
            told = f"has {len(cells)} cells where the header has {width}"
            raise CsvError(f"{told}; put cells that hold a “{separator}” in quotes", began)
        yield Row(began, tuple(cells))


def _text(file: Path) -> str:
    try:
        data = read_regular(file, LARGEST)
    except SkipError as error:
        raise CsvError(error.detail) from error
    try:
        return data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CsvError("it is not UTF-8; save it as “CSV UTF-8”") from error


def _separator(line: str) -> str:
    found = line.strip()
    return found[4] if len(found) == 5 and found.lower().startswith("sep=") else ""
