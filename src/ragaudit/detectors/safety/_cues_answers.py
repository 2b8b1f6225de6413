"""Wording that rules how answers look, and what goes with them."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summar(?:y|ies)|completions?)"

ANSWERS = (
    cue(
        "extraction",
        3,
        "you are|you're",
        r"\b(?:beginning|starting|starts|begins) with [\"'“]?you(?: are|'re)\b",
    ),
    cue(
        "extraction",
        3,
        "system prompt|system message|initial instructions|initial prompt|hidden instructions",
        r"\b(?:summari[sz]e|translate|rephrase|paraphrase|explain|describe|convert|encode|spell"
        r"|read)\b "
        r"(?:me |out )?your (?:\w+ )?(?:system prompt|system message|initial (?:instructions"
        r"|prompt)"
        r"|hidden instructions)",
        imperative=True,
    ),
    cue(
        "extraction",
        2,
        "your instructions|your guidelines|your rules|your prompt",
        r"\b(?:summari[sz]e|translate|rephrase|paraphrase|explain|encode|spell)\b (?:me |out "
        r")?(?:all )?"
        r"(?:of )?your (?:instructions|guidelines|rules|prompt)\b.{0,60}?\b(?:print|output|show"
        r"|reveal|repeat)",
        imperative=True,
    ),
    cue(
        "extraction",
        2,
        "confidential|secret|internal|private",
        r"\b(?:output|list|tell|give|show|print|return|reveal|dump)\b (?:me |us |the user |them "
        r")?(?:all |any "
        r"|the |every |of )*(?:confidential|secret|internal|private) (?:list|documents?|data|key"
        r"|keys"
        r"|information|prices|notes|files|details)\b",
        imperative=True,
    ),
    cue(
        "exfiltration",
        2,
        "user's api|user's password|user's email|user's e mail|user's data|user's credentials"
        "|user's name"
        "|user's question|user's personal|user's address",
        r"\b(?:write|put|insert|place|embed|add|append|include|encode)\b (?:[\w',-]+ "
        r"){0,4}?users?'s? "
        r"(?:api keys?|passwords?|e-?mail|data|credentials|name|question|personal \w+|address)"
        r".{0,80}?(?:https?://|\burl\b|\blink\b|\bimage\b)",
        imperative=True,
    ),
    cue(
        "exfiltration",
        2,
        "http",
        r"\b(?:visit|open|fetch|call|request)\b https?://[^\s]{1,200}[?&]\w{1,30}=(?=[\s\"'.,]|$"
        r"|\[|\{|<)",
    ),
    cue(
        "steering",
        2,
        "query about|queries about|every question|any question|all questions|each question|every "
        "query",
        r"\b(?:respond|reply|answer) (?:to )?(?:every|any|all|each) (?:\w+ )?(?:quer(?:y|ies)"
        r"|questions?"
        r"|requests?|prompts?) (?:about|on|regarding|concerning|with)\b",
        imperative=True,
    ),
    cue(
        "steering",
        2,
        "your reply|your answer|your response|your answers|your replies|your responses|your output"
        "|each reply"
        "|every reply|each answer|every answer|each response|every response|your summary|all "
        "answers"
        "|all responses|every message you|each of your|all of your",
        rf"\b(?:end|begin|start|finish|open|close|prefix|conclude|append|add|include|insert|put"
        rf"|mention|attach)"
        rf"\b[^.!?]{{0,80}}?\b(?:each|every|all|any)(?: of)?(?: your)? {_ANSWER}\b",
        imperative=True,
    ),
    cue(
        "steering",
        2,
        "your reply|your answer|your response|your answers|your replies|your responses|your output"
        "|your summary",
        rf"\b(?:end|begin|start|finish|prefix|conclude|append|add|include|insert|mention|attach)\b"
        rf"[^.!?]{{0,80}}?\byour (?:\w+ )?{_ANSWER}\b",
        imperative=True,
    ),
    cue(
        "steering",
        2,
        "other sources|other source|other documents|other pages|other results",
        r"\b(?:not|never|don't|stop) (?:cit\w+|us\w+|consult\w*|trust\w*|rely\w* on|mention\w*"
        r"|quot\w+)"
        r" (?:any |the )?other (?:sources?|documents?|pages?|results?)",
    ),
    cue(
        "steering",
        2,
        "this page|this document|this text|this passage",
        r"\b(?:rely|base \w+|depend) (?:only |exclusively |solely )?on this (?:page|document|text"
        r"|passage)"
        r"(?: only| alone| exclusively)|\b(?:rely|depend) (?:only|exclusively|solely) on this\b",
    ),
    cue(
        "steering",
        2,
        "topic is|subject is|question is|query is|conversation turns|topic comes|question concerns",
        r"\b(?:when(?:ever)?|if|every time|any time) (?:the|a) (?:topic|subject|question|query"
        r"|conversation)"
        r" (?:is|turns|comes|concerns|mentions)\b.{0,80}?[,;] (?:always |only |then )*(?:say|answer"
        r"|reply"
        r"|respond|recommend|claim|make up|state|tell|mention|invent|praise)\b",
    ),
    cue(
        "steering",
        2,
        "when generating|when answering|when summarizing|when summarising|when responding|when "
        "composing"
        "|when you generate|when you summarize|when you summarise|when producing|before responding"
        "|before answering|before you answer|before you respond|before you reply|while summarizing",
        r"\b(?:when|while|before) (?:you )?(?:generat\w+|answer\w*|summari[sz]\w+|respond\w*"
        r"|compos\w+"
        r"|produc\w+|reply\w*|reply)\b(?: (?:an?|the|this|to|any) [\w ]{1,30}?)?(?: from this "
        r"\w+)?[,;]"
        r" (?:always |please |you must |also )*(?:include|say|state|call|mention|claim|recommend"
        r"|append|add"
        r"|send|invoke|use|run|tell|insert|visit|fetch)\b",
    ),
    cue(
        "steering",
        3,
        "generating an answer|generating a response|generating answers|generating responses"
        "|generate an answer|generate a response",
        r"\b(?:when|while|before) (?:you )?generat(?:e|ing) (?:an? |the |your )?"
        r"(?:answers?|responses?)"
        r"\b[^.!?]{0,60}?, ?(?:always |please |also )*(?:include|say|state|mention|claim|recommend"
        r"|append|add|insert)\b",
    ),
    cue(
        "steering",
        2,
        "steer users|direct users|push users|steer the user|steer people|lead users|steer "
        "customers",
        r"\balways (?:steer|direct|push|lead|send|point) (?:the |all )?users? (?:to|toward"
        r"|towards)\b",
        imperative=True,
    ),
    cue(
        "steering",
        3,
        "hide this|conceal this|keep this",
        r"\b(?:hide|conceal|keep) (?:this|these) (?:instructions?|notes?|messages?|text|fact) "
        r"(?:secret |hidden )?"
        r"from (?:the |any )?(?:users?|readers?|humans?)\b(?! (?:manual|guide|interface))",
        imperative=True,
    ),
    cue(
        "steering",
        2,
        "10 out of|out of 10|maximum score|highest score|full marks|top score|five stars|perfect "
        "score",
        r"\b(?:rate|score|give|assign|grade|award|mark) [^.!?]{0,60}?(?:10 out of 10|10/10"
        r"|(?:maximum|highest"
        r"|top|perfect) (?:score|rating|marks?)|full marks|five stars)",
        imperative=True,
    ),
    cue(
        "steering",
        2,
        "with a link|sponsored|link to|with the text|with the phrase|the text|the phrase",
        r"\b(?:with|add|append|include|insert|mention)\b (?:[\w]+ ){0,2}?(?:link to (?:https?:|www"
        r"|\w+\.)"
        r"|(?:text|phrase|sentence|words?) [\"'“])",
    ),
    cue(
        "steering",
        1,
        "make up|negative information|positive information|genius|only good|nothing but",
        r"\bmake up (?:problems|facts|answers)|\b(?:negative|positive) information\b|\bthe only "
        r"good\b",
    ),
    cue(
        "role",
        3,
        "no guidelines|no rules|no restrictions|no filters|no limits|without limits|without "
        "restrictions",
        r"\bas (?:if|though) you (?:had|have) no (?:guidelines|rules|restrictions|filters|limits)"
        r"|\b(?:answer|proceed|continue|respond|speak|write)(?: to answer)? without (?:any "
        r")?(?:limits"
        r"|restrictions|filters|censorship)\b",
    ),
    cue(
        "role",
        2,
        "you will now|you shall now|you must now|you now",
        r"\byou (?:will|shall|must|should)? ?now (?:operate|act|behave|function|serve|respond"
        r"|work) as\b",
    ),
    cue("role", 1, "play a game|upgraded", r"\blet's play a game\b|\byou have been upgraded\b"),
    cue(
        "role",
        2,
        "terminal|shell",
        r"\b(?:simulate|emulate|act as|behave as) (?:an? )?(?:[\w'-]+ ){0,2}?(?:terminal|shell)\b",
        imperative=True,
    ),
    cue(
        "tool",
        3,
        "tool to|plugin to|function to",
        r"\b(?:use|call|invoke) (?:the|your|an?) (?:[\w-]+ ){0,2}?(?:tool|plugin) to (?:invite|send"
        r"|e-?mail|forward|transfer|upload|wire|pay|leak|contact)\b.{0,60}?(?:@|https?:)",
        imperative=True,
    ),
    cue(
        "tool",
        1,
        "function with|tool with",
        r"\b(?:call|invoke) (?:the )?\w{1,20}_\w{1,30} (?:function|tool)\b",
        imperative=True,
    ),
)
