"""What a sentence says that is meant for a model and not for a person: English wording.

Every cue belongs to a family and has a weight from 1 (people write it too) to 3 (hardly anybody
else would). Text is in lower case with straight quotes and single spaces when cues are tried.
"""

from __future__ import annotations

from typing import NamedTuple


class Cue(NamedTuple):
    """A turn of phrase."""

    family: str
    weight: int
    anchors: tuple[str, ...]
    """One of them stands in every text the pattern matches; looked for first."""
    pattern: str
    imperative: bool = False
    """Whether it must be an order: not “users who ignore …” nor “do not ignore …”."""


def cue(family: str, weight: int, anchors: str, pattern: str, *, imperative: bool = False) -> Cue:
    """A cue with its anchors written `one|another`."""
    return Cue(family, weight, tuple(anchors.split("|")), pattern, imperative)


_DROP = (
    r"\b(?:ignore|disregard|forget|override|bypass|neglect|discard|abandon|erase|skip|set aside"
    r"|drop"
    r"|never mind|pay no attention to|stop (?:following|obeying)"
    r"|(?:do not|don't|never) (?:follow|obey|comply with))\b"
)
_DROP_ANCHORS = (
    "ignore|disregard|forget|override|bypass|neglect|discard|abandon|erase|skip|set aside|drop"
    "|never mind|no attention to|stop following|stop obeying|not follow|don't follow|never follow"
    "|not obey|don't obey|never obey|not comply with|don't comply with|never comply with"
)
_FEW = r"(?:[\w'-]+,? ){0,4}?"
_EARLIER = (
    r"(?:previous|previously given|prior|preceding|above|earlier|existing|original|initial"
    r"|foregoing|former|past)"
)
_ORDERS = (
    r"(?:instructions?|directives?|prompts?|commands?|guidelines?|directions?|orders?|constraints?"
    r"|restrictions?|programming)"
)
_YOURS = (
    r"(?:instructions?|directives?|guidelines?|rules|programming|training|constraints?|guardrails?"
    r"|restrictions|(?:safety|content) (?:filters?|rules|polic(?:y|ies)|guidelines)|filters"
    r"|system (?:prompt|message|instructions?)|content policy|initial prompt|original prompt)"
)
_RULES = rf"(?:{_ORDERS}|rules)"

OVERRIDE = (
    cue(
        "override",
        3,
        _DROP_ANCHORS,
        rf"{_DROP} (?:about )?(?:all|any|every|each|everything)\b(?: of)? "
        rf"{_FEW}(?:{_EARLIER}|your|you)\b {_FEW}{_RULES}",
        imperative=True,
    ),
    cue(
        "override",
        3,
        _DROP_ANCHORS,
        rf"{_DROP} (?:all |any |every |each |the |of )*(?:rules |limits )?(?:in )?your "
        rf"(?:[\w'-]+ ){{0,2}}?{_YOURS}",
        imperative=True,
    ),
    cue(
        "override",
        3,
        _DROP_ANCHORS,
        rf"{_DROP} (?:all |any |every |each )?(?:of )?(?:the )?(?:[\w'-]+ )?"
        rf"(?:{_RULES}|context|text) (?:that )?"
        rf"(?:(?:were |was )?(?:given|provided) to you|you (?:got|have|were|had|received)\b"
        rf"|(?:provided|given|written) (?:above|before|earlier)|by (?:the|your) developers?)",
        imperative=True,
    ),
    cue(
        "override",
        3,
        _DROP_ANCHORS,
        rf"{_DROP} (?:about )?(?:everything|all|anything|whatever) (?:that )?(?:you (?:were|have "
        rf"been"
        rf"|had been|are) (?:told|given|taught|instructed)|(?:you )?(?:said|written|stated) "
        rf"before)",
        imperative=True,
    ),
    cue(
        "override",
        3,
        "every instruction|each instruction|any instruction",
        rf"{_DROP} (?:every|each|any) instructions? (?:you|that you)\b",
        imperative=True,
    ),
    cue(
        "override",
        2,
        _DROP_ANCHORS,
        rf"{_DROP} (?:any |all |the |those |these |my |your )*{_EARLIER} (?:[\w'-]+ )?{_RULES}",
        imperative=True,
    ),
    cue(
        "override",
        2,
        _DROP_ANCHORS,
        rf"{_DROP} (?:all (?:of )?)?(?:the |these |those )?(?:{_RULES}|context|text) "
        r"(?:above|before this|preceding)",
        imperative=True,
    ),
    cue(
        "override",
        2,
        "everything|all the above|all of the above|all that",
        rf"{_DROP} (?:about )?(?:everything|all) (?:of )?(?:the )?"
        r"(?:above|before|prior|preceding|that came before|you know|you learned)",
        imperative=True,
    ),
    cue(
        "override",
        2,
        "instructions you|instructions are|instructions have|instructions were|directives are"
        "|directives have"
        "|guidelines are|guidelines have|rules are|rules have|prompt is|prompt has|prompts are",
        rf"\b(?:your|all|any|the|these|those)(?: of your)? (?:{_EARLIER} )?"
        r"(?:[\w'-]+ )?(?:instructions|directives|guidelines|rules|prompts?|system prompt)"
        r" (?:you (?:got|received|were given) )?(?:are|is|were|have been|has been) (?:now |hereby "
        r")?"
        r"(?:void|cancell?ed|obsolete|revoked|invalid|deleted|overridden|lifted|suspended"
        r"|no longer)",
    ),
    cue(
        "override",
        3,
        "you were told|you have been told|you were taught|you were given|you have been given",
        r"\b(?:everything|all|whatever|anything)(?: that)? you (?:were|have been) (?:told|taught"
        r"|given)\b"
        r".{0,60}?\b(?:is|was|are) (?:now )?(?:obsolete|void|wrong|outdated|cancell?ed|invalid|a "
        r"test"
        r"|false|no longer)",
    ),
    cue(
        "override",
        2,
        "replaces|supersedes|overrides|takes precedence",
        r"\b(?:this|the (?:text|content|paragraph|message|note)) (?:[\w'-]+ ){0,3}?"
        r"(?:replaces|supersedes|overrides|takes precedence over) (?:all |any |every )?"
        r"(?:of )?(?:your|other documents in|the system|system prompt)",
    ),
    cue(
        "override",
        2,
        "obey|comply with what|follow these|follow only|follow the following",
        r"\b(?:(?:you )?(?:must|will|shall|should|have to) obey|obey (?:the|these|this|my)\b"
        r"|comply with what this|follow these (?:instructions )?instead"
        r"|follow (?:only )?(?:these|the following) (?:new )?instructions (?:instead|only"
        r"|exactly))",
    ),
)
