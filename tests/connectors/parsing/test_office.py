"""Word, PowerPoint and Excel: structure, hidden text, properties, and hostile containers."""

from __future__ import annotations

import io
import socket
import zipfile
from typing import Any

import pytest

from ragaudit.model import BlockKind, Content, Failure, Limits
from ragaudit_connectors.parsing import office

pytestmark = pytest.mark.office

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIMITS = Limits()


@pytest.fixture(autouse=True)
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens a connection fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a parser opened a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def word() -> Any:
    """An empty Word document."""
    import docx

    return docx.Document()


def saved(document: Any) -> bytes:
    """The bytes a document is saved as."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """A zip file with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, changes.get(name, source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            target.writestr(name, changes[name])
    return out.getvalue()


def in_body(data: bytes, xml: str) -> bytes:
    """A Word document with raw XML at the start of its body."""
    part = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    return repacked(
        data, {"word/document.xml": part.replace(b"<w:body>", b"<w:body>" + xml.encode())}
    )


def texts(content: Content) -> list[str]:
    """The text of every block."""
    return [block.text for block in content.blocks]


def docx_of(document: Any) -> Content:
    """Parse a Word document built here."""
    return office.parse_docx(saved(document), "a.docx", LIMITS)


def test_word_blocks_keep_their_kind_level_and_place() -> None:
    """Headings by style, numbered and bulleted lists, and the path of headings above."""
    document = word()
    document.add_heading("Travel policy", 1)
    document.add_heading("Trains", 2)
    document.add_paragraph("Book early.")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    content = docx_of(document)
    path = ("Travel policy", "Trains")
    expected = [
        (BlockKind.HEADING, "Travel policy", 1, (), 1),
        (BlockKind.HEADING, "Trains", 2, ("Travel policy",), 3),
        (BlockKind.PARAGRAPH, "Book early.", 0, path, 5),
        (BlockKind.LIST_ITEM, "1. first", 1, path, 7),
        (BlockKind.LIST_ITEM, "2. second", 1, path, 9),
    ]
    found = [(b.kind, b.text, b.level, b.heading_path, b.span.line) for b in content.blocks]
    assert expected == found
    spans = [content.text[b.span.start : b.span.end] for b in content.blocks]
    assert texts(content) == spans


def test_word_tables_are_rows() -> None:
    """The first row is the header; cells are joined by a bar."""
    document = word()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["Class", "Limit", "2nd", "80\n€"], strict=True):
        cell.text = text
    content = docx_of(document)
    expected = [("Class | Limit", 1), ("2nd | 80 €", 0)]
    assert expected == [(b.text, b.level) for b in content.blocks]


HIDDEN = {
    "content control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "custom XML": "<w:customXml>{}</w:customXml>",
    "text box": (
        "<w:p><w:r><w:pict><v:textbox xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    ),
}


@pytest.mark.parametrize("wrapper", HIDDEN.values(), ids=HIDDEN.keys())
def test_text_that_plain_readers_pass_over_is_read_once(wrapper: str) -> None:
    """Wrapped paragraphs are text like any other."""
    xml = wrapper.format("<w:p><w:r><w:t>Owner: Ann</w:t></w:r></w:p>")
    content = office.parse_docx(in_body(saved(word()), xml), "a.docx", LIMITS)
    expected = ["Owner: Ann"]
    assert expected == texts(content)


def test_tracked_changes_are_read_as_accepted() -> None:
    """An insertion is text; a deletion is not."""
    xml = (
        "<w:p><w:r><w:t xml:space='preserve'>Pay within </w:t></w:r>"
        "<w:del w:id='1' w:author='x'><w:r><w:delText>30</w:delText></w:r></w:del>"
        "<w:ins w:id='2' w:author='x'><w:r><w:t>14</w:t></w:r></w:ins>"
        "<w:r><w:t xml:space='preserve'> days.</w:t></w:r></w:p>"
    )
    content = office.parse_docx(in_body(saved(word()), xml), "a.docx", LIMITS)
    expected = ["Pay within 14 days."]
    assert expected == texts(content)


def test_footnotes_are_read() -> None:
    """They follow the text; the separator lines do not."""
    notes = (
        f"<w:footnotes {W}><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:t>---</w:t></w:r>"
        "</w:p></w:footnote><w:footnote w:id='1'><w:p><w:r><w:t>Except Fridays.</w:t></w:r></w:p>"
        "</w:footnote></w:footnotes>"
    )
    document = word()
    document.add_paragraph("We close at five.")
    data = repacked(saved(document), {"word/footnotes.xml": notes.encode()})
    expected = ["We close at five.", "Except Fridays."]
    assert expected == texts(office.parse_docx(data, "a.docx", LIMITS))


def test_running_headers_are_read_once() -> None:
    """A header of every section is one block, not a repetition."""
    document = word()
    document.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    document.add_paragraph("One.")
    document.add_section().header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "CONFIDENTIAL"
    document.add_paragraph("Two.")
    expected = ["CONFIDENTIAL", "One.", "Two."]
    assert expected == texts(docx_of(document))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/", b"http://purl.oclc.org/ooxml/wordprocessingml/"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"),
        (b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
         b"application/vnd.ms-word.document.macroEnabled.main+xml"),
    ],
)  # fmt: skip
def test_other_dialects_of_word_are_read(old: bytes, new: bytes) -> None:
    """ISO Strict namespaces and files with macros."""
    document = word()
    document.add_heading("Policy", 1)
    data = saved(document)
    archive = zipfile.ZipFile(io.BytesIO(data))
    changes = {n: archive.read(n).replace(old, new) for n in archive.namelist()}
    expected = [(BlockKind.HEADING, "Policy")]
    content = office.parse_docx(repacked(data, changes), "a.docx", LIMITS)
    assert expected == [(block.kind, block.text) for block in content.blocks]


