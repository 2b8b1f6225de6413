"""Text that stands where something has yet to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.model import Block, BlockKind, Content

_MARK = r"(?:TBD|TBC|TODO|FIXME|XXX|TKTK|TBA)"
_TO_BE = (
    r"to be (?:determined|decided|defined|confirmed|written|completed|added|done|announced|agreed"
    r"|documented|filled in)"
)
_PHRASE = (
    rf"(?:{_TO_BE}|coming soon|work in progress|under construction|placeholder text"
    r"|content (?:goes|to go) here|your text here|insert text here|not yet written|write me"
    r"|(?:more )?(?:details?|information) to (?:come|follow)|more to (?:come|follow))"
)
_WHOLE = re.compile(rf"[\[(<{{*_\s]*(?:{_MARK}|{_PHRASE})[\])>}}*_.!…:\s]*", re.IGNORECASE)
_TOPIC = re.compile(r"work in progress|under construction|placeholder", re.IGNORECASE)
"""A heading of these words may be what the section is about."""
_LABELLED = re.compile(
    rf"[^.:\n]{{1,60}}:\s{{0,3}}(?:{_MARK}|tb[dca]|(?i:{_TO_BE}|coming soon))[.!]?"
)
_LEADING = re.compile(
    rf"[\[(*_\s]*{_MARK}\b(?:\([^)\n]{{1,60}}\))?\s{{0,3}}(?::|[-–—]\s)[*_\s]{{0,4}}\S"
    r"|(?:TODO|FIXME)\s(?!lists?\b|items?\b|comments?\b|apps?\b|notes?\b|tags?\b|files?\b)[a-z]"
)
_ABOUT_ITSELF = re.compile(
    r"this (?:section|page|document|article|chapter|guide|policy|runbook) (?:is|will be|remains) "
    r"(?:still |currently )?(?:an? )?"
    rf"(?:{_PHRASE}|draft|stub|incomplete|unfinished|being written)\b",
    re.IGNORECASE,
)
_STILL_OPEN = re.compile(
    r"(?!(?:If|When|Where|While|Unless)\b).{0,300}\b(?:is|are|remains?) (?:still )?(?:TBD|TBC|TBA)"
    r"(?=[.;)]|$)"
)
_BRACKETED = re.compile(rf"(?:\[|\(|\{{\{{?)\s{{0,3}}{_MARK}\b[^\])}}\n]{{0,120}}[\])}}]")
_LEFT_OPEN = re.compile(
    r"\[\s{0,3}to be (?:determined|decided|defined|confirmed|written|announced|agreed|documented)"
    r"\b[^\]\n]{0,80}\](?![(\[:])",
    re.IGNORECASE,
)
_FORM = "completed|added|done|filled in|supplied|provided"
_LEFT_TO = re.compile(
    rf"(?:[^.:\n]{{1,60}}:\s{{0,3}})?[\[<{{]{{1,2}}\s{{0,3}}to be (?:{_FORM})\b"
    r"[^\]>}\n]{0,80}[\]>}]{1,2}[.!]?",
    re.IGNORECASE,
)
"""In a form, the same in small letters behind a title says who has to fill it in."""
_LEFT_TO_LOUDLY = re.compile(
    rf"\[\s{{0,3}}TO BE (?:{_FORM.upper()})\b[^\]a-z\n]{{0,80}}\](?![(\[:])"
)
_INSTRUCTION = (
    r"(?:please\s)?"
    r"(?:insert|fill in|replace with|(?:add|enter|describe|write)\s(?:your|the|a short))\s"
    r"[^\]><\[\n]{1,80}"
)
_FILL_IN = re.compile(rf"\[\s{{0,3}}{_INSTRUCTION}\](?![(\[:])", re.IGNORECASE)
_ANGLED = re.compile(rf"<\s{{0,3}}(?:{_INSTRUCTION}|{_MARK})>", re.IGNORECASE)
_ANGLED_LINE = re.compile(rf"^ {{0,3}}{_ANGLED.pattern}[ \t]*$", re.IGNORECASE | re.MULTILINE)
_KEY = re.compile(rf"\b{_MARK}\b|{_PHRASE}|lorem ipsum", re.IGNORECASE)
_TO_COPY = re.compile(r"\b(?:templates?|samples?|examples?|scripts?|wording|boilerplate)\b", re.I)
"""Says of the text below that readers copy it and fill in its blanks."""
_GREETING = re.compile(r"\W{0,3}(?:hi|hello|hey|dear|thanks|thank you|congratulations)\b", re.I)
_LEAD = 8
"""Blocks above that may introduce a text to copy."""
_LOREM = re.compile(r"\blorem ipsum dolor\b|^\W{0,5}lorem ipsum\W{0,5}$", re.IGNORECASE)
_CODE = re.compile(r"(`{1,3})[^`]{1,2000}\1")
_RECORDS = re.compile(r"\b(?:minutes|meetings?|stand-?up|agenda)\b", re.IGNORECASE)
"""In the notes of a meeting, `TODO` is a task somebody took on."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 20_000
_TRIGGERS = (
    *("tbd", "tbc", "tba", "todo", "fixme", "xxx", "tktk", "to be ", "coming soon", "in progress"),
    *("construction", "placeholder", "to go here", "goes here", "text here", "yet written"),
    *("write me", "to come", "to follow", "lorem ipsum", "insert", "fill in", "replace with"),
    *("add ", "enter ", "describe ", "write ", "draft", "stub", "incomplete", "unfinished"),
    "being written",
)
"""Cheap to look for; a text without any of them cannot hold a placeholder."""


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One place where the text is missing."""

    line: int
    quote: str


def placeholders(content: Content) -> Iterator[Placeholder]:
    """Yield every block that is, holds or begins with a placeholder; code never counts."""
    shows_filler = any(
        b.kind is BlockKind.CODE and "lorem ipsum" in b.text[:_LONGEST].lower()
        for b in content.blocks
    )
    if _RECORDS.search(content.title or ""):
        return
    for number, block in enumerate(content.blocks):
        if block.kind is BlockKind.CODE or len(block.text) > _LONGEST:
            continue
        source = content.text[block.span.start : block.span.end][: 2 * _LONGEST]
        folded = source.lower()
        if not any(trigger in folded for trigger in _TRIGGERS):
            continue
        prose = _CODE.sub(" ", source)
        for offset, text in enumerate(block.text.split("\n")):
            found = _find(block, text.strip())
            if found is None or (shows_filler and _LOREM.search(found)):
                continue
            if _FILL_IN.fullmatch(found) and _is_to_copy(content, number, text, found):
                continue
            if _core(found) in prose:
                yield Placeholder(block.span.line + offset, found)
                break
        else:
            yield from _angled(block, prose)
    yield from _angled_alone(content)


def _find(block: Block, text: str) -> str | None:
    if block.kind is BlockKind.TABLE_ROW:
        cells = text.split(" | ") if not block.level else []
        return text if any(_is_blank(cell.strip()) for cell in cells) else None
    if block.kind is BlockKind.HEADING and _TOPIC.match(text):
        return None
    if _WHOLE.fullmatch(text) or _LOREM.search(text):
        return text
    if block.kind is not BlockKind.HEADING and _says_so(text):
        return text
    marked = (m for m in _BRACKETED.finditer(text) if not _spells_out(text[: m.start()], m[0]))
    found = next(marked, None) or _LEFT_OPEN.search(text) or _FILL_IN.search(text)
    if not found and block.kind is not BlockKind.HEADING:
        found = _LEFT_TO.fullmatch(text) or _LEFT_TO_LOUDLY.search(text)
    return found[0] if found else None


def _spells_out(before: str, found: str) -> bool:
    """Whether the letters stand for the words before: “traditional birth attendant (TBA)”."""
    letters = found.strip("()[]{} ").lower()
    words = _WORD.findall(before[-200:])[-len(letters) :]
    return found.startswith("(") and letters == "".join(word[0] for word in words).lower()


def _is_to_copy(content: Content, number: int, text: str, found: str) -> bool:
    """Whether a blank belongs to a text readers copy and fill in, so that nothing is missing."""
    block = content.blocks[number]
    before, _, after = text.partition(found)
    if block.kind is BlockKind.QUOTE or _TO_COPY.search(content.title or ""):
        return True
    if _GREETING.match(text) or (re.search('[“"„«]', before) and re.search('[”"“»]', after)):
        return True
    if found.isupper():
        return False
    above = (b.text[:500] for b in content.blocks[max(0, number - _LEAD) : number])
    asks = block.kind is BlockKind.HEADING and text.endswith("?")
    return asks or any(_TO_COPY.search(said) for said in (*block.heading_path, *above))


def _is_blank(cell: str) -> bool:
    return any(p.fullmatch(cell) for p in (_WHOLE, _LEFT_OPEN, _LEFT_TO, _FILL_IN))


def _says_so(text: str) -> bool:
    return any(p.match(text) for p in (_LEADING, _ABOUT_ITSELF, _STILL_OPEN)) or bool(
        _LABELLED.fullmatch(text)
    )


def _core(found: str) -> str:
    """The part that has to stand in the source outside backticks."""
    key = _KEY.search(found)
    return key[0] if key else ""


def _angled(block: Block, prose: str) -> Iterator[Placeholder]:
    """`<insert name>` looks like a tag, so that parsers drop it from the text."""
    if found := _ANGLED.search(prose):
        line = block.span.line + prose.count("\n", 0, found.start())
        yield Placeholder(line, found[0])


def _angled_alone(content: Content) -> Iterator[Placeholder]:
    """On a line of its own it is in no block at all."""
    if content.format != "markdown":
        return
    spans = [block.span for block in content.blocks]
    for found in _ANGLED_LINE.finditer(content.text):
        line = content.text.count("\n", 0, found.end()) + 1
        if not any(span.line <= line <= span.end_line for span in spans):
            yield Placeholder(line, found[0].strip())
