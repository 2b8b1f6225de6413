"""Every file of the zoo gets the verdict a person reading it would give."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import Content, Limits
from ragaudit_connectors.parsing import format_of, parse

pytestmark = [pytest.mark.shared, pytest.mark.office]

EMPTY = "<empty>"
UNSUPPORTED = "<unsupported-format>"

VERDICTS = {
    "tika__EmbeddedPDF.docx": "Test Document with embedded pdf’s:",
    "tika__NullHeader.docx": "At least 12 people have reportedly been killed",
    "tika__README.md": "Test certs for Tika Grpc mTLS",
    "tika__TIKA-2653-vowel-parser-iou.xml": "iou",
    "tika__boilerplate-whitespace.html": "有什么需要我帮你的?",
    "tika__embedded.docx": "Test Document with embedded pdf’s:",
    "tika__file3_attachBNotA.doc": "dummy source file",
    "tika__migration-overlay.tsv": "meta:mapi-importance | mapi:importance",
    "tika__multi-language.txt": "Port ABC pagamento de sucesso",
    "tika__quoted.mbox": UNSUPPORTED,
    "tika__test-default-parser.json": EMPTY,
    "tika__test-outlook.msg": "La réponse à vos attentes en matière de messagerie",
    "tika__test-reserved-header.csv": "1 | projecta | path/to/my/file1 | shouldnotbewritten",
    "tika__testAppleSingleFile.pdf": "Hello World",
    "tika__testComment.pptx": "Here is some text",
    "tika__testEML_embedded_xhtml_and_img.eml": "Using inline content",
    "tika__testEPUB.epub": "Not to be confused with superchapters",
    "tika__testEXCEL.strict.xlsx": "I'm in bold blue, on a yellow background",
    "tika__testEXCEL_dateFormats.xlsx": "1996-08-10",
    "tika__testEXCEL_headers_footers.xlsx": "John Smith10 | 10 Corporate HQ",
    "tika__testGroupWiseEml.eml": "test2",
    "tika__testHTMLNoisyMetaEncoding_3.html": "باتخاذ كل الإجراءات لدى المنظمات المعنية",
    "tika__testHTML_metadata_two_titles.html": "All meta information goes in the head section",
    "tika__testMARKDOWN.md": "Some bold and italic and struck text with inline code.",
    "tika__testMSChart-govdocs-428996.pptx": "door has dropped 36%",
    "tika__testMSG_Appointment.msg": "This is a meeting to discuss jumping",
    "tika__testODTEmbedded.odt": "This document has bold and italic text.",
    "tika__testODTStyles3.odt": "(vanuit Vredegerecht) | 17B96",
    "tika__testOptionalHyphen.rtf": "optionalhyphen",
    "tika__testPDFPackage.pdf": "Multiple files are bound together in this PDF Package.",
    "tika__testPDF_Version.7.x.pdf": EMPTY,
    "tika__testPDF_bad_page_303226.pdf": "file periodic reports with the Special Agent in",
    "tika__testPPT_embeddedMP3.pptx": EMPTY,
    "tika__testRFC822_dkim.eml": "We lost the game. Are you hungry yet?",
    "tika__testRFC822_multipart_attachments.eml": "This is test email for EML1",
    "tika__testRTFJapanese.rtf": "「何等取乱シタル態度無ク」と記されていた＝渡部富哉さん提供",
    "tika__testStandardsExtractor.txt": "Publication 222-G Standards",
    "tika__testWORD_closingSmartQInHyperLink.doc": UNSUPPORTED,
    "tika__testWORD_text_box.docx": "This text is inside of a text box in the body",
    "unstructured__2022-financial-statements-p11.pdf.json": "I. General Department",
    "unstructured__README-w-include.org": "A PDF copy of the layout parser paper",
    "unstructured__README-w-include.rst": "A PDF copy of the layout parser paper",
    "unstructured__contains-pictures.docx": "appears here><and this text",
    "unstructured__docx-tables.docx": "d | e f g&t h | i",
    "unstructured__email-replace-mime-encodings-error-3.eml": "Learn how the cloud",
    "unstructured__embedded-images-tables.pdf": "Fig. 5. Langmuir adsorption isotherm of ES.",
    "unstructured__emphasis-text.pdf": "Italic. Now Italic and bold.",
    "unstructured__eng_afr_spa.txt": "Alle menslike wesens word vry",
    "unstructured__eng_spa_mult.epub": "Todos los seres humanos nacen libres e iguales",
    "unstructured__eng_spa_mult.md": "Todos los seres humanos nacen libres e iguales",
    "unstructured__eng_spa_mult.odt": "Todos los seres humanos nacen libres e iguales",
    "unstructured__example-10k-1p.html": "Commission file number: 000-30653",
    "unstructured__example-steelJIS-datasheet-utf-16.html": "日本語",
    "unstructured__factbook-utf-16.xml": "Washington, DC",
    "unstructured__fake-bold-sample.pdf": "BOLD TEXT SAMPLE",
    "unstructured__fake-doc-emphasized-text.doc": UNSUPPORTED,
    "unstructured__fake-doc.rtf": "Row 1, Cell 1 | Row 1, Cell 2",
    "unstructured__fake-email-with-cc-and-bcc.msg": "This is a test email. Please ignore.",
    "unstructured__fake-email.msg": "Roses are red",
    "unstructured__fake-email.txt": "Violets are blue",
    "unstructured__fake-html-lang-de.html": "Jahresabschluss zum Geschäftsjahr vom 01.01.2020",
    "unstructured__fake-memo.pdf": "There were 20,000 bottles of water",
    "unstructured__fake-power-point-many-pages.pptx": "Page 2",
    "unstructured__fake-power-point-table.pptx": "Purple | Orange | Yellow",
    "unstructured__fake.doc": UNSUPPORTED,
    "unstructured__fake_table.docx": "Lorem ipsum | A Link example",
    "unstructured__handbook-1p.docx": "ROLE OF THE UNITED STATES TRUSTEE",
    "unstructured__mime-multipart-digest.eml": "This is the second message in the digest.",
    "unstructured__mime-no-subject.eml": "a simple email message without a subject.",
    "unstructured__more-than-1k-cells.xlsx": "x | x | x",
    "unstructured__semicolon-delimited.csv": "ut labore | et, dolore | magna aliqua",
    "unstructured__simple.odt": "These are a few of my favorite things:",
    "unstructured__simple.pptx": "Where have all the flowers gone?",
    "unstructured__stanley-cups-with-emoji.tsv": "Maple Leafs | TOR | 13",
    "unstructured__test-iso-8601-date.eml": "This is a test-email.",
    "unstructured__umlauts-non-utf8.md": "äöüß",
    "unstructured__vodafone.xlsx": "Guidance rates | FY 23/24",
    "unstructured__xlsx-subtable-cases.xlsx": "c | d |  | e",
}
"""File to a phrase a reader sees in it, or why there is none."""


@pytest.fixture(scope="module")
def zoo(shared_data: Path) -> Path:
    """The folder of odd files."""
    return shared_data / "zoo"


def read(path: Path) -> Content:
    """Parse a file the way a connector does."""
    format = format_of(path.name, {})
    assert format is not None, "no document by its name"
    return parse(path.read_bytes(), path.name, format.name, Limits())


def verdict(path: Path, phrase: str) -> str:
    """What the parser makes of a file, in the words of the table."""
    try:
        content = read(path)
    except SkipError as skip:
        return f"<{skip.reason.value}>"
    text = "\n".join(block.text for block in content.blocks)
    if not text.strip():
        return EMPTY
    return phrase if phrase in text else text[:300]


@pytest.mark.parametrize("name", sorted(VERDICTS))
def test_every_file_of_the_zoo_gets_its_verdict(zoo: Path, name: str) -> None:
    """The text a reader sees is read; an empty file is empty; the rest is a typed skip."""
    assert VERDICTS[name] == verdict(zoo / name, VERDICTS[name])


def test_no_file_of_the_zoo_is_forgotten(zoo: Path) -> None:
    """A file added to the folder needs a verdict."""
    assert sorted(VERDICTS) == sorted(path.name for path in zoo.iterdir())


@pytest.mark.parametrize("name", sorted(n for n, v in VERDICTS.items() if not v.startswith("<")))
def test_blocks_stand_where_their_spans_say(zoo: Path, name: str) -> None:
    """Spans are in order and lie inside the text; their lines match their offsets."""
    content = read(zoo / name)
    ends = [0]
    for block in content.blocks:
        span = block.span
        assert content.text.count("\n", 0, span.start) + 1 == span.line
        assert span.start < span.end <= len(content.text)
        ends.append(span.start)
    assert ends == sorted(ends)
