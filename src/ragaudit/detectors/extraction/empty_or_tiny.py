"""EXT701: a document with nothing, or next to nothing, to retrieve."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.extraction._elsewhere import has_key, is_made_elsewhere, is_pointer
from ragaudit.detectors.extraction._prose import DATA_FORMATS, listed, prose, word_count
from ragaudit.model import (
    BlockKind,
    Confidence,
    Content,
    Observation,
    Origin,
    Remedy,
    Rule,
    Severity,
)
from ragaudit.text import shorten

_FEW = 20
"""Fewer words say nothing that can be understood on its own, complete sentence or not."""
_SHORT = 50
"""Gopher's least length of a document; from `_FEW` on only text without a sentence is reported."""
_SHORT_BY_NATURE = DATA_FORMATS | {"eml", "msg", "pptx"}
_COVERS_FROM = 4
"""From so many pages on, a first or last page that is only a picture is a cover."""
_TABLE_ROWS = 3
"""A table of so many rows is complete, however few its words."""
_STRUCTURE = (BlockKind.TABLE_ROW, BlockKind.LIST_ITEM, BlockKind.CODE)
_SENTENCE = re.compile(r"(?:[^\s.!?。！？]+\s+){4,200}[^\s.!?]+[.!?](?=\s|$|[\"'”’)*_])|[。！？]")
_WORD = re.compile(r"\w{2,60}")
_DEFINITION = re.compile(
    r"(.{1,80}?)\s(?:(?:is|are) (?:an?|the|any|one|to (?!be\b)|when|where|how|what)\b"
    r"|(?:means|denotes|describes|refers to|stands for)\b"
    r"|(?:ist|sind) (?:eine?|der|die|das)\b|(?:bedeutet|bezeichnet)\b"
    r"|est (?:une?|la|le)\b|désigne\b)"
)
_ERROR_PAGE = re.compile(r"\W*(?:(?:error )?404\b|(?:page |file )?not found\b)", re.IGNORECASE)
_LAID_OUT = ("layout", "template", "cascade", "sections")
"""Metadata of pages whose text a site generator puts together."""
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)


