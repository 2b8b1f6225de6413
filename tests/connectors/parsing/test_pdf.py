"""PDF: text by page, properties, and every kind of trouble as a typed result."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Failure, Limits, MetaField, Origin, SkipReason
from ragaudit_connectors.parsing import pdf
from ragaudit_connectors.parsing.properties import iso_date

pytestmark = pytest.mark.office
"""The files are made with pypdf, which comes with the extra."""

Change = Callable[[pypdf.PdfWriter], object]


def text_page(writer: pypdf.PdfWriter, lines: list[tuple[int, str]]) -> None:
    """Add a page with lines at these heights."""
    page = writer.add_blank_page(width=300, height=400)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = "".join(f"BT /F1 12 Tf 20 {y} Td ({text}) Tj ET\n" for y, text in lines)
    stream = DecodedStreamObject()
    stream.set_data(drawn.encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(stream)


def image_page(writer: pypdf.PdfWriter) -> None:
    """Add a page that shows one grey pixel and has no text, like a scan."""
    page = writer.add_blank_page(width=300, height=400)
    image = StreamObject()
    image.set_data(b"\x80")
    for key, value in (
        ("/Type", "/XObject"),
        ("/Subtype", "/Image"),
        ("/ColorSpace", "/DeviceGray"),
    ):
        image[NameObject(key)] = NameObject(value)
    for key, number in (("/Width", 1), ("/Height", 1), ("/BitsPerComponent", 8)):
        image[NameObject(key)] = pypdf.generic.NumberObject(number)
    images = DictionaryObject({NameObject("/Im0"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
    stream = DecodedStreamObject()
    stream.set_data(b"q 200 0 0 300 20 20 cm /Im0 Do Q")
    page[NameObject("/Contents")] = writer._add_object(stream)


def made(*changes: Change) -> bytes:
    """The bytes of a PDF with one page of text, changed."""
    writer = pypdf.PdfWriter()
    text_page(writer, [(360, "Travel policy"), (320, "Book trains"), (306, "two weeks ahead.")])
    for change in changes:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def parse(data: bytes, **limits: int) -> Content:
    """Parse bytes as a PDF."""
    return pdf.parse(data, "policy.pdf", Limits(**limits))


def skipped(data: bytes) -> SkipReason:
    """Why bytes are no readable PDF."""
    with pytest.raises(SkipError) as caught:
        parse(data)
    return caught.value.reason


def test_lines_that_belong_together_are_one_paragraph() -> None:
    """A gap between lines starts a paragraph; each block knows its page and its place."""
    content = parse(made(lambda w: text_page(w, [(360, "Second page")])))
    expected = [
        ("Travel policy", 1, 1),
        ("Book trains\ntwo weeks ahead.", 1, 3),
        ("Second page", 2, 6),
    ]
    assert expected == [(b.text, b.page, b.span.line) for b in content.blocks]
    assert content.text == "Travel policy\n\nBook trains\ntwo weeks ahead.\n\nSecond page"
    assert (content.pages, content.empty_pages, content.failures) == (2, (), ())


def test_a_list_item_is_told_by_its_mark() -> None:
    """A bullet makes a list item, and is not part of its text."""
    content = parse(made(lambda w: text_page(w, [(360, "Bring:"), (346, "\\225 a ticket")])))
    last = content.blocks[-1]
    assert (last.kind, last.text, last.level) == (BlockKind.LIST_ITEM, "a ticket", 1)


def test_document_information_becomes_metadata() -> None:
    """Dates are ISO 8601, a date that is none stays as written, and the title is the title."""
    info = {
        "/Title": "Travel policy 2026",
        "/Author": "Ann Bee",
        "/CreationDate": "D:20260304101500+01'00'",
        "/ModDate": "last week",
    }
    content = parse(made(lambda w: w.add_metadata(info)))
    expected = {
        "pdf:title": "Travel policy 2026",
        "pdf:author": "Ann Bee",
        "pdf:creationdate": "2026-03-04T10:15:00+01:00",
        "pdf:moddate": "last week",
    }
    assert expected == {field.key: field.value for field in content.metadata}
    assert (content.title, content.title_origin) == ("Travel policy 2026", "properties")
    assert MetaField("pdf:author", "Ann Bee", origin=Origin.EMBEDDED) in content.metadata


@pytest.mark.parametrize(
    "title", ["untitled", "Microsoft Word - v3.doc", "Document1", "policy.indd"]
)
def test_a_title_the_program_wrote_is_no_title(title: str) -> None:
    """What a program fills in says nothing about the document."""
    content = parse(made(lambda w: w.add_metadata({"/Title": title})))
    assert (content.title, content.title_origin) == (None, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("D:20140304215645+01'00'", "2014-03-04T21:56:45+01:00"),
        ("D:20140304215645Z", "2014-03-04T21:56:45+00:00"),
        ("D:20140304215645Z00'00'", "2014-03-04T21:56:45+00:00"),
        ("20140304215645", "2014-03-04T21:56:45"),
        ("D:20140304", "2014-03-04"),
        ("D:201403", "2014-03-01"),
        ("D:20141304000000Z", "D:20141304000000Z"),
        ("D:20140304215645+99'99'", "D:20140304215645+99'99'"),
        ("", ""),
    ],
)
def test_pdf_dates(written: str, expected: str) -> None:
    """A date that cannot be is kept as it was written."""
    assert expected == iso_date(written)


def test_a_page_with_a_picture_and_no_text_is_named() -> None:
    """A scan is an empty page; a blank page is not."""
    blank = made(image_page, lambda w: w.add_blank_page(width=300, height=400))
    content = parse(blank)
    assert (content.pages, content.empty_pages) == (3, (2,))


def test_a_password_is_a_skip_that_says_what_to_do() -> None:
    """Without the password nothing is read."""
    with pytest.raises(SkipError) as caught:
        parse(made(lambda w: w.encrypt("secret", algorithm="RC4-128")))
    assert SkipReason.ENCRYPTED is caught.value.reason
    assert "remove the password" in caught.value.action


def test_a_file_anybody_may_open_is_read() -> None:
    """A password that only restricts editing keeps nobody from reading."""
    data = made(lambda w: w.encrypt("", owner_password="boss", algorithm="RC4-128"))
    assert parse(data).blocks[0].text == "Travel policy"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n" + bytes(500), made()[:120]])
def test_a_broken_file_is_a_skip(data: bytes) -> None:
    """Nothing can be read of it."""
    assert SkipReason.CORRUPT is skipped(data)


def test_a_file_that_lost_its_end_says_so() -> None:
    """What can be restored is read, but never passed off as the whole."""
    data = made()
    content = parse(data[: data.index(b"startxref")])
    assert content.blocks[0].text == "Travel policy"
    assert [failure.reason for failure in content.failures] == ["truncated"]


def test_the_character_limit_is_a_failure() -> None:
    """Text beyond the limit is cut, and said so."""
    content = parse(made(), max_chars=20)
    assert len(content.text) <= 20
    expected = (Failure("truncated", "only the first 20 characters were read"),)
    assert expected == content.failures


def test_attached_files_are_named() -> None:
    """They are not read, so their names are failures."""
    content = parse(made(lambda w: w.add_attachment("rates.xlsx", b"x")))
    assert (Failure("attachment-not-read", "rates.xlsx"),) == content.failures
