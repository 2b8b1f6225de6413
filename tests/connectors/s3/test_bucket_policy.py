"""Bucket policies by AWS's rules. Moto ignores whom they name, so buckets are made by hand here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.connectors.s3.rights import (
    ALLOW,
    DENY,
    NUMBER,
    UNKNOWN,
    account,
    arn,
    bearer,
    bucket,
    decisions,
    policy_in,
    rights,
    says,
)

from ragaudit.model import AccessState, Exposure

READER = bearer("alice", says())
"""A user whose own policy lets in."""


@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["*"]}])
def test_a_star_is_everybody(principal: Any) -> None:
    """Signed in or not."""
    found = bucket(says(principal=principal))

    assert [ALLOW, ALLOW, ALLOW] == decisions(found)
    assert Exposure.ANONYMOUS is policy_in(found).exposure


def test_a_user_by_name() -> None:
    """By ARN, with a path or without, or by the unique id of a user that was made anew."""
    by_path = f"arn:aws:iam::{NUMBER}:user/staff/alice"
    for name in (arn("alice"), by_path, "AIDAALICE"):
        assert [ALLOW, DENY, DENY] == decisions(bucket(says(principal={"AWS": name})))


def test_the_account_alone_lets_nobody_in() -> None:
    """It leaves the matter to the account's own policies."""
    for name in (NUMBER, f"arn:aws:iam::{NUMBER}:root"):
        assert [DENY, DENY, DENY] == decisions(bucket(says(principal={"AWS": name})))


def test_denying_the_account_denies_its_users() -> None:
    """All of them, whatever their own policies say."""
    found = bucket(says("Deny", {"AWS": NUMBER}), iam=account([READER, bearer("bob", says())]))

    assert [DENY, DENY, DENY] == decisions(found)


def test_an_explicit_denial_wins() -> None:
    """Over what the user's own policy and another statement allow."""
    found = bucket(
        says(principal="*"),
        says("Deny", {"AWS": arn("alice")}),
        iam=account([READER, bearer("bob")]),
    )

    assert [DENY, ALLOW, ALLOW] == decisions(found)


def test_other_objects_and_other_actions_do_not_count() -> None:
    """A prefix, a `NotResource`, a `NotAction`."""
    here, there = "arn:aws:s3:::handbook/hr/*", "arn:aws:s3:::handbook/all/*"
    reading = {"AWS": arn("alice")}
    other = {**says(principal=reading), "Action": ["s3:PutObject", "s3:ListBucket"]}
    but_writing = {**says(principal=reading), "NotAction": "s3:Put*"}
    del but_writing["Action"]
    but_hr = {**says(principal=reading), "NotResource": here}
    del but_hr["Resource"]

    assert [ALLOW, DENY, DENY] == decisions(bucket(says(principal=reading, resource=here)))
    assert [DENY, DENY, DENY] == decisions(bucket(says(principal=reading, resource=there)))
    assert [DENY, DENY, DENY] == decisions(bucket(other))
    assert [ALLOW, DENY, DENY] == decisions(bucket(but_writing))
    assert [DENY, DENY, DENY] == decisions(bucket(but_hr))


