"""The translation of models, on a store that has what the samples lack."""

from __future__ import annotations

import pytest
from tests.model.access.openfga.clauses import InexpressibleError
from tests.model.access.openfga.dsl import parse
from tests.model.access.openfga.stores import Tuple
from tests.model.access.openfga.translate import question

from ragaudit.model import Decision

MODEL = parse(
    """
model
  schema 1.1

type user
type bot
type group
  relations
    define member: [user, group#member, user with in_hours]
type folder
  relations
    define owner: [user]
    define reader: [user, group#member] or owner
type doc
  relations
    define parent: [folder]
    define banned: [user, group#member]
    define editor: [user, user:*]
    define reader: [user, bot, group#member] or reader from parent
    # everybody who is not banned
    define can_read: reader but not banned
    define both: reader and editor
    define mixed: (reader and editor) or banned
    define odd: (reader but not banned) or editor
    define neither: editor but not (reader and banned)

condition in_hours(now: timestamp) {
  now > timestamp("2026-01-01T00:00:00Z")
}
"""
)
TUPLES = (
    Tuple("folder:hr", "parent", "doc:pay"),
    Tuple("user:ann", "owner", "folder:hr"),
    Tuple("user:bo", "reader", "doc:pay"),
    Tuple("bot:bo", "reader", "doc:pay"),
    Tuple("group:b#member", "reader", "doc:pay"),
    Tuple("group:a#member", "member", "group:b"),
    Tuple("group:b#member", "member", "group:a"),
    Tuple("user:cy", "member", "group:a"),
    Tuple("user:dee", "member", "group:a", "in_hours"),
    Tuple("user:cy", "banned", "doc:pay"),
    Tuple("user:*", "editor", "doc:open"),
    Tuple("user:bo", "reader", "doc:open"),
    Tuple("user:bo", "owner", "doc:pay"),
)
ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN


def _decide(user: str, relation: str, object_: str) -> Decision:
    asked = question(MODEL, TUPLES, (user, relation, object_))
    return asked.policy.decide(asked.reader, asked.directory).decision


@pytest.mark.parametrize(
    ("user", "relation", "object_", "expected"),
    [
        ("user:ann", "reader", "doc:pay", ALLOW),
        ("bot:bo", "reader", "doc:pay", ALLOW),
        ("bot:ann", "reader", "doc:pay", DENY),
        ("user:cy", "reader", "doc:pay", ALLOW),
        ("user:dee", "reader", "doc:pay", UNKNOWN),
        ("user:cy", "can_read", "doc:pay", DENY),
        ("user:bo", "can_read", "doc:pay", ALLOW),
        ("user:zed", "editor", "doc:open", ALLOW),
        ("bot:zed", "editor", "doc:open", DENY),
        ("user:bo", "both", "doc:open", ALLOW),
        ("user:cy", "both", "doc:open", DENY),
        ("user:cy", "mixed", "doc:pay", ALLOW),
        ("user:bo", "mixed", "doc:pay", DENY),
    ],
)
def test_relations(user: str, relation: str, object_: str, expected: Decision) -> None:
    """Parents, sets in circles, conditions, everybody of one type, `and`, `or` and `but not`."""
    assert expected is _decide(user, relation, object_)


@pytest.mark.parametrize(
    ("user", "relation", "object_", "reason"),
    [
        ("user:ann", "odd", "doc:pay", "an exclusion inside a union"),
        ("user:ann", "neither", "doc:pay", "the exclusion of an intersection"),
        ("user:ann", "absent", "doc:pay", "the model has no relation absent"),
        ("group:a#member", "reader", "doc:pay", "asked for users that no group can say"),
    ],
)
def test_what_a_policy_cannot_say(user: str, relation: str, object_: str, reason: str) -> None:
    """It is refused with the reason, not approximated."""
    tuples = (*TUPLES, Tuple("user:bo", "editor", "doc:pay"))
    with pytest.raises(InexpressibleError) as refused:
        question(MODEL, tuples, (user, relation, object_))

    assert reason == str(refused.value)


@pytest.mark.parametrize(
    "line",
    ["define a: b or c and d", "define a: (b", "define a: [b;c]", "relation a", "define a: b c"],
)
def test_what_is_not_understood(line: str) -> None:
    """Nothing is skipped."""
    with pytest.raises((ValueError, IndexError)):
        parse(f"model\n schema 1.1\ntype t\n relations\n {line}")