class EmptyOrTiny(ContentDetector):
    """Reports documents and pages without text, and documents of a few words."""

    rule = Rule(
        code="EXT701",
        name="empty-or-tiny",
        severity=Severity.WARN,
        summary="The document, or some of its pages, holds no text or only a few words.",
        why=(
            "A scan without a text layer, or a page nobody has written yet, looks like a source "
            "and answers nothing: people believe the subject is covered, and the retriever "
            "returns whatever else comes close. Very short texts are also retrieved for "
            "questions they do not answer."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Run text recognition over scans, write the text that is missing, merge the few "
            "words into a page on the subject, or take the file out of the source."
        ),
        example="A PDF whose 12 pages are photographs of paper; a page that says only “# VPN”.",
        not_reported=(
            "Redirect stubs; lists of links; pages a template puts together, or whose metadata "
            "describes them; error pages; a sentence that says what the title means; a snippet of "
            "code or a table with its header; from 20 words on, anything with a whole sentence, a "
            "table, a list, code or a link; data files, mails and slides, unless they are empty; "
            "the covers of a longer document."
        ),
        references=("Rae et al. 2021, Scaling Language Models (Gopher), table A1",),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation."""
        count = _count(content)
        if count == 0:
            if (observation := _empty(content)) is not None:
                yield observation
        elif pages := _pages_without_text(content):
            yield _partly_scanned(content, pages)
        elif _is_tiny(content, count):
            yield _tiny(content, count)


def _count(content: Content) -> int:
    """Words, counted no further than it matters."""
    count = 0
    for block in content.blocks:
        count += word_count(block.text)
        if count >= _SHORT:
            break
    return count


def _empty(content: Content) -> Observation | None:
    if content.empty_pages:
        many = len(content.empty_pages)
        noun = "slide" if content.format == "pptx" else "page"
        pages = f"Its one {noun} is an image" if many == 1 else f"All {many} {noun}s are images"
        message = f"{pages} without a text layer, so nothing of it can be retrieved."
        action = "Run text recognition (OCR) over it, for example `ocrmypdf IN OUT`."
        return Observation(message, severity=Severity.ERROR, action=action, key="scan")
    if not content.text.strip() and not content.metadata:
        message = "The file is empty." if not content.text else "The file holds only white space."
        return Observation(message, severity=Severity.ERROR, key="empty")
    if is_made_elsewhere(content) or has_key(content, _LAID_OUT) or _is_described(content):
        return None
    severity = Severity.ERROR
    if images := sum(link.image for link in content.links):
        shown = "an image" if images == 1 else f"{images} images"
        message = f"The document holds {shown} and no text."
    elif any(field.origin is Origin.FRONT_MATTER for field in content.metadata):
        # Section pages of a site generator look like this too, and are meant to.
        message, severity = "The document holds metadata and no text.", Severity.WARN
    elif content.format == "html" and _SCRIPT.search(content.text):
        message, severity = "The page holds no text outside its scripts.", Severity.WARN
    else:
        message = "No text could be found in the document."
    return Observation(message, severity=severity, key="empty")


def _is_described(content: Content) -> bool:
    """Whether metadata says in words what the page is about, as for a list of other pages."""
    return content.format == "markdown" and any(
        field.key == "description" and field.value.count(" ") >= 3 for field in content.metadata
    )


def _pages_without_text(content: Content) -> tuple[int, ...]:
    pages, last = content.empty_pages, content.pages or 0
    if last >= _COVERS_FROM:
        pages = tuple(page for page in pages if page not in (1, last))
    return pages


def _partly_scanned(content: Content, pages: tuple[int, ...]) -> Observation:
    several = len(pages) > 1
    message = (
        f"{'Pages' if several else 'Page'} {listed(pages)} of {content.pages or 'the document'} "
        f"{'are images' if several else 'is an image'} without text, so what "
        f"{'they show' if several else 'it shows'} cannot be retrieved."
    )
    mostly = 2 * len(content.empty_pages) >= (content.pages or 0)
    return Observation(
        message,
        severity=Severity.ERROR if mostly else Severity.WARN,
        confidence=Confidence.HIGH if mostly else Confidence.MEDIUM,
        action="Run text recognition (OCR) over these pages, or describe the images in text.",
        key="pages",
    )


def _is_tiny(content: Content, count: int) -> bool:
    if count >= _SHORT or content.format in _SHORT_BY_NATURE or content.failures:
        return False
    if is_made_elsewhere(content) or is_pointer(content):
        return False
    kinds = Counter(block.kind for block in content.blocks)
    if count < _FEW:
        if _defines(content) or _ERROR_PAGE.match(content.title or ""):
            return False
        return not kinds[BlockKind.CODE] and kinds[BlockKind.TABLE_ROW] < _TABLE_ROWS
    structured = any(kinds[kind] for kind in _STRUCTURE)
    return not structured and not content.links and not _says_something(content)


def _defines(content: Content) -> bool:
    """Whether it is the entry of a glossary: one whole sentence that says what its title is."""
    words = {word.casefold() for word in _WORD.findall(content.title or "")}
    text = " ".join(block.text for block in prose(content))
    found = _DEFINITION.match(text)
    if found is None or not _SENTENCE.search(text):
        return False
    return bool(words & {word.casefold() for word in _WORD.findall(found[1])})


def _says_something(content: Content) -> bool:
    return any(_SENTENCE.search(block.text) for block in prose(content))


def _tiny(content: Content, count: int) -> Observation:
    text = " ".join(block.text for block in content.blocks)
    whole = "in all" if count < _FEW else "in all and no whole sentence"
    return Observation(
        message=f"The document has {count} word{'' if count == 1 else 's'} {whole}.",
        line=content.blocks[0].span.line,
        quote=shorten(text),
        confidence=Confidence.HIGH if count < _FEW else Confidence.MEDIUM,
        action="Write what is missing, or merge it into the page it belongs to.",
    )
