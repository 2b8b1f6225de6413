"""E-mail: header fields, the text a reader sees, and what was left unread."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Content, Failure, Limits, SkipReason
from ragaudit_connectors.parsing import mail


def parse(data: bytes | str) -> Content:
    """Parse a message."""
    raw = data.encode() if isinstance(data, str) else data
    return mail.parse_eml(raw, "note.eml", Limits())


def message(text: str = "Hello all,\n\nthe office is closed.\n") -> EmailMessage:
    """A plain message."""
    made = EmailMessage()
    made["From"] = "Ann Bee <ann@example.org>"
    made["To"] = "all@example.org"
    made["Cc"] = "Zoë Ü <zoe@example.org>"
    made["Date"] = "Wed, 04 Mar 2026 10:15:00 +0100"
    made["Subject"] = "Office closed – Friday"
    made.set_content(text)
    return made


def texts(content: Content) -> list[str]:
    """The text of every block."""
    return [block.text for block in content.blocks]


def test_headers_become_metadata_and_the_subject_the_title() -> None:
    """Encoded words are decoded."""
    content = parse(message().as_bytes())
    expected = {
        "email:from": "Ann Bee <ann@example.org>",
        "email:to": "all@example.org",
        "email:cc": "Zoë Ü <zoe@example.org>",
        "email:date": "Wed, 04 Mar 2026 10:15:00 +0100",
        "email:subject": "Office closed – Friday",
    }
    assert expected == {field.key: field.value for field in content.metadata}
    titled = ("Office closed – Friday", "subject")
    assert titled == (content.title, content.title_origin)
    paragraphs = ["Hello all,", "the office is closed."]
    assert paragraphs == texts(content)


def test_plain_text_is_preferred_to_its_html_rendering() -> None:
    """The same words are not read twice."""
    made = message("Plain words.\n")
    made.add_alternative("<p>Rich words.</p>", subtype="html")
    expected = ["Plain words."]
    assert expected == texts(parse(made.as_bytes()))


@pytest.mark.parametrize("plain", ["", " \n\n"])
def test_html_is_read_where_the_plain_text_is_empty(plain: str) -> None:
    """Markup, styles and scripts do not show."""
    made = message(plain)
    page = (
        "<html><head><style>p{}</style></head><body><h1>Closed</h1>"
        "<p>On <b>Friday</b>.</p><script>x()</script>"
        '<p><a href="https://example.org/x">More</a></p></body></html>'
    )
    made.add_alternative(page, subtype="html")
    content = parse(made.as_bytes())
    expected = ["Closed", "On Friday.", "More"]
    assert expected == texts(content)
    targets = ["https://example.org/x"]
    assert targets == [link.target for link in content.links]


def test_attachments_are_named_and_pictures_in_the_text_are_not() -> None:
    """Only what a reader would miss is reported."""
    made = message()
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="report.pdf")
    made.add_attachment(
        b"x", maintype="image", subtype="png", filename="a.png", disposition="inline"
    )
    made.add_attachment(b"x", maintype="image", subtype="png", cid="<logo@x>", disposition=None)
    made.add_attachment(b"x", maintype="application", subtype="zip", disposition="inline")
    expected = (
        Failure("attachment-not-read", "report.pdf"),
        Failure("attachment-not-read", "a part of type application/zip"),
    )
    assert expected == parse(made.as_bytes()).failures


def test_a_forwarded_message_is_read_under_its_subject() -> None:
    """It is part of what the reader sees."""
    outer = message("See below.\n")
    outer.add_attachment(message("Inner words.\n"))
    content = parse(outer.as_bytes())
    expected = ["See below.", "Office closed – Friday", "From: Ann Bee <ann@example.org>"]
    assert expected == texts(content)[:3]
    last = content.blocks[-1]
    inner = ("Inner words.", ("Office closed – Friday",))
    assert inner == (last.text, last.heading_path)


def test_quoted_mail_is_a_quote() -> None:
    """Older text is told from the author's own."""
    content = parse("Subject: x\n\nMy answer.\n\n> You wrote\n> two lines\n")
    expected = [(BlockKind.PARAGRAPH, "My answer."), (BlockKind.QUOTE, "You wrote\ntwo lines")]
    assert expected == [(block.kind, block.text) for block in content.blocks]


@pytest.mark.parametrize(
    "source",
    [
        b"Subject: x\nContent-Type: text/plain; charset=no-such-charset\n\ncaf\xc3\xa9\n",
        b"Subject: x\nContent-Type: text/plain; charset=ascii\n\ncaf\xc3\xa9\n",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=\n\ncaf\xc3\xa9\n",
        b"Subject: x\nDate: not a date\nFrom: <<>>,,;\nTo: \xff\xfe\n\ncaf\xc3\xa9\n",
        b"Subject: x\nContent-Transfer-Encoding: base64\n\nY2Fmw6k\n",
        b"Subject: x\nContent-Transfer-Encoding: 8-bit\n\ncaf\xc3\xa9",
    ],
)
def test_defects_do_not_hide_the_text(source: bytes) -> None:
    """A message that breaks the rules is read as well as it can be."""
    content = parse(source)
    assert "caf" in content.text
    assert content.title == "x"


def test_a_message_nested_without_end_is_cut() -> None:
    """Depth is bounded, and the cut is said."""
    made = message("innermost\n")
    for _ in range(30):
        outer = message("layer\n")
        outer.add_attachment(made)
        made = outer
    expected = {"truncated"}
    assert expected == {failure.reason for failure in parse(made.as_bytes()).failures}


def test_an_encrypted_part_is_a_failure() -> None:
    """What cannot be read is said."""
    content = parse("Subject: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA\n")
    expected = ["part-encrypted"]
    assert expected == [failure.reason for failure in content.failures]


@pytest.mark.parametrize("source", [b"", b"just some words\nwithout any header\n", bytes(50)])
def test_what_is_no_message_is_a_skip(source: bytes) -> None:
    """Bytes without a header are not passed off as mail."""
    with pytest.raises(SkipError) as caught:
        parse(source)
    assert caught.value.reason is SkipReason.CORRUPT


@pytest.mark.office
@pytest.mark.parametrize("source", [b"", b"text", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)])
def test_what_is_no_outlook_message_is_a_skip(source: bytes) -> None:
    """Nor is a broken container."""
    with pytest.raises(SkipError) as caught:
        mail.parse_msg(source, "note.msg", Limits())
    assert caught.value.reason is SkipReason.CORRUPT