def test_a_demand_for_tls_denies_nobody_who_uses_it() -> None:
    """The most common denial of all does not make everything unknown."""
    tls = says("Deny", "*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    found = bucket(tls, says(principal={"AWS": arn("alice")}))

    assert [ALLOW, DENY, DENY] == decisions(found)


@pytest.mark.parametrize(
    "condition",
    [
        {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}},
        {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
        {"StringEquals": {"s3:ExistingObjectTag/public": "yes"}},
        {"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}},
        {"ForAnyValue:StringEquals": {"aws:PrincipalOrgPaths": "o-1/*"}},
        {"NoSuchOperator": {"aws:SecureTransport": "true"}},
    ],
)
def test_a_condition_nobody_can_settle_stays_open(condition: dict[str, Any]) -> None:
    """What it allows is not known; neither is what it denies. Never public, never private."""
    allowed = bucket(says(principal="*", Condition=condition))
    denied = bucket(says(principal="*"), says("Deny", "*", Condition=condition))

    assert [UNKNOWN, UNKNOWN, UNKNOWN] == decisions(allowed)
    assert [UNKNOWN, UNKNOWN, UNKNOWN] == decisions(denied)


def test_members_of_an_organisation_have_signed_in() -> None:
    """Whether users of this account belong to it is not known; that strangers do not is."""
    condition = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}

    assert [UNKNOWN, UNKNOWN, DENY] == decisions(bucket(says(principal="*", Condition=condition)))


def test_a_condition_about_who_asks_is_settled() -> None:
    """Users are known by name, ARN, account and tag."""
    alice = {"ArnLike": {"aws:PrincipalArn": arn("al*")}}
    here = {"StringEquals": {"aws:PrincipalAccount": NUMBER}}
    tagged = {"StringEquals": {"aws:PrincipalTag/team": "hr"}}
    people = account([bearer("alice", tags=(("team", "hr"),)), bearer("bob")])

    assert [ALLOW, DENY, DENY] == decisions(bucket(says(principal="*", Condition=alice)))
    assert [ALLOW, ALLOW, DENY] == decisions(bucket(says(principal="*", Condition=here)))
    assert [ALLOW, DENY, DENY] == decisions(
        bucket(says(principal="*", Condition=tagged), iam=people)
    )


def test_everybody_but_some_are_denied() -> None:
    """A lock: all whose ARN is not in a list, strangers included."""
    lock = says("Deny", "*", Condition={"StringNotLike": {"aws:PrincipalArn": [arn("alice")]}})
    people = account([READER, bearer("bob", says())])

    assert [ALLOW, DENY, DENY] == decisions(bucket(lock, iam=people))
    assert [ALLOW, DENY, DENY] == decisions(bucket(lock, says(principal="*"), iam=people))


def test_a_denial_of_the_signed_in_leaves_strangers_in() -> None:
    """Oddly enough, that is what it says."""
    lock = says("Deny", "*", Condition={"Null": {"aws:PrincipalArn": "false"}})

    assert [DENY, DENY, ALLOW] == decisions(bucket(lock, says(principal="*")))


def test_not_principal() -> None:
    """Who is named is spared for certain only if the account is, too; others are denied."""
    people = account([READER, bearer("bob", says())])
    both = {"AWS": [arn("alice"), NUMBER]}
    alone = {"AWS": arn("alice")}
    denied = [{**says("Deny"), "NotPrincipal": spared} for spared in (both, alone)]
    allowed = {**says(), "NotPrincipal": alone}

    assert [ALLOW, DENY, DENY] == decisions(bucket(denied[0], iam=people))
    assert [UNKNOWN, DENY, DENY] == decisions(bucket(denied[1], iam=people))
    assert [UNKNOWN, UNKNOWN, UNKNOWN] == decisions(bucket(allowed))


def test_another_account_is_nobody_here() -> None:
    """Its users are none of the directory's; it is more than named persons all the same."""
    found = bucket(says(principal={"AWS": "999999999999"}))

    assert [DENY, DENY, DENY] == decisions(found)
    assert Exposure.GROUP is policy_in(found).exposure
    assert "kb:other accounts" in {g.id for g in rights(found).people.directory().groups}


def test_services_are_named() -> None:
    """A CDN that reads is an account of its own, not the public."""
    found = bucket(says(principal={"Service": "cloudfront.amazonaws.com"}))

    assert [DENY, DENY, DENY] == decisions(found)
    assert ["cloudfront.amazonaws.com"] == [p.name for p in policy_in(found).principals]


def test_restricted_to_the_account() -> None:
    """“Restrict public buckets” turns everybody into everybody here, and drops other accounts."""
    other = says(principal={"AWS": "999999999999"})
    found = bucket(says(principal="*"), other, restricts_public=True)

    assert [ALLOW, ALLOW, DENY] == decisions(found)
    assert Exposure.GROUP is policy_in(found).exposure
    assert [f"account/{NUMBER}"] == [p.name for p in policy_in(found).principals]


def test_a_restriction_that_may_be_there() -> None:
    """Then whether strangers get in is not known; that users here do is."""
    found = bucket(
        says(principal="*"), restricts_public=None, missing=("s3:GetBucketPublicAccessBlock",)
    )

    assert [ALLOW, ALLOW, UNKNOWN] == decisions(found)
    assert "s3:GetBucketPublicAccessBlock" in (policy_in(found).note or "")


def test_a_policy_that_may_not_be_read() -> None:
    """Nobody is let in or shut out, not even those whose own policies say so."""
    people = account([READER, bearer("bob", says("Deny"))])
    found = replace(bucket(iam=people, missing=("s3:GetBucketPolicy",)), policy=None)

    assert [UNKNOWN, DENY, UNKNOWN] == decisions(found)
    assert AccessState.PARTIAL is policy_in(found).state
    assert "s3:GetBucketPolicy" in (policy_in(found).note or "")


def test_what_is_public_is_known_to_be_without_iam() -> None:
    """Policies of IAM bind nobody who has not signed in."""
    found = bucket(says(principal="*"), iam=None)
    policy = policy_in(found)

    assert AccessState.KNOWN is policy.state
    assert Exposure.ANONYMOUS is policy.exposure
    assert "without signing in" in (policy.note or "")


def test_without_iam_the_rest_is_not_known() -> None:
    """Users may have policies of their own; strangers have none, but the list is not whole."""
    found = bucket(says(principal={"AWS": arn("alice")}), iam=None)

    assert Exposure.UNKNOWN is policy_in(found).exposure
    assert AccessState.PARTIAL is policy_in(found).state
