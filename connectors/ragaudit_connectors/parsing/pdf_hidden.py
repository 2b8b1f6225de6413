"""Text of a PDF page that nobody sees: not painted, white on white, tiny, or off the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ctypes import byref, c_int, c_uint
from itertools import groupby
from typing import Any

from ragaudit.model import HiddenText

_LINE = re.compile(r"[^\r\n]+")
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_FILL, _NO_PAINT = 0, 3
_WHITE, _SMALLEST = 250, 2.0
_OUTLINES = 300
"""So many paths on a page are its letters, drawn; text that is not painted lies under them."""
_SAMPLES = 6
_MAX_LINES, _MAX_FOUND = 5_000, 50

Box = tuple[float, float, float, float]


def on_page(page: Any, text_page: Any, number: int) -> list[HiddenText]:
    """The hidden text of one page, joined where it is hidden in the same way."""
    look = _Look(page, text_page)
    found: list[tuple[str, str]] = []
    text = text_page.get_text_range()
    for count, match in enumerate(_LINE.finditer(text)):
        if count >= _MAX_LINES:
            break
        found += look.at_line(match[0], match.start())
    joined = [
        HiddenText(" ".join(part for _, part in parts), 1, f"{how}, page {number}")
        for how, parts in groupby(found, key=lambda one: one[0])
    ]
    return joined[:_MAX_FOUND]


class _Look:
    def __init__(self, page: Any, text_page: Any) -> None:
        self.page, self.text_page = page, text_page
        self.crop: Box = page.get_cropbox()
        self.count = text_page.count_chars()
        self._covers: tuple[list[Box], list[Box], int] | None = None

    def at_line(self, line: str, start: int) -> Iterator[tuple[str, str]]:
        """What is hidden in a line; a few of its letters tell whether to look at the rest."""
        places = [at for at, char in enumerate(line) if not char.isspace()]
        if not places:
            return
        samples = {*places[:: len(places) // _SAMPLES + 1], places[-1]}
        if not any(self._how(start + at) for at in samples):
            return
        kinds = [(self._how(start + at), at) for at in places]
        for how, run in groupby(kinds, key=lambda one: one[0]):
            taken = [at for _, at in run]
            if how and len(taken) > 1:
                yield how, line[taken[0] : taken[-1] + 1]

    def _how(self, position: int) -> str | None:
        from pypdfium2 import PdfiumError, raw

        index = raw.FPDFText_GetCharIndexFromTextIndex(self.text_page, position)
        if not 0 <= index < self.count:
            return None
        try:
            box = self.text_page.get_charbox(index, loose=True)
        except PdfiumError:
            return None
        left, bottom, right, top = box
        if (
            right < self.crop[0]
            or left > self.crop[2]
            or top < self.crop[1]
            or bottom > self.crop[3]
        ):
            return "outside the page"
        if 0 < max(right - left, top - bottom) < _SMALLEST:
            return f"letters under {_SMALLEST:.0f} points"
        mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(self.text_page, index))
        if mode == _NO_PAINT:
            return None if self._is_under_picture(box) else "text that is not painted"
        return self._pale(index, box) if mode == _FILL else None

    def _pale(self, index: int, box: Box) -> str | None:
        from pypdfium2 import raw

        colour = [c_uint() for _ in range(4)]
        if not raw.FPDFText_GetFillColor(self.text_page, index, *map(byref, colour)):
            return None
        red, green, blue, alpha = (part.value for part in colour)
        if alpha < 5:
            return "transparent text"
        if min(red, green, blue) < _WHITE or self._is_on_ground(box):
            return None
        return "white text on white"

    def _is_under_picture(self, box: Box) -> bool:
        pictures, _, paths = self._cover()
        return paths > _OUTLINES or any(_holds(one, box) for one in pictures)

    def _is_on_ground(self, box: Box) -> bool:
        pictures, grounds, _ = self._cover()
        return any(_holds(one, box) for one in (*pictures, *grounds))

    def _cover(self) -> tuple[list[Box], list[Box], int]:
        """Boxes of pictures, boxes of coloured areas, and the number of paths."""
        if self._covers is None:
            pictures, grounds, paths = [], [], 0
            for item in self.page.get_objects(max_depth=1):
                if item.type == _TEXT:
                    continue
                box = item.get_bounds()
                if item.type == _PATH:
                    paths += 1
                    if _is_coloured(item.raw):
                        grounds.append(box)
                else:
                    pictures.append(box)
            self._covers = pictures, grounds, paths
        return self._covers


def _holds(outer: Box, inner: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _is_coloured(path: Any) -> bool:
    from pypdfium2 import raw

    fill, stroke = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke))
    colour = [c_uint() for _ in range(4)]
    if not fill.value or not raw.FPDFPageObj_GetFillColor(path, *map(byref, colour)):
        # A pattern has no colour of its own, and is no white page.
        return bool(fill.value)
    return min(part.value for part in colour[:3]) < _WHITE
