"""Models that give second opinions on contradictions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Nli(Protocol):
    """A model that says how likely one statement contradicts another: an opinion, no verdict."""

    shown: str
    """The model's name, as the user wrote it."""
    state: str
    """Names the model and its settings: equal states give equal answers."""
    max_pairs: int
    threshold: float
    """The probability from which a pair is worth reporting."""

    @abstractmethod
    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The probability that the second contradicts the first, for every pair.

        Raises `OpinionError` where the model cannot be had.
        """


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a document, redacted, as it is shown to a judge."""

    text: str
    place: str = ""
    """Title and headings it stands under."""


class Ruling(StrEnum):
    """What a judge makes of two statements."""

    CONTRADICTION = "contradiction"
    DIFFERENT_SCOPE = "different_scope"
    AGREE = "agree"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judge's answer."""

    ruling: Ruling
    left_quote: str
    """What it goes by; worth nothing unless the statement has these very words."""
    right_quote: str
    subject: str = ""
    scope: str = ""


class Judge(Protocol):
    """A language model that is shown two statements. Never more than an opinion."""

    shown: str
    state: str
    """Names the model and the question: equal states ask the same."""
    max_pairs: int

    @abstractmethod
    def judge(self, left: Statement, right: Statement) -> Opinion | None:
        """Its answer; None where that is none. Raises `OpinionError` where nobody answers."""
