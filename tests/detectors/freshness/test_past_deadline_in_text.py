"""FRS204: sentences that look ahead to a day that has passed. The audit is on 2026-11-01."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.corpora import corpus, describe

from ragaudit.detectors.freshness.past_deadline_in_text import ForwardDates, PastDeadlineInText
from ragaudit.model import Confidence, Lifecycle, Observation, Times
from ragaudit.testing import compare, known
from ragaudit_connectors.parsing import parse


def run(text: str, path: str = "page.md") -> list[Observation]:
    return compare(PastDeadlineInText(), corpus({path: text}))


@pytest.mark.parametrize(
    "sentence",
    [
        "The old portal will be switched off on 31 March 2026.",
        "The winter rate is valid until 28 February 2026.",
        "The voucher is valid through March 31, 2026.",
        "Registration closes on 3 May 2026.",
        "Registration is open until the end of March 2026.",
        "The deadline for proposals is 2026-05-03.",
        "Submission deadline: 3 May 2026",
        "Please submit your expenses by 15 January 2026.",
        "All teams must move to the new registry no later than 30 June 2026.",
        "From 1 April 2026 onwards, claims will need a receipt.",
        "Starting 1 April 2026, every visitor will get a badge.",
        "Effective 1 July 2026, the office in Hull will close.",
        "The audit is planned for March 2026.",
        "We plan to add single sign-on by the end of Q1 2026.",
        "The next release is expected in June 2026.",
        "Support for version 3 is due to end on 1 June 2026.",
        "We aim to finish the migration during 2025.",
        "Until June 2026, both badges are accepted at the gate.",
        "The offer ends on 30 September 2026.",
        "This licence expires 30 September 2026.",
        "We close the desk, with a planned retirement date of 23 December 2025.",
        "For the second half of 2025, we will take a survey every month.",
        "The kitchen will be closed until Monday, 5 October 2026.",
        "The pilot has been extended until 31 July 2026.",
    ],
)
def test_reported(sentence: str) -> None:
    """Offers, deadlines and plans whose day has passed."""
    assert [3] == [o.line for o in run(f"# Portal\n\n{sentence}\n")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The old portal will be switched off on 31 March 2027.",
        "The winter rate is valid until 31 October 2026.",
        "The winter rate is valid until 1 November 2026.",
        "The old portal was switched off on 31 March 2026.",
        "Until 2024 we used the old portal.",
        "The old rate was valid until 28 February 2026.",
        "The deadline was 3 May 2026.",
        "She led the company from 1995 until 2003.",
        "Contracts signed before 1 May 2025 will keep the old notice period.",
        "The old notice period will apply to contracts signed before 1 May 2025.",
        "If you were hired after May 2021, you will have ten years to exercise your options.",
        "You will need the rates that were published on 1 April 2025.",
        "The rule applies from 1 May 2025.",
        "As of 1 May 2025, visitors need a badge.",
        "You will find more in the 2024 report.",
        "The pilot will run from 3 March 2026 until 31 May 2027.",
        "Enter the day by which it will be done, e.g. by 31 March 2026.",
        "The page then says “will be switched off on 31 March 2026”.",
        "The banner reads `will be switched off on 31 March 2026`.",
        "- [x] The portal will be switched off on 31 March 2026.",
        "~~The portal will be switched off on 31 March 2026.~~",
        "> The old portal will be switched off on 31 March 2026.",
        "```\nThe old portal will be switched off on 31 March 2026.\n```",
        "| When | What |\n| --- | --- |\n| 1 May 2026 | it will be switched off on 1 May 2026 |",
        "The invoice must be paid by 03/04/2026.",
        "Ann Lee, born 3 May 1986, will answer questions.",
        "The book is by Joshua Bloch (2017) and will help.",
        "The results will be the same as in 2025.",
        "The rate for 2025 will be found in the table.",
        "Submit it by the 15th of each month.",
        "```\nSELECT 1\n```\n\nwill make a copy as it stood before 27 October 2020.",
    ],
)
def test_look_alikes(sentence: str) -> None:
    """Days to come, the past, which things are meant, examples, code and quotations."""
    assert [] == run(f"# Portal\n\n{sentence}\n")


@pytest.mark.parametrize(
    "path",
    ["CHANGELOG.md", "blog/portal.md", "release-notes/4.md", "minutes/board.md", "adr/0001-x.md",
     "rfcs/0007.md", "archive/portal.md", "2025/portal.md",
     "board-minutes.md", "postmortem-2026-02-09.md", "2026-03-01-portal.md", "LICENSE.txt",
     "proposals/portal.md", "templates/notice.md"],
)  # fmt: skip
def test_records(path: str) -> None:
    """By its folder or file name a page tells of its day."""
    assert [] == run("# Portal\n\nThe portal will be switched off on 31 March 2026.\n", path)


@pytest.mark.parametrize("path", ["release-process.md", "notice-period.md", "report-a-bug.md"])
def test_names_that_only_sound_like_records(path: str) -> None:
    """These are about releases, notices and reports."""
    assert 1 == len(run("# Portal\n\nThe portal will close on 31 March 2026.\n", path))


@pytest.mark.parametrize(
    "before",
    ["# Release notes 4.1\n\n", "# Minutes of the board\n\n", "# Portal\n\n## History\n\n",
     "# Portal\n\n## Changelog\n\n", "# Portal\n\n## Example\n\n", "# Portal\n\n## 2025-03-01\n\n",
     "# Portal\n\n## 3 March 2026\n\n", "---\nlayout: post\n---\n", "---\ntype: minutes\n---\n",
     "# Portal\n\nFor example, a page says so. "],
)  # fmt: skip
def test_sections_of_the_past(before: str) -> None:
    """By heading, title or front matter."""
    assert [] == run(before + "The portal will be switched off on 31 March 2026.\n")


def test_a_page_of_its_year() -> None:
    """It tells of that year; what it offers still ends."""
    plan = "# Election 2025\n\nVoting will end on 3 May 2025.\n"
    offer = "# Offers 2025\n\nThe rate is valid until 3 May 2025.\n"
    assert [0, 1] == [len(run(plan)), len(run(offer))]


def test_retired_documents_are_told_of_elsewhere() -> None:
    """FRS203 and FRS213 report them as a whole."""
    for changes in (
        {"lifecycle": known(Lifecycle.ARCHIVED)},
        {"superseded_by": known("new.md")},
        {"times": Times(expires=known(date(2026, 5, 1)))},
    ):
        made = corpus({"page.md": "The portal will be switched off on 31 March 2026.\n"})
        describe(made, "page.md", **changes)
        assert [] == compare(PastDeadlineInText(), made)


def test_says_how_old_the_page_is() -> None:
    """What is past, since when, and whether anybody changed the text since."""
    made = corpus({"page.md": "The portal will be switched off on 31 March 2026.\n"})
    messages = []
    for changed in (date(2026, 1, 10), date(2026, 6, 1)):
        describe(made, "page.md", times=Times(content_modified=known(changed)))
        messages += [o.message for o in compare(PastDeadlineInText(), made)]
    said = "The text announces something for 31 March 2026, which passed 215 days ago."
    assert [
        f"{said} The text has not changed since 2026-01-10.",
        f"{said[:-1]}. The text last changed on 2026-06-01, after that, and still says so.",
    ] == messages


def test_three_sentences_and_a_count() -> None:
    """Five faults are three findings, the last with the number of the others."""
    text = "\n\n".join(f"Room {n} will close on {n} March 2026." for n in range(1, 6))
    found = run(text)
    assert [1, 3, 5] == [o.line for o in found]
    assert "2 sentences more in this document." in found[-1].message


def test_a_month_is_less_sure_than_a_day() -> None:
    """It may have been meant as its beginning or its end."""
    text = "Room 1 will close on 3 March 2026.\n\nRoom 2 will close in March 2026.\n"
    assert [Confidence.HIGH, Confidence.MEDIUM] == [o.confidence for o in run(text)]


@given(st.text(alphabet="Thewilbuntoy 2026-03-1March.,:\n", max_size=200))
def test_any_text_is_survived(text: str) -> None:
    """Whatever it says, every feature has a line of the text."""
    content = parse(text.encode(), "a.md", "markdown")
    for feature in ForwardDates().extract(content):
        assert 1 <= (feature.line or 0) <= text.count("\n") + 1
