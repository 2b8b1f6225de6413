"""What pandoc reads for us: EPUB, ODT, RTF and Org."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Limits, MetaField, SkipReason
from ragaudit_connectors.parsing import office, pandoc
from ragaudit_connectors.parsing.rtf_charsets import rewrite

pytestmark = pytest.mark.office

LIMITS = Limits()
ODT = "application/vnd.oasis.opendocument.text"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def texts(content: Content) -> list[str]:
    """The text of every block."""
    return [block.text for block in content.blocks]


def rtf(source: str) -> Content:
    """Parse RTF source."""
    return office.parse_rtf(source.encode("latin-1"), "a.rtf", LIMITS)


def zipped(parts: dict[str, str]) -> bytes:
    """A zip file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (r"{\rtf1\ansi\ansicpg1252 caf\'e9\par}", "café"),
        (r"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\par}", "При"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}}\f0 \'cf\'f0\'e8\par}", "При"),
        (r"{\rtf1\ansi\deff1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\'9aek\par}", "šek"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}\f0\'83\'5d\'83\'8b\par}", "ゾル"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset128 A;}}\f0\'83]x\par}", "ゾx"),
        (r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset0 A;}}\u1087\'ef\u1088?ok\par}", "прok"),
        (
            r"{\rtf1\ansi{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset0 B;}}{\f0\'cf}{\f1\'e9}\par}",
            "Пé",
        ),
        (r"{\rtf1\ansi\uc1 \u1088?ok \u-10179?\u-8704?!\par}", "рok 😀!"),
        (r"{\rtf1\ansi\uc2 \u1088\'83\'5dok{\uc0\u8364 5}\par}", "рok€5"),
        (r"{\rtf1\ansi optional\-hyphen\par}", "optionalhyphen"),
    ],
)
def test_rtf_bytes_are_read_in_the_code_page_of_their_font(source: str, expected: str) -> None:
    """Pandoc alone reads every one of them as Western text."""
    assert [expected] == texts(rtf(source))


def test_western_rtf_is_handed_on_as_it_is() -> None:
    """Nothing is rewritten where nothing has to be."""
    source = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset2 S;}}\'e9}"
    assert source == rewrite(source).data


def test_rtf_information_becomes_metadata() -> None:
    """What the author's program wrote into the file."""
    source = (
        r"{\rtf1\ansi{\info{\title Gr\'fc\u223?e}{\author Ann}{\operator Bob}"
        r"{\creatim\yr2026\mo3\dy4\hr9}}{\author not here} Hello.\par}"
    )
    content = rtf(source)
    expected = {
        "rtf:title": "Grüße",
        "rtf:author": "Ann",
        "rtf:lastmodifiedby": "Bob",
        "rtf:created": "2026-03-04",
    }
    assert expected == {field.key: field.value for field in content.metadata}
    assert len(expected) == len(content.metadata)
    assert content.title == "Grüße"


@pytest.mark.parametrize("source", ["", "plain words", "{\\rtf1\\ansi never closed"])
def test_rtf_that_is_none_is_a_skip_or_what_can_be_read(source: str) -> None:
    """Never an exception of another kind."""
    try:
        content = rtf(source)
    except SkipError as skip:
        assert skip.reason is SkipReason.CORRUPT
    else:
        assert "never closed" in content.text


def test_org_blocks_stand_on_the_lines_of_the_file() -> None:
    """Lines are those an editor shows; keywords are the front matter."""
    source = (
        "#+TITLE: Leave policy\n#+OWNER: hr-team\n\n* Annual leave\n\n"
        "You may take\n*thirty* days.\n\n"
        "# ragaudit: ignore FRS203: settled\n- ask first\n- tell [[file:team.org][the team]]\n\n"
        "#+BEGIN_SRC sh\nleave --days 30\n#+END_SRC\n"
    )
    content = office.parse_org(source.encode(), "leave.org", LIMITS)
    path = ("Annual leave",)
    expected = [
        (BlockKind.HEADING, "Annual leave", 4, ()),
        (BlockKind.PARAGRAPH, "You may take thirty days.", 6, path),
        (BlockKind.LIST_ITEM, "ask first", 10, path),
        (BlockKind.LIST_ITEM, "tell the team", 11, path),
        (BlockKind.CODE, "leave --days 30", 14, path),
    ]
    found = [(b.kind, b.text, b.span.line, b.heading_path) for b in content.blocks]
    assert expected == found
    fields = (MetaField("title", "Leave policy", 1), MetaField("owner", "hr-team", 2))
    assert fields == content.metadata
    titled = (source, "Leave policy", "front matter")
    assert titled == (content.text, content.title, content.title_origin)
    assert [(9, "ignore FRS203: settled")] == [(d.line, d.text) for d in content.directives]
    assert [("team.org", 11)] == [(link.target, link.line) for link in content.links]


