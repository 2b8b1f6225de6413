"""A decoded file with its line numbers."""

from __future__ import annotations

import re
from bisect import bisect_right

from ragaudit.model import Span

_NEWLINE = re.compile("\n")


class SourceText:
    """Text whose offsets and lines translate into each other in logarithmic time."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
        """Offset of each line's first character."""

    def line_of(self, offset: int) -> int:
        """The line, from 1, an offset stands in."""
        return bisect_right(self.starts, offset)

    def lines(self, first: int, last: int) -> Span:
        """The span from the start of line `first` to the end of line `last`, both from 1."""
        count = len(self.starts)
        first = min(max(first, 1), count)
        last = min(max(last, first), count)
        end = self.starts[last] - 1 if last < count else len(self.text)
        return Span(first, last, self.starts[first - 1], end)

    def span(self, start: int, end: int) -> Span:
        """The span between two offsets."""
        return Span(self.line_of(start), self.line_of(max(start, end - 1)), start, end)
