"""How a text says of itself that it no longer counts. Linear patterns over one sentence."""

from __future__ import annotations

import re
from enum import StrEnum


class Standing(StrEnum):
    """What a banner says has become of the document."""

    REPLACED = "replaced"
    """Superseded, replaced, or moved: something else counts."""
    RETIRED = "retired"
    """Obsolete, archived, withdrawn, no longer maintained."""
    DEPRECATED = "deprecated"
    """On its way out, or about something that is."""
    OUTDATED = "outdated"
    MOVED = "moved"
    """Moved elsewhere: counts only where the page holds nothing else."""


_STANDINGS = (
    (Standing.MOVED, ("moved", "relocated", "lives", "be found", "merged")),
    (Standing.REPLACED, ("superseded", "replaced", "superceded", "obsoleted")),
    (Standing.DEPRECATED, ("deprecated",)),
    (Standing.OUTDATED, ("outdated", "out of date", "out-of-date")),
)
_SUBJECT = (
    r"(?:page|file|document|doc|docs|documentation|guide|guideline|guidelines|guidance|article|policy|"
    r"procedure|handbook|manual|tutorial|how-?to|runbook|playbook|adr|rfc|decision|record|"
    r"specification|wiki|post|readme|faq|checklist|memo|walkthrough|instructions|content)"
)
_GONE = (
    r"no longer (?:being )?(?:actively )?(?:maintained|updated|valid|current|in use|in force|"
    r"in effect|relevant|applicable|applies|accurate|kept up to date)"
)
_STATE = (
    r"(?:deprecated|obsolete|outdated|out[- ]of[- ]date|superseded|superceded|obsoleted|"
    r"retired|archived|withdrawn|defunct|replaced (?:by|with)|replaced(?=[.!;]|$)|" + _GONE + ")"
)
_MOVE = r"(?:permanently )?(?:moved|relocated|merged) (?:in)?to|moved(?=[.!:;]|$)"
_ADVERB = r"(?:(?:now|officially|currently|since|already|also|considered|been|formally) ){0,2}"
_STATEMENT = re.compile(
    rf"(?:please (?:note|be aware)(?: that)?[:,]? )?(?:this|these|the current)"
    rf" (?:(?!of |in |for |to )[\w&'-]+ ){{0,2}}{_SUBJECT}"
    rf"(?: (?:is|are|was|were|has|have|should be) {_ADVERB}({_STATE}|{_MOVE})"
    rf"| ({_GONE})| (?:now )?(lives (?:at|in|on)|can now be found (?:at|in|on)))\b(.*)",
    re.IGNORECASE | re.DOTALL,
)
_BY_NAME = re.compile(
    r"(?:this (?:page|document|adr) )?(?:superseded|superceded|replaced|obsoleted) by:? (?=\S)(.*)",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    r"(deprecated|obsolete|outdated|superseded|archived|retired|withdrawn|no longer maintained)"
    r"(?:(?: (?:page|document|guide|content|documentation))?[\W_]*$"
    r"|[\s\])*_]{0,9}[-–—:.!,]+\s*(.*))",
    re.IGNORECASE | re.DOTALL,
)
_LIMITED = re.compile(
    r"\s*,? ?(?:if|when|whenever|once|until|unless|every|each|after|annually|yearly|monthly|"
    r"partly|partially|in part|for|only|or|from|starting|effective|with (?:each|every)|"
    r"by (?:any|all|local|applicable|law|the law|the terms|default|a new one))\b",
    re.IGNORECASE,
)
_REST = re.compile(
    r"(?:please )?(?:see|use|refer to|read|visit|go to|do not (?:use|follow|rely)|don['’]t use|"
    r"(?:superseded|replaced) by|in favou?r of|moved to|kept for|for historical|"
    r"no longer (?:maintained|updated))\b",
    re.IGNORECASE,
)
_STATUS = re.compile(r"(?:current )?status\s*(?:[:|–—-]|\s\|\s)\s*(.*)", re.IGNORECASE | re.DOTALL)
_STATUS_VALUE = re.compile(
    r"\W{0,4}(?:accepted\W{1,12})?(superseded|superceded|deprecated|obsolete|obsoleted|replaced|"
    r"retired|archived|withdrawn)\b(.*)",
    re.IGNORECASE | re.DOTALL,
)
_CHOICES = re.compile(
    r"\b(?:proposed|accepted|draft|active|rejected|approved|superseded|deprecated|current|"
    r"obsolete|archived|retired|withdrawn)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\A(?:(?!\[!)[\W_])+")
_PREFIX = re.compile(
    r"(?:\[!\w{1,20}\]|(?:important|warning|note|notice|caution|attention|heads up|info|tip|danger|"
    r"update|disclaimer)(?=\W))[\W_]*",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """A text without the marks and words that open a notice."""
    for _ in range(3):
        text = _MARKS.sub("", text, count=1)
        text = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
    return text


def stated(sentence: str) -> Standing | None:
    """What a sentence about the document itself says: “This guide has been replaced by …”."""
    match = _STATEMENT.match(sentence)
    if match is None or _LIMITED.match(match[4]):
        return None
    return _standing(match[1] or match[2] or match[3])


def named(sentence: str) -> Standing | None:
    """`Superseded by ADR 21`, without a subject."""
    match = _BY_NAME.match(sentence)
    found = match is not None and not _LIMITED.match("by " + match[1])
    return Standing.REPLACED if found else None


def stamped(text: str) -> tuple[Standing, str] | None:
    """A word of its own at the start, “OBSOLETE – do not use”, and what follows it."""
    match = _BARE.match(text)
    if match is None:
        return None
    rest = bare(match[2] or "")
    if rest and not (_REST.match(rest) or stated(rest)):
        return None
    return _standing(match[1]), rest


def status_value(text: str) -> str | None:
    """What follows `Status:`; None where the text is no status line."""
    match = _STATUS.match(text)
    return match[1] if match else None


def standing_of_status(value: str) -> Standing | None:
    """What a status says, unless it is a choice of several."""
    match = _STATUS_VALUE.match(value)
    if match is None or len(_CHOICES.findall(value)) > 2 or _LIMITED.match(match[2]):
        return None
    rest = match[2].lstrip("*_ ").casefold()
    if match[1].casefold() == "superseded" and not rest.startswith("by"):
        return Standing.RETIRED
    return _standing(match[1])


def _standing(words: str) -> Standing:
    said = words.casefold()
    return next(
        (standing for standing, stems in _STANDINGS if any(stem in said for stem in stems)),
        Standing.RETIRED,
    )
