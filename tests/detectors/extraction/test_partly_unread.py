"""EXT708."""

from __future__ import annotations

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
    assert found.message.startswith("Its front matter is not valid")
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
        (Severity.INFO, "Attached files were not read: a.xlsx."),
        (
            Severity.ERROR,
            "Some of its pages could not be read: page 2: damaged; page 3: damaged; "
            "page 4: damaged; and 1 more.",
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
