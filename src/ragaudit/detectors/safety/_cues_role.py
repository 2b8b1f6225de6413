"""Wording that gives a model another role."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_FREE = (
    r"(?:without (?:any |all )?(?:restrictions?|filters?|limits|limitations|rules|guidelines"
    r"|censorship|ethical|content polic\w+|safety)(?! on\b)|unrestricted|uncensored|unfiltered"
    r"|jailbroken|no (?:content polic\w+|restrictions|filters|rules|limits|limitations|ethics)"
    r"|never refuses?|free (?:from|of) (?:all |any )?(?:rules|restrictions|filters|guidelines"
    r"|limits)|do anything now)"
)
_BOT = (
    r"(?:ai|a\.i\.|assistant|(?:chat)?bot|\w+bot|language model|llm|model|dan|gpt|hacker|persona"
    r"|character|expert system|agent of|interpreter|terminal|oracle)"
)

ROLE = (
    cue(
        "role",
        3,
        "restrictions|restriction|filters|filter|limits|limitations|censorship|unrestricted"
        "|uncensored"
        "|unfiltered|jailbroken|no rules|all rules|any rules|without rules|guidelines|ethical"
        "|ethics"
        "|content policy|never refuse|never refuses|anything now|without safety|any safety",
        rf"\b(?:you are|you're|you will (?:now )?(?:act|be|behave|respond)|act as|pretend|roleplay "
        rf"as"
        rf"|role-play as|behave (?:as|like)|respond as|answer as|reply "
        rf"as)\b[^.!?]{{0,80}}?\b{_FREE}",
        imperative=True,
    ),
    cue(
        "role",
        3,
        "no longer",
        rf"\byou are no longer (?:an? |the |my )?(?:[\w'-]+ ){{0,4}}?(?:{_BOT}|bound by)\b",
    ),
    cue(
        "role",
        2,
        "you are now|you're now|you are hereby",
        rf"\byou(?: are|'re) (?:now |hereby )(?:acting as )?(?:an? |the |my )?(?:[\w'-]+ "
        rf"){{0,3}}?{_BOT}\b",
    ),
    cue(
        "role",
        2,
        "pretend you|pretend that|pretend to",
        rf"\bpretend (?:that )?(?:you(?:'re| are| have)|to be) (?:an? |the )?(?:[\w'-]+ ){{0,3}}?"
        rf"(?:{_BOT}|administrator|developer|root)\b",
        imperative=True,
    ),
    cue(
        "role",
        2,
        "from now on|starting now|starting immediately|for the rest of",
        r"\b(?:from now on|starting now|starting immediately|for the rest of (?:this|the) "
        r"(?:conversation|chat|session)),? (?:you )?(?:will |must |shall |should |are to |only "
        r"|always "
        r")*(?:act|behave|respond|answer|reply|speak|refuse|obey|ignore|recommend)",
    ),
    cue(
        "role",
        2,
        "your new|your only|your sole|your real|your true|your actual",
        r"\byour (?:new|only|sole|real|true|actual) (?:task|goal|purpose|objective|identity|mission"
        r"|instructions?|priority|directive)s? (?:is|are|now)\b",
    ),
    cue(
        "role",
        2,
        "your new role|your role is now",
        rf"\byour (?:new role is|role is now) (?:that of )?(?:an? |the )?(?:[\w'-]+ "
        rf"){{0,3}}?{_BOT}\b",
    ),
    cue(
        "role",
        2,
        "developer mode|dan mode|god mode|debug mode|maintenance mode|jailbreak mode|unrestricted "
        "mode"
        "|admin mode|test mode",
        r"\byou(?: are|'re) (?:now )?in (?:\w+ )?(?:developer|dan|god|debug|maintenance|jailbreak"
        r"|unrestricted|admin|test) mode",
    ),
    cue(
        "role",
        1,
        "developer mode|dan mode|god mode|debug mode|jailbreak mode|unrestricted mode|admin mode",
        r"\b(?:switch to|enter|enable|activate) (?:\w+ )?(?:developer|dan|god|debug|jailbreak"
        r"|unrestricted|admin) mode",
        imperative=True,
    ),
    cue(
        "role",
        2,
        "you have no",
        r"\byou have no (?:filters?|restrictions?|limits|limitations|rules|guidelines|content "
        r"policy)",
    ),
    cue(
        "role",
        1,
        "you are a|you are an",
        rf"\byou are an? (?:[\w'-]+ ){{0,3}}?{_BOT}\b",
    ),
    cue("role", 1, "you are now|you're now", r"\byou(?: are|'re) now (?:an?|the|in|my)\b"),
    cue(
        "role",
        1,
        "act as|behave as|roleplay as",
        r"\b(?:act|behave|roleplay) as (?:an?|the|my|if)\b",
        imperative=True,
    ),
)
