"""PRM501."""

from __future__ import annotations

import pytest

from ragaudit.detectors.permission.no_acl import NoAcl
from ragaudit.model import AccessPolicy, AccessState, Layer
from ragaudit.testing import access, check_detector, context, document

PARTLY = Layer("folder", (), complete=False, locator="hr/access.yaml")


def messages(policy: AccessPolicy) -> list[str]:
    return [o.message for o in NoAcl().detect(document(access=policy), context())]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(NoAcl())


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (AccessPolicy(), "Nothing says who may read it."),
        (AccessPolicy(note="no access.yaml"), "Nothing says who may read it: no access.yaml."),
        (
            AccessPolicy(AccessState.ERROR, note="access.yaml:3: not a list"),
            "Who may read it cannot be read: access.yaml:3: not a list.",
        ),
        (
            AccessPolicy(AccessState.PARTIAL, (PARTLY,)),
            "Who may read it is known only in part (hr/access.yaml).",
        ),
        (
            AccessPolicy(AccessState.KNOWN, (PARTLY,)),
            "Who may read it is known only in part (hr/access.yaml).",
        ),
        (AccessPolicy(AccessState.KNOWN), "Who may read it is known only in part."),
    ],
    ids=["unknown", "looked-for", "error", "partial", "incomplete-layer", "no-layer"],
)
def test_reports_what_is_not_known(policy: AccessPolicy, expected: str) -> None:
    """Unknown, unreadable and partly known are said apart."""
    assert [expected] == messages(policy)


@pytest.mark.parametrize(
    "policy",
    [access("public"), access("hr"), access(), AccessPolicy(AccessState.NOT_APPLICABLE)],
    ids=["public", "group", "nobody", "not-applicable"],
)
def test_silent(policy: AccessPolicy) -> None:
    """Read in full, or declared not to apply."""
    assert [] == messages(policy)
