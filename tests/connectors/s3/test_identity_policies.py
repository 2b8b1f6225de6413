"""Policies of users, groups and roles, limits and lists. What moto enforces is in `test_access`."""

from __future__ import annotations

import pytest
from tests.connectors.s3.rights import (
    ALL_USERS,
    ALLOW,
    ANY_USERS,
    DENY,
    NUMBER,
    OWNER,
    UNKNOWN,
    account,
    acl,
    arn,
    bearer,
    bucket,
    decisions,
    policy_in,
    read,
    rights,
    says,
)

from ragaudit.errors import MalformedError
from ragaudit.model import AccessState, Decision, Exposure

HOME = "arn:aws:s3:::handbook/home/${aws:username}/*"
TRUST = {"Statement": {"Effect": "Allow", "Principal": {"AWS": NUMBER}, "Action": "sts:AssumeRole"}}


def test_groups_let_their_members_in() -> None:
    """And a denial in a group reaches them, too."""
    members = [bearer("alice", groups=("hr",)), bearer("bob", says())]
    group = bearer("hr", says(), kind="group")
    shut = bearer("hr", says("Deny"), kind="group")

    assert [ALLOW, ALLOW, DENY] == decisions(bucket(iam=account(members, [group])))
    assert [DENY, ALLOW, DENY] == decisions(bucket(iam=account(members, [shut])))


def test_a_variable_stands_for_who_asks() -> None:
    """In a policy of a user and of a group; in an older version it is only text."""
    own = account([bearer("alice", says(resource=HOME)), bearer("bob", says(resource=HOME))])
    members = [bearer("alice", groups=("staff",)), bearer("bob", groups=("staff",))]
    shared = account(members, [bearer("staff", says(resource=HOME), kind="group")])
    dollar = says(resource="arn:aws:s3:::handbook/${*}")

    for iam in (own, shared):
        assert [ALLOW, DENY, DENY] == decisions(bucket(iam=iam), key="home/alice/x.md")
    assert [DENY, DENY, DENY] == decisions(bucket(iam=account([bearer("alice", dollar)])), key="x")


def test_a_variable_nobody_knows_stays_open() -> None:
    """Such as one of a session."""
    secret = says(resource="arn:aws:s3:::handbook/${aws:SourceIdentity}/*")

    assert UNKNOWN is decisions(bucket(iam=account([bearer("alice", secret)])))[0]


def test_a_boundary_limits_what_policies_give() -> None:
    """What it denies, leaves out, or ties to a condition."""
    nothing, denial = read(says(resource="arn:aws:s3:::other/*")), read(says(), says("Deny"))
    somewhere = read(says(Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}))
    for boundary, expected in (
        (read(says()), ALLOW),
        (nothing, DENY),
        (denial, DENY),
        (somewhere, UNKNOWN),
    ):
        people = account([bearer("alice", says(), boundary=boundary), bearer("bob", says())])
        assert [expected, ALLOW, DENY] == decisions(bucket(iam=people))


def test_a_bucket_policy_that_names_a_user_goes_past_the_boundary() -> None:
    """Past what it leaves out, not past what it denies; for everybody AWS does not say."""
    nothing, denial = read(says(resource="arn:aws:s3:::other/*")), read(says("Deny"))
    named, everybody = says(principal={"AWS": arn("alice")}), says(principal="*")
    for boundary, statement, expected in (
        (nothing, named, ALLOW),
        (denial, named, DENY),
        (nothing, everybody, UNKNOWN),
    ):
        people = account([bearer("alice", boundary=boundary), bearer("bob")])
        assert expected is decisions(bucket(statement, iam=people))[0]


def test_who_may_take_on_a_role_may_read() -> None:
    """Not as himself, so it stays open, even where his own policy denies it."""
    role = bearer("reader", says(), kind="role", trust=TRUST)
    assume = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arn("reader", "role")}
    people = account([bearer("alice", says("Deny"), assume), bearer("bob")], roles=[role])

    assert [UNKNOWN, DENY, DENY] == decisions(bucket(iam=people))
    assert "role/reader" in [p.name for p in policy_in(bucket(iam=people)).principals]


def test_a_trust_policy_that_names_a_user_is_enough() -> None:
    """Also by way of another role; roles in a circle come to an end."""
    names = {"first": arn("alice"), "second": arn("first", "role")}
    trusts = {
        role: {
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": [who, arn("second", "role")]}}]
        }
        for role, who in names.items()
    }
    first = bearer("first", kind="role", trust=trusts["first"])
    second = bearer("second", says(), kind="role", trust=trusts["second"])
    found = bucket(
        says(principal={"AWS": arn("first", "role")}, resource="arn:aws:s3:::x/*"),
        iam=account(roles=[first, second]),
    )

    assert [UNKNOWN, DENY, DENY] == decisions(found)


