"""DUP406."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, seen

from ragaudit.detectors.duplicate import _meaning
from ragaudit.detectors.duplicate.same_answer_in_other_words import SameAnswerInOtherWords
from ragaudit.testing import check_detector, compare

CLAIMS = """\
# Claiming travel expenses

Submit your travel expenses within thirty days of the journey. Attach the original receipt for each
expense to the claim. Your line manager approves the claim before finance pays the reimbursement.
The reimbursement arrives on your bank account with the next monthly salary.
"""
AGAIN = """\
# How do I get my money back?

Travel expenses have to be submitted no later than thirty days after a journey. Every expense in a
claim needs its original receipt attached. Finance pays a reimbursement once the line manager has
approved the claim. You find the reimbursement on your bank account together with next month's
salary.
"""
OTHER = """\
# Booking a journey

Book trains and hotels through the travel desk, at least seven days before the journey starts. The
travel desk chooses the cheapest ticket that fits your calendar. Hotels cost up to ninety pounds a
night outside London. Cancel a booking as soon as you know that the meeting will not take place.
"""
FILLER = {
    "a/expenses.md": EXPENSES,
    "b/week.md": ONBOARDING,
    "c/alarm.md": "# Fire alarm\n\n" + "Leave the building by the nearest stairs when the alarm "
    "rings. Do not use the lifts. Wait at the meeting point until everybody has been counted. "
    "Nobody goes back inside before the fire brigade says so.\n",
    "d/backup.md": "# Backups\n\n" + "Databases are copied every night to a second data centre. "
    "Copies are kept for ninety days and then deleted. A restore is tested once a quarter, and the "
    "result is written down in the runbook of the service.\n",
    "e/plants.md": "# Plants\n\n" + "The gardener waters the plants on Mondays and Thursdays. Do "
    "not move them away from the windows. If leaves turn yellow, tell the front desk, which has "
    "the number of the gardener and a spare can.\n",
}  # fmt: skip


def test_it_is_a_detector() -> None:
    """The rule explains itself, and is off unless asked for."""
    check_detector(SameAnswerInOtherWords())
    assert not SameAnswerInOtherWords().rule.enabled


def test_one_answer_in_two_wordings() -> None:
    """Both places are named and quoted."""
    made = corpus(FILLER | {"x/claims.md": CLAIMS, "y/money.md": AGAIN})
    (found,) = compare(SameAnswerInOtherWords(), made)
    assert ("docs:x/claims.md", 1) == (found.document, found.line)
    assert [("docs:y/money.md", 1)] == [(r.document, r.line) for r in found.related]
    assert (
        "The section seems to say what another says in other words, in `y/money.md`, line 1."
        == found.message
    )


def test_three_wordings_are_one_finding() -> None:
    """They are one set."""
    third = AGAIN.replace("You find the", "The").replace("How do I get my money back?", "Refunds")
    pages = FILLER | {"x/claims.md": CLAIMS, "y/money.md": AGAIN, "z/refunds.md": third}
    found = seen(SameAnswerInOtherWords(), corpus(pages))
    assert [("x/claims.md", ["y/money.md", "z/refunds.md"])] == found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("y/booking.md", OTHER),
        ("y/copy.md", CLAIMS.replace("thirty", "sixty")),
        ("x/claims_v2.md", AGAIN),
        ("x/claims.de.md", AGAIN),
    ],
)
def test_what_is_not_the_same_in_other_words(path: str, text: str) -> None:
    """A related subject, the same words, another version, another language."""
    assert [] == seen(
        SameAnswerInOtherWords(), corpus(FILLER | {"x/claims.md": CLAIMS, path: text})
    )


def test_one_document_may_repeat_itself() -> None:
    """A summary above is meant."""
    assert [] == seen(SameAnswerInOtherWords(), corpus(FILLER | {"x.md": CLAIMS + "\n" + AGAIN}))


def test_nothing_to_compare() -> None:
    """No sections, or one."""
    assert [] == seen(SameAnswerInOtherWords(), corpus({"a.md": "Short."}))
    assert [] == seen(SameAnswerInOtherWords(), corpus({"a.md": CLAIMS}))


def test_what_was_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cap must not look like a clean result."""
    module = "ragaudit.detectors.duplicate.same_answer_in_other_words"
    monkeypatch.setattr(f"{module}.MOST_SECTIONS", 4)
    made = corpus(FILLER | {"x/claims.md": CLAIMS, "y/money.md": AGAIN})
    detector = SameAnswerInOtherWords()
    compare(detector, made)
    total = sum(len(list(_meaning.sections(c))) for c in made.contents.values())
    assert f"{total - 4} of {total} sections were not compared" == detector.skips(made)


def test_nothing_left_out_is_no_reason() -> None:
    """The rule ran in full."""
    made = corpus(FILLER)
    compare(SameAnswerInOtherWords(), made)
    assert SameAnswerInOtherWords().skips(made) is None
