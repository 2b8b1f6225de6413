"""Wording that speaks to a model, or makes it use its tools."""

from __future__ import annotations

from ragaudit.detectors.safety._cues import cue

_MODEL = (
    r"(?:ai|a\.i\.|artificial intelligence|(?:large )?language models?|llms?|chat ?bots?"
    r"|chatgpt|copilot|gemini|ai (?:assistant|model|system|agent|reviewer|reader|tool)s?)"
)

TOOL = (
    cue(
        "tool",
        2,
        "tool|plugin",
        r"\b(?:use|call|invoke|run|execute|trigger)\b (?:the |your |an? )?(?:\w+[_ ]){0,3}?"
        r"(?:tool|plugin)\b(?! at\b| bar\b|bar)",
        imperative=True,
    ),
    cue(
        "tool",
        1,
        "function|command",
        r"\b(?:call|invoke|execute|run) (?:the )?[`\w]{2,40} (?:[\w]+ )?(?:function|command)",
        imperative=True,
    ),
    cue(
        "tool",
        2,
        "without asking|without confirming|without telling|without informing|without waiting"
        "|without the user"
        "|without user",
        r"\bwithout (?:asking|telling|informing|confirming|waiting for|the user|user)(?: (?:with"
        r"|for|the))?"
        r" ?(?:the )?users?\b|\bwithout (?:the )?user(?:'s)? (?:consent|confirmation|approval"
        r"|knowledge)",
    ),
    cue(
        "tool",
        1,
        "delete|transfer|curl|rm|remove|wipe|refund|e mail|email|mail|forward",
        r"\b(?:delete|remove|transfer|refund|wipe) (?:all|every|the|\d)|\bcurl https?:|\brm -rf\b"
        r"|\b(?:e-?mail|mail|forward) (?:the|all|me)\b",
    ),
)

ADDRESS = (
    cue(
        "address",
        2,
        "if you are a|if you are an|if you're a|if you're an|if you are the|if you happen to be|if "
        "you are any",
        rf"\bif you(?: are|'re| happen to be) (?:an? |the |any )?(?:[\w'-]+ ){{0,2}}?(?:{_MODEL}"
        rf"|gpt"
        r"|automated (?:screening|reviewing|reading|grading) (?:system|tool)|assistant|bot)\b",
    ),
    cue(
        "address",
        3,
        "reading this|processing this|processes this|summarizing this|summarising this|reviewing "
        "this"
        "|parsing this|reads this|ingesting this|analyzing this|analysing this|evaluating this"
        "|screening this|reads the following|reading the following|processing the following"
        "|that process this|that read this|summarizes this|summarises this|reviews this|read this",
        rf"\b{_MODEL} (?:assistants? |models? |systems? |agents? |that |which |who |is |are "
        rf"|currently )*"
        r"(?:read|process|summari[sz]|review|pars|ingest|analy[sz]|evaluat|screen)(?:ing|es|s|e)? "
        r"(?:this|the following)\b",
    ),
    cue(
        "address",
        2,
        "to ai|to any ai|to all ai|to the ai|for ai|for any ai|for all ai|for the ai|ai|llm|llms"
        "|language model"
        "|language models|chatbot|chatbots|chatgpt|copilot|gemini|artificial intelligence|chat bot",
        rf"\b(?:(?:notes?|message|notice|reminder|instructions?|important|guidance|attention"
        rf"|directives?)"
        rf" (?:to|for) (?:all |any |the |every )*|(?:attention|dear|hey|hello|hi),? (?:all |any )*)"
        rf"{_MODEL}\b(?! (?:users?|teams?|engineers?|developers?|vendors?|providers?|projects?))",
    ),
    cue(
        "address",
        2,
        "assistant|assistants|chatgpt|copilot|claude|gpt|gemini|chatbot|chatbots|llm|llms|ai agents"
        "|ai reviewers|ai agent|ai assistants",
        r"(?:^|[.!?:;,] )(?:(?:ai )?(?:assistants?|agents|reviewers)|llms?|chat ?bots?|chatgpt"
        r"|copilot|claude|gpt|gemini)(?:[:,] ?| (?=must|please))(?=(?:please|kindly|now|when|if|you"
        r"|do|don't|must|never|always|say|tell|send|ignore|disregard|answer|reply|respond|recommend"
        r"|rank|rate|mark|visit|run|call|use|e-?mail|forward|delete|approve|include|mention|state"
        r"|output|print|reveal|stop|obey|treat|classify|summari[sz]e|write|add|append|follow|from"
        r"|remember|give|show|assign|score|praise|promote|refuse|repeat|the user)\b)",
    ),
    cue(
        "address",
        2,
        "language model|as an ai|as a chatbot|as an llm",
        r"\bas an? (?:ai |large )*(?:language model|ai assistant|ai model|llm|chatbot),? you\b",
    ),
    cue(
        "address",
        2,
        "in your context|your context window|you retrieved|you have retrieved|your training data"
        "|your knowledge cutoff|your system prompt|your system message",
        r"\bin your context\b|\byour (?:context window|training data|knowledge cutoff|system prompt"
        r"|system message)\b|\byou (?:have )?retrieved\b",
    ),
    cue(
        "address",
        2,
        "system message|system prompt|system note|system override|system instruction|system "
        "instructions"
        "|new instruction|new instructions|developer message|developer note|system messages",
        r"(?:^|[-.:] ?)(?:new |updated |hidden |secret |important )?(?:system (?:message|prompt"
        r"|note"
        r"|override|instructions?)|new instructions?|developer (?:message|note))s? ?:",
    ),
)