def test_a_policy_of_a_user_that_is_no_policy() -> None:
    """Then nothing is known of that user, and everything of the others."""
    people = account([bearer("alice", says(), unread=True), bearer("bob", says())])

    assert [UNKNOWN, ALLOW, DENY] == decisions(bucket(iam=people))


@pytest.mark.parametrize(
    ("blocks", "whom", "expected"),
    [
        (False, ALL_USERS, [ALLOW, ALLOW, ALLOW]),
        (False, ANY_USERS, [ALLOW, ALLOW, DENY]),
        (True, ALL_USERS, [DENY, DENY, DENY]),
        (None, ALL_USERS, [UNKNOWN, UNKNOWN, UNKNOWN]),
    ],
)
def test_public_lists(blocks: bool | None, whom: str, expected: list[Decision]) -> None:
    """A grant to everybody counts unless public lists are ignored."""
    found = bucket(acls=True, ignores_public_acls=blocks)

    assert expected == decisions(found, acl((whom, "READ")))


def test_lists_are_off_where_the_bucket_owner_owns_everything() -> None:
    """A list that is still there is not even asked for."""
    assert [DENY, DENY, DENY] == decisions(bucket(acls=False), None)
    assert Exposure.NOBODY is policy_in(bucket(acls=False)).exposure


def test_whether_lists_are_off_is_not_known() -> None:
    """Then what a list gives is not known either; what it does not give makes no difference."""
    found = bucket(acls=None)

    assert [UNKNOWN] * 3 == decisions(found, acl((ALL_USERS, "READ")))
    assert [DENY] * 3 == decisions(found, acl((OWNER, "FULL_CONTROL")))


def test_only_reading_is_reading() -> None:
    """Who may write or see the list of an object may not read it."""
    listed = acl((ALL_USERS, "READ_ACP"), (ALL_USERS, "WRITE"), (OWNER, "FULL_CONTROL"))

    assert [DENY, DENY, DENY] == decisions(bucket(acls=True), listed)


def test_a_list_that_was_not_read() -> None:
    """Leaves open who else may; a denial stays one."""
    people = account([bearer("alice", says()), bearer("bob", says("Deny"))])
    found = bucket(acls=True, iam=people)

    assert [UNKNOWN, DENY, UNKNOWN] == decisions(found, None)
    assert "s3:GetObjectAcl" in (policy_in(found).note or "")


def test_an_object_of_another_account_keeps_to_its_list() -> None:
    """Whatever policies here say, unless the list gives it to the account."""
    people = account([bearer("alice", says()), bearer("bob")])
    found = bucket(acls=True, iam=people)

    assert [DENY, DENY, DENY] == decisions(found, acl(("x", "FULL_CONTROL"), owner="x"))
    shared = acl(("x", "FULL_CONTROL"), (OWNER, "FULL_CONTROL"), owner="x")
    assert [ALLOW, DENY, DENY] == decisions(found, shared)


def test_a_grant_to_another_account() -> None:
    """Is nobody here, and more than named persons."""
    found = bucket(acls=True)

    assert [DENY, DENY, DENY] == decisions(found, acl(("somebody-else", "READ")))
    assert Exposure.GROUP is policy_in(found, acl(("somebody-else", "READ"))).exposure


def test_a_list_of_a_hundred_thousand_is_refused() -> None:
    """No store keeps one."""
    with pytest.raises(MalformedError, match="100,000"):
        acl(*[("x", "READ")] * 100_000)


def test_a_bucket_of_another_account() -> None:
    """Its users are not known, so nothing is, but what its own policy denies."""
    found = bucket(account="", iam=None, foreign=True)

    assert AccessState.PARTIAL is policy_in(found).state
    assert "another account" in (policy_in(found).note or "")
    assert () == rights(found).people.directory().users


def test_a_pattern_is_never_slow() -> None:
    """Stars by the hundred against a key that almost fits."""
    pattern = "arn:aws:s3:::handbook/" + "*a" * 300 + "b"

    assert (
        DENY
        is decisions(
            bucket(iam=account([bearer("alice", says(resource=pattern))])), key="a" * 1000
        )[0]
    )
