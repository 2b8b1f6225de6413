"""JSONPath (RFC 9535) over answers of strangers: nothing found is told from nothing there."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain, islice
from typing import Any

from ragaudit.errors import MalformedError, MissingExtraError


class _Missing:
    """In place of a value that an answer does not have; `null` is a value."""


MISSING = _Missing()


class Path:
    """A compiled path. Raises `ValueError` for one that cannot be read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._steps = _compiled(text)

    def values(self, data: object, most: int) -> list[Any]:
        """What it finds, in the order of the answer, at most so many.

        Raises `MalformedError` where looking for it fails.
        """
        return _found(self._steps, self.text, data, most)

    def value(self, data: object) -> Any:
        """The first thing it finds, or `MISSING`."""
        found = self.values(data, 1)
        return found[0] if found else MISSING

    def items(self, data: object, most: int) -> list[Any]:
        """The results it finds: those of a list, where it names the list itself; none of `null`."""
        found = self.values(data, most)
        if self._ends_in_items or not all(one is None or isinstance(one, list) for one in found):
            return found
        return list(islice(chain.from_iterable(one or () for one in found), most))

    def empty(self, data: object) -> list[Any]:
        """The nearest thing above that exists where every item of it was asked for, of nothing.

        `[[]]` means that the list is there and has no items; a list with items that have not what
        the path goes on to ask for, or that a filter leaves out, is no empty answer: `["…"]`.
        """
        steps = self._steps.segments
        for cut in range(len(steps), -1, -1):
            above = self._steps.__class__(env=self._steps.env, segments=steps[:cut])
            if found := _found(above, self.text, data, 1000):
                each = cut == len(steps) or _takes_each(steps[cut])
                return found if each else ["…"]
        return ["…"]

    @property
    def _ends_in_items(self) -> bool:
        steps = self._steps.segments
        return bool(steps) and not _names_one(steps[-1])


@lru_cache(maxsize=256)
def _compiled(text: str) -> Any:
    try:
        from jsonpath import JSONPathEnvironment, JSONPathError
    except ImportError as error:
        raise MissingExtraError(
            "python-jsonpath is not installed", "pip install 'ragaudit[http]'"
        ) from error
    try:
        return JSONPathEnvironment(strict=True).compile(text)
    except JSONPathError as error:
        told = str(error.args[0]) if error.args else "it cannot be read"
        raise ValueError(f"is no JSONPath: {told}; write it like `$.results[*]`") from None


def _found(steps: Any, text: str, data: object, most: int) -> list[Any]:
    if not steps.segments:
        return [data][:most]
    if not isinstance(data, dict | list):
        # The library would parse a string as JSON.
        return []
    try:
        return [match.obj for match in islice(steps.finditer(data), most)]
    except Exception:  # nested too deeply, or a filter that chokes on what it compares
        raise MalformedError(f"`{text}` cannot be looked for in the answer") from None


def _names(step: Any) -> list[str]:
    if type(step).__name__ != "JSONPathChildSegment":
        return ["descendants"]
    return [type(selector).__name__ for selector in step.selectors]


def _names_one(step: Any) -> bool:
    return _names(step) in (["NameSelector"], ["IndexSelector"])


def _takes_each(step: Any) -> bool:
    return set(_names(step)) <= {"WildcardSelector", "SliceSelector"}
