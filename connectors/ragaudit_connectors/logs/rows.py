"""Rows of a log file, whatever it is written in: JSON lines, a JSON array, or CSV; also gzipped."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from ragaudit.errors import UsageError
from ragaudit.model import BadLine

LONGEST_LINE = 4_000_000
"""Bytes; a longer line is no record, and is passed over without being held in memory."""
LARGEST_ARRAY = 256_000_000
"""Bytes of a file that is one JSON array, which cannot be read line by line."""
_BLANK = b" \t\r\n\xef\xbb\xbf"
Row = Mapping[str, Any]
_decode = msgspec.json.Decoder().decode


def rows(file: Path) -> Iterator[tuple[int, Row] | BadLine]:
    """Every row with its line, and every line that is none. Raises `UsageError`."""
    try:
        with _open(file) as stream:
            head = stream.peek(4096)[:4096].lstrip(_BLANK)
            if not head:
                return
            if head.startswith(b"["):
                yield from _array(stream, file)
            elif head.startswith(b"{"):
                yield from _json_lines(stream)
            else:
                yield from _csv(stream, file)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"{file} cannot be read: {why.lower()}", "check the path") from error


def _open(file: Path) -> io.BufferedReader:
    raw = file.open("rb")
    zipped = raw.read(2) == b"\x1f\x8b"
    raw.seek(0)
    return io.BufferedReader(gzip.GzipFile(fileobj=raw)) if zipped else raw


def _json_lines(stream: io.BufferedReader) -> Iterator[tuple[int, Row] | BadLine]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            _to_end_of_line(stream)
            yield BadLine(number, f"is longer than {LONGEST_LINE:,} bytes")
            continue
        if not line.strip(_BLANK):
            continue
        try:
            row = _decode(line.lstrip(_BLANK) if number == 1 else line)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            yield BadLine(number, "is no JSON")
            continue
        yield (number, row) if isinstance(row, dict) else BadLine(number, "is no JSON object")


def _to_end_of_line(stream: io.BufferedReader) -> None:
    while (rest := stream.readline(LONGEST_LINE)) and not rest.endswith(b"\n"):
        pass


def _array(stream: io.BufferedReader, file: Path) -> Iterator[tuple[int, Row] | BadLine]:
    data = stream.read(LARGEST_ARRAY + 1)
    if len(data) > LARGEST_ARRAY:
        raise UsageError(
            f"{file} is one JSON array of more than {LARGEST_ARRAY // 1_000_000} MB",
            "export it as JSON lines",
        )
    try:
        found = _decode(data.lstrip(_BLANK))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UsageError(f"{file} is no JSON: {error}", "export it again") from error
    for number, row in enumerate(found, 1):
        yield (number, row) if isinstance(row, dict) else BadLine(number, "is no JSON object")


def _csv(stream: io.BufferedReader, file: Path) -> Iterator[tuple[int, Row] | BadLine]:
    csv.field_size_limit(LONGEST_LINE)
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="replace", newline="")
    first = text.readline(LONGEST_LINE)
    delimiter = max(",;\t", key=first.count)
    if not first.count(delimiter):
        raise UsageError(
            f"{file} is neither JSON lines nor CSV with a header", "name the file of the log"
        )
    reader = csv.DictReader(chain([first], text), delimiter=delimiter, restkey="")
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadLine(reader.line_num, f"is no CSV: {error}")
            continue
        if "" in row or None in row.values():
            yield BadLine(reader.line_num, "has not as many columns as the header")
            continue
        yield reader.line_num, row
