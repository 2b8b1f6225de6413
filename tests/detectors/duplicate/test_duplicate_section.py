"""DUP403."""

from __future__ import annotations

from datetime import date

from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, describe, seen

from ragaudit.detectors.duplicate.duplicate_section import DuplicateSection
from ragaudit.model import Times
from ragaudit.testing import check_detector, compare, known

RETENTION = """
## Data retention

We keep booking data for seven years because the tax office may ask for it. Log files are deleted
after thirty days, support tickets two years after they were closed. If a customer asks us to erase
personal data earlier, the support team opens a request, the data protection officer decides within
a week, and the platform team runs the job and notes the date.
"""
MORE = (
    RETENTION.replace("## Data retention", "## Backups")
    .replace("booking", "backup")
    .replace("tax office", "insurance")
)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DuplicateSection())


def test_the_later_document_points_to_the_earliest() -> None:
    """With the heading's line on both sides."""
    made = corpus({"privacy.md": EXPENSES + RETENTION, "backup-guide.md": ONBOARDING + RETENTION})
    (found,) = compare(DuplicateSection(), made)
    assert ("docs:backup-guide.md", "docs:privacy.md") == (
        found.document,
        found.related[0].document,
    )
    assert found.quote.startswith("Data retention: We keep booking data")
    assert found.message.startswith("A section of 6")
    line = (ONBOARDING + RETENTION).split("\n").index("## Data retention") + 1
    assert line == found.line


def test_dates_say_which_is_the_earliest() -> None:
    """A creation date beats the length of the path."""
    made = corpus({"a.md": EXPENSES + RETENTION, "backup-guide.md": ONBOARDING + RETENTION})
    describe(made, "backup-guide.md", times=_created(2020))
    describe(made, "a.md", times=_created(2024))
    assert [("a.md", ["backup-guide.md"])] == seen(DuplicateSection(), made)


def test_all_sections_of_one_pair_are_one_finding() -> None:
    """Two sections in common are one problem of two documents."""
    made = corpus({"a.md": EXPENSES + RETENTION + MORE, "bb.md": ONBOARDING + RETENTION + MORE})
    (found,) = compare(DuplicateSection(), made)
    assert found.message.startswith("2 sections, 1")


def test_whole_duplicates_are_left_to_their_rules() -> None:
    """Near or exact, the document is reported once."""
    same = {"a.md": EXPENSES + RETENTION, "b/a.md": EXPENSES + RETENTION}
    near = {"a.md": EXPENSES + RETENTION, "b/a.md": EXPENSES.replace("30", "14") + RETENTION}
    assert [] == seen(DuplicateSection(), corpus(same)) + seen(DuplicateSection(), corpus(near))


def test_short_sections_code_and_versions_are_silent() -> None:
    """What is short, what is code, and what stands in parallel folders."""
    short = "\n## Contact\n\nAsk the finance team in their channel.\n"
    code = "\n## Setup\n\nRun:\n\n```\n" + "make all the things right now please\n" * 20 + "```\n"
    for part in (short, code):
        made = corpus({"a.md": EXPENSES + part, "b.md": ONBOARDING + part})
        assert [] == seen(DuplicateSection(), made)
    pages = {"v1/a.md": EXPENSES + RETENTION, "v2/a.md": ONBOARDING + RETENTION}
    assert [] == seen(DuplicateSection(), corpus(pages))


def test_boilerplate_is_left_to_another_rule() -> None:
    """What stands in more than a fifth of the corpus, and in more than five, is a footer."""
    pages = {f"p{n}.md": _text(n) + (RETENTION if n < 6 else "") for n in range(20)}
    assert [] == seen(DuplicateSection(), corpus(pages))
    pages["p5.md"] = _text(5)
    assert 1 == len(seen(DuplicateSection(), corpus(pages)))


def _text(number: int) -> str:
    words = " ".join(f"word{number}x{n}" for n in range(120))
    return f"# Page {number}\n\n{words}\n"


def _created(year: int) -> Times:
    return Times(created=known(date(year, 1, 1)))
