"""Words that nobody wrote."""

from __future__ import annotations

import re

from ragaudit.contracts.generating import Chance, Material
from ragaudit.text.terms import terms

_WORD = re.compile(r"\w+")
_CONSONANTS, _VOWELS = "bdfgklmnprstvz", "aeiou"
_TRIES = 20


def nonsense(text: str, material: Material, chance: Chance) -> str:
    """The text with each word replaced by one of about its length that no document has."""

    def word(match: re.Match[str]) -> str:
        for turn in range(_TRIES):
            made = _syllables(max(3, len(match[0])), chance.of(match[0], str(turn)))
            if not any(term in material.lexicon for term in terms(made)):
                break
        return made.capitalize() if match[0][0].isupper() else made

    return _WORD.sub(word, text)


def _syllables(length: int, chance: Chance) -> str:
    letters = (_VOWELS if n % 2 else _CONSONANTS for n in range(length))
    return "".join(some[chance.below(len(some), str(n))] for n, some in enumerate(letters))
