"""Retrievers that are probed."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from ragaudit.model import Confidence, ProbePrincipal, ProbeSet, Retrieved, TargetSettings


@dataclass(frozen=True, slots=True)
class TargetCapabilities:
    """What a target can be held to."""

    principals: bool = False
    """Whether it can be asked as somebody; without that leakage cannot be measured."""
    scores: bool = False
    totals: bool = False
    costs: bool = False
    concurrent: bool = False
    """Whether several questions may be asked at once."""
    notes: tuple[str, ...] = field(default=())


@runtime_checkable
class Target(Protocol):
    """A retriever. Built from `TargetSettings`; connects when it is first asked.

    Implementations never write to what they ask, and never follow an address in an answer.
    """

    settings: TargetSettings

    @abstractmethod
    def capabilities(self) -> TargetCapabilities:
        """What it can tell and do, for the settings it was built from."""

    @abstractmethod
    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """The best `k` results, best first; None asks as the account of the settings.

        Raises `SourceError` where it cannot be asked at all (address, credentials),
        `TransientError` or `RateLimitedError` where asking again may help, `MalformedError` for an
        answer that cannot be read, `SkipError` where there are no credentials for a principal. An
        empty answer is an answer; an answer without the mapped fields is not.
        """

    def prepare(self, probes: ProbeSet) -> None:
        """Told once, before anything is asked, what will be: a recording may go by probe ids."""
        return None

    def close(self) -> None:
        """Give connections back."""
        return None


@dataclass(frozen=True, slots=True)
class FoundField:
    """Where in an answer something was found."""

    role: str
    """`hits`, `id`, `document`, `text`, `score`, `total` or `cost`."""
    path: str
    """JSONPath; from the top for `hits`, `total` and `cost`, else from one result."""
    confidence: Confidence
    why: str
    """`named “score”, a number in 10 of 10 results, falling`; never a value."""
    others: tuple[str, ...] = ()
    """Paths that could be it as well."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What one answer of a target looks like, and the mapping it suggests."""

    fields: tuple[FoundField, ...] = ()
    missing: tuple[str, ...] = ()
    """What was not found and what that means, a sentence each."""
    candidates: tuple[str, ...] = ()
    """Lists that are equally likely the results; then nothing is proposed."""
    hits: int = 0
    """Results in the list that was found."""
    snippet: str = ""
    """YAML to paste below the target; empty where nothing is proposed."""


@runtime_checkable
class Inspectable(Protocol):
    """A target whose answers need a mapping, which it can suggest."""

    @abstractmethod
    def inspect(self, query: str, k: int, principal: ProbePrincipal | None = None) -> Inspection:
        """Ask once and look at the answer; deterministic. Raises like `Target.retrieve`."""
