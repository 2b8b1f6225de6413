"""In which direction a value binds: at most, at least, more than, less than; and how surely."""

from __future__ import annotations

import re
from enum import StrEnum

from ragaudit.detectors.conflict._terms import lowered


class Bound(StrEnum):
    """How a value limits what it is said of."""

    EXACT = "exact"
    MOST = "most"
    LEAST = "least"
    OVER = "over"
    """Beyond the value something else holds: `over 50 MB is rejected`, `after 14 days`."""
    UNDER = "under"
    RANGE = "range"


_BEFORE = (
    (Bound.MOST, (
        r"at most|up to(?: a (?:maximum|total) of)?"
        r"|no(?:t)? (?:more|longer|later|greater|higher|larger|bigger|older) than"
        r"|(?:not|never|cannot|can't|must not|may not|should not|doesn't|does not|do not"
        r"|don't) (?:to )?(?:exceed|go over|go beyond"
        r"|be (?:more|longer|over|above|larger) than)"
        r"|max(?:imum|\.)?(?: (?:of|is|are|allowed|permitted|amount|duration|length|size"
        r"|number|limit))*[ :=]*|limit(?:ed)? (?:to|of|is)|capped at|cap (?:of|is|at)"
        r"|ceiling (?:of|is)|(?:maximum|largest|longest|highest) (?:\w+ ){1,6}?(?:is|are|of)"
        r"|within(?: the (?:first|next))?|no later than|as (?:many|much|long) as"
        r"|by no more than|restricted to|upper limit (?:of|is)|lasts? only|in under"
        r"|in less than|for only|limit:?|cap:?"
        r"|not (?:stay|remain|last|be kept|keep) (?:\w+ )?(?:beyond|past|longer than|more than)"
    )),
    (Bound.LEAST, (
        r"at least|(?:never|not|n't|cannot) (?:\w+ ){0,8}?(?:falls?|drops?|goe?s?|be|is"
        r"|sinks?) (?:below|under)|no(?:t)? (?:less|fewer|shorter|lower|sooner|earlier|younger"
        r"|smaller) than|min(?:imum"
        r"|\.)?(?: (?:of|is|are|length|number|amount|period|age))*[ :=]*|not under"
        r"|a minimum|(?:minimum|smallest|shortest|lowest) (?:\w+ ){1,6}?(?:is|are|of)"
        r"|starting (?:at|from)|starts? (?:at|from)|from as little as|from"
        r"|lower limit (?:of|is)|not before|a good"
        r"|must (?:have|be) (?:at least )?over|aged"
    )),
    (Bound.OVER, (
        r"more than|(?:larger|bigger|longer|older|greater|higher|heavier) than|over|above"
        r"|beyond|exceed(?:s|ing)?|in excess of|past|after|upwards of|following|once"
    )),
    (Bound.UNDER,
        r"less than|fewer than|under|below|(?:shorter|smaller|younger|lower|lighter) than"
        r"|before|short of|inside|until"),
)  # fmt: skip
_AFTER = (
    (Bound.MOST,
        r"or (?:less|fewer|shorter|younger|below|under|smaller|sooner|earlier)"
        r"|at (?:the )?most|max(?:imum|\.)?|tops|limit|cap|ceiling|at the latest|or lower"),
    (Bound.LEAST,
        r"or (?:more|longer|older|over|above|greater|higher|later|newer|larger)"
        r"|and (?:over|above|up|older|more)|at (?:the )?least|min(?:imum|\.)?|upwards|\+"
        r"|onwards?"),
)  # fmt: skip
_ROUND = (
    r"about|around|approximately|approx\.?|roughly|some|nearly|almost|circa|c\.|ca\.|~|≈"
    r"|an average of|an estimated"
)
_USUAL = (
    r"typically|usually|generally|normally|on average|averages|estimated|expected"
    r"|in most cases|more or less|commonly|often"
    r"|as a rule of thumb|mostly|tends? to"
)
_GAP = (
    r"(?:\s(?:a|an|the|of|total|period|further|additional|full|another|first|combined|whole|is"
    r"|are|for)){0,3}\s?[($€£]?\s?$"
)
_BEFORE_RE = tuple((b, re.compile(rf"(?:^|[^\w])(?:{p}){_GAP}")) for b, p in _BEFORE)
_AFTER_RE = tuple((b, re.compile(rf"\s?,?\s?\(?(?:{p})(?!\w)")) for b, p in _AFTER)
_HEDGE_RE = re.compile(
    rf"(?:^|[^\w])(?:(?:{_ROUND})(?:\s(?:a|an|the|of|another))?"
    rf"|(?:{_USUAL})(?:\s\w+){{0,4}}?)\s?[(]?[$€£]?\s?$"
)
_HEDGE_AFTER = re.compile(
    r"\s(?:or so|or thereabouts|on average|approximately|roughly|in most cases|give or take)\b"
)
_WINDOW = 80


def bound_of(sentence: str, start: int, end: int) -> tuple[Bound, bool]:
    """The bound of the value at `start:end`, and whether it is hedged (`about`, `typically`)."""
    before = lowered(sentence[max(0, start - _WINDOW) : start])
    behind = lowered(sentence[end : end + _WINDOW])
    hedged = bool(_HEDGE_RE.search(before[-50:]) or _HEDGE_AFTER.match(behind))
    for bound, pattern in _AFTER_RE:
        if pattern.match(behind):
            return bound, hedged
    for bound, pattern in _BEFORE_RE:
        if pattern.search(before):
            return bound, hedged
    return Bound.EXACT, hedged


_HIGHEST = re.compile(
    r"\b(?:max(?:imum|\.)?|largest|biggest|longest|highest|most|limit|cap|ceiling|up to"
    r"|no more than|at the latest)\b"
)
_LOWEST = re.compile(
    r"\b(?:min(?:imum|\.)?|smallest|shortest|lowest|fewest|least|at least|no less than)\b"
)


def bound_by_label(label: str) -> Bound:
    """The bound a row's key, a column's header or a question gives the plain value below it."""
    label = lowered(label)
    highest, lowest = _HIGHEST.search(label), _LOWEST.search(label)
    if bool(highest) == bool(lowest):
        return Bound.EXACT
    return Bound.MOST if highest else Bound.LEAST
