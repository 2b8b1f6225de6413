"""Answers of an IMAP server as values: what imaplib hands over, taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

Piece = bytes | tuple[bytes, bytes] | None
"""What imaplib makes of a line: itself, or a line up to a literal and the literal."""
Value = bytes | list["Value"] | None
"""A word or string, a list in brackets, or NIL."""

_TOKEN = re.compile(
    rb'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>(?:[^"\\]|\\.)*)"'
    rb"|(?P<word>(?:[^\s()\"\[]|\[[^\]]*\])+))",
    re.DOTALL,
)
_LITERAL = re.compile(rb"\{\d+\+?\}\s*$")
_ESCAPED = re.compile(rb"\\(.)", re.DOTALL)
_DEEPEST = 20


class AnswerError(ValueError):
    """An answer that does not keep to the protocol; the message repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of LIST."""

    raw: bytes
    delimiter: bytes | None
    flags: frozenset[bytes]

    @property
    def selectable(self) -> bool:
        """Whether it can hold messages."""
        return not self.flags & {b"\\noselect", b"\\nonexistent"}


def values(pieces: Iterable[Piece]) -> list[Value]:
    """Everything in some lines. Raises `AnswerError`."""
    stack: list[list[Value]] = [[]]
    for part in _tokens(pieces):
        if part == "(":
            if len(stack) > _DEEPEST:
                raise AnswerError("brackets are nested too deeply")
            stack.append([])
        elif part == ")":
            if len(stack) < 2:
                raise AnswerError("a bracket closes that was not opened")
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(None if isinstance(part, str) else part)
    if len(stack) > 1:
        raise AnswerError("a bracket is not closed")
    return stack[0]


def listed(pieces: Iterable[Piece]) -> Iterator[Listed]:
    """The mailboxes of LIST. Raises `AnswerError`."""
    found = values(pieces)
    for flags, delimiter, name in zip(found[::3], found[1::3], found[2::3], strict=False):
        if not (isinstance(flags, list) and isinstance(name, bytes)) or isinstance(delimiter, list):
            raise AnswerError("a line of LIST is none")
        words = frozenset(flag.lower() for flag in flags if isinstance(flag, bytes))
        yield Listed(name, delimiter or None, words)
    if len(found) % 3:
        raise AnswerError("a line of LIST breaks off")


def rights(pieces: Iterable[Piece]) -> tuple[tuple[str, str], ...]:
    """Identifiers and their rights, as GETACL gives them in their order. Raises `AnswerError`."""
    found = values(pieces)[1:]
    if not _words(found) or len(found) % 2:
        raise AnswerError("the access list breaks off")
    texts = [word.decode("utf-8", "surrogateescape") for word in found]
    return tuple(zip(texts[::2], texts[1::2], strict=True))


def numbers(pieces: Iterable[Piece]) -> list[int]:
    """The numbers of SEARCH, in ascending order, once each. Raises `AnswerError`."""
    found = values(pieces)
    if not _words(found) or not all(word.isdigit() for word in found):
        raise AnswerError("the list of messages holds something else than numbers")
    return sorted({int(word) for word in found})


def attributes(pairs: Value) -> dict[str, Value]:
    """Names and values of a list such as `(UID 4 RFC822.SIZE 249)`; names in capitals.

    A part of a message goes by `BODY`, whichever part it is.
    """
    if not isinstance(pairs, list):
        raise AnswerError("a list is missing")
    found: dict[str, Value] = {}
    for name, value in zip(pairs[::2], pairs[1::2], strict=False):
        if isinstance(name, bytes):
            found[name.split(b"[")[0].decode("ascii", "replace").upper()] = value
    return found


def fetched(pieces: Iterable[Piece]) -> dict[int, Mapping[str, Value]]:
    """What FETCH gave, by UID; lines that carry none are news of flags. Raises `AnswerError`."""
    found = values(pieces)
    by_uid: dict[int, Mapping[str, Value]] = {}
    for told in found[1::2]:
        one = attributes(told)
        if (uid := number(one.get("UID"))) is not None:
            by_uid[uid] = {**by_uid.get(uid, {}), **one}
    return by_uid


def number(value: Value) -> int | None:
    """A value as a number, if it is one."""
    return int(value) if isinstance(value, bytes) and value.isdigit() else None


def _words(found: Sequence[Value]) -> TypeGuard[Sequence[bytes]]:
    return all(isinstance(word, bytes) for word in found)


def _tokens(pieces: Iterable[Piece]) -> Iterator[bytes | str]:
    """Words and strings as bytes; brackets and NIL as text."""
    for piece in pieces:
        if piece is None:
            continue
        line, literal = (piece, None) if isinstance(piece, bytes) else piece
        yield from _line_tokens(line if literal is None else _LITERAL.sub(b"", line))
        if literal is not None:
            yield literal


def _line_tokens(line: bytes) -> Iterator[bytes | str]:
    at, end = 0, len(line.rstrip())
    while at < end:
        match = _TOKEN.match(line, at, end)
        if match is None:
            raise AnswerError("a line is no answer of the protocol")
        at = match.end()
        if (quoted := match["quoted"]) is not None:
            yield _ESCAPED.sub(rb"\1", quoted)
        elif (word := match["word"]) is not None:
            yield "NIL" if word.upper() == b"NIL" else word
        else:
            yield "(" if match["open"] else ")"
