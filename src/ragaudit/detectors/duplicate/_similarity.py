"""Exact likeness of two texts, and what differs between them."""

from __future__ import annotations

import json
from collections import Counter, OrderedDict
from dataclasses import astuple, dataclass
from operator import eq

from ragaudit.contracts import Corpus
from ragaudit.detectors._identifiers import are_two_entries
from ragaudit.detectors.duplicate._features import prose_words
from ragaudit.detectors.duplicate._names import stem
from ragaudit.model import Block, BlockKind, Content, Document
from ragaudit.redact import quote
from ragaudit.text import normalise, plain_text, sha256, shingles, words

THRESHOLD = 0.8
_HOPELESS = 0.7
"""An estimate from 126 permutations is this low for a true 0.8 once in four hundred pairs."""
_HELD = 128
_CONTEXT = 6


_Shingles = tuple[frozenset[int], frozenset[int]]
"""Hashes of the five-word sequences outside code, and of all."""


class Likeness:
    """Jaccard similarity of five-word sequences, exact, remembered by the hashes of both texts.

    Measured with and without code, and the lower counts: two commands described in the same words
    differ in their examples, and two pages with one example differ in their words.
    """

    def __init__(self, corpus: Corpus, signatures: dict[str, tuple[int, ...]]) -> None:
        self._corpus, self._signatures = corpus, signatures
        self._held: OrderedDict[str, _Shingles] = OrderedDict()
        self._known: dict[tuple[str, str], float] = {}

    def of(self, a: Document, b: Document) -> float:
        """Return 1.0 for equal texts, 0.0 where the sketches rule 0.8 out."""
        left, right = sorted((a, b), key=lambda d: d.content.text_sha256)
        pair = (left.content.text_sha256, right.content.text_sha256)
        if pair[0] == pair[1]:
            return 1.0
        if pair not in self._known:
            self._known[pair] = self._measure(pair, left, right)
        return self._known[pair]

    def possible(self, a: Document, b: Document) -> bool:
        """Whether the sketches leave it open that two unequal texts are alike."""
        left = self._signatures.get(a.content.text_sha256)
        right = self._signatures.get(b.content.text_sha256)
        if left is None or right is None:
            return False
        return bool(sum(map(eq, left, right)) >= _HOPELESS * len(left))

    def _measure(self, pair: tuple[str, str], left: Document, right: Document) -> float:
        if not self.possible(left, right):
            return 0.0

        def exact() -> str:
            pairs = zip(self._shingles(left), self._shingles(right), strict=True)
            return f"{min(jaccard(a, b) for a, b in pairs):.4f}"

        return float(self._corpus.remember("duplicate-jaccard/2", ":".join(pair), exact))

    def _shingles(self, document: Document) -> _Shingles:
        key = document.content.text_sha256
        if key not in self._held:
            content = self._corpus.content(document.id)
            prose = prose_words(content) if content else []
            everything = words(plain_text(content)) if content else []
            self._held[key] = _hashed(prose), _hashed(everything)
            if len(self._held) > _HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(key)
        return self._held[key]


def _hashed(tokens: list[str]) -> frozenset[int]:
    return frozenset(map(hash, shingles(tokens)))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared over all; two empty sets share nothing."""
    shared = len(a & b)
    total = len(a) + len(b) - shared
    return shared / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """The first passage that differs, on both sides, and whether only the subject differs."""

    left: str
    right: str
    left_line: int | None
    right_line: int | None
    another_subject: bool


def difference(a: Document, b: Document, corpus: Corpus) -> Difference:
    """Compare two near duplicates block by block, once for the same two files."""
    parts = (a.raw_sha256, b.raw_sha256, *sorted(subject_words(a)), "", *sorted(subject_words(b)))

    def compare() -> str:
        return json.dumps(astuple(_difference(a, b, corpus)))

    key = sha256("\0".join(parts))
    return Difference(*json.loads(corpus.remember("duplicate-difference/2", key, compare)))


def _difference(a: Document, b: Document, corpus: Corpus) -> Difference:
    left, right = corpus.content(a.id), corpus.content(b.id)
    if left is None or right is None:
        return Difference("", "", None, None, False)
    only_left, only_right = _only(left, right), _only(right, left)
    first, second = _first_apart(only_left, only_right)
    return Difference(
        *_apart(first.text if first else "", second.text if second else ""),
        first.span.line if first else None,
        second.span.line if second else None,
        _another_subject(a, b, only_left, only_right),
    )


def _only(content: Content, other: Content) -> list[Block]:
    """The blocks that the other text does not have; the title does not count as text."""
    seen = Counter(normalise(block.text) for block in other.blocks)
    only = []
    for block in content.blocks:
        text = normalise(block.text)
        if seen[text]:
            seen[text] -= 1
        elif not (block.kind is BlockKind.HEADING and text == normalise(content.title or "")):
            only.append(block)
    return only


def _first_apart(left: list[Block], right: list[Block]) -> tuple[Block | None, Block | None]:
    """The first block that differs and its counterpart: the one that shares most words with it."""
    if not left or not right:
        return next(iter(left), None), next(iter(right), None)
    first = left[0]
    wanted = Counter(words(first.text))
    best = max(right[:50], key=lambda b: sum((wanted & Counter(words(b.text))).values()))
    return first, best


def _apart(left: str, right: str) -> tuple[str, str]:
    """Cut what both sides begin and end with, but for a few words of context."""
    a, b = left.split(), right.split()
    start = _common(a, b)
    rest = min(len(a), len(b)) - start
    end = min(_common(a[::-1], b[::-1]), rest)
    return _window(a, start, len(a) - end), _window(b, start, len(b) - end)


def _window(tokens: list[str], start: int, end: int) -> str:
    low, high = max(0, start - _CONTEXT), min(len(tokens), end + _CONTEXT)
    text = " ".join(tokens[low:high])
    whole = ("… " if low else "") + text + (" …" if high < len(tokens) else "")
    return quote(whole, 120)  # it is remembered across runs


def _common(a: list[str], b: list[str]) -> int:
    count = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        count += 1
    return count


def _another_subject(a: Document, b: Document, left: list[Block], right: list[Block]) -> bool:
    """Whether the texts differ in nothing but the subject their titles name, and its facts.

    Pages made from one template, one for each country, product or event, are alike on purpose:
    the words in which titles or file names differ come back in the text, and all else that
    differs is a number or a name. Where the titles are identifiers they need not come back.
    """
    subject = subject_words(a) ^ subject_words(b)
    if not subject:
        return False
    mine, theirs = _tokens(left), _tokens(right)
    apart = (mine - theirs) + (theirs - mine)
    folded = {token.lower() for token in apart}
    named = bool(folded & subject) or are_two_entries(a.title, b.title)
    return named and all(token.lower() in subject or _is_fact(token) for token in apart)


def subject_words(document: Document) -> frozenset[str]:
    """The words of the title and of the file name."""
    return frozenset(words(f"{document.title or ''} {stem(document.path).replace('_', ' ')}"))


def _tokens(blocks: list[Block]) -> Counter[str]:
    return Counter(
        token.strip(".,;:!?()[]\"'“”‘’") for block in blocks for token in block.text.split()
    )


def _is_fact(token: str) -> bool:
    return not token or not token.islower() or any(c.isdigit() or c in "@/_" for c in token)
