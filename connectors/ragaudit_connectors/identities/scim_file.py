"""Files of SCIM resources: list responses, arrays, single resources, as JSON or JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ragaudit.errors import SkipError
from ragaudit_connectors.files.reading import read_regular

LARGEST = 500_000_000
_LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
_USER = "urn:ietf:params:scim:schemas:core:2.0:User"


class ScimError(ValueError):
    """A file that cannot be used, and the line that shows it."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource or a part of one; attribute names are compared without case (RFC 7643, 2.1)."""

    values: dict[str, Any]
    line: int | None = None

    @classmethod
    def of(cls, value: object, line: int | None = None) -> Resource:
        """A JSON object, or an empty resource for anything else."""
        found = value if isinstance(value, dict) else {}
        return cls({str(key).casefold(): item for key, item in found.items()}, line)

    @property
    def schemas(self) -> tuple[str, ...]:
        """What it says it is."""
        listed = self.values.get("schemas")
        return tuple(str(name) for name in listed) if isinstance(listed, list) else ()

    @property
    def is_group(self) -> bool:
        """Whether it is a group. Raises `ScimError` where it is neither group nor user."""
        meta = self.part("meta").text("resourceType").casefold()
        if _GROUP in self.schemas or meta == "group":
            return True
        if _USER in self.schemas or meta == "user" or "username" in self.values:
            return False
        raise ScimError("holds a resource that is neither User nor Group", self.line)

    def text(self, name: str) -> str:
        """Text or a number; empty for anything else."""
        value = self.values.get(name.casefold())
        written = isinstance(value, str | int) and not isinstance(value, bool)
        return str(value).strip() if written else ""

    def flag(self, name: str, *, missing: bool = False) -> bool:
        """True or false; some systems write them as text. Raises `ScimError`."""
        value = self.values.get(name.casefold())
        word = value.strip().casefold() if isinstance(value, str) else value
        if word is None or word == "":
            return missing
        if word in (True, "true"):
            return True
        if word in (False, "false"):
            return False
        raise ScimError(f"`{name}` is neither true nor false", self.line)

    def part(self, name: str) -> Resource:
        """A complex attribute."""
        return Resource.of(self.values.get(name.casefold()), self.line)

    def parts(self, name: str) -> list[Resource]:
        """A multi-valued attribute; some systems leave the list out where there is one value."""
        value = self.values.get(name.casefold())
        listed = value if isinstance(value, list) else [value]
        return [Resource.of(item, self.line) for item in listed if isinstance(item, dict)]


def read_resources(file: Path) -> Iterator[Resource]:
    """Every User and Group of a file. Raises `ScimError`, also where pages of a list lack."""
    found: dict[str, set[str]] = {}
    promised: dict[str, int] = {}
    kind = "resources"
    for item in _documents(file):
        if _LIST not in item.schemas and "resources" not in item.values:
            yield _checked(item)
            continue
        page = _page(item)
        kind = " and ".join(sorted({"groups" if r.is_group else "users" for r in page})) or kind
        found.setdefault(kind, set()).update(resource.text("id") for resource in page)
        total = item.values.get("totalresults")
        promised[kind] = max(total if isinstance(total, int) else 0, promised.get(kind, 0))
        yield from page
    for kind, total in promised.items():
        if (count := len(found[kind])) < total:
            raise ScimError(f"holds {count:,} of {total:,} {kind}; export all pages of them")


def _page(item: Resource) -> list[Resource]:
    listed = item.values.get("resources", [])
    if not isinstance(listed, list):
        raise ScimError("`Resources` is no list", item.line)
    return [_checked(Resource.of(value, item.line)) for value in listed]


def _checked(resource: Resource) -> Resource:
    if not resource.text("id"):
        raise ScimError("holds a resource without an id", resource.line)
    return resource


def _documents(file: Path) -> Iterator[Resource]:
    """The JSON documents of a file: one, or one a line."""
    try:
        text = read_regular(file, LARGEST).decode("utf-8-sig")
    except SkipError as error:
        raise ScimError(error.detail) from error
    except UnicodeDecodeError as error:
        raise ScimError("it is not UTF-8") from error
    try:
        whole = _parse(text)
    except ScimError:
        yield from _lines(text)
        return
    for item in whole if isinstance(whole, list) else [whole]:
        yield Resource.of(item)


def _lines(text: str) -> Iterator[Resource]:
    """JSON lines. Raises `ScimError`, about the file as a whole where its first line is no JSON."""
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    try:
        first = _parse(lines[0][1]) if len(lines) > 1 else None
    except ScimError:
        first = None
    if first is None:
        _parse(text)
    for number, line in lines:
        yield Resource.of(_parse(line, number), number)


def _parse(text: str, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ScimError(f"is no JSON: {error.msg}", line or error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise ScimError("is nested too deeply to be read", line) from error
