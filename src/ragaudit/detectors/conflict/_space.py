"""Puts claims into one space of words and meaning, so that neighbours can be ranked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ragaudit.detectors._vectors import encode, rarity
from ragaudit.detectors.conflict._claims import Claim
from ragaudit.detectors.conflict._synonyms import subject_words
from ragaudit.detectors.conflict._terms import stem
from ragaudit.detectors.conflict._value import Kind
from ragaudit.model import MetaField

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

KIN = 10
"""Documents nearest to a document that are ranked."""
_BLOCK = 2_048
_HASHED = 256
_RAREST = 11.0
_PATH_WORD = re.compile(r"[A-Za-z]{3,}")
_GENERIC_FOLDERS = frozenset(
    [
        "docs",
        "doc",
        "content",
        "pages",
        "source",
        "src",
        "site",
        "index",
        "readme",
        "page",
        "posts",
        "articles",
        "guide",
        "guides",
    ]
)


@dataclass(frozen=True)
class Placed:
    """A claim with the words that say what it is about."""

    claim: Claim
    topic: str
    """Title, headings and path of where it stands."""
    path: str = ""

    @cached_property
    def said(self) -> str:
        """The statement with what completes it, without its value."""
        claim = self.claim
        return " ".join(part for part in (claim.lead, claim.column, claim.masked) if part)

    @cached_property
    def whole(self) -> str:
        """The statement with everything that stands around it."""
        return f"{self.topic} {self.claim.sentence} {self.claim.lead} {self.claim.column}"

    @cached_property
    def words(self) -> dict[str, str]:
        """Stems of the statement, each with a word it came from."""
        named = self.claim.value.kind is Kind.NAME
        without = subject_words(self.claim.surface) if named else ()
        return {stem(word): word for word in self.claim.words if word not in without}

    @cached_property
    def topic_words(self) -> dict[str, str]:
        """Stems of the topic."""
        return _stems(self.topic)

    @cached_property
    def heading_words(self) -> frozenset[str]:
        """Stems of title, headings and declared scope; folders are shared by too many."""
        return frozenset(_stems(self.topic.rpartition(" · ")[0] or self.topic))


@lru_cache(maxsize=65_536)
def _stems(text: str) -> dict[str, str]:
    return {stem(word): word for word in subject_words(text)}


def place(claim: Claim, title: str | None, path: str, scope: str = "") -> Placed:
    """Put a claim under the title, headings, declared scope and path of where it stands."""
    names = [
        w
        for w in _PATH_WORD.findall(str(PurePosixPath(path).with_suffix("")))
        if w.lower() not in _GENERIC_FOLDERS
    ]
    parts = (title or "", *claim.heading_path, scope, " ".join(names))
    return Placed(claim, " · ".join(dict.fromkeys(part for part in parts if part)), path)


def declared_scope(metadata: Iterable[MetaField]) -> str:
    """What front matter says a document is limited to: `region: EU`, `plan: Pro`."""
    found = (f"{f.key} {f.value}" for f in metadata if f.key in _SCOPE_KEYS and len(f.value) <= 80)
    return "; ".join(found)


_SCOPE_KEYS = frozenset(
    [
        "product",
        "products",
        "version",
        "versions",
        "region",
        "regions",
        "country",
        "countries",
        "plan",
        "plans",
        "tier",
        "edition",
        "audience",
        "audiences",
        "applies_to",
        "environment",
        "environments",
        "env",
        "locale",
        "site",
        "location",
        "locations",
        "platform",
        "os",
        "scope",
        "department",
        "role",
        "roles",
        "period",
        "year",
        "valid_for",
    ]
)


class Space:
    """The claims of one corpus; weights of words come from it and from English at large."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        documents: dict[str, set[str]] = {}
        for item in placed:
            documents.setdefault(item.claim.document, set()).update(item.words, item.topic_words)
        self._known: dict[str, float] = {}
        self._count = len(documents)
        self._frequency: Counter[str] = Counter(
            word for words in documents.values() for word in words
        )

    def weight(self, stemmed: str, word: str) -> float:
        """How much a word tells, from 0 to 1: rare in English, and rare in this corpus."""
        known = self._known.get(stemmed)
        if known is None:
            known = self._known[stemmed] = self._weight(stemmed, word)
        return known

    def _weight(self, stemmed: str, word: str) -> float:
        general = min(rarity(word) / _RAREST, 1.0)
        if self._count < 3:
            return general
        own = 1 - math.log1p(self._frequency[stemmed]) / math.log(self._count + 1.5)
        return max(0.02, 0.5 * general + 0.5 * max(own, 0.0))

    def weights(self, words: Mapping[str, str]) -> dict[str, float]:
        """The weight of every stem."""
        return {stemmed: self.weight(stemmed, word) for stemmed, word in words.items()}

    @cached_property
    def vectors(self) -> Vectors:
        """One row a claim: meaning of statement and topic, and hashed words, each of length 1."""
        import numpy as np

        said = _encoded([" ".join(item.words.values()) for item in self.placed])
        meaning = said + 0.6 * self.topic_vectors
        return np.hstack([_unit(meaning), _unit(self._hashed())]).astype(np.float32) / np.float32(
            math.sqrt(2)
        )

    @cached_property
    def topic_vectors(self) -> Vectors:
        """One row a claim: the meaning of the topic alone."""
        return _encoded([" ".join(item.topic_words.values()) for item in self.placed])

    @cached_property
    def document_vectors(self) -> dict[str, Vectors]:
        """What each document is about as a whole: the mean over its claims."""
        import numpy as np

        totals: dict[str, Vectors] = {}
        for row, item in enumerate(self.placed):
            name = item.claim.document
            totals[name] = totals[name] + self.vectors[row] if name in totals else self.vectors[row]
        return {
            name: total / max(float(np.linalg.norm(total)), 1e-9) for name, total in totals.items()
        }

    @cached_property
    def kinship(self) -> dict[str, dict[str, int]]:
        """For each document the rank, from 1, of those nearest to it; at most `KIN` of them."""
        import numpy as np

        names = sorted(self.document_vectors)
        if len(names) < 2:
            return {name: {} for name in names}
        rows = np.vstack([self.document_vectors[name] for name in names])
        count = min(KIN, len(names) - 1)
        found: dict[str, dict[str, int]] = {}
        for first in range(0, len(names), _BLOCK):
            similar = rows[first : first + _BLOCK] @ rows.T
            for offset, line in enumerate(similar):
                line[first + offset] = -2.0
                best = np.argpartition(line, -count)[-count:].tolist()
                ranked = sorted(best, key=lambda n: (-line[n], n))
                found[names[first + offset]] = {names[n]: rank for rank, n in enumerate(ranked, 1)}
        return found

    def _hashed(self) -> Vectors:
        """Word weights folded into a fixed width with random signs: cosines stay on average."""
        import zlib

        import numpy as np

        rows = np.zeros((len(self.placed), _HASHED), dtype=np.float32)
        for row, item in enumerate(self.placed):
            for factor, words in ((1.0, item.words), (0.6, item.topic_words)):
                for stemmed, word in words.items():
                    code = zlib.crc32(stemmed.encode())
                    sign = 1.0 if code & 1 else -1.0
                    rows[row, (code >> 1) % _HASHED] += sign * factor * self.weight(stemmed, word)
        return rows


def _encoded(texts: Sequence[str]) -> Vectors:
    """`encode`, each different text once."""
    different = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    made: Vectors = encode(list(different))[[different[text] for text in texts]]
    return made


def _unit(rows: Vectors) -> Vectors:
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    made: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return made
