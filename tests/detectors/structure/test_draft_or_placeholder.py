"""STR805."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.structure.draft_or_placeholder import DraftOrPlaceholder
from ragaudit.model import Observation
from ragaudit.testing import check_detector


def found(text: str) -> list[Observation]:
    return list(DraftOrPlaceholder().inspect(page(text)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DraftOrPlaceholder())


@pytest.mark.parametrize(
    "text",
    [
        "TBD",
        "*Coming soon!*",
        "_To be written_",
        "## TBD",
        "Notice period: TBD",
        "- **Owner:** TBC",
        "Phone: tbd",
        "Owner: to be confirmed",
        "The retention period is TBD.",
        "The limit is [TBD].",
        "The limit is (TBD by finance) for now.",
        "The fee for late bookings (TBC) is added.",
        "The fee is <TBD>.",
        "- TODO: describe the escalation path",
        "**TODO:** add the screenshots",
        "TODO(ann): add the screenshots",
        "TODO add the retention table",
        "FIXME: this is wrong",
        "> TODO: quote the law",
        "Contact [insert contact] for access.",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit.",
        "This page is under construction.",
        "This section is still a work in progress.",
        "This document is a draft.",
        "| who | phone |\n|---|---|\n| Ann | TBD |",
        "More to follow.",
        "[TO BE COMPLETED BY FINANCE]",
        "Rate: [TO BE COMPLETED BY FINANCE]",
        "The rate is [TO BE COMPLETED BY FINANCE] a day.",
        "Rate: [to be added]",
        "The rate is [to be confirmed with finance] a day.",
        "[INSERT …]",
        "The [INSERT COMPANY NAME] policy holds for all staff.",
        "<TBC>",
        "Fee: <TBC>",
        "| what | fee |\n|---|---|\n| Visa | <TBC> |",
        "| what | fee |\n|---|---|\n| Visa | [TO BE COMPLETED BY FINANCE] |",
        "| what | fee |\n|---|---|\n| Visa | to be confirmed |",
        "| what | fee |\n|---|---|\n| Visa | [insert fee] |",
        "To be confirmed.",
    ],
)
def test_text_that_is_missing(text: str) -> None:
    """On a line of its own, behind a label, in a cell, in brackets, or said outright."""
    assert [3] == [min(o.line or 0, 3) for o in found(f"# Page\n\n{text}\n")]


@pytest.mark.parametrize(
    "text",
    [
        "Open the TODO list app and add an item.",
        "TODO lists are useful.",
        "Mark TODOs with your name.",
        "Mark it as TBD if the date is unknown.",
        "If the date is TBD, ask finance.",
        "We use TODO and FIXME comments in code.",
        "`TODO: x` is how we mark it.",
        "Use `[TBD]` in tables.",
        "Status: `TBD`",
        "```\nTODO: x\nTBD\n```",
        "    TODO: indented code\n",
        "The features coming soon are listed in the roadmap.",
        "Work in progress limits are set for each team.",
        "Call 555-XXX or write SSN: XXX-XX-XXXX.",
        "- [ ] a task in a list",
        "Use [insert mode](vim.md) and [add your rota](x.md) here.",
        "Lorem ipsum is filler text used by designers.",
        "Insert the card into the reader and press <Enter>.",
        "| Placeholder | TBD |\n|---|---|\n| `TBD` | the date is not known |",
        "A draft of the letter goes to legal.",
        "Each was seen by a traditional birth attendant (TBA) at home.",
        "The total blood count (TBC) was measured twice.",
        "## Work in progress",
        "Work to be completed by Friday is listed here.",
        "The form (to be completed by the manager) goes to HR.",
        "Part B [to be completed by the line manager]",
        "## Part B [TO BE COMPLETED BY THE MANAGER]",
        "See [to be confirmed bookings](bookings.md).",
        "Use this template:\n\nPlease let [insert name] know what you need.",
        "> Congratulations, [insert name]! [Insert kind words].",
        "Hi [insert name], welcome to the team.",
        "Title the thread “Question: [insert topic here]” and go on.",
        "## Sample message\n\nWe met [insert challenges] together.",
        "### Do we collect [insert event]?",
    ],
)
def test_text_about_such_words(text: str) -> None:
    """Code, names of things, and sentences that use the words."""
    assert [] == found(f"# Page\n\n{text}\n")


def test_tasks_in_the_notes_of_a_meeting() -> None:
    """Somebody took them on; no text is missing."""
    assert [] == found("# Steering committee minutes\n\n- TODO: share the account\n")


@pytest.mark.parametrize(
    ("written", "key"),
    [("draft: true", "draft"), ("status: Draft", "status"), ("published: false", "published")],
)
def test_front_matter_that_says_draft(written: str, key: str) -> None:
    """Quoted as written, with its line."""
    (flag,) = found(f"---\ntitle: Page\n{written}\n---\n\nText.\n")
    assert (3, written) == (flag.line, flag.quote)


@pytest.mark.parametrize("written", ["draft: false", "status: current", "published: true"])
def test_front_matter_that_does_not(written: str) -> None:
    """The key alone says nothing."""
    assert [] == found(f"---\n{written}\n---\n\nText.\n")


def test_one_finding_counts_all_places() -> None:
    """The first three lines are named, the rest is counted."""
    (seen,) = found("# Page\n\n" + "TBD\n\n" * 5)
    assert "5 placeholders stand where text is missing: lines 3, 5, 7 and 2 more." == seen.message
    assert (3, "TBD") == (seen.line, seen.quote)


@pytest.mark.parametrize(
    "text",
    [
        "# Travel policy\n\nStatus: DRAFT – not approved\n\nText.\n",
        "# Travel policy\n\n**Status:** Draft\n\nText.\n",
        "# Travel policy\n\nOwner: Ann\nStatus: draft (v0.3)\nDate: 2026-01-02\n\nText.\n",
        "# Travel policy\n\nDRAFT – do not distribute\n\nText.\n",
        "# Travel policy\n\n*** DRAFT ***\n\nText.\n",
        "# Travel policy\n\nDraft - not for circulation\n\nText.\n",
        "# Travel policy\n\n> **DRAFT v2**\n\nText.\n",
        "# Travel policy\n\nVersion: 0.3 (draft)\n\nText.\n",
        "# Travel policy\n\n| Status | Draft |\n|---|---|\n| Owner | Ann |\n\nText.\n",
        "# Travel policy\n\nOwner: Ann | Status: Draft | 2026-01-02\n\nText.\n",
        "# ADR 7\n\n## Status\n\nDraft\n\n## Context\n\nText.\n",
        "# [Draft] Travel policy\n\nText.\n",
        "# Travel policy (DRAFT)\n\nText.\n",
        "# Reiserichtlinie\n\nStatus: Entwurf\n\nText.\n",
        "DRAFT - NOT APPROVED\n\n# Travel policy\n\nText.\n",
    ],
)
def test_a_label_at_the_top_that_says_draft(text: str) -> None:
    """A status line, a stamp, or a mark in the title."""
    (label,) = found(text)
    assert label.message.startswith("The document says that it is a draft: “")
    assert label.quote in label.message


@pytest.mark.parametrize(
    "text",
    [
        "# Travel policy\n\nStatus: approved\n\nA draft goes to legal first.\n",
        "# Travel policy\n\nDraft a letter and send it to legal.\n",
        "# Travel policy\n\nStatus: draft requests are answered within a day.\n",
        "# Drafting contracts\n\nStatus: Draft\n\nText.\n",
        "# Document workflow\n\nStatus: Draft – being written\n\nText.\n",
        "# Reviews\n\n- Status: Draft\n- Status: Approved\n\nText.\n",
        "# Beer\n\nDraft - from the tap - is cheaper than bottles.\n",
        "# Travel policy\n\n| Status | Meaning |\n|---|---|\n| Draft | being written |\n\nText.\n",
        "# Travel policy\n\n```\nStatus: DRAFT\n```\n\nText.\n",
        "# The NBA draft\n\nText.\n",
        "# Travel policy\n\n" + "Text.\n\n" * 20 + "Status: DRAFT\n",
    ],
)
def test_drafts_in_prose_and_pages_about_drafts(text: str) -> None:
    """Sentences, other meanings, states that are explained, and lines far below the top."""
    assert [] == found(text)


def test_front_matter_and_label_are_one_finding() -> None:
    """The same is not said twice."""
    assert 1 == len(found("---\ndraft: true\n---\n# Travel policy\n\nStatus: DRAFT\n\nText.\n"))
