"""Readers as people write them, some of them badly."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

import httpx
from llama_index.core import Document
from llama_index.core.readers.base import BaseReader
from llama_index.core.readers.string_iterable import StringIterableReader

__all__ = ["StringIterableReader"]


class Pages(BaseReader):  # type: ignore[misc]
    """Gives what it was made with: a list of `{text, id, …metadata}`."""

    def __init__(self, pages: list[dict[str, Any]]) -> None:
        self._pages = pages

    def load_data(self, *_: Any, **__: Any) -> list[Any]:
        """All at once, with a word on the console."""
        print("loading 100 %")
        return [_document(dict(page)) for page in self._pages]


class Lazy(Pages):
    """Gives them one by one."""

    made = 0

    def lazy_load_data(self, *_: Any, **__: Any) -> Iterable[Any]:
        """One by one."""
        for page in self._pages:
            Lazy.made += 1
            yield _document(dict(page))

    def load_data(self, *_: Any, **__: Any) -> list[Any]:
        """Not to be called."""
        raise AssertionError("the whole list was asked for")


class Failing(BaseReader):  # type: ignore[misc]
    """Fails as it is told, `times` times."""

    left = 0

    def __init__(self, how: str, token: str = "") -> None:
        self._how, self._token = how, token

    def load_data(self, *_: Any, **__: Any) -> list[Any]:
        """Fails, or gives one document."""
        if self._how == "once" and Failing.left > 0:
            Failing.left -= 1
            raise ConnectionError("no route")
        if self._how.isdigit():
            request = httpx.Request("GET", "https://x.example/")
            response = httpx.Response(int(self._how), request=request)
            raise httpx.HTTPStatusError("Salaries 2026", request=request, response=response)
        kinds: dict[str, Exception] = {
            "timeout": httpx.ReadTimeout("Salaries 2026"),
            "permission": PermissionError("Salaries 2026"),
            "value": ValueError("Salaries 2026"),
            "import": ModuleNotFoundError("no", name="llama_index.readers.web"),
            "other": ModuleNotFoundError("no", name="bs4.element"),
        }
        if self._how in kinds:
            raise kinds[self._how]
        if self._how == "nothing":
            return ["a string is no document"]
        return [_document({"text": f"token {self._token}", "id": "only"})]


class Elsewhere(Pages):
    """A reader of another package that this module only passes on."""

    __module__ = "elsewhere.readers"


class NotAReader:
    """Has no `load_data`."""


def _document(page: dict[str, Any]) -> Any:
    text, name = page.pop("text"), page.pop("id", None)
    extra = {"doc_id": name} if name else {}
    return Document(text=text, metadata=page, **extra)


system = os.system
