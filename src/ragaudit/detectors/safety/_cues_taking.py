"""Wording that makes a model give away what it knows, or send it elsewhere."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_TELL = (
    r"(?:reveal|print(?: out)?|output|show|repeat|display|disclose|leak|dump|expose|recite|echo"
    r"|give|share|return|tell|quote|write(?: out| down)?|include|append|state|list|copy|send)"
)
_SYSTEM = (
    r"(?:system (?:prompt|message|instructions?)|(?:initial|hidden|original|secret|developer|exact"
    r"|internal) (?:prompt|instructions?|message)|preprompt|pre-prompt)"
)
_WORDS = r"(?:[\w'-]+,? )"

EXTRACTION = (
    cue(
        "extraction",
        3,
        "system prompt|system message|system instructions|initial prompt|initial instructions"
        "|hidden prompt"
        "|hidden instructions|original prompt|original instructions|secret prompt|secret "
        "instructions"
        "|developer prompt|developer message|exact prompt|exact instructions|internal prompt"
        "|internal instructions|internal message|preprompt|pre prompt",
        rf"\b{_TELL}\b (?:[\w',-]+ ){{0,7}}?your (?:[\w'-]+ ){{0,2}}?{_SYSTEM}",
        imperative=True,
    ),
    cue(
        "extraction",
        3,
        "system prompt|system message|hidden prompt|secret prompt|full prompt|entire prompt"
        "|complete prompt"
        "|initial instructions|system instructions|the prompt",
        rf"\b{_TELL}\b (?:[\w',-]+ ){{0,6}}?the (?:hidden|secret|full|entire|complete|text of the"
        rf"|contents? of the)(?: text of the)? (?:[\w'-]+ )?(?:system prompt|system message|prompt"
        r"|initial instructions|system instructions)\b",
        imperative=True,
    ),
    cue(
        "extraction",
        3,
        "you were given|you have been given|you received|in your context|above this",
        rf"\b{_TELL}\b (?:all |every |any |the |me )*(?:of )?(?:the )?(?:everything|words|text"
        r"|contents?|instructions|messages?|documents?|rules|prompt) (?:[\w'-]+ ){0,3}?"
        r"(?:you (?:were|have been) given|you received|in your context|above this (?:line|text"
        r"|sentence|message))",
        imperative=True,
    ),
    cue(
        "extraction",
        3,
        "are your|were your",
        rf"\bwhat (?:are|were) your (?:[\w'-]+ )?{_SYSTEM}",
    ),
    cue(
        "extraction",
        2,
        "system prompt",
        rf"\b{_TELL}\b (?:me |us |the user )?(?:the|its) system prompt(?! by\b)",
        imperative=True,
    ),
    cue(
        "extraction",
        2,
        "your instructions|your guidelines|your configuration|your training data|your context"
        "|your system prompt|your api|your credentials|your secrets|your tools|your own "
        "instructions"
        "|your full instructions",
        rf"\b{_TELL}\b {_WORDS}{{0,5}}?your (?:[\w'-]+ )?(?:instructions|guidelines"
        r"|configuration|training data|context(?: window)?|system prompt|api keys?|credentials"
        r"|secrets|tools)\b",
        imperative=True,
    ),
    cue(
        "extraction",
        2,
        "everything above|everything before|text above|words above",
        rf"\b{_TELL}\b (?:me )?(?:the |all )?(?:everything|text|words) (?:above|before)",
        imperative=True,
    ),
    cue(
        "extraction",
        2,
        "secrets|api keys|passwords|credentials|internal notes|internal documents|internal prices"
        "|internal pricing|internal data|in your context|you can find|you retrieved",
        r"\b(?:reveal|leak|disclose|dump|expose|give) (?:me |them |the user )?(?:all |any |every "
        r"|the )*(?:[\w'-]+ ){0,2}?(?:secrets|api keys|passwords|credentials|internal (?:notes"
        r"|documents|prices|pricing|data)|documents? (?:in your context|you (?:can find"
        r"|retrieved|have)))",
        imperative=True,
    ),
    cue(
        "extraction",
        1,
        "verbatim|word for word|character by character",
        r"\b(?:verbatim|word for word|character by character)\b",
    ),
)

_CHAT = (
    r"(?:(?:this|the|our|whole|full|entire) (?:conversation|chat)(?: history| log| so far)?\b"
    r"|(?:conversation|chat) (?:history|log)|context window|system prompt"
    r"|users?'?s? (?:question|quer(?:y|ies)|messages?|input|prompts?|e-?mail address)"
    r"|everything (?:the user|you)|retrieved (?:documents?|passages|context)|previous messages?"
    r"|contents? of your)"
)
_ASKING = (
    r"(?:q|s|query|search|term|question|user|user_?name|user_?id|uid|login|e?mail|api[_-]?key|key"
    r"|token|access_token|id|context)"
)
"""Parameters with which an interface is asked for something: `?q={query}&api_key={api_key}`."""
_TARGET = r"(?:https?://|www\.|[\w.+-]{1,64}@[\w-]{1,63}\.|webhook|\burl\b|\bendpoint\b)"

EXFILTRATION = (
    cue(
        "exfiltration",
        3,
        "conversation|chat history|chat log|the chat|this chat|context window|system prompt"
        "|user's question|user's query|user's message|user's messages|user's input|user's prompt"
        "|user's email|user's e mail|users' messages|user question|user query|user messages|user "
        "input"
        "|everything the user|everything you|retrieved documents|retrieved passages|retrieved "
        "context"
        "|previous message|previous messages|contents of your",
        rf"\b(?:send|post|forward|transmit|upload|submit|exfiltrate|e-?mail|mail|append|encode|leak"
        rf"|pass|report|deliver|copy|summari[sz]e|add)\b (?:[\w',-]+ ){{0,6}}?{_CHAT}"
        rf".{{0,160}}?{_TARGET}",
        imperative=True,
    ),
    cue(
        "exfiltration",
        3,
        "conversation|chat history|the chat|context window|system prompt|user's question|user's "
        "query"
        "|user's message|user's messages|user's input|user's prompt|everything the user|everything "
        "you"
        "|previous message|previous messages|user question|user query",
        rf"\b(?:open|visit|fetch|load|request|call|image|picture"
        rf"|link)\b.{{0,120}}?https?://\S{{1,200}}"
        rf".{{0,40}}?(?:followed by|plus|with|containing|and append|appended with) "
        rf"(?:the )?(?:text of the )?{_CHAT}",
    ),
    cue(
        "exfiltration",
        3,
        "={|=[|=<|=%7b|=%5b",
        rf"https?://[^\s)\"']{{1,200}}[?&](?:(?P<own>[\w.-]{{1,30}})=(?:\{{|\[|<|%7b|%5b)+ ?"
        r"(?!(?P=own)\b)(?:[\w ]{0,20}[_ ])?"
        r"(?:conversation|chat|history|summary|prompt|secrets?|password|insert"
        r"|users?[_ ](?:question|query|message|input))"
        rf"|(?!{_ASKING}=)[\w.-]{{1,30}}=(?:\{{|\[|<|%7b|%5b)+ ?(?:[\w ]{{0,20}}[_ ])?"
        r"(?:user|question|query|answer|context|api|email))[\w ]{0,30}(?:\}|\]|>|%7d|%5d)",
    ),
    cue(
        "exfiltration",
        2,
        "conversation|chat history|the chat|context window|everything the user|everything you"
        "|user's messages",
        rf"\b(?:send|forward|transmit|upload|exfiltrate|e-?mail|encode|leak)\b "
        rf"(?:[\w',-]+ ){{0,4}}?{_CHAT}",
        imperative=True,
    ),
    cue(
        "exfiltration",
        2,
        "your reply|every reply|each reply|your answer|every answer|your response|every response"
        "|your message"
        "|your output|each answer|each response",
        r"\b(?:add|include|render|append|insert|embed|display)\b (?:an? |this |the )?(?:markdown )?"
        r"(?:image|picture|pixel|link)\b.{0,60}(?:in|to|at the end of) (?:your|every|each) "
        r"(?:reply|answer|response|message|output)",
        imperative=True,
    ),
)
