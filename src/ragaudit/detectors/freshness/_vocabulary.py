"""Which words a document uses, in a few hundred bytes, so that a name is found without its text.

A Bloom filter never misses a word that is there; now and then it claims one that is not, which
costs one look at the text and nothing else. So the lists of names a user keeps can change without
any document being read again.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from zlib import crc32

from ragaudit.contracts import Extractor, Feature, Member
from ragaudit.model import BlockKind, Content
from ragaudit.text import normalise, words

WORDS = "words"

_BITS_PER_WORD, _FEWEST, _MOST = 16, 256, 1 << 20
_UNREAD = frozenset({BlockKind.CODE, BlockKind.QUOTE})


class Vocabulary(Extractor):
    """The words of a document outside code and quotations, its title included."""

    name = "vocabulary/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield one feature."""
        found = set(words(normalise(content.title or "")))
        for block in content.blocks:
            if block.kind not in _UNREAD:
                found.update(words(normalise(block.text)))
        yield Feature(WORDS, _packed(_with_stems(found)))


def users_of(names: Iterable[str], members: Iterable[Member]) -> Iterator[Member]:
    """The documents that may use every word of any of these names, in order."""
    wanted = [words(normalise(name)) for name in names]
    for member in members:
        bits = base64.b85decode(member.feature.value)
        if any(all(_is_in(bits, word) for word in name) for name in wanted):
            yield member


def _with_stems(found: set[str]) -> set[str]:
    """The words, and what is left of them without a plural `s` or a genitive."""
    ending = [word for word in found if word[-1] == "s"]
    shorter = {word[:-1].rstrip("'’") for word in ending}
    return found.union(shorter, (word[:-2] for word in ending))


def _packed(found: set[str]) -> str:
    size = _FEWEST
    while size < _MOST and size < _BITS_PER_WORD * len(found):
        size *= 2
    last, bits = size - 1, bytearray(size // 8)
    for word in found:
        place = crc32(word.encode("utf-8", "surrogatepass")) & last
        bits[place >> 3] |= 1 << (place & 7)
    return base64.b85encode(bits).decode("ascii")


def _is_in(bits: bytes, word: str) -> bool:
    place = crc32(word.encode("utf-8", "surrogatepass")) & (8 * len(bits) - 1)
    return bool(bits[place >> 3] & (1 << (place & 7)))
