"""Probes in letters the document is not written in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._edges import reworded

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ø": "oe"}
    | {"æ": "ae", "Ø": "Oe", "Æ": "Ae", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"}
    | {"“": '"', "”": '"', "„": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "…": "..."}
)
_FROM_CYRILLIC = (
    "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i yi ye g"
)
_FROM_GREEK = "a v g d e z i th i k l m n x o p r s s t y f ch ps o"
_CYRILLIC = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", _FROM_CYRILLIC.split(), strict=True))
_CYRILLIC |= dict.fromkeys("ъь", "")
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω", _FROM_GREEK.split(), strict=True))
_LETTERS = str.maketrans(
    _CYRILLIC
    | _GREEK
    | {c.upper(): t.capitalize() for c, t in (*_CYRILLIC.items(), *_GREEK.items()) if c != "ς"}
)
_WIDE = {ord("!") + i: 0xFF01 + i for i in range(94)}
"""ASCII to its full-width forms (Unicode block FF00), as East Asian input methods type it."""


class ScriptGenerator(Generator):
    """Accents, umlauts, Cyrillic and Greek as a keyboard without them has it; plain English in
    full-width letters. What reads the same should be found the same."""

    name = "edge_script"
    order = 202

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a probe of a script that can be written otherwise."""
        return reworded(material, chance, so_far, _rewritten)


def _rewritten(probe: Probe, chance: Chance) -> str:
    """Empty for scripts without a plain table, such as Chinese."""
    plain = latin(probe.query)
    if not plain.isascii():
        return ""
    if any(c.isalpha() and not c.isascii() for c in probe.query):
        return plain
    return plain.translate(_WIDE)


def latin(text: str) -> str:
    """The text in ASCII letters, as far as the tables go."""
    told = unicodedata.normalize("NFKD", text.translate(_UMLAUTS).translate(_LETTERS))
    plain = "".join(c for c in told if not unicodedata.combining(c))
    # Greek letters lose their accents first; in Cyrillic the accent is part of the letter.
    return plain.translate(_LETTERS)
