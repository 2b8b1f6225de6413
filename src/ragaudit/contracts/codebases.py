"""Repositories of code that documents describe."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Removal:
    """How a name went out of a code base."""

    commit: str
    day: date | None
    subject: str
    path: str
    """The file that defined it."""
    successor: str = ""
    """What came in its place in that commit, where one thing did."""


class CodeBase(Protocol):
    """A repository of code that documents describe: its newest state, and what it no longer has.

    Names are identifiers (`parse_config`), options (`--max-size`) and paths (`src/config.py`).
    """

    shown: str
    """As the user wrote it."""
    state: str
    """Names repository and commit: equal states give equal answers."""
    ignore: tuple[str, ...]
    """Globs of names never to be reported."""

    @abstractmethod
    def missing(self, names: Iterable[str]) -> frozenset[str]:
        """Those names that no file of code has."""

    @abstractmethod
    def removed(self, names: Iterable[str]) -> Mapping[str, Removal]:
        """Those names that some older state defined, each with the commit that took it out."""

    @abstractmethod
    def nearest(self, name: str) -> str | None:
        """The name there is that is most like this one."""

    def limits(self) -> Iterable[str]:
        """What was not looked at, in half a sentence each; known after `removed`."""
        return ()
