"""Lists in an answer that may be the results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ragaudit_probes.targets.http.looking.words import LISTS, NAMES, compared, step
from ragaudit_probes.targets.shared import looks_like_name

DEEPEST, MOST_FIELDS, MOST_ITEMS, MOST_OPENED = 8, 200, 1000, 20
_ENOUGH = 4
"""Points from which a list may be the results."""


@dataclass(slots=True)
class Listed:
    """A list, or those that stand at the same place of the items of another list."""

    path: str
    """JSONPath of its items."""
    name: str
    items: list[Any] = field(default_factory=list)
    inner: bool = False
    """Whether it is inside items of another list."""

    @property
    def points(self) -> int:
        """How much it looks like results: 0 to 9."""
        if not self.items:
            return 0
        named = LISTS.get(compared(self.name), 0) - (2 if self.inner else 0)
        objects = [item for item in self.items if isinstance(item, Mapping)]
        if len(objects) < len(self.items):
            strings = all(isinstance(item, str) for item in self.items)
            return max(0, named + 1) if strings else 0
        names = {compared(str(name)) for item in objects[:MOST_OPENED] for name in _names(item)}
        roles = (("id", "document"), ("text",), ("score",))
        found = sum(any(names & set(NAMES[role]) for role in one) for one in roles)
        return max(0, named + 2 * found) if found else 0


def lists(answer: object) -> list[Listed]:
    """Every list of an answer, in the order of their paths; bounded in depth and number."""
    found: dict[str, Listed] = {}
    _walk(answer, "$", "", found, 0, False)
    return [found[path] for path in sorted(found)]


def best(found: list[Listed]) -> list[Listed]:
    """Those most likely to be the results: one, several that cannot be told apart, or none."""
    most = max((one.points for one in found), default=0)
    return [one for one in found if one.points == most] if most >= _ENOUGH else []


def _walk(
    part: object, path: str, name: str, found: dict[str, Listed], depth: int, inner: bool
) -> None:
    if depth > DEEPEST or len(found) > MOST_FIELDS:
        return
    if isinstance(part, Mapping):
        # What does not look like a name may be a title: it would be shown as part of a path.
        for key in sorted(filter(looks_like_name, list(part)[:MOST_FIELDS])):
            _walk(part.get(key), path + step(key), key, found, depth + 1, inner)
    elif isinstance(part, list):
        listed = found.setdefault(path, Listed(f"{path}[*]", name, inner=inner))
        listed.items += part[: MOST_ITEMS - len(listed.items)]
        for item in part[:MOST_OPENED]:
            _walk(item, f"{path}[*]", name, found, depth + 1, True)


def _names(item: Mapping[Any, Any], depth: int = 0) -> list[str]:
    """Names of the fields of a result, and of the objects in it."""
    found = []
    for name, value in list(item.items())[:MOST_FIELDS]:
        if isinstance(value, Mapping):
            found += _names(value, depth + 1) if depth < 2 else []
        else:
            found.append(str(name))
    return found
