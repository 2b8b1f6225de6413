"""Wording that rules what a model answers."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

STEERING = (
    cue(
        "steering",
        2,
        "when asked|if asked|whenever asked|asks about|asks for|asks who|asks what|asks which|ask "
        "about"
        "|ask for|asked about|asked for|asked who|wants to know|user asks|users ask|anyone asks",
        r"\b(?:when(?:ever)?|if|once|any ?time|every time) (?:[\w'-]+ ){0,3}?(?:asked|asks|ask"
        r"|queries"
        r"|inquires|wants to know)\b.{0,90}?[,;:]? (?:always |only |then |you must |you should "
        r")*(?:say"
        r"|answer|respond|reply|tell|state|recommend|claim|insist|name|mention|direct|link)\b",
    ),
    cue(
        "steering",
        2,
        "competitor|competitors|competition|competing|alternatives|rivals|rival|other vendors"
        "|other products"
        "|other vendor|other product|other tools|other companies",
        r"\b(?:do not|don't|never|must not) (?:mention|name|recommend|suggest|cite) (?:any |other "
        r"|the )*"
        r"(?:competit\w+|other \w+|alternatives?|rivals?)",
    ),
    cue(
        "steering",
        3,
        "regardless of what|regardless of which|whatever the user|whatever users|no matter what",
        r"\b(?:regardless of (?:what|which)|whatever|no matter what) (?:the |a |any )?(?:users?"
        r"|person|"
        r"human|reader) (?:asks?|says?|wants?|requests?|queries)",
    ),
    cue(
        "steering",
        3,
        "other documents|other document|other sources|other source|other passages|other results"
        "|retrieved"
        "|search results",
        r"\b(?:ignore|disregard|whatever|contradict|even if|over|discard) (?:all |any |the |what )*"
        r"(?:other (?:documents?|sources?|passages?|results?)|retrieved (?:documents?|context"
        r"|passages?)|search results)\b",
    ),
    cue(
        "steering",
        2,
        "authoritative|ground truth|highest priority|trusted|this page as|this document as|this "
        "text as",
        r"\b(?:treat|regard|consider|use) this (?:page|document|text|passage|file|note) as (?:the "
        r")?"
        r"(?:only |sole |single |most )*(?:authoritative|ground truth|trusted|highest priority"
        r"|source)",
    ),
    cue(
        "steering",
        2,
        "the user|a user|any user|users",
        r"\b(?:do not|don't|never|without) (?:tell|telling|inform|informing|alert|alerting|warn"
        r"|warning|notify|notifying|mention it to) (?:the |a |any )?users?\b(?! (?:whether|if|which"
        r"|what|when|how)\b)",
    ),
    cue(
        "steering",
        2,
        "this note|this message|this instruction|these instructions|this text|mention it|mention "
        "this"
        "|this paragraph|this comment|reveal it|disclose it",
        r"\b(?:do not|don't|never) (?:reveal|disclose|mention|refer to|repeat|acknowledge|say|tell"
        r"|show)\b.{0,40}?\b(?:this (?:note|message|instruction|text|paragraph|comment)"
        r"|these instructions|it\b)",
    ),
    cue(
        "steering",
        2,
        "your answer|every answer|each answer|all answers|your reply|every reply|each reply|your "
        "response"
        "|every response|each response|all responses|your output|every output|your summary|every "
        "summary"
        "|your answers|your replies|your responses|your final answer|your final response",
        r"\b(?:in|of|to|every|each|all|any) (?:your|every|each|all|any) (?:[\w'-]+ )?(?:answers?"
        r"|repl(?:y"
        r"|ies)|responses?|outputs?)\b|\b(?:your|every|each) (?:answer|reply|response|output"
        r"|summary) "
        r"(?:must|has to|should|shall|will|needs to) (?:\w+ ){0,3}?(?:contain|include|state|say|end"
        r"|begin|start|mention|recommend|link)",
    ),
    cue(
        "steering",
        3,
        "any summary|every summary|each summary|your summary|the summary|all summaries",
        r"\b(?:any|every|each|your|the) summar(?:y|ies) (?:of this \w+ )?(?:must|has to|should"
        r"|shall) "
        r"(?:state|say|include|mention|claim)",
    ),
    cue(
        "steering",
        2,
        "rank this|rank the|rank my|rank our|rate this|rate the|rate my|score this|score the"
        "|classify this"
        "|evaluate this|grade this|rank|must be rated|must be ranked|must be recommended|must be "
        "hired",
        r"\b(?:rank|rate|score|classify|evaluate|grade) (?:this|the|my|our|[\w'-]+) ?(?:[\w'-]+ "
        r"){0,3}?"
        r"(?:(?:as )?(?:excellent|first|highest|highly|top|number one|the best|outstanding|perfect)"
        r"|above all)|\bmust be rated\b|\bmust be (?:ranked|recommended|hired)\b",
    ),
    cue(
        "steering",
        2,
        "to the user|to users|from the user|from users",
        r"\b(?:do not|don't|never|must not) (?:mention|reveal|disclose|show|say|admit|hide"
        r"|explain)\b.{0,60}?"
        r"\b(?:to|from) (?:the |any )?users?\b",
    ),
    cue(
        "steering",
        3,
        "positive review|positive reviews|any negatives|any negative|any weakness|any weaknesses",
        r"\b(?:give|write) (?:only )?(?:an? )?positive reviews? only\b|\bnot (?:highlight|mention) "
        r"any "
        r"(?:negatives?|weakness\w*|negative aspects)",
    ),
    cue(
        "steering",
        2,
        "only with|respond with|reply with|answer with|output only|answer only|respond only|reply "
        "only"
        "|the word|the text|the phrase|answer in|respond in|reply in|exclusively with|answer by"
        "|output the"
        "|print the|print only|the user with",
        r"\b(?:answer|respond|reply|output)(?: the user)? (?:only |solely |exclusively |simply "
        r")?(?:with|in|by) "
        r"(?:only )?(?:the (?:word|text|phrase|sentence|address)|[\"'“]|a recommendation|a poem"
        r"|hacked|pwned)|\b(?:print|output|say|write) (?:only |just )?(?:the )?(?:(?:word|phrase)s?"
        r" [\"'“]?\w|text (?:[\"'“]|hacked|pwned))",
        imperative=True,
    ),
    cue(
        "steering",
        1,
        "always",
        r"\balways (?:recommend|suggest|answer|respond|reply|say|mention|cite|prefer|choose|rank"
        r"|promote|state|claim|endorse|praise)",
        imperative=True,
    ),
    cue(
        "steering",
        1,
        "tell the|tell users|tell them|tell all|tell any|inform the|inform users|assure the|advise "
        "the"
        "|convince the|answer the|and say|then say|and praise|and recommend|then recommend|and "
        "reply|then reply"
        "|and respond|then respond|and answer|then answer|and print|then print|and output|and "
        "claim",
        r"\b(?:tell|inform|assure|answer|advise|convince) (?:the |all |any )?(?:users?|readers?"
        r"|them)\b"
        r"|\b(?:and|then) (?:say|praise|recommend|reply|respond|answer|print|output|claim)\b",
    ),
    cue(
        "steering",
        1,
        "you must|you will|you shall|must recommend|must say|must answer|must state|must respond",
        r"\b(?:you )?(?:must|will|shall) (?:now |always |only |never )*(?:answer|respond|reply"
        r"|disclose"
        r"|reveal|say|recommend|state|claim|praise|tell|rate|rank|obey|comply)\b",
    ),
    cue(
        "steering",
        1,
        "recommend|praise|promote",
        r"(?:^|[.;:,] ?|\b(?:simply|just|only|please|always|and) )(?:recommend|praise|promote"
        r"|advertise)\b",
    ),
)
