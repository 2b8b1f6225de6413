"""Probes as rows: one JSON object a line, or a table of comma-separated values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ragaudit._config.positions import Located
from ragaudit._config.positions import Path as Where
from ragaudit._config.validating import validate
from ragaudit._measure.probe_set.convert import implied, to_probe
from ragaudit._measure.probe_set.files import numbered_lines, read_text
from ragaudit._measure.probe_set.limits import MAX_PROBES
from ragaudit._measure.probe_set.schema import ProbeSection
from ragaudit._measure.probe_set.shown import visible
from ragaudit.errors import ConfigError
from ragaudit.model import Probe, ProbeSet
from ragaudit.text.suggest import did_you_mean

Row = tuple[int, Mapping[str, object]]
"""Line and what stands there, in the words of `probes/v1`."""
COLUMNS = (
    "id", "query", "category", "variants", "as", "gold", "span", "grade", "matrix", "rank_at_most",
    "not_stale", "unanswerable", "source", "owner", "by", "from", "reviewed_by", "severity",
)  # fmt: skip
_PLAIN = ("id", "query", "category", "matrix", "source", "owner", "severity")
_ALL, _ANY = ";", "|"
_YES = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_TOLD = ("not_stale", "unanswerable")
_HINT = "the first line names the columns, at least `id,query`"


def read_jsonl(file: Path) -> ProbeSet:
    """Each line a probe, with the keys of `probes/v1`. Raises `ConfigError` with the line.

    People under `as` need not be declared anywhere: there is no place for it.
    """
    return _set(((line, _object(text, file, line)) for line, text in numbered_lines(file)), file)


def read_csv(file: Path) -> ProbeSet:
    """A row a probe, with columns out of `COLUMNS`. Raises `ConfigError` with the line.

    Between several people, wordings or documents stands `;`; `a.md | b.md` is either of the two.
    """
    return _set(_table(file), file)


@dataclass
class _OnLine(Located):
    """Data that stands on one line."""

    line_number: int = 1

    def nearest(self, path: Where) -> tuple[int, int] | None:
        return self.line_number, 1


def _set(rows: Iterable[Row], file: Path) -> ProbeSet:
    shown = str(file)
    probes: dict[str, Probe] = {}
    for line, row in rows:
        if len(probes) >= MAX_PROBES:
            raise ConfigError(f"holds more than {MAX_PROBES:,} probes", shown, line)
        located = _OnLine(dict(row), line_number=line)
        probe = to_probe(validate(ProbeSection, located, shown), line)
        if (first := probes.setdefault(probe.id, probe)) is not probe:
            told = f"two probes are called “{visible(probe.id)}”; the first is in line {first.line}"
            raise ConfigError(told, shown, line, hint="give each an id of its own")
    if not probes:
        raise ConfigError("holds no probe", shown)
    named = dict.fromkeys(name for probe in probes.values() for name in probe.principals)
    principals = {name: implied(name) for name in named}
    return ProbeSet(tuple(probes.values()), principals, place=shown)


def _object(text: str, file: Path, line: int) -> Mapping[str, object]:
    hint = "write one JSON object a line"
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "too large or too deep"
        raise ConfigError(f"not JSON: {why}", str(file), line, hint=hint) from error
    if not isinstance(found, dict):
        raise ConfigError("is no JSON object", str(file), line, hint=hint)
    if odd := next((key for key in found if not key.isprintable()), None):
        raise ConfigError(f"unknown key “{visible(odd, 40)}”", str(file), line)
    return found


def _table(file: Path) -> Iterator[Row]:
    text = read_text(file)
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    line = 1
    try:
        for values in lines:
            if not names:
                names = _header(values, file)
            elif any(value.strip() for value in values):
                yield line, _row(names, values, file, line)
            line = lines.line_num + 1
    except csv.Error as error:
        raise ConfigError(f"is no table: {error}", str(file), line) from error
    if not names:
        raise ConfigError("is empty", str(file), hint=_HINT)


def _header(values: list[str], file: Path) -> list[str]:
    names = [value.strip().casefold() for value in values]
    for name in names:
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS, len(COLUMNS)) if name else _HINT
            raise ConfigError(f"unknown column “{visible(name, 40)}”", str(file), 1, hint=hint)
        if names.count(name) > 1:
            raise ConfigError(f"the column “{name}” is there twice", str(file), 1)
    return names


def _row(names: list[str], values: list[str], file: Path, line: int) -> Mapping[str, object]:
    if len(values) != len(names):
        told = f"has {len(values)} values for {len(names)} columns"
        raise ConfigError(told, str(file), line, hint="put values with separators in quotes")
    cells = {name: value for name, value in zip(names, values, strict=True) if value.strip()}
    row: dict[str, object] = {k: cells[k] for k in _PLAIN if k in cells}
    row |= {k: _split(cells[k], _ALL) for k in ("variants", "as") if k in cells}
    if "gold" in cells:
        row["gold"] = [
            {"any": [_item(doc, cells) for doc in _split(group, _ANY)]}
            for group in _split(cells["gold"], _ALL)
        ]
    expect: dict[str, object] = {
        k: _YES.get(cells[k].strip().casefold(), cells[k]) for k in _TOLD if k in cells
    }
    if "rank_at_most" in cells:
        expect["rank_at_most"] = _number(cells["rank_at_most"])
    provenance = {k: cells[k] for k in ("by", "from", "reviewed_by") if k in cells}
    return row | {k: v for k, v in (("expect", expect), ("provenance", provenance)) if v}


def _split(text: str, separator: str) -> list[str]:
    return [part.strip() for part in text.split(separator) if part.strip()]


def _item(document: str, cells: Mapping[str, str]) -> dict[str, object]:
    """A span or grade of a row is that of each of its documents."""
    grade = {"grade": _number(cells["grade"])} if "grade" in cells else {}
    return {"doc": document, **grade, **({"span": cells["span"]} if "span" in cells else {})}


def _number(text: str) -> object:
    """A number where it is one; the schema refuses what is none."""
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else text
