"""Values that stand for a secret and are none: what documentation puts in a secret's place."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

_WORDS = re.compile(
    r"example|placeholder|redacted|dummy|change[-_ ]?(?:me|it|this)|replace[-_]?(?:me|with)"
    r"|sample|specimen|not[-_]?(?:a[-_]?)?real|fake|mock|lorem|foobar|insert[-_]|todo|xyzzy"
    r"|\byour|your[-_]|_your|my[-_](?:secret|token|key|pass|api|bot|app)|[-_]here\b|goes[-_]?here"
    r"|(?:token|string|key|secret|password)[-_]?here",
    re.IGNORECASE,
)
_SHAPES = re.compile(
    r"<[^>\n]{0,80}>?|\$\{?\w|\$\(|\{\{|\{%|%\w{1,40}%|%[sdv]\b|\*{3}|\.{3}|…|•{2}"
    r"|#{4}|\[[^\]\n]{0,80}\]?|_{4}|-{6}|\?{3}|@@"
)
_REPEATED = re.compile(r"([A-Za-z0-9])\1{5,}|([xX])\2{3,}")
_RUN = 4


def is_placeholder(value: str, *, entropy: float = 0.0) -> bool:
    """Whether a value says by its look that it is none; `entropy` is in bits a character."""
    if _SHAPES.match(value) or _WORDS.search(value) or _REPEATED.search(value):
        return True
    return patterned(value) >= 0.4 or (entropy > 0 and entropy_of(value) < entropy)


def entropy_of(value: str) -> float:
    """Shannon entropy of the characters, in bits a character."""
    size = len(value)
    return -sum(n / size * math.log2(n / size) for n in Counter(value).values()) if size else 0.0


def patterned(value: str) -> float:
    """Share of a value that counts up, counts down or repeats one character (`abcd`, `4321`)."""
    if len(value) < _RUN:
        return 0.0
    covered = run = step = 0
    for before, char in pairwise(value):
        now = ord(char) - ord(before)
        if now in (-1, 0, 1) and now == step:
            run += 1
        else:
            covered += run + 1 if run >= _RUN - 1 else 0
            run, step = (1, now) if now in (-1, 0, 1) else (0, 9)
    covered += run + 1 if run >= _RUN - 1 else 0
    return covered / len(value)