def deck() -> Any:
    """A presentation with a title slide, a group, a table, notes and a picture-only slide."""
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    first = made.slides.add_slide(made.slide_layouts[5])
    first.shapes.title.text = "Roadmap"
    group = first.shapes.add_group_shape()
    group.shapes.add_textbox(-5, 0, 10, 10).text_frame.text = "Grouped words"
    first.notes_slide.notes_text_frame.text = "Say hello."
    made.slides.add_slide(made.slide_layouts[6])
    third = made.slides.add_slide(made.slide_layouts[6])
    table = third.shapes.add_table(1, 2, 0, 0, Inches(1), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "Q1", "done"
    return made


def test_slides_are_pages_with_their_titles_groups_tables_and_notes() -> None:
    """Every word of a slide is read, and only its title is a heading."""
    content = office.parse_pptx(saved(deck()), "a.pptx", LIMITS)
    expected = {
        (BlockKind.HEADING, "Roadmap", 1),
        (BlockKind.PARAGRAPH, "Grouped words", 1),
        (BlockKind.PARAGRAPH, "Say hello.", 1),
        (BlockKind.TABLE_ROW, "Q1 | done", 3),
    }
    assert expected == {(b.kind, b.text, b.page) for b in content.blocks}
    assert texts(content)[0] == "Roadmap"
    pages: tuple[int | None, tuple[int, ...]] = (3, ())
    assert pages == (content.pages, content.empty_pages)


def test_sheets_are_headings_with_their_rows() -> None:
    """Numbers, dates and texts keep every digit; a stated size that is wrong hides nothing."""
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Rates"
    sheet.append(["city", "since", "rate", "code"])
    sheet.append(["Bonn", datetime.date(2026, 1, 2), 1234567.891, "007"])
    sheet.append([None, None, None, None])
    sheet.append(["Köln", datetime.datetime.fromisoformat("2026-01-02 08:30"), 80.0, True])
    book.create_sheet("Empty")
    archive = zipfile.ZipFile(io.BytesIO(saved(book)))
    part = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:D4"', b'ref="A1:A1"')
    data = repacked(saved(book), {"xl/worksheets/sheet1.xml": part})
    content = office.parse_xlsx(data, "a.xlsx", LIMITS)
    expected = [
        (BlockKind.HEADING, "Rates", 1),
        (BlockKind.TABLE_ROW, "city | since | rate | code", 1),
        (BlockKind.TABLE_ROW, "Bonn | 2026-01-02 | 1234567.891 | 007", 0),
        (BlockKind.TABLE_ROW, "Köln | 2026-01-02 08:30:00 | 80 | True", 0),
    ]
    assert expected == [(b.kind, b.text, b.level) for b in content.blocks]


def test_properties_become_metadata() -> None:
    """Core ones under the name of the format, those the author defined as custom ones."""
    document = word()
    core = document.core_properties
    core.title, core.author, core.content_status = "Travel policy", "Ann Bee", "Draft"
    space = "http://schemas.openxmlformats.org/officeDocument/2006"
    custom = (
        f'<Properties xmlns="{space}/custom-properties" xmlns:vt="{space}/docPropsVTypes">'
        '<property name="Review Date"><vt:lpwstr>2026-05-01</vt:lpwstr></property></Properties>'
    )
    data = repacked(saved(document), {"docProps/custom.xml": custom.encode()})
    content = office.parse_docx(data, "a.docx", LIMITS)
    fields = {field.key: field.value for field in content.metadata}
    expected = {
        "docx:title": "Travel policy",
        "docx:author": "Ann Bee",
        "docx:status": "Draft",
        "docx:custom.review_date": "2026-05-01",
    }
    assert expected == {key: fields.get(key) for key in expected}
    assert content.title == "Travel policy"


def test_the_character_limit_is_a_failure() -> None:
    """Text beyond the limit is cut, and said so once."""
    document = word()
    for _ in range(5):
        document.add_paragraph("ten chars.")
    content = office.parse_docx(saved(document), "a.docx", Limits(max_chars=25))
    expected = (Failure("truncated", "only the first 25 characters were read"),)
    assert expected == content.failures
    assert content.text == "ten chars.\n\nten chars.\n\nt"
