"""One meaning of "the same text" for hashes, duplicates and history."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from ragaudit.model import Block, Content

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_MEMO_CHARS, _MEMO_SIZE = 20_000, 2048
"""A block is read by many detectors; what they have in common is worked out once."""
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u00ad": None})


def normalise(text: str) -> str:
    """Return text in NFC with straight quotes and single spaces; case and words stay."""
    return _normalise(text) if len(text) <= _MEMO_CHARS else _normalise.__wrapped__(text)


@lru_cache(maxsize=_MEMO_SIZE)
def _normalise(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return " ".join(text.split())


def plain_text(content: Content) -> str:
    """The text a reader sees, one block a line, normalised; markup and layout do not show."""
    lines = (normalise(block.text) for block in content.blocks)
    return "\n".join(line for line in lines if line)


def words(text: str) -> list[str]:
    """The words of a text in lower case; punctuation dropped."""
    return list(_words(text) if len(text) <= _MEMO_CHARS else _words.__wrapped__(text))


@lru_cache(maxsize=_MEMO_SIZE)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def block_words(blocks: Iterable[Block]) -> list[str]:
    """The words of several blocks, one after the other."""
    return [word for block in blocks for word in words(normalise(block.text))]


def shingles(tokens: list[str], size: int = 5) -> set[str]:
    """Every run of `size` words; a shorter text is one shingle of all its words."""
    if len(tokens) < size:
        return {" ".join(tokens)} if tokens else set()
    runs = zip(*(tokens[start:] for start in range(size)), strict=False)
    return set(map(" ".join, runs))


def sha256(text: str) -> str:
    """Hex digest of a text in UTF-8; lone surrogates survive."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shorten(text: str, limit: int = 160) -> str:
    """One line of at most `limit` characters, cut at a word."""
    line = _SPACE.sub(" ", text).strip()
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut) + "…"
