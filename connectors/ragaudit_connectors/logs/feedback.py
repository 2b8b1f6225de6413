"""What people thought of an answer, in the words logs use for it."""

from __future__ import annotations

from typing import Any

from ragaudit.model import Signal
from ragaudit_connectors.logs.values import number, truth

_GOOD = {
    *("good", "up", "thumbs_up", "thumbsup", "positive", "like", "liked", "helpful", "correct"),
    *("accepted", "resolved", "👍"),
}
_BAD = {
    *("bad", "down", "thumbs_down", "thumbsdown", "negative", "dislike", "disliked", "unhelpful"),
    *("incorrect", "wrong", "not_helpful", "👎"),
}
_WORDS = {
    "edit": Signal.EDITED,
    "edited": Signal.EDITED,
    "corrected": Signal.EDITED,
    "reject": Signal.REJECTED,
    "rejected": Signal.REJECTED,
    "discarded": Signal.REJECTED,
    "reassign": Signal.REASSIGNED,
    "reassigned": Signal.REASSIGNED,
    "transferred": Signal.REASSIGNED,
    "escalate": Signal.ESCALATED,
    "escalated": Signal.ESCALATED,
    "exception": Signal.EXCEPTION,
    "error": Signal.EXCEPTION,
    "failed": Signal.EXCEPTION,
}


def opinion(value: Any) -> Signal | None:
    """Liked or disliked: a word, yes or no, −1, 0 or 1, or a share of 1; None where unclear.

    A number above 1 is on a scale nobody told us (stars, percent), and says nothing.
    """
    if isinstance(value, str):
        word = value.strip().casefold().replace(" ", "_").replace("-", "_")
        if word in _GOOD or word in _BAD:
            return Signal.LIKED if word in _GOOD else Signal.DISLIKED
    amount = number(value)
    if amount is not None:
        if not -1 <= amount <= 1 or amount == 0.5:
            return None
        return Signal.LIKED if amount > 0.5 else Signal.DISLIKED
    said = truth(value)
    if said is None or value == "":
        return None
    return Signal.LIKED if said else Signal.DISLIKED


def named(name: Any, value: Any = True) -> Signal | None:
    """The signal a score or an event is about by its name: `escalated`, `user-feedback`, …"""
    if not isinstance(name, str):
        return None
    words = name.strip().casefold().replace("-", "_").replace(" ", "_").split("_")
    for word in words:
        if word in _WORDS:
            return _WORDS[word] if truth(value) is not False else None
    if {"feedback", "thumbs", "rating", "helpful", "like", "satisfaction"} & {*words}:
        return opinion(value)
    return None
