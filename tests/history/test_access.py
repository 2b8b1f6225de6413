"""Documents that more people may read, by their own lists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.history.sides import held, side

from ragaudit._history.access import access_changes, changed
from ragaudit.model import AccessPolicy, AccessState
from ragaudit.testing import access

UNREAD = AccessPolicy()
OPEN = AccessPolicy(AccessState.NOT_APPLICABLE)


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        (access("group:hr"), access("public"), "worse",
         "group hr before, now everybody, signed in or not"),
        (access("group:hr"), access("group:hr", "group:it"), "worse",
         "group hr before, now group hr, group it"),
        (access("ann@x.org"), access("group:hr"), "worse",
         "user ann@x.org before, now group hr"),
        (access("internal", deny=("bob",)), access("internal"), "worse",
         "the whole organisation, not bob before, now the whole organisation"),
        (access("public"), access("group:hr"), "better",
         "everybody, signed in or not before, now group hr"),
        (access("group:hr", "group:it"), access("group:hr"), "better",
         "group hr, group it before, now group hr"),
        (access("group:hr"), UNREAD, "unknown",
         "who may read it is no longer known; it was group hr"),
        (UNREAD, access("group:hr"), "better", "who may read it is known now: group hr"),
        (access("group:hr"), OPEN, "unknown", "group hr before, now whoever may use the source"),
    ],
)  # fmt: skip
def test_another_list(old: AccessPolicy, new: AccessPolicy, kind: str, reason: str) -> None:
    """Wider, narrower, or not to be told."""
    told = changed(old, new)
    assert told is not None
    assert (kind, reason) == (told[0].value, told[1])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (access("group:hr"), access("group:hr", locator="access.yaml:9")),
        (access("group:hr", "group:it"), access("group:it", "group:hr")),
        (UNREAD, replace(UNREAD, note="another reason")),
    ],
)
def test_the_same_in_other_words(old: AccessPolicy, new: AccessPolicy) -> None:
    """Another line or order is no change; unknown to unknown is none either."""
    assert changed(old, new) is None


def test_only_documents_of_both_runs_are_compared() -> None:
    """A new page is no page that more people may read."""
    lists = {1: access("group:hr"), 2: access("public")}
    before = side("r1", documents={"docs:a.md": held(policy=1)}, policies=lists)
    after = side(
        "r2",
        documents={"docs:a.md": held(policy=2), "docs:b.md": held("b.md", policy=2)},
        policies=lists,
    )
    assert [("docs", "worse", "docs:a.md")] == [
        (source, change.kind.value, change.document)
        for source, change in access_changes(before, after)
    ]
