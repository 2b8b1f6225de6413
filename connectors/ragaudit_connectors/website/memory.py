"""What a crawl remembers of a site until the next pass, small enough for a cursor."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ragaudit.errors import CursorExpiredError
from ragaudit_connectors.website.answer import Validators

LARGEST = 65_000
"""Characters a cursor may have."""
_LARGEST_PLAIN = 200_000_000
_VERSION = 1
_NONE = Validators()


class Outcome(StrEnum):
    """What came of asking for an address."""

    PAGE = "p"
    SAME = "s"
    """Says itself that it is another page; the first link is that one's."""
    TWIN = "t"
    """Has the same bytes as another address of the same page; the first link is that one's."""
    MOVED = "m"
    """Sent on to another; the first link is that one's."""
    FILE = "f"
    """No document."""
    NONE = "n"
    """Gone, refused, broken."""


@dataclass(slots=True)
class Node:
    """One address that was asked for."""

    outcome: Outcome
    links: tuple[str, ...] = ()
    validators: Validators = _NONE
    format: str = ""
    size: int = 0
    digest: str = ""
    """Of the bytes, shortened."""


@dataclass(slots=True)
class Memory:
    """The addresses of a site, in the order they were first asked for."""

    nodes: dict[str, Node]
    before: dict[str, Node]
    """What the pass before knew and this one has not asked for yet."""
    broken: bool = False
    """Whether anything in this pass could not be told, so that nothing may count as gone."""

    def write(self, key: str, done: bool) -> str | None:
        """A cursor; None where it would be too large. `key` says what it is good for."""
        before = {} if done else {a: n for a, n in self.before.items() if a not in self.nodes}
        nodes = [*self.nodes.items(), *before.items()]
        names: dict[str, int] = {}
        rows = [_row(address, node, names) for address, node in nodes]
        # Equal fields next to each other pack better than rows.
        columns = list(zip(*rows, strict=True))
        plain = [list(names), len(self.nodes), self.broken and not done, columns]
        packed = zlib.compress(json.dumps(plain, separators=(",", ":")).encode(), 9)
        cursor = {
            "version": _VERSION,
            "key": key,
            "done": done,
            "crawl": base64.b85encode(packed).decode(),
        }
        text = json.dumps(cursor)
        return text if len(text) <= LARGEST else None

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Memory:
        """What a cursor holds. Raises `CursorExpiredError`."""
        try:
            unpacker = zlib.decompressobj()
            plain = unpacker.decompress(base64.b85decode(told["crawl"]), _LARGEST_PLAIN)
            names, asked, broken, columns = json.loads(plain)
            nodes = [_node(row, names) for row in zip(*columns, strict=True)]
        except (ValueError, LookupError, TypeError, zlib.error) as error:
            raise CursorExpiredError("the cursor cannot be read") from error
        if told.get("done") is not False:
            return cls({}, dict(nodes))
        return cls(dict(nodes[:asked]), dict(nodes[asked:]), bool(broken))


def _row(address: str, node: Node, names: dict[str, int]) -> list[Any]:
    known = [names.setdefault(link, len(names)) for link in (address, *node.links)]
    marks = (node.validators.etag, node.validators.modified, node.format, node.size, node.digest)
    return [node.outcome.value, known[0], _steps(known[1:]), *marks]


def _node(row: tuple[Any, ...], names: list[str]) -> tuple[str, Node]:
    outcome, address, steps, etag, modified, form, size, digest = row
    links = tuple(names[number] for number in _numbers(steps))
    node = Node(Outcome(outcome), links, Validators(etag, modified), form, size, digest)
    return names[address], node


def _steps(numbers: Iterable[int]) -> list[int]:
    """Numbers as distances: pages share menus, and equal runs pack to nearly nothing."""
    last, steps = 0, []
    for number in numbers:
        steps.append(number - last)
        last = number
    return steps


def _numbers(steps: Iterable[int]) -> list[int]:
    last, numbers = 0, []
    for step in steps:
        last += step
        numbers.append(last)
    return numbers
