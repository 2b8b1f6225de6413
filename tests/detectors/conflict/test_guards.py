"""Every guard matters: without it a pair of innocent pages is reported."""

from __future__ import annotations

import pytest
from tests.detectors.conflict.pages import codes, pages
from tests.detectors.corpora import corpus

from ragaudit.detectors.conflict._guards import GUARDS, silenced_by
from ragaudit.testing import MemoryCorpus

RETURNS = "Returns\nCustomers can return goods within 30 days of purchase."
REPLIES = "Support\nWe answer a ticket within 4 hours."
TABLE = "Prices\n| Weight | Price |\n|---|---|\n| {} kg | {} € |"

PAIRS: dict[str, MemoryCorpus] = {
    "history": pages(
        RETURNS, "Returns FAQ\nPreviously, customers could return goods within 14 days of purchase."
    ),
    "example": pages(
        RETURNS, "Returns FAQ\nFor example, customers can return goods within 14 days of purchase."
    ),
    "proposal": pages(
        RETURNS, "Proposal for returns\nCustomers can return goods within 14 days of purchase."
    ),
    "quotation": pages(
        RETURNS, "Returns FAQ\n“Customers can return goods within 14 days of purchase.”"
    ),
    "somebody else's rule": pages(
        RETURNS,
        "Returns at our competitors\nCustomers can return goods within 14 days of purchase.",
    ),
    "measured, not ruled": pages(REPLIES, "Support statistics\nWe answer a ticket within 9 hours."),
    "other scope": pages(
        "Returns in Germany\nCustomers can return goods within 30 days of purchase.",
        "Returns in France\nCustomers can return goods within 14 days of purchase.",
    ),
    "other year": pages(
        "Mileage 2025\nWe pay a mileage rate of 40 cents per kilometre.",
        "Mileage 2026\nWe pay a mileage rate of 45 cents per kilometre.",
    ),
    "other version": pages(
        "Uploads (v2)\nThe maximum size of an attachment is 25 MB.",
        "Uploads (v3)\nThe maximum size of an attachment is 10 MB.",
    ),
    "within the limit": pages(
        "Uploads\nThe maximum size of an attachment is 25 MB.",
        "Attachments\nThe size of an attachment is 3 MB.",
    ),
    "hedged": pages(REPLIES, "Help\nWe answer a ticket in about 9 hours."),
    "part of the whole": pages(
        "Premium\nThe premium for the insurance is 500 euros.",
        "Insurance\nThe employer's part of the premium for the insurance is 300 euros.",
    ),
    "other subject": pages("Rooms\nRoom B seats 12 people.", "Meeting\nRoom C seats 20 people."),
    "other row": pages(TABLE.format("5", "5.90"), TABLE.format("10", "8.90")),
    "sibling pages": pages(
        "Cleaning\nThe press is cleaned every 4 hours.",
        "Cleaning\nThe press is cleaned every 8 hours.",
        ("plant/press-north.md", "plant/press-south.md"),
    ),
    "entries of a reference": pages(
        "TapeNearlyFull\nThe alert fires when 75% of the tape is used.",
        "TapeFull\nThe alert fires when 90% of the tape is used.",
    ),
    "subjects of two pages": pages(
        "Lockers\n## Prices\n\n| What | Value |\n|---|---|\n| Deposit | 50 € |",
        "Bicycles\n## Prices\n\n| What | Value |\n|---|---|\n| Deposit | 80 € |",
    ),
    "many values of one template": corpus(
        {f"{n}.md": f"# Holiday\n\nThe office is closed for {n} days.\n" for n in (3, 5, 7, 9)}
    ),
}
"""For each guard pages that no other guard, and no low score, keeps silent about."""

BY_SCORE = {
    "two addresses for two purposes": {"is_name": 1.0, "soft_low": 0.3},
    "times of two things": {"is_date": 1.0, "soft_low": 0.3},
    "nothing in common": {"nothing_shared": 1.0},
    "nothing but a pronoun": {"anaphora": 1.0},
}
"""Guards that stop what the shipped model scores low as well; they hold whatever is trained."""


def test_every_guard_is_shown() -> None:
    """A new guard needs pages that show why it is there."""
    assert set(GUARDS) == {*PAIRS, *BY_SCORE}


@pytest.mark.parametrize("name", PAIRS)
def test_silent_because_of_one_guard(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All guards: nothing. All but one: a finding."""
    made = PAIRS[name]
    assert [] == codes(MemoryCorpus(made.contents, made.documents))
    monkeypatch.delitem(GUARDS, name)
    assert [] != codes(MemoryCorpus(made.contents, made.documents))


QUIET = dict.fromkeys(
    [
        "frame_history", "place_history", "frame_example", "place_example", "frame_proposal",
        "place_proposal", "frame_quote", "place_hearsay", "frame_measured", "place_measured",
        "scope_apart", "years_apart", "versions_apart", "hedged", "part_of", "labels_apart",
        "replaced_said", "other_row", "siblings", "is_name", "template_family", "nothing_shared",
        "anaphora", "entries", "titles_apart",
    ],
    0.0,
)  # fmt: skip


def test_nothing_known_silences_nothing() -> None:
    """Two plain claims may contradict each other."""
    assert silenced_by(QUIET) is None


@pytest.mark.parametrize("name", BY_SCORE)
def test_guards_the_score_backs_up(name: str) -> None:
    """The guard alone is enough."""
    assert name == silenced_by(QUIET | BY_SCORE[name])
