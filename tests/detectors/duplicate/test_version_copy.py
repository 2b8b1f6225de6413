"""DUP404."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, seen

from ragaudit.detectors.duplicate.exact_duplicate import ExactDuplicate
from ragaudit.detectors.duplicate.near_duplicate import NearDuplicate
from ragaudit.detectors.duplicate.version_copy import VersionCopy
from ragaudit.testing import check_detector, compare, source

CHANGED = EXPENSES.replace("within 30 days", "within 14 days")


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(VersionCopy())


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("policy-v1.md", "policy-v2.md"),
        ("policy_v9.md", "policy_v10.md"),
        ("policy 1.2.md", "policy 1.10.md"),
        ("policy (1).md", "policy.md"),
        ("policy - Copy.md", "policy.md"),
        ("Copy of policy.md", "policy.md"),
        ("policy-old.md", "policy.md"),
        ("policy_backup.md", "policy.md"),
        ("policy-draft.md", "policy-final.md"),
        ("policy-2023.md", "policy-2024.md"),
        ("policy-2024-01-31.md", "policy-2024-11-02.md"),
        ("policy-2023.md", "policy.md"),
        ("policy.md", "policy-v2.md"),
        ("policy-v1.md", "policy.md"),
        ("policy-v2-draft.md", "policy-v1.md"),
        ("policy.v1.docx.md", "policy.v2.docx.md"),
    ],
)
@pytest.mark.parametrize("text", [EXPENSES, CHANGED])
def test_the_older_one_is_reported(older: str, newer: str, text: str) -> None:
    """Whether the texts are equal or nearly so, and under this rule only."""
    made = corpus({f"finance/{older}": EXPENSES, f"finance/{newer}": text})
    assert [(f"finance/{older}", [f"finance/{newer}"])] == seen(VersionCopy(), made)
    assert [] == seen(ExactDuplicate(), made) + seen(NearDuplicate(), made)


def test_the_whole_chain_is_named_oldest_first() -> None:
    """One finding for each but the newest."""
    pages = {f"policy-v{n}.md": EXPENSES.replace("30 days", f"{n} days") for n in (1, 2, 3)}
    found = compare(VersionCopy(), corpus(pages))
    assert ["docs:policy-v1.md", "docs:policy-v2.md"] == [o.document for o in found]
    chain = "`policy-v1.md` → `policy-v2.md` → `policy-v3.md`"
    assert [chain in o.message for o in found] == [True, True]


def test_titles_can_carry_the_version() -> None:
    """File names that say nothing, titles that do."""
    first = EXPENSES.replace("# Expenses", "# Expenses v1")
    made = corpus({"a.md": first, "b.md": CHANGED.replace("# Expenses", "# Expenses v2")})
    assert [("a.md", ["b.md"])] == seen(VersionCopy(), made)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("minutes-2026-01-10.md", "minutes-2026-01-17.md"),
        ("incidents/api-2026-01-10.md", "incidents/api-2026-03-02.md"),
        ("release-1.2.md", "release-1.3.md"),
        ("chapter-1.md", "chapter-2.md"),
        ("2023.md", "2024.md"),
        ("one/policy-v1.md", "two/policy-v2.md"),
        ("docs/v1/policy.md", "docs/v2/policy.md"),
    ],
)
def test_names_that_mark_no_version(first: str, second: str) -> None:
    """Records of events, parts, years alone, other folders."""
    assert [] == seen(VersionCopy(), corpus({first: EXPENSES, second: CHANGED}))


def test_texts_that_differ_are_no_copies() -> None:
    """Names alone prove nothing."""
    made = corpus({"policy-v1.md": EXPENSES, "policy-v2.md": ONBOARDING})
    assert [] == seen(VersionCopy(), made)


def test_a_series_of_dated_names_is_silent() -> None:
    """Four or more dated names are issues of one thing."""
    pages = {f"menu-2026-0{n}-01.md": EXPENSES.replace("30 days", f"{n} days") for n in range(1, 6)}
    assert [] == seen(VersionCopy(), corpus(pages))


def test_declared_version_folders_are_silent() -> None:
    """`versions` of the source says that they are meant to stand side by side."""
    made = corpus(
        {"manuals/drill-v1.md": EXPENSES, "manuals/drill-v2.md": CHANGED},
        sources={"docs": source(versions=("manuals/**",))},
    )
    assert [] == seen(VersionCopy(), made) + seen(NearDuplicate(), made)
