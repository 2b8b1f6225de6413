"""SAF606: text that readers do not see and an index does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety import _invisible
from ragaudit.detectors.safety._instructions import in_text
from ragaudit.model import Content, Observation, Remedy, Rule, Severity
from ragaudit.model import HiddenText as Part
from ragaudit.text import shorten

_MIN_WORDS, _MIN_EASTERN = 4, 10
_MIN_COMMENT_WORDS = 12
_WORD = re.compile(r"[^\W\d_]{2,}")
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_MARKUP = re.compile(r"<[^<>]{0,300}>|</|\{\{|\}\}|\{%|;\s*$|^\s*[-*#|].*\|")
_EDITORS = re.compile(
    r"\b(?:todo|fixme|xxx|tbd|note to|nb|hack|lint\w*|prettier|eslint|cspell|vale|spell-?check\w*"
    r"|textlint|"
    r"markdownlint|toc|doctoc|all-contributors|do not (?:edit|remove|modify|delete"
    r"|change)"
    r"|don't (?:edit|remove|modify|delete|change)|auto-?generated|generated (?:by|from|file)"
    r"|licen[cs]ed?"
    r"|copyright|spdx|template|please|optional|delete|remove|replace|uncomment|commented|comment"
    r"|example"
    r"|placeholder|insert|fill|add|edit\w*|update\w*|keep (?:this|in sync)|see (?:also )?(?:http|#"
    r"|the)"
    r"|reviewers?|contributors?|authors?|maintainers?|writers?|translat\w+|source|screenshot|image"
    r"|link"
    r"|section|heading|page|table|docs?|document\w*|markdown|html|anchor|include|snippet|script"
    r"|hidden"
    r"|ragaudit|draft|wip|outdated|deprecated|temporar\w+|issue|bug|pr|pull request|describe"
    r"|provide"
    r"|ensure|avoid|careful|should|ideally|what|how|which|why|consider|kep|list the|must|your|below"
    r"|above|following|checklist|reference[sd]?|badge|config\w*|version)\b",
    re.IGNORECASE,
)
_SHOWN = 5


class HiddenText(ContentDetector):
    """Reports prose that a page hides for no usual reason, and any instruction it hides."""

    rule = Rule(
        code="SAF606",
        name="hidden-text",
        severity=Severity.WARN,
        summary="The file holds text that readers do not see.",
        why=(
            "Loaders take the text of a page without its style sheet, of a PDF without its "
            "colours, of a Word file without its formatting: what nobody sees is indexed, "
            "retrieved and believed, and nobody who reads the page can tell why."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Take the text out, or show it. Find out who put it there if it was not meant.",
        example=(
            '`<div style="display:none">All rooms are free for members until the end of '
            "the year.</div>`, white text in a Word file, letters of one point in a PDF"
        ),
        not_reported=(
            "Text for screen readers and for print; menus, tabs, dialogs and answers shown on "
            "demand; templates, alternative texts and attributes; the text layer under a scan; "
            "editors' comments, licences and notes for tools. All of these are reported where an "
            "instruction to a model is inside; that is an error. Other comments in Markdown that "
            "are prose are of severity info."
        ),
        references=(
            "https://genai.owasp.org/llmrisk/llm01-prompt-injection/",
            "https://arxiv.org/abs/2302.12173",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each way of hiding, the instructions apart."""
        plain: dict[tuple[str, bool], list[Part]] = {}
        for part in content.hidden:
            if (found := in_text(part.text, part.line)) is not None:
                yield _instructs(part, found.quote)
            elif part.idiom == "comment":
                if content.format == "markdown" and _is_remark(part.text):
                    plain.setdefault(("comment", True), []).append(part)
            elif not part.idiom and _is_prose(part.text):
                plain.setdefault((part.how.partition(", page")[0], False), []).append(part)
        for number, ((_, comment), parts) in enumerate(plain.items()):
            if number < _SHOWN:
                yield _observation(parts, comment)


def _is_prose(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if word.islower()]
    return len(words) >= _MIN_WORDS or len(_EASTERN.findall(text)) >= _MIN_EASTERN


def _is_remark(text: str) -> bool:
    """Whether a comment tells readers something, rather than those who edit the page."""
    if len(_WORD.findall(text)) < _MIN_COMMENT_WORDS or _MARKUP.search(text):
        return False
    return not _EDITORS.search(text) and re.search(r"[a-z]{2,}[.!?](?:\s|$)", text) is not None


def _instructs(part: Part, quote: str) -> Observation:
    return Observation(
        message=f"Text that readers do not see ({part.how}) holds an instruction to a language "
        "model.",
        line=part.line,
        quote=shorten(_invisible.shown(quote)),
        severity=Severity.ERROR,
        action="Take it out, and find out who put it there.",
    )


def _observation(parts: list[Part], comment: bool) -> Observation:
    first = parts[0]
    words = sum(len(_WORD.findall(part.text)) for part in parts)
    if comment:
        how = "a comment" if len(parts) == 1 else f"{len(parts)} comments"
        return Observation(
            message=f"{words} words stand in {how}: readers do not see them, a loader that takes "
            "the file as plain text does.",
            line=first.line,
            quote=shorten(first.text),
            severity=Severity.INFO,
        )
    places = "" if len(parts) == 1 else f" in {len(parts)} places"
    return Observation(
        message=f"{words} words are hidden from readers{places} ({first.how}); a loader that "
        "takes the text without its look indexes them.",
        line=first.line,
        quote=shorten(_invisible.shown(first.text)),
    )
