"""OWN101."""

from __future__ import annotations

from typing import Any

import pytest

from ragaudit.detectors.ownership.no_owner import NoOwner
from ragaudit.model import Origin, OwnerRole, Quality
from ragaudit.testing import check_detector, context, document, known, owner, unusable


def messages(**changes: Any) -> list[str]:
    return [o.message for o in NoOwner().detect(document(**changes), context())]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(NoOwner())


def test_says_where_it_looked() -> None:
    """The message names every place, so that the reader knows where to write."""
    assert ["No owner; looked in front matter, CODEOWNERS."] == messages(
        looked_in=("front matter", "CODEOWNERS")
    )


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (OwnerRole.LAST_EDITOR, "No owner is named. Last edited by Ann, which does not make an "
                                "owner."),
        (OwnerRole.CREATOR, "No owner is named. Written by Ann, which does not make an owner."),
        (OwnerRole.TECHNICAL, "No owner is named. The file belongs to the account Ann, which does "
                              "not make an owner."),
        (OwnerRole.STEWARD, "No owner is named."),
    ],
)  # fmt: skip
def test_others_are_named_but_do_not_count(role: OwnerRole, expected: str) -> None:
    """Authors, editors and accounts are tied to a document without answering for it."""
    assert [expected] == messages(owners=(owner("Ann", role, quality=Quality.PROXY),))


@pytest.mark.parametrize("word", ["TBD", "none", "N/A", "unassigned", "To be decided", "nobody."])
def test_a_word_for_nobody_is_no_owner(word: str) -> None:
    """A filled field that names nobody is quoted."""
    (found,) = NoOwner().detect(document(owners=(owner(word, line=3),)), context())
    assert (3, f"owner: {word}") == (found.line, found.quote)


def test_a_proxy_is_no_owner() -> None:
    """A stand-in never satisfies the rule, whatever role it claims."""
    assert ["No owner is named."] == messages(owners=(owner("Ann", quality=Quality.PROXY),))


@pytest.mark.parametrize(
    "changes",
    [
        {"owners": (owner("ann"),)},
        {"owners": (owner("@org/docs", origin=Origin.CONFIG_RULE, locator="CODEOWNERS:3"),)},
        {"owners": (owner("TBD"), owner("ann"))},
        {"generated": known("true", "generated")},
        {"metadata_errors": (unusable("owner", "{a: 1}", "is a mapping"),)},
    ],
    ids=["owner", "codeowners", "one-of-two", "generated", "unusable-is-OWN102"],
)
def test_silent(changes: dict[str, Any]) -> None:
    """Owned, generated, or reported elsewhere."""
    assert [] == messages(**changes)
