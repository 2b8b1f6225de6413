"""The wordings planted contradictions are said in; no split knows those of the other.

`{s}` is the changed sentence, `{topic}` what it is about; capital letters begin a sentence.
"""

from __future__ import annotations

SYNONYMS: dict[str, dict[str, str]] = {
    "train": {
        "use": "make use of",
        "ensure": "see to it that",
        "create": "set up",
        "remove": "delete",
        "store": "keep",
        "before": "ahead of",
        "at least": "no less than",
        "less than": "below",
        "no longer than": "at most",
        "provide": "offer",
        "check": "verify",
        "likely": "probable",
        "find": "spot",
        "receive": "get",
        "aim to": "try to",
        "reply": "answer",
        "following": "below",
        "such as": "like",
        "contact": "get in touch with",
        "so that": "in such a way that",
        "help": "assistance",
    },
    "test": {
        "use": "work with",
        "ensure": "be certain that",
        "create": "build",
        "remove": "take out",
        "store": "hold",
        "at least": "not less often than",
        "less than": "under",
        "no longer than": "of not more than",
        "provide": "give",
        "check": "look at",
        "likely": "expected",
        "find": "discover",
        "receive": "are given",
        "aim to": "attempt to",
        "reply": "respond",
        r"around(?= \d)": "roughly",
        "such as": "for instance",
        "contact": "write to",
        "review": "look over",
        "so that": "such that",
        "should be": "ought to be",
    },
}
FRAMES = {
    "train": (
        "{S}.",
        "Keep in mind: {s}.",
        "- {Topic}: {s}.",
        "**What applies to {topic}?** The short answer: {s}.",
    ),
    "test": (
        "We are often asked about {topic}. {S}.",
        "A word on {topic}, as newcomers tend to get it wrong: {s}.",
        "1. Read the page on {topic}.\n2. Remember: {s}.",
        "## {Topic}\n\n{S}.",
    ),
}
SCOPES: dict[str, dict[str, tuple[str, ...]]] = {
    "train": {
        "other plan": ("On the Starter plan, {s}.",),
        "other region": ("In Canada, {s}.",),
        "other version": ("In version 1 of the platform, {s}.",),
        "other year": ("For the year 2012, {s}.",),
        "history": ("Until 2014 another rule held: {s}.",),
    },
    "test": {
        "other plan": ("For customers of the Premium tier, {s}.",),
        "other region": ("Our colleagues in Singapore have their own rule: {s}.",),
        "other version": ("If you still run release 0.9, {s}.",),
        "other year": ("In the budget year 2035, {s}.",),
        "history": ("In former times things were different, and {s}.", "It used to be that {s}."),
    },
}
PARTS = {
    "train": "The first step of it, filling in the form for {topic}, takes {value} alone.",
    "test": "Of this, {value} are set aside for preparing {topic}.",
}
CHANNELS = {"train": "#ask-digital-desk", "test": "#platform-helpline"}
TEAMS = {"train": "Delivery Support team", "test": "Shared Tooling team"}
