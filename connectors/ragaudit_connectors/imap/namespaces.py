"""Whose a mailbox is, by the namespaces of the server (RFC 2342)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ragaudit_connectors.imap.answers import AnswerError, Piece, Value, values


class Kind(StrEnum):
    """Whose a mailbox is."""

    PERSONAL = "personal"
    """The account's that asks."""
    OTHERS = "others"
    """Another user's, who shares it."""
    SHARED = "shared"
    """Nobody's in particular."""


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox, whatever the account that asks calls it."""

    kind: Kind
    name: bytes
    """Without what stands in front for that account."""
    owner: bytes = b""
    prefix: bytes = b""
    """For what nobody owns: the namespace, which has the same name for everybody."""


@dataclass(frozen=True, slots=True)
class Namespace:
    """Mailboxes under one prefix."""

    kind: Kind
    prefix: bytes
    delimiter: bytes


@dataclass(frozen=True, slots=True)
class Namespaces:
    """How one account sees the mailboxes of a server."""

    all: tuple[Namespace, ...]

    @classmethod
    def read(cls, pieces: Iterable[Piece]) -> Namespaces:
        """Of an answer to NAMESPACE. Raises `AnswerError`."""
        found = values(pieces)
        if len(found) != len(Kind):
            raise AnswerError("an answer to NAMESPACE has three parts")
        read = (space for kind, told in zip(Kind, found, strict=True) for space in _of(kind, told))
        # The longest prefix tells, and that of personal mailboxes is often empty.
        return cls(tuple(sorted(read, key=lambda space: -len(space.prefix))))

    def place(self, raw: bytes) -> Place | None:
        """Whose a mailbox is; None for one in no namespace."""
        space = next((s for s in self.all if raw.startswith(s.prefix)), None)
        if space is None:
            return None
        rest = raw.removeprefix(space.prefix)
        if space.kind is Kind.OTHERS:
            owner, _, name = rest.partition(space.delimiter)
            # A user's name alone stands for the inbox on some servers.
            return Place(space.kind, name or b"INBOX", owner) if owner else None
        prefix = space.prefix if space.kind is Kind.SHARED else b""
        return Place(space.kind, rest, prefix=prefix)

    def name(self, place: Place, user: bytes, asker: bytes) -> bytes | None:
        """What this account calls a mailbox that `asker` sees as `place`; None if it has no name.

        `user` is who this account is.
        """
        if place.kind is Kind.SHARED:
            return place.prefix + place.name
        owner = place.owner or asker
        kind = Kind.PERSONAL if owner == user else Kind.OTHERS
        space = next((s for s in self.all if s.kind is kind), None)
        if space is None:
            return None
        if kind is Kind.PERSONAL:
            return b"INBOX" if place.name.upper() == b"INBOX" else space.prefix + place.name
        return space.prefix + owner + space.delimiter + place.name


def _of(kind: Kind, told: Value) -> Iterable[Namespace]:
    if told is None:
        return
    if not isinstance(told, list):
        raise AnswerError("a part of NAMESPACE is no list")
    for space in told:
        prefix, delimiter = _two(space)
        yield Namespace(kind, prefix, delimiter or b"/")


def _two(space: Value) -> Sequence[bytes]:
    two = space[:2] if isinstance(space, list) else []
    words = [word for word in two if isinstance(word, bytes)]
    if not two or not words:
        raise AnswerError("a namespace is no pair")
    return (words[0], words[1] if len(words) > 1 else b"")