def test_org_never_includes_other_files(tmp_path: Path) -> None:
    """An include line is a line like any other."""
    secret = tmp_path / "secret.org"
    secret.write_text("s3cr3t")
    source = f'#+INCLUDE: "{secret}"\n\nHello.\n'
    content = office.parse_org(source.encode(), "a.org", LIMITS)
    assert ["Hello."] == texts(content)


def odt(body: str, extra: dict[str, str]) -> bytes:
    """A minimal OpenDocument text."""
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0" office:version="1.3"><office:body><office:text>'
        f"{body}</office:text></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{OFFICE}:manifest:1.0"/>'
    parts = {"mimetype": ODT, "content.xml": content, "META-INF/manifest.xml": manifest}
    styles = (
        f'<office:document-styles xmlns:office="{OFFICE}:office:1.0"><office:font-face-decls/>'
        "<office:styles/><office:automatic-styles/><office:master-styles/></office:document-styles>"
    )
    return zipped({**parts, "styles.xml": styles, **extra})


def test_odt_text_and_properties() -> None:
    """The last editor is not taken for the author."""
    meta = (
        f'<office:document-meta xmlns:office="{OFFICE}:office:1.0" '
        f'xmlns:meta="{OFFICE}:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        "<meta:initial-creator>Ann</meta:initial-creator><dc:creator>Bob</dc:creator>"
        '<meta:user-defined meta:name="Document Owner">hr-team</meta:user-defined>'
        "</office:meta></office:document-meta>"
    )
    body = '<text:h text:outline-level="2">Leave</text:h><text:p>Thirty days.</text:p>'
    content = office.parse_odt(odt(body, {"meta.xml": meta}), "a.odt", LIMITS)
    assert [("Leave", 2), ("Thirty days.", 0)] == [(b.text, b.level) for b in content.blocks]
    expected = {
        "odt:author": "Ann",
        "odt:lastmodifiedby": "Bob",
        "odt:custom.document_owner": "hr-team",
    }
    assert expected == {field.key: field.value for field in content.metadata}


def test_a_locked_odt_is_a_skip() -> None:
    """Its manifest says that its parts are encrypted."""
    manifest = "<manifest><file-entry><encryption-data/></file-entry></manifest>"
    with pytest.raises(SkipError) as caught:
        office.parse_odt(odt("", {"META-INF/manifest.xml": manifest}), "a.odt", LIMITS)
    assert caught.value.reason is SkipReason.ENCRYPTED


@pytest.mark.parametrize(
    ("algorithm", "reason"),
    [
        ("http://www.idpf.org/2008/embedding", SkipReason.CORRUPT),
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", SkipReason.ENCRYPTED),
    ],
)
def test_scrambled_fonts_are_no_lock(algorithm: str, reason: SkipReason) -> None:
    """Only encrypted text locks a book; this one is merely broken otherwise."""
    lock = f'<e><EncryptionMethod Algorithm="{algorithm}"/></e>'
    book = zipped({"META-INF/container.xml": "<c/>", "META-INF/encryption.xml": lock})
    with pytest.raises(SkipError) as caught:
        office.parse_epub(book, "a.epub", LIMITS)
    assert reason is caught.value.reason


def test_a_pandoc_that_hangs_is_a_timeout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is ended within the time one file may take."""
    program = tmp_path / "pandoc"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(pandoc, "_program", lambda format: os.fspath(program))
    with pytest.raises(SkipError) as caught:
        office.parse_org(b"* x\n", "a.org", Limits(timeout_s=0.2))
    assert caught.value.reason is SkipReason.TIMEOUT
