"""Office documents, EPUB, RTF and Org, one function a format.

Word and PowerPoint go through `unstructured`; Excel through openpyxl, the reader beneath it, since
`unstructured` re-types columns and guesses tables; the others through pandoc, the program
beneath it, since its document tree keeps headings, tables and links.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Limits, SkipReason
from ragaudit_connectors.parsing import docx_hidden, ooxml, org, pandoc, properties
from ragaudit_connectors.parsing.archive import (
    REPLACE,
    Archive,
    failing_as_damage,
    parse_xml,
    refuse_empty,
)
from ragaudit_connectors.parsing.composing import Composition, row
from ragaudit_connectors.parsing.rtf_charsets import rewrite
from ragaudit_connectors.parsing.rtf_info import of_rtf
from ragaudit_connectors.parsing.unstructured_setup import NO_LANGUAGE, partitioner

_DIAGRAM = b'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"'
_PICTURES = (b"<p:pic>", b"<p:pic ", b"<p:graphicFrame>", b"<p:graphicFrame ")
_MAX_SHEET_COLUMNS = 16_384


def parse_docx(data: bytes, path: str, limits: Limits) -> Content:
    """Read a Word document: body, tables, text boxes, footnotes, page headers and footers."""
    archive = Archive(data, "docx")
    archive.require("[Content_Types].xml")
    partition = partitioner("docx")
    out = Composition(limits)
    with failing_as_damage("docx"):
        plain = io.BytesIO(ooxml.plain_docx(archive))
        elements = partition(file=plain, languages=NO_LANGUAGE, include_page_breaks=False)
        running: set[str] = set()
        for element in elements:
            if element.category in ("Header", "Footer"):
                if element.text in running:
                    continue
                running.add(element.text)
            _add_element(out, element)
        for part in docx_hidden.of_word(archive):
            out.hide(part)
    return out.content("docx", properties.of_ooxml(archive))


def parse_pptx(data: bytes, path: str, limits: Limits) -> Content:
    """Read a presentation: every slide's title, text, tables and notes."""
    archive = Archive(data, "pptx")
    archive.require("[Content_Types].xml")
    partition = partitioner("pptx")
    out = Composition(limits)
    with failing_as_damage("pptx"):
        plain = ooxml.plain_pptx(archive)
        elements = partition(
            file=io.BytesIO(plain),
            languages=NO_LANGUAGE,
            include_page_breaks=False,
            include_slide_notes=True,
        )
        for element in sorted(elements, key=_title_before_notes):
            _add_element(out, element, page=element.metadata.page_number)
        slides = _slides_in_order(plain)
        for number, part in enumerate(slides, start=1):
            if _DIAGRAM in part:
                out.fail("diagram-not-read", f"slide {number}: a SmartArt diagram was not read")
    with_text = {block.page for block in out.blocks}
    empty = tuple(
        number
        for number, part in enumerate(slides, start=1)
        if number not in with_text and any(mark in part for mark in _PICTURES)
    )
    fields = properties.of_ooxml(archive)
    return out.content("pptx", fields, pages=len(slides), empty_pages=() if out.full else empty)


def parse_xlsx(data: bytes, path: str, limits: Limits) -> Content:
    """Read a workbook: every sheet as a heading with its rows."""
    archive = Archive(data, "xlsx")
    archive.require("[Content_Types].xml")
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise pandoc.missing_extra("xlsx") from error
    out = Composition(limits)
    with failing_as_damage("xlsx"):
        book = load_workbook(
            io.BytesIO(ooxml.plain_xlsx(archive)), read_only=True, data_only=True, keep_links=False
        )
        for sheet in book.worksheets:
            _add_sheet(out, sheet)
        book.close()
    return out.content("xlsx", properties.of_ooxml(archive))


def parse_odt(data: bytes, path: str, limits: Limits) -> Content:
    """Read an OpenDocument text."""
    archive = Archive(data, "odt")
    archive.require("content.xml")
    return pandoc.compose(data, "odt", limits).content("odt", properties.of_odf(archive))


def parse_epub(data: bytes, path: str, limits: Limits) -> Content:
    """Read an e-book."""
    archive = Archive(data, "epub")
    archive.require("META-INF/container.xml")
    return pandoc.compose(data, "epub", limits).content("epub", properties.of_epub(archive))


def parse_rtf(data: bytes, path: str, limits: Limits) -> Content:
    """Read a Rich Text file."""
    refuse_empty(data, "rtf")
    if not data.lstrip().startswith(b"{\\rtf"):
        raise SkipError(SkipReason.CORRUPT, "does not start like a Rich Text file", REPLACE)
    rtf = rewrite(data)
    return pandoc.compose(rtf.data, "rtf", limits, rtf.stand_ins).content("rtf", of_rtf(data))


def parse_org(data: bytes, path: str, limits: Limits) -> Content:
    """Read an Org file."""
    return org.parse(data, path, limits)


def _add_element(out: Composition, element: Any, page: int | None = None) -> None:
    metadata = element.metadata
    if element.category == "Table":
        for level, cells in _table_rows(metadata.text_as_html or "") or [(0, [element.text])]:
            out.add(BlockKind.TABLE_ROW, row(cells), level, page)
    else:
        kind, level = _kind(element, slide=page is not None)
        text = " ".join(element.text.split()) if kind is BlockKind.HEADING else element.text
        out.add(kind, text, level, page)
    for target, text in zip(metadata.link_urls or (), metadata.link_texts or (), strict=False):
        out.link(target, text or "")


def _kind(element: Any, slide: bool) -> tuple[BlockKind, int]:
    depth = element.metadata.category_depth or 0
    if element.category == "ListItem":
        return BlockKind.LIST_ITEM, depth + 1
    # On slides `unstructured` calls every short line a title; only depth 0 is a title by its place.
    if element.category == "Title" and not (slide and depth):
        return BlockKind.HEADING, min(depth + 1, 6)
    return BlockKind.PARAGRAPH, 0


def _table_rows(html: str) -> list[tuple[int, list[str]]]:
    root = parse_xml(html.encode())
    rows = list(root.iter("tr")) if root is not None else []
    texts = [[" ".join(cell.itertext()) for cell in line] for line in rows]
    return [(1 if n == 0 and len(texts) > 1 else 0, cells) for n, cells in enumerate(texts)]


def _title_before_notes(element: Any) -> tuple[int, bool]:
    is_title = _kind(element, slide=True)[0] is BlockKind.HEADING
    return element.metadata.page_number or 0, not is_title


def _slides_in_order(deck: bytes) -> list[bytes]:
    from pptx import Presentation

    return [slide.part.blob for slide in Presentation(io.BytesIO(deck)).slides]


def _add_sheet(out: Composition, sheet: Any) -> None:
    # The size a sheet states may be wrong: a wrong one would hide cells.
    sheet.reset_dimensions()
    first = True
    for cells in _filled_rows(sheet):
        if out.full:
            return
        if first:
            out.add(BlockKind.HEADING, sheet.title, 1)
        out.add(BlockKind.TABLE_ROW, row(cells), 1 if first else 0)
        first = False


def _filled_rows(sheet: Any) -> Iterator[list[str]]:
    for values in sheet.iter_rows(values_only=True):
        if any(value is not None for value in values):
            yield [_cell_text(value) for value in values[:_MAX_SHEET_COLUMNS]]


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
