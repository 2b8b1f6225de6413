"""The two ways reStructuredText draws a table."""

from __future__ import annotations

import re
from dataclasses import dataclass

SIMPLE_BORDER = re.compile(r"=+(?:[ \t]+=+)+[ \t]*")
GRID_BORDER = re.compile(r"\+(?:[-=]+\+)+[ \t]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row, with the lines from `first` up to but without `end`, counted from 0."""

    text: str
    first: int
    end: int
    header: bool


def simple_table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """Rows between `===  ===` borders, and the line after the table."""
    starts = [match.start() for match in re.finditer(r"=+", lines[at])]
    borders = _borders(lines, at)
    if len(borders) < 2:
        return [], at + 1
    header_end = borders[1] if len(borders) == 3 else at
    rows = []
    for number in range(at + 1, borders[-1]):
        line = lines[number]
        if number not in borders and line.strip(" -"):
            cells = [line[a:b].strip() for a, b in zip(starts, [*starts[1:], None], strict=True)]
            rows.append(Row(" | ".join(cells), number, number + 1, number < header_end))
    return rows, borders[-1] + 1


def _borders(lines: list[str], at: int) -> list[int]:
    """Two or three borders; the last one is followed by a blank line."""
    borders = [at]
    for number in range(at + 1, len(lines)):
        if SIMPLE_BORDER.fullmatch(lines[number].strip()):
            borders.append(number)
            if len(borders) == 3 or not "".join(lines[number + 1 : number + 2]).strip():
                break
    return borders


def grid_table(lines: list[str], at: int) -> tuple[list[Row], int]:
    """Rows between `+---+` borders, and the line after the table."""
    end = paragraph_end(lines, at)
    table = [line.strip() for line in lines[at:end]]
    header = next((n for n, line in enumerate(table) if line.startswith("+=")), 0)
    rows: list[Row] = []
    cells: list[str] = []
    start = 0
    for number, line in enumerate(table):
        if line.startswith("+"):
            if any(cells):
                rows.append(Row(" | ".join(cells), at + start, at + number, number <= header))
            cells, start = [], number + 1
        else:
            cells = _merged(cells, [cell.strip() for cell in line.strip("|").split("|")])
    return rows, end


def _merged(above: list[str], cells: list[str]) -> list[str]:
    """Cells that go on over several lines, column by column."""
    if len(above) != len(cells):
        return above or cells
    return [f"{a} {b}".strip() for a, b in zip(above, cells, strict=True)]


def paragraph_end(lines: list[str], at: int) -> int:
    """The line after a run of lines that are not blank."""
    end = at + 1
    while end < len(lines) and lines[end].strip():
        end += 1
    return end
