"""PDF through pypdfium2: text by page, its lines joined to paragraphs; no OCR."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Limits, SkipReason
from ragaudit_connectors.parsing import pdf_hidden
from ragaudit_connectors.parsing.archive import REMOVE_PASSWORD, REPLACE, refuse_empty
from ragaudit_connectors.parsing.composing import Composition, clean
from ragaudit_connectors.parsing.properties import of_pdf

MAX_PAGES = 5_000
_PASSWORD_ERROR, _SECURITY_ERROR = 4, 5
_IMAGE, _FORM = 3, 5
_MAX_FORM_DEPTH = 3
_MAX_LISTED = 5
_TAIL = 64_000
"""Where a whole PDF says how it is built; some servers append rubbish after it."""
_LINE = re.compile(r"[^\r\n]+")
_ITEM = re.compile(r"(?:[•◦▪‣●○■–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s", re.IGNORECASE)
_ENDS_SENTENCE = (".", "!", "?", ":", ";", ".”", '."', ".)")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line and where its first and last character stand, in points from the page's corner.

    The two differ in height where pdfium joined a word divided at the end of the line.
    """

    text: str
    left: float = 0.0
    right: float = 0.0
    first_bottom: float = 0.0
    first_height: float = 0.0
    last_bottom: float = 0.0
    last_height: float = 0.0


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Read a PDF page by page; a page that cannot be read is a failure, not the end."""
    import pypdfium2

    refuse_empty(data, "pdf")
    document = _opened(data)
    try:
        info = document.get_metadata_dict()
        count = len(document)
        if not count:
            raise SkipError(SkipReason.CORRUPT, "this .pdf file has no readable page", REPLACE)
        out = Composition(limits)
        empty, broken = [], []
        for number in range(1, min(count, MAX_PAGES) + 1):
            if out.full:
                break
            try:
                if not _add_page(out, document[number - 1], number):
                    empty.append(number)
            except (pypdfium2.PdfiumError, ValueError, OSError) as error:
                broken.append(number)
                out.fail("page-unreadable", f"page {number}: {clean(str(error))[:100]}")
        if len(broken) == count:
            raise SkipError(SkipReason.CORRUPT, f"none of its {count} pages can be read", REPLACE)
        if count > MAX_PAGES:
            out.fail("truncated", f"only the first {MAX_PAGES:,} of {count:,} pages were read")
        _note_attachments(out, document)
        if b"startxref" not in data[-_TAIL:]:
            detail = f"the end of the file is missing; {count} pages could be restored"
            out.fail("truncated", detail)
    finally:
        document.close()
    return out.content("pdf", of_pdf(info), pages=count, empty_pages=tuple(empty))


def _opened(data: bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD_ERROR, _SECURITY_ERROR):
            detail = "this .pdf file needs a password"
            raise SkipError(SkipReason.ENCRYPTED, detail, REMOVE_PASSWORD) from error
        detail = "is cut off or damaged: no readable .pdf file"
        raise SkipError(SkipReason.CORRUPT, detail, REPLACE) from error


def _add_page(out: Composition, page: Any, number: int) -> bool:
    """Add one page's text; returns False for a page that shows an image and has no text."""
    try:
        text_page = page.get_textpage()
        try:
            paragraphs = _paragraphs(_lines(text_page))
            hidden = pdf_hidden.on_page(page, text_page, number) if paragraphs else []
        finally:
            text_page.close()
        for paragraph in paragraphs:
            out.add(BlockKind.PARAGRAPH, paragraph, page=number)
        for part in hidden:
            out.hide(part, page=number)
        return bool(paragraphs) or not _shows_image(page)
    finally:
        page.close()


def _shows_image(page: Any) -> bool:
    return any(
        item.type == _IMAGE
        for item in page.get_objects(filter=[_IMAGE, _FORM], max_depth=_MAX_FORM_DEPTH)
    )


def _lines(text_page: Any) -> list[_Line]:
    lines = []
    for match in _LINE.finditer(text_page.get_text_range()):
        shown = match[0].strip()
        if shown:
            first = match.start() + len(match[0]) - len(match[0].lstrip())
            last = match.start() + len(match[0].rstrip()) - 1
            lines.append(_placed(text_page, shown, first, last))
    return lines


def _placed(text_page: Any, text: str, first: int, last: int) -> _Line:
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDFText_GetCharIndexFromTextIndex as char_at

    start, end = char_at(text_page, first), char_at(text_page, last)
    if not 0 <= start <= end < text_page.count_chars():
        return _Line(text)
    try:
        left, bottom, _, top = text_page.get_charbox(start, loose=True)
        _, last_bottom, right, last_top = text_page.get_charbox(end, loose=True)
    except PdfiumError:
        return _Line(text)
    return _Line(text, left, right, bottom, top - bottom, last_bottom, last_top - last_bottom)


def _paragraphs(lines: list[_Line]) -> list[str]:
    """Lines joined where the print shows that they belong together."""
    steps = [a.last_bottom - b.first_bottom for a, b in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [0.0])
    width = max((line.right - line.left for line in lines), default=0.0)
    paragraphs: list[list[str]] = []
    for number, line in enumerate(lines):
        if number and not _starts_paragraph(lines[number - 1], line, usual, width):
            paragraphs[-1].append(line.text)
        else:
            paragraphs.append([line.text])
    texts = (clean("\n".join(paragraph)) for paragraph in paragraphs)
    return [text for text in texts if text]


def _starts_paragraph(above: _Line, line: _Line, usual: float, width: float) -> bool:
    step = above.last_bottom - line.first_bottom
    smaller, taller = sorted((above.last_height, line.first_height))
    return (
        step < -usual / 2
        or step > max(usual, smaller) * 1.4
        or taller > smaller * 1.25
        or _ITEM.match(line.text) is not None
        or (above.text.endswith(_ENDS_SENTENCE) and above.right - above.left < width * 0.8)
    )


def _note_attachments(out: Composition, document: Any) -> None:
    names = [document.get_attachment(i).get_name() for i in range(document.count_attachments())]
    for name in names[:_MAX_LISTED]:
        out.fail("attachment-not-read", clean(name)[:200])
    if len(names) > _MAX_LISTED:
        out.fail("attachment-not-read", f"and {len(names) - _MAX_LISTED} more attached files")
