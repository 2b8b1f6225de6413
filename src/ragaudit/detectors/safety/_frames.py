"""Whether a passage is about instructions to models rather than being one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from ragaudit.model import Block, BlockKind, Content

_ABOUT = (
    r"(?:prompt[- ]?injections?|injection attacks?|indirect injections?|injections?|jailbreak\w*"
    r"|red[- ]?team\w*|adversarial\w*|attackers?|angreifer|attaquants?|atacantes?|malicious\w*"
    r"|hijack\w*|prompt leak\w*|data exfiltration|exfiltrat\w*|guardrails?|poison\w*|owasp"
    r"|vulnerab\w*"
    r"|payloads?|threat model\w*|social engineering|misalign\w*|phishing)"
)
_TOPIC = re.compile(rf"(?<![\w@./-]){_ABOUT}(?![\w@]|\.\w)")
_TITLE_TOPIC = re.compile(
    r"\b(?:prompt[- ]?injection|jailbreak|red[- ]?team|adversarial|llm (?:security|attack)|ai "
    r"security"
    r"|guardrail|owasp|prompt leak|prompt hacking|injection attack|llm\d\d|adversaries)"
)
_PROMPTS = re.compile(
    r"\b(?:system prompts?|prompt (?:library|templates?|engineering|examples?|catalog\w*|collection"
    r"|guide)"
    r"|(?:good|better|example|sample|our|chatgpt|useful) prompts?|^prompts?$|few-shot|chat "
    r"templates?"
    r"|fine-?tun\w+|personas?|agents\.md|claude\.md|llms\.txt|(?:ai|coding) agents?|copilot "
    r"instructions"
    r"|cursor rules|custom gpts?|prompts)\b"
)
_QUOTED = re.compile(
    r"“[^“”]{3,400}”|„[^“”„]{3,400}[“”]|«[^«»]{3,400}»|「[^「」]{3,400}」|\"[^\"]{3,400}\""
    r"|`[^`]{3,400}`"
    r"|(?<!\w)['‘][^'‘’]{3,400}['’](?!\w)"
)
_CODE = re.compile(r"(`{1,2}|<code>)([^`<]{10,600})(?:\1|</code>)")
_REPEATED = 3


class Frame(Enum):
    """How a passage stands in its document."""

    NONE = "none"
    ABOUT = "about"
    """An example in a text on attacks, or code."""
    PROMPT = "prompt"
    """Part of a text that documents prompts."""


class Frames:
    """What a document is about, asked once for each passage."""

    def __init__(self, content: Content) -> None:
        self.blocks = content.blocks
        self.text = content.text
        heads = [content.title or ""]
        heads += [b.text for b in content.blocks if b.kind is BlockKind.HEADING and b.level <= 2][
            :6
        ]
        titles = " \n".join(heads).lower()
        self.on_attacks = bool(_TITLE_TOPIC.search(titles)) or self._speaks_of_attacks()
        self.on_prompts = bool(_PROMPTS.search(titles))

    def _speaks_of_attacks(self) -> bool:
        hits = 0
        for block in self.blocks:
            lowered = block.text.lower()
            if any(word in lowered for word in ("inject", "jailbreak", "red team", "adversar")):
                hits += len(_TITLE_TOPIC.findall(lowered)) + len(
                    re.findall(r"prompt[- ]?injection|jailbreak", lowered)
                )
            if hits >= _REPEATED:
                return True
        return False

    def of(self, number: int, start: int, sentence: str) -> Frame:
        """The frame of a sentence that starts at an offset into a block, counted from 0."""
        block = self.blocks[number]
        if self.on_attacks or block.kind is BlockKind.CODE:
            return Frame.ABOUT
        near = self._near(number, start)
        above = " ".join(block.heading_path).lower()
        if _TOPIC.search(near) or _TOPIC.search(sentence.lower()) or _TITLE_TOPIC.search(above):
            return Frame.ABOUT
        if self.on_prompts or _PROMPTS.search(above):
            return Frame.PROMPT
        quoted = _is_quoted(block.text, start, start + len(sentence))
        return Frame.ABOUT if quoted or self._is_code(block, sentence) else Frame.NONE

    def _is_code(self, block: Block, sentence: str) -> bool:
        """Whether much of a sentence is inline code in the source."""
        source = self.text[block.span.start : block.span.end]
        runs = (match[2] for match in _CODE.finditer(source)) if len(source) < 20_000 else ()
        return any(run in sentence and len(run) > 0.4 * len(sentence) for run in runs)

    def _near(self, number: int, start: int) -> str:
        """What stands just above and below a sentence, without itself."""
        block = self.blocks[number]
        parts: Sequence[Block] = self.blocks[max(0, number - 2) : number]
        near = [part.text[-300:] for part in parts if part.kind is not BlockKind.CODE]
        below = self.blocks[number + 1].text[:200] if number + 1 < len(self.blocks) else ""
        return " ".join([*near, block.text[max(0, start - 400) : start], below]).lower()


def _is_quoted(text: str, start: int, end: int) -> bool:
    """Whether most of a stretch is in quotation marks or marked as code."""
    if not any(mark in text for mark in "“„«「\"`'‘"):
        return False
    return any(
        min(match.end(), end) - max(match.start(), start) > 0.6 * (end - start)
        for match in _QUOTED.finditer(text)
    )
