"""What tells people, and what keeps tickets."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Protocol

from ragaudit.model import Finding, Message, Ticket


class Notifier(Protocol):
    """Delivers messages."""

    @abstractmethod
    def check(self, address: str) -> str:
        """What is wrong with an address, without repeating it; empty where nothing is."""

    @abstractmethod
    def longest(self, address: str) -> int:
        """How many characters a message there may have, its title included."""

    @abstractmethod
    def send(self, address: str, message: Message) -> None:
        """Deliver it, once. Raises `TransientError` if it was not taken, `MalformedError` if it
        never will be."""


class Tracker(Protocol):
    """Keeps tickets. Each carries the fingerprint of its finding, and is found again by it."""

    @abstractmethod
    def tickets(self) -> Iterable[Ticket]:
        """Every ticket that carries a fingerprint, open and closed. Raises `SourceError`."""

    @abstractmethod
    def find(self, ticket: str, fingerprint: str) -> Ticket | None:
        """A ticket by its id, whatever became of its text and labels; None where it is not there.

        Raises `SourceError`.
        """

    @abstractmethod
    def create(self, finding: Finding) -> Ticket:
        """Open a ticket for a finding. Raises `SourceError`, and `UnsureError` where it may have
        been made all the same."""

    @abstractmethod
    def reopen(self, ticket: Ticket, finding: Finding) -> None:
        """Open it again, as the finding is back. Raises `SourceError`."""

    @abstractmethod
    def close(self, ticket: Ticket) -> None:
        """Close it, as the finding is gone. Raises `SourceError`."""

    @abstractmethod
    def end(self) -> None:
        """Give connections back."""
