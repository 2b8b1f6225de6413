"""Secrets and personal data of one document, each with its line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from ragaudit.model import Block, BlockKind, Content
from ragaudit.sensitive.hits import Hit, Topic, Weight
from ragaudit.sensitive.scan import exposed, personal, told

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d(?:\D{0,3}\d){5}")
_LABELS = ("birth", "born", "dob", "d.o.b", "gebur", "geboren", "naiss", "nacim", "address",
           "lives ", "resid", "wohnhaft", "domicil", "privat")  # fmt: skip
_VERBATIM = frozenset({"markdown", "text", "rst", "org", "csv", "tsv"})
_CELL = " | "
_AROUND = 70


@dataclass(frozen=True, slots=True)
class Sighting:
    """One value, with where it was first seen. Neither may be shown: what is shown is redacted."""

    topic: Topic
    kind: str
    weight: Weight
    line: int
    value: str = field(repr=False)
    quote: str = field(repr=False)
    """The text around it, for a quote."""


class _Latest:
    """The last document looked at: three rules and the redaction ask for the same one in turn."""

    content: Content | None = None
    found: tuple[Sighting, ...] = ()


def sightings(content: Content) -> tuple[Sighting, ...]:
    """Every value once, in order of line."""
    if _Latest.content is not content:
        found = {(s.kind, s.value): s for s in reversed(list(_all(content)))}
        _Latest.found = tuple(sorted(found.values(), key=lambda s: (s.line, s.kind)))
        _Latest.content = content
    return _Latest.found


def _all(content: Content) -> Iterator[Sighting]:
    read = _Reading(content)
    secret = [*read.as_shown(), *read.as_written()]
    yield from secret
    known = [s.value for s in secret if s.topic is Topic.SECRET]
    for seen in read.credentials():
        if not any(seen.value in value or value in seen.value for value in known):
            yield seen
    yield from read.personal()


class _Reading:
    """A document as it is read: rows with their columns' names, fields with their keys."""

    def __init__(self, content: Content) -> None:
        self._content = content
        self._texts = list(_readable(content))
        self._starts: list[int] = []
        at = 0
        for _, text, _ in self._texts:
            self._starts.append(at)
            at += len(text) + 1
        self._joined = "\n".join(text for _, text, _ in self._texts)

    def as_written(self) -> Iterator[Sighting]:
        """Secrets of the file as it is: also in comments, attributes, targets of links."""
        text = self._content.text
        for hit in exposed(text):
            yield _seen(hit, text, text.count("\n", 0, hit.start) + 1)

    def as_shown(self) -> Iterator[Sighting]:
        """Secrets of the text a reader sees, where the file writes them with marks in between."""
        if self._content.format in _VERBATIM and "\\_" not in self._content.text:
            return
        yield from self._of_blocks(exposed(self._joined))

    def credentials(self) -> Iterator[Sighting]:
        yield from self._of_blocks(told(self._joined))

    def _of_blocks(self, hits: list[Hit]) -> Iterator[Sighting]:
        for hit in hits:
            block = self._texts[bisect_right(self._starts, hit.start) - 1][0]
            yield self._sighting(hit, self._joined, block)

    def personal(self) -> Iterator[Sighting]:
        for block, text, above in self._texts:
            if _may_be_personal(text):
                for hit in personal(text, above):
                    yield self._sighting(hit, text, block)

    def _sighting(self, hit: Hit, text: str, block: Block | int) -> Sighting:
        if isinstance(block, int):
            return _seen(hit, text, block)
        value, raw, span = text[hit.start : hit.end], self._content.text, block.span
        place = raw.find(value.split("\n", 1)[0], span.start, span.end)
        lines = raw.count("\n", span.start, place) if place > 0 else 0
        return _seen(hit, text, span.line + lines)


def _may_be_personal(text: str) -> bool:
    if "@" in text or _NUMBER.search(text):
        return True
    if not _DIGIT.search(text):
        return False
    lower = text.lower()
    return any(label in lower for label in _LABELS)


def _seen(hit: Hit, text: str, line: int) -> Sighting:
    first = text.rfind("\n", 0, hit.start) + 1
    last = text.find("\n", hit.end)
    last = last if last >= 0 else len(text)
    low, high = max(first, hit.start - _AROUND), min(last, hit.end + _AROUND)
    # The marks tell redaction that what stands beside them may be the rest of another value.
    quote = f"{'…' if low > first else ''}{text[low:high]}{'…' if high < last else ''}"
    return Sighting(hit.topic, hit.kind, hit.weight, line, text[hit.start : hit.end], quote)


def _readable(content: Content) -> Iterator[tuple[Block | int, str, str]]:
    """Every block, or the line of a field, with its text and what stands above it."""
    for entry in content.metadata:
        yield entry.line or 1, f"{entry.key.rpartition('.')[2]}: {entry.value}", ""
    names: list[str] = []
    before = ""
    for block in content.blocks:
        above = "\n".join(block.heading_path[-1:])
        if block.kind is BlockKind.TABLE_ROW:
            names = block.text.split(_CELL) if block.level == 1 else names
            yield block, _with_names(block, names), above
        else:
            names = []
            if block.kind is BlockKind.LIST_ITEM and before.endswith(":"):
                above += "\n" + before[-120:]
            else:
                before = block.text
            yield block, block.text, above


def _with_names(row: Block, names: list[str]) -> str:
    """A row as `column: cell`; of two cells, the first may name the second."""
    cells = row.text.split(_CELL)
    if row.level == 1:
        return row.text
    pair = f"\n{cells[0]}: {cells[1]}" if len(cells) == 2 else ""
    if len(names) != len(cells):
        return row.text + pair
    named = (f"{name}: {cell}" for name, cell in zip(names, cells, strict=True))
    return _CELL.join(named) + pair
