"""In which form a decision is told."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from ragaudit._signoff import telling, telling_json
from ragaudit._signoff.evidence import Candidate
from ragaudit._signoff.verifying import Verification
from ragaudit.model import Certificate, Refusal


class Voice(Protocol):
    """Says what came of signing and of verifying; a module with these functions is one."""

    @abstractmethod
    def refused(self, refusals: Sequence[Refusal]) -> str:
        """Every reason not to sign."""

    @abstractmethod
    def may_sign(self, candidate: Candidate, figures: Iterable[tuple[str, str]]) -> str:
        """Nothing speaks against it, and what was found."""

    @abstractmethod
    def signed(self, certificate: Certificate, place: str, candidate: Candidate) -> str:
        """What was signed, until when, and what may still be missing."""

    @abstractmethod
    def told(self, found: Verification, place: str, *, offline: bool) -> str:
        """Whether a statement holds, and every reason why not."""


VOICES: Mapping[str, Voice] = {"terminal": telling, "json": telling_json}
