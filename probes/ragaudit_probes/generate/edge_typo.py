"""Probes as somebody types them in a hurry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._edges import reworded

_WORD = re.compile(r"[^\W\d_]{5,}")
WORDS = 2
"""Slips in one query; no more than in one word of three."""


class TypoGenerator(Generator):
    """Two letters changed places, one is missing or there twice, in up to two long words."""

    name = "edge_typo"
    order = 200

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a probe that has a word of five letters."""
        return reworded(material, chance, so_far, _mistyped)


def _mistyped(probe: Probe, chance: Chance) -> str:
    text = probe.query
    words = sorted(_WORD.finditer(text), key=lambda m: (-len(m[0]), m.start()))
    most = min(WORDS, max(1, len(text.split()) // 3))
    for match in sorted(words[:most], key=lambda m: -m.start()):
        slipped = _slip(match[0], chance.of(str(match.start())))
        text = text[: match.start()] + slipped + text[match.end() :]
    return text


def _slip(word: str, chance: Chance) -> str:
    """The first letter stays, as with most slips."""
    at = 1 + chance.below(len(word) - 2, "place")
    kind = chance.below(3, "kind")
    if kind == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    return word[:at] + word[at + 1 :]
