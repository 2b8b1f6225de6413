"""The headings above a block, and the anchors they make."""

from __future__ import annotations

import re

_DROPPED = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """A heading's fragment identifier as GitHub makes it, before repeats are numbered."""
    return _DROPPED.sub("", text.strip().lower()).replace(" ", "-")


class Headings:
    """Where in the outline a reader stands."""

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._seen: dict[str, int] = {}

    def enter(self, level: int) -> None:
        """Leave every section at this level or deeper."""
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self.path = self.path[: len(self._levels)]

    def push(self, level: int, text: str) -> None:
        """Go into the section under a heading."""
        self.enter(level)
        self._levels.append(level)
        self.path = (*self.path, text)

    def anchor(self, name: str) -> str:
        """A slug that no earlier heading has: `setup`, `setup-1`, `setup-2`."""
        count = self._seen.get(name, 0)
        unique = name
        while count and unique in self._seen:
            unique = f"{name}-{count}"
            count += 1
        self._seen[name] = max(count, 1)
        self._seen.setdefault(unique, 1)
        return unique
