"""Wording that claims authority over a model."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_NORMS = (
    r"(?:rules|restrictions|guidelines|instructions|limits|limitations|filters"
    r"|guardrails|constraints)"
)
_MODEL = r"(?:ai|assistants?|llms?|language models?|chat ?bots?|ai agents?|ai models?|gpt)"

CLAIMS = (
    cue(
        "override",
        3,
        "your restrictions|your rules|your guidelines|your safety|your filters|your limits|apply "
        "to you"
        "|your instructions|your limitations|your guardrails|your constraints|your content policy",
        rf"\b(?:your (?:\w+ )?{_NORMS}|{_NORMS}[^.!?]{{0,20}}) (?:do not|does not|don't|no longer"
        rf"|never) "
        r"apply(?: to you| to this| here| in this)"
        rf"|\byour (?:\w+ )?(?:rules|guidelines|instructions|guardrails|safety \w+) (?:are|were"
        rf"|have been) (?:now |all )?(?:removed|disabled|lifted|off"
        r"|suspended|void|cancell?ed|revoked|deleted|replaced)",
    ),
    cue(
        "override",
        3,
        "your instructions|your guidelines|your rules|your system prompt|your policy",
        r"\b(?:contradicts?|conflicts? with|violates?|goes against|against|instead of|anything in"
        r"|supersedes?"
        r"|replaces?|overrides?|priority over|precedence over|above)\b (?:all |any |of )*your "
        r"(?:\w+ )?(?:instructions|guidelines|rules|system prompt|polic(?:y|ies))",
    ),
    cue(
        "override",
        3,
        "supersedes|overrides|replaces",
        r"\b(?:supersedes?|overrides?|replaces?) (?:anything|everything|all|whatever) (?:in|of"
        r"|from) "
        r"(?:your|the) system (?:prompt|message)",
    ),
    cue(
        "override",
        3,
        "do whatever|do exactly what|obey whatever|do what",
        r"\b(?:do|obey|follow) (?:whatever|exactly what) (?:the (?:next|following)|this) "
        r"(?:paragraph|text|page|document|sentence|section) (?:says|tells|asks)",
        imperative=True,
    ),
    cue(
        "override",
        3,
        "all other instructions|any other instructions|every other instruction|other instructions",
        r"\b(?:ignore|disregard|forget|drop|override) (?:all |any |every |the )*other "
        r"(?:instructions?"
        r"|directives|commands|prompts|guidelines)",
        imperative=True,
    ),
    cue(
        "override",
        2,
        "security checks|safety checks|security filters|safety filters|content filters|safety mode",
        r"\b(?:security|safety|content) (?:checks|filters|mode|rules) (?:are|is|have been|were) "
        r"(?:now )?"
        r"(?:disabled|removed|lifted|off|suspended)",
    ),
    cue(
        "override",
        2,
        "forget the rules|ignore the rules|forget all rules|ignore all rules|disregard safety"
        "|forget your rules|ignore safety|drop the rules",
        r"\b(?:forget|ignore|drop|disregard) (?:(?:the|all|all the|any) rules(?=[.!,;]|$| and\b)"
        r"|safety\b)",
        imperative=True,
    ),
    cue(
        "override",
        2,
        "every request|any request|all requests",
        r"\b(?:comply with|obey|fulfil+|grant|satisfy) (?:every|any|all|each) requests?\b",
    ),
    cue(
        "address",
        3,
        "your developers|your developer|your creators|your creator|your administrator|openai"
        "|anthropic",
        r"\b(?:message|order|instruction|note|command|update)s? from (?:your|the) (?:developers?"
        r"|creators?"
        r"|administrators?|operator)\b(?= ?:)|\bfrom your (?:developers?|creators?|operators?)\b",
    ),
    cue(
        "marker",
        2,
        "admin override|admin instructions|system override|developer override|root override|admin "
        "note"
        "|admin mode|admin command|system note|system command|system directive|hidden instruction"
        "|hidden instructions|secret instructions",
        r"(?:\[|\bbegin |\bend |^)(?:\w+ )?(?:admin|system|developer|root|hidden|secret)"
        r"(?:istrator)? "
        r"(?:override|instructions?|note|commands?|directives?)(?:\]|:| )",
    ),
    cue(
        "address",
        2,
        "assistant must|assistant should|assistant shall|assistant will|model must|model should|ai "
        "must"
        "|ai should|llm must|llm should|chatbot must|chatbot should|any assistant|any ai|any llm"
        "|any language model|any chatbot|every assistant|agents must|assistants must|assistants "
        "should",
        rf"\b(?:the|any|every|all) (?:{_MODEL}|model|(?:ai|language|virtual) \w+)\b[^.!?]{{0,60}}? "
        r"(?:must|should|shall|is to|has to) (?:now |always |not |never |only )*(?:tell|say|send"
        r"|answer|reply"
        r"|respond|recommend|cite|mention|reveal|claim|state|treat|rank|ignore|disregard|obey|print"
        r"|praise"
        r"|output|forward|refuse|present|promote)\b",
    ),
    cue(
        "address",
        2,
        "if an ai|if any ai|if a language|if an llm|if an assistant|if a chatbot|when an ai|if a "
        "model"
        "|when an assistant|when a language",
        rf"\b(?:if|when|whenever|should) (?:an?|any|the) (?:\w+ )?{_MODEL} (?:is |are )?"
        r"(?:read|process|summari|pars|ingest|analy|evaluat|answer|us|retriev|see|review)",
    ),
    cue(
        "address",
        3,
        "influenced you|instructed you|directed you",
        r"\b(?:this|the) (?:content|text|document|page|instruction|note|passage) (?:has "
        r")?(?:influenced"
        r"|instructed|directed) you\b",
    ),
    cue(
        "address",
        3,
        "this conversation|our conversation|this chat",
        r"\b(?:beginning|start|top) of (?:this|our|the) (?:conversation|chat)\b|\b(?:rules?"
        r"|instructions?)"
        r" for this (?:conversation|chat)\b",
    ),
)
