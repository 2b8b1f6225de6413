"""A value together with where it came from and how far it may be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class FactState(StrEnum):
    """Whether a value was read, and if not, why not."""

    KNOWN = "known"
    """Read from the source."""
    ABSENT = "absent"
    """The source says there is none."""
    UNKNOWN = "unknown"
    """It could not be told."""
    UNSUPPORTED = "unsupported"
    """This kind of source cannot have it."""
    ERROR = "error"
    """Something is written there and it cannot be used; see `Fact.raw` and `Fact.note`."""


class Origin(StrEnum):
    """Where a value was written."""

    SOURCE_API = "source_api"
    FRONT_MATTER = "front_matter"
    EMBEDDED = "embedded"
    """Inside the file, but not front matter: HTML meta, DOCX and PDF properties, mail headers."""
    SIDECAR = "sidecar"
    VCS = "vcs"
    FILESYSTEM = "filesystem"
    CONFIG_RULE = "config_rule"
    INFERRED = "inferred"


class Quality(StrEnum):
    """How directly a value answers the question it is used for."""

    AUTHORITATIVE = "authoritative"
    DERIVED = "derived"
    PROXY = "proxy"
    """Stands in for the real thing (mtime, last editor). Never satisfies a rule."""


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value with its provenance. A connector never invents a value."""

    state: FactState
    value: T | None = None
    origin: Origin | None = None
    quality: Quality = Quality.AUTHORITATIVE
    locator: str | None = None
    """Where a person finds it: `front matter, line 4`, `CODEOWNERS:3`, `commit 1f3a…`."""
    key: str | None = None
    """The name it was written under, e.g. `last_reviewed_on`."""
    raw: str | None = None
    """The text as written, for values that had to be read (dates, intervals)."""
    note: str | None = None
    """Why the state is not `known`, or what to know about the value."""
    line: int | None = None
    """The line of the document it is written on, from 1; None if it is written elsewhere."""

    @property
    def known(self) -> bool:
        """Whether there is a value at all."""
        return self.state is FactState.KNOWN

    @property
    def trusted(self) -> bool:
        """Whether the value is known and is the real thing rather than a proxy."""
        return self.known and self.quality is not Quality.PROXY

    @classmethod
    def absent(cls, note: str | None = None) -> Fact[T]:
        """Return the fact that there is no such value."""
        return cls(FactState.ABSENT, note=note) if note else _ABSENT

    @classmethod
    def unknown(cls, note: str | None = None) -> Fact[T]:
        """Return the fact that the value could not be told."""
        return cls(FactState.UNKNOWN, note=note)


_ABSENT: Fact[Any] = Fact(FactState.ABSENT)
"""Most facts of most documents; shared, since no fact can change."""
