"""The folders above an item, as far as they decide who may view it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ragaudit_connectors.plone.api import Api


@dataclass(frozen=True, slots=True)
class Maker:
    """Who made an item or a folder above it, and so may have the role Owner in it."""

    name: str
    """Empty where that is not told."""
    where: str


class Folders:
    """Asked for when they are first needed, once in a pass."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._read: dict[str, Mapping[str, Any]] = {}
        self._blocks: dict[str, bool] = {}

    def state(self, path: str) -> str:
        """The state of the nearest folder that has one, for items without a workflow."""
        for folder in above(path):
            state = self._values(folder).get("review_state")
            if isinstance(state, str) and state:
                return state
        return ""

    def makers(self, path: str) -> Iterator[Maker]:
        """Who made the folders that an item takes local roles from, the nearest first.

        Whoever owns a folder owns whatever is in it, up to a folder that takes no roles from above.
        The site itself is made by an account of the Zope server, which may do everything anyway.
        """
        for folder in above(path):
            listed = self._values(folder).get("creators")
            first = next(iter(listed), "") if isinstance(listed, list) else ""
            name = first if isinstance(first, str) else ""
            yield Maker(name, "creators[0] of a folder above, who may own it")
            if "/" in folder and self._is_closed(folder):
                return

    def _values(self, folder: str) -> Mapping[str, Any]:
        if folder not in self._read:
            answer = self._api.answer(folder, {"include_items": "false"})
            values = self._api.parsed(answer) if answer.ok else {}
            self._read[folder] = values if isinstance(values, dict) else {}
        return self._read[folder]

    def _is_closed(self, folder: str) -> bool:
        """Whether it is known to take no local roles from above."""
        if folder not in self._blocks:
            answer = self._api.answer(f"{folder}/@sharing")
            told = self._api.parsed(answer) if answer.ok else None
            self._blocks[folder] = isinstance(told, dict) and told.get("inherit") is False
        return self._blocks[folder]


def above(path: str) -> Iterator[str]:
    """The folders a path leads through, the nearest first; without the site itself."""
    parts = path.split("/")[:-1]
    while parts:
        yield "/".join(parts)
        parts.pop()
