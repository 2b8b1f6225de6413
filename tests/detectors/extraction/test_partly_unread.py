"""EXT708."""

from __future__ import annotations

import pytest

from ragaudit.detectors.extraction.partly_unread import PartlyUnread
from ragaudit.model import Content, Failure, Limits, Severity
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(PartlyUnread())


def test_front_matter_that_is_no_yaml() -> None:
    """The line is named and quoted: owner and dates are not known."""
    content = parse(b"---\ntitle: A\nowner: [ann\n---\n# A\n\nText.\n", "a.md", "markdown")
    (found,) = PartlyUnread().inspect(content)

    assert found.severity is Severity.ERROR
    assert found.message.startswith("The front matter is not valid")
    assert found.line is not None


def test_truncated_text() -> None:
    """What lies beyond the limit was not audited."""
    content = parse(b"word " * 100, "a.txt", "text", Limits(max_chars=50))
    (found,) = PartlyUnread().inspect(content)

    assert found.severity is Severity.ERROR
    assert "first 50" in found.message


def test_replaced_characters_are_a_warning() -> None:
    """Nearly everything was read."""
    content = Content("text", "a\nb\ufffd\n", failures=(Failure("encoding-replaced", "1 lost", 2),))
    (found,) = PartlyUnread().inspect(content)

    assert (found.severity, found.line, found.quote, found.message) == (
        Severity.WARN, 2, "b\ufffd", "Some characters are lost: 1 lost (line 2).",
    )  # fmt: skip


def test_one_finding_a_reason() -> None:
    """Pages are listed in one finding, attachments only mentioned."""
    pages = tuple(Failure("page-unreadable", f"page {n}: damaged") for n in (2, 3, 4, 5))
    content = Content("pdf", "", failures=(*pages, Failure("attachment-not-read", "a.xlsx")))
    found = list(PartlyUnread().inspect(content))

    assert [(o.severity, o.message) for o in found] == [
        (Severity.INFO, "An attached file was not read: a.xlsx."),
        (
            Severity.ERROR,
            "Some pages could not be read: page 2 (damaged); page 3 (damaged); "
            "page 4 (damaged); and 1 more.",
        ),
    ]


def test_unknown_reason_is_an_error() -> None:
    """A reason this rule has never heard of is not kept quiet."""
    (found,) = PartlyUnread().inspect(Content("x", "", failures=(Failure("odd", "odd things"),)))

    assert (found.severity, found.message) == (
        Severity.ERROR, "A part of it could not be read: odd things.",
    )  # fmt: skip


def test_line_beyond_the_text() -> None:
    """A line that is not there is not quoted."""
    (found,) = PartlyUnread().inspect(Content("x", "a", failures=(Failure("truncated", "x", 9),)))

    assert found.quote == ""


def test_everything_was_read() -> None:
    """Nothing to report."""
    assert list(PartlyUnread().inspect(parse(b"# A\n\nText.\n", "a.md", "markdown"))) == []


@pytest.mark.parametrize(
    ("data", "format", "message"),
    [
        (
            b"---\ntitle: A: b\n---\n# A\n",
            "markdown",
            "The front matter is not valid, so owner, dates and access written there are not "
            "known: mapping values are not allowed in this context (line 2).",
        ),
        (
            b'{"a": "one"}\n{"a": "x\n',
            "jsonl",
            "One record could not be read: unterminated string starting at line 2, column 7.",
        ),
        (
            b'{"a": "one"}\n{"a": "x\n{"c": nope}\n',
            "jsonl",
            "Some records could not be read: unterminated string starting at line 2, column 7; "
            "expected value at line 3, column 7.",
        ),
        (
            b"<a><b>text here</a>",
            "xml",
            "The XML is not well-formed, so a part may be missing: opening and ending tag "
            "mismatch: b line 1 and a (line 1).",
        ),
        (
            b"> " * 200 + b"deep\n",
            "markdown",
            "A part of it was not read: lists or quotes nested deeper than 20 levels were not "
            "read (line 1).",
        ),
    ],
)
def test_every_message_reads_as_a_sentence(data: bytes, format: str, message: str) -> None:
    """The cause in small letters, then the place."""
    (found,) = PartlyUnread().inspect(parse(data, f"a.{format}", format))

    assert message == found.message


def test_the_action_says_what_usually_helps() -> None:
    """A colon, a tab and an open bracket are the usual mistakes."""
    texts = ["title: A: b", "a: b\n\tc: d", "owner: [ann"]
    contents = [parse(f"---\n{text}\n---\n# A\n".encode(), "a.md", "markdown") for text in texts]

    assert ["Put the value in quotes", "Indent with spaces", "Close the list with"] == [
        (found.action or "").partition(":")[0].partition(" `")[0]
        for content in contents
        for found in PartlyUnread().inspect(content)
    ]


def test_a_diagram_is_named_by_its_slide() -> None:
    """That it was not read is said once."""
    failure = Failure("diagram-not-read", "slide 3: a SmartArt diagram was not read")
    (found,) = PartlyUnread().inspect(Content("pptx", "", failures=(failure,)))

    assert "A diagram was not read: slide 3." == found.message
