"""What renders an audit: the way out."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from ragaudit.model import Audit, Certificate, Changes


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How a report should look."""

    verbose: bool = False
    width: int = 100
    color: bool = False
    table: str = "findings"
    """For formats that hold one table: `findings`, `documents` or `scores`."""


class Reporter(Protocol):
    """Renders an audit: a pure function of it."""

    @abstractmethod
    def render(self, audit: Audit, options: ReportOptions) -> str | bytes:
        """Return the whole report: text, or the bytes of a binary format."""


class CertificatePrinter(Protocol):
    """Renders what a sign-off says on one page: a pure function of it."""

    @abstractmethod
    def render(self, certificate: Certificate) -> str:
        """Return the whole page."""


class ChangesReporter(Protocol):
    """Renders what changed between two runs: a pure function of it."""

    @abstractmethod
    def render(self, changes: Changes, options: ReportOptions) -> str:
        """Return the whole report."""
