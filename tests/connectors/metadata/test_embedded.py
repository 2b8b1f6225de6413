"""What files carry inside: HTML meta, Office properties, mail headers."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ragaudit.model import Document, Lifecycle, OwnerRole, Quality

Describe = Callable[..., Document]
Write = Callable[[str, str], Path]

TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
</Relationships>"""
BODY = """<?xml version="1.0"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>
<w:p><w:r><w:t>Book trains early, and keep the receipt.</w:t></w:r></w:p></w:body></w:document>"""
CORE = """<?xml version="1.0"?>
<cp:coreProperties xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dcterms="http://purl.org/dc/terms/">
<dc:creator>Ann Lee</dc:creator><cp:lastModifiedBy>Bob Ray</cp:lastModifiedBy>
<dcterms:created>{created}</dcterms:created>
<dcterms:modified>2025-03-04T10:00:00Z</dcterms:modified>
<cp:contentStatus>Draft</cp:contentStatus></cp:coreProperties>"""
CUSTOM = """<?xml version="1.0"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
 xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Document Owner">
<vt:lpwstr>people-team</vt:lpwstr></property>
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="3" name="Next Review Date">
<vt:lpwstr>2026-01-31</vt:lpwstr></property>
<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="4"
 name="MSIP_Label_1f2e_Name"><vt:lpwstr>Confidential</vt:lpwstr></property></Properties>"""


def docx(path: Path, created: str = "2025-01-02T10:00:00Z") -> None:
    """Write a Word file with core and custom properties."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", BODY)
        archive.writestr("docProps/core.xml", CORE.format(created=created))
        archive.writestr("docProps/custom.xml", CUSTOM)


@pytest.mark.office
def test_word(folder: Path, describe: Describe) -> None:
    """Who saved a file is no owner; a property people filled in is one."""
    docx(folder / "travel.docx")
    document = describe("travel.docx")
    expected = [
        ("people-team", OwnerRole.ACCOUNTABLE),
        ("Ann Lee", OwnerRole.CREATOR),
        ("Bob Ray", OwnerRole.LAST_EDITOR),
    ]
    assert [(c.principal, c.role) for c in document.owners] == expected
    times = document.times
    assert times.created.value == date(2025, 1, 2)
    assert times.modified.value == date(2025, 3, 4)
    assert times.content_modified.quality is Quality.DERIVED
    assert times.review_due.value == date(2026, 1, 31)
    assert document.classification.value == "Confidential"
    assert document.lifecycle.value is Lifecycle.DRAFT
    assert times.created.locator == "docx properties"


@pytest.mark.office
@pytest.mark.parametrize("created", ["2013-12-23T23:15:00Z", "1601-01-01T00:00:00Z", "soon"])
def test_word_template_day(folder: Path, describe: Describe, created: str) -> None:
    """What programs write for “not set” is no date, and nobody's fault."""
    docx(folder / "travel.docx", created)
    document = describe("travel.docx")
    assert not document.times.created.known
    assert document.metadata_errors == ()


@pytest.mark.office
def test_sidecar_beats_what_a_program_wrote(folder: Path, write: Write, describe: Describe) -> None:
    """A date people wrote beside a file counts before one its program filled in."""
    docx(folder / "travel.docx")
    write("travel.docx.meta.yaml", "last_updated: 2024-02-03\ncreated: 2023-01-02\n")
    times = describe("travel.docx").times
    assert [times.modified.value, times.created.value] == [date(2024, 2, 3), date(2023, 1, 2)]


def test_html(write: Write, describe: Describe) -> None:
    """Dates of a web page by the names publishers use."""
    write(
        "page.html",
        "<html><head><title>T</title>\n"
        '<meta property="article:published_time" content="2024-01-02T03:04:05Z">\n'
        '<meta property="article:modified_time" content="2025-01-02T03:04:05+02:00">\n'
        '<meta name="last-reviewed" content="2025-02-03">\n'
        "</head><body><h1>T</h1><p>Text</p></body></html>",
    )
    times = describe("page.html").times
    assert times.published.value == date(2024, 1, 2)
    assert times.modified.value == date(2025, 1, 2)
    assert times.content_modified.quality is Quality.DERIVED
    assert times.reviewed.value == date(2025, 2, 3)
    assert times.reviewed.locator == "html meta, line 4"


def test_mail(write: Write, describe: Describe) -> None:
    """A sender wrote a message and does not own it."""
    write(
        "a.eml",
        "From: Ann Lee <ann@x.org>\nTo: all@x.org\nSubject: Travel\n"
        "Date: Mon, 4 Mar 2024 23:00:00 -0500\nMIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=utf-8\n\nBook trains early.\n",
    )
    document = describe("a.eml")
    assert [(c.principal, c.role) for c in document.owners] == [("ann@x.org", OwnerRole.CREATOR)]
    times = document.times
    assert [times.created.value, times.published.value] == [date(2024, 3, 4)] * 2
    assert document.looked_in[0] == "mail header"
