"""How unlike the words are by which two texts differ."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from ragaudit.detectors._vectors import encode
from ragaudit.detectors.conflict._terms import FUNCTION_WORDS

TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*")


def replaced(x: str, y: str) -> float:
    """How unlike the words are by which two otherwise similar texts differ (0 to 1)."""
    left, right = [t.lower() for t in TOKEN.findall(x)], [t.lower() for t in TOKEN.findall(y)]
    if not left or not right or left == right:
        return 0.0
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.ratio() < 0.5:
        return 0.0
    worst = 0.0
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "replace":
            old = [t for t in left[i:j] if t not in FUNCTION_WORDS or len(t) == 1]
            new = [t for t in right[k:m] if t not in FUNCTION_WORDS or len(t) == 1]
            if old and new:
                near = likeness(" ".join(old), " ".join(new))
                worst = max(worst, 1 - max(near, 0.0))
    return worst


@lru_cache(maxsize=16_384)
def likeness(x: str, y: str) -> float:
    """The cosine of two texts by meaning."""
    pair = encode((x, y))
    return float(pair[0] @ pair[1])
