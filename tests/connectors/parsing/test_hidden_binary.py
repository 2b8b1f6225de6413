"""Hidden text of Word files and PDFs, made with the libraries of the extra."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from ragaudit.model import Content
from ragaudit_connectors.parsing import parse

pytestmark = pytest.mark.office

TEXT = "All rooms are free for members"


def word(change: Callable[[Any], object]) -> list[tuple[str, int, str]]:
    """Text, line and way of hiding in a Word file with one visible paragraph before."""
    import docx

    document = docx.Document()
    document.add_paragraph("Seen.")
    change(document)
    out = io.BytesIO()
    document.save(out)
    content = parse(out.getvalue(), "a.docx", "docx")
    return [(part.text, part.line, part.how) for part in content.hidden]


def font(document: Any) -> Any:
    """The font of a new run of text."""
    return document.add_paragraph().add_run(TEXT).font


def test_hidden_and_tiny_runs_of_a_word_file() -> None:
    """Found in the line their text has."""
    from docx.shared import Pt

    assert [(TEXT, 3, "marked as hidden text")] == word(lambda d: setattr(font(d), "hidden", True))
    assert [(TEXT, 3, "letters of 1 points")] == word(lambda d: setattr(font(d), "size", Pt(1)))
    assert [] == word(lambda d: setattr(font(d), "size", Pt(6)))


def test_white_runs_of_a_word_file() -> None:
    """Unless something behind them may be dark."""
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import RGBColor

    def white(document: Any) -> None:
        font(document).color.rgb = RGBColor(255, 255, 255)

    def marked(document: Any) -> None:
        run = font(document)
        run.color.rgb = RGBColor(255, 255, 255)
        run.highlight_color = WD_COLOR_INDEX.BLUE

    def in_table(document: Any) -> None:
        table = document.add_table(1, 1, style="Light Grid Accent 1")
        run = table.cell(0, 0).paragraphs[0].add_run(TEXT)
        run.font.color.rgb = RGBColor(255, 255, 255)

    assert [(TEXT, 3, "white text")] == word(white)
    assert [] == word(marked)
    assert [] == word(in_table)


def test_a_style_hides_and_a_run_takes_it_back() -> None:
    """Styles are followed one step."""

    def styled(shown: bool) -> Callable[[Any], None]:
        def change(document: Any) -> None:
            style = document.styles.add_style("Note", 1)
            style.font.hidden = True
            run = document.add_paragraph(style=style).add_run(TEXT)
            run.font.hidden = False if shown else None

        return change

    assert [(TEXT, 3, "marked as hidden text")] == word(styled(shown=False))
    assert [] == word(styled(shown=True))


def pdf(content: str) -> Content:
    """A page of 300 by 400 points with `/F1`, a picture `/Im0` and a clear state `/G0`."""
    import pypdf
    from pypdf.generic import (
        DecodedStreamObject,
        DictionaryObject,
        FloatObject,
        NameObject,
        NumberObject,
        StreamObject,
    )

    def named(**pairs: str) -> DictionaryObject:
        return DictionaryObject({NameObject("/" + k): NameObject(v) for k, v in pairs.items()})

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(width=300, height=400)
    image = StreamObject()
    image.set_data(b"\x80")
    image.update(named(Type="/XObject", Subtype="/Image", ColorSpace="/DeviceGray"))
    for key, number in (("/Width", 1), ("/Height", 1), ("/BitsPerComponent", 8)):
        image[NameObject(key)] = NumberObject(number)
    kinds: dict[str, dict[str, Any]] = {
        "/Font": {"/F1": named(Type="/Font", Subtype="/Type1", BaseFont="/Helvetica")},
        "/XObject": {"/Im0": image},
        "/ExtGState": {"/G0": DictionaryObject({NameObject("/ca"): FloatObject(0)})},
    }
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject(kind): DictionaryObject(
                {NameObject(name): writer._add_object(item) for name, item in items.items()}
            )
            for kind, items in kinds.items()
        }
    )
    stream = DecodedStreamObject()
    stream.set_data(content.encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    out = io.BytesIO()
    writer.write(out)
    return parse(out.getvalue(), "a.pdf", "pdf")


SEEN = "BT /F1 12 Tf 20 350 Td (A line that is seen by all.) Tj ET "
SHOW = f"({TEXT}) Tj ET"


@pytest.mark.parametrize(
    ("drawn", "how"),
    [
        (f"BT 3 Tr /F1 12 Tf 20 200 Td {SHOW}", "text that is not painted, page 1"),
        (f"BT 1 1 1 rg /F1 12 Tf 20 200 Td {SHOW}", "white text on white, page 1"),
        (f"BT /F1 1 Tf 20 200 Td {SHOW}", "letters under 2 points, page 1"),
        (f"BT /F1 12 Tf 20 900 Td {SHOW}", "outside the page, page 1"),
        (f"/G0 gs BT /F1 12 Tf 20 200 Td {SHOW}", "transparent text, page 1"),
    ],
)
def test_pdf_text_nobody_sees(drawn: str, how: str) -> None:
    """Five ways; the text is read like any other."""
    content = pdf(SEEN + drawn)
    assert [(TEXT, how)] == [(part.text, part.how) for part in content.hidden]
    assert any(TEXT in block.text for block in content.blocks)


@pytest.mark.parametrize(
    "drawn",
    [
        f"q 290 0 0 390 5 5 cm /Im0 Do Q BT 3 Tr /F1 12 Tf 20 200 Td {SHOW}",
        f"0 0 1 rg 5 190 290 30 re f BT 1 1 1 rg /F1 12 Tf 20 200 Td {SHOW}",
        f"q 290 0 0 390 5 5 cm /Im0 Do Q BT 1 1 1 rg /F1 12 Tf 20 200 Td {SHOW}",
        f"q 10 0 0 10 0 0 cm BT /F1 1.2 Tf 2 20 Td {SHOW} Q",
        f"BT 1 Tr /F1 12 Tf 20 200 Td {SHOW}",
        f"BT /F1 5 Tf 20 200 Td {SHOW}",
    ],
)
def test_pdf_text_under_scans_and_on_colours(drawn: str) -> None:
    """Text layers, white on blue or on a picture, scaled, outlined and small print."""
    assert () == pdf(SEEN + drawn).hidden


def test_a_hidden_end_of_a_line() -> None:
    """Only what is hidden is reported."""
    drawn = "BT /F1 12 Tf 20 200 Td (Seen. ) Tj 1 1 1 rg (Not seen.) Tj ET"
    assert ["Not seen."] == [part.text for part in pdf(SEEN + drawn).hidden]
