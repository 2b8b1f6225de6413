"""Who may read in a bucket of moto's: what we say against what the server does.

Moto enforces IAM policies of users and groups. It stores lists of objects, bucket policies and
public access blocks, which are read from it here, and ignores whom they name.
"""

from __future__ import annotations

from itertools import product

import pytest
from tests.connectors.s3.helpers import (
    ARN,
    PEOPLE,
    connect,
    decided,
    policies_of,
    policy,
    refs_of,
    user,
)
from tests.services.moto import ACCOUNT, BUCKET, Moto, statement

from ragaudit.contracts import CheckState
from ragaudit.errors import ScopeMissingError
from ragaudit.model import AccessState, Decision, Exposure, SourceSettings
from ragaudit.testing.builders import AS_OF

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
READ = "s3:GetObject"


@pytest.mark.parametrize(
    ("alice", "bob", "group"),
    [
        ([(READ, "all/*", "Allow")], [(READ, "*", "Allow")], [(READ, "hr/*", "Allow")]),
        ([("s3:*", "*", "Allow")], [("s3:Get*", "all/a*", "Allow")], [(READ, "hr/*", "Deny")]),
        ([("*", "*", "Allow"), (READ, "all/*", "Deny")], [("s3:List*", "*", "Allow")], []),
        ([(READ, "*/*.md", "Allow")], [(READ, "a*/*e.md", "Allow")], [(READ, "*", "Allow")]),
    ],
)
def test_our_decisions_are_the_servers(
    moto: Moto,
    settings: SourceSettings,
    alice: list[tuple[str, str, str]],
    bob: list[tuple[str, str, str]],
    group: list[tuple[str, str, str]],
) -> None:
    """For everybody and every object, whatever IAM says; alice is in the group."""
    for key in ("all/leave.md", "all/a+b ü.md", "hr/pay.md", "top.md"):
        moto.put(key, b"text")
    for name, rules in (("alice", alice), ("bob", bob)):
        moto.set_policy(name, *_statements(rules))
    iam = moto.client(service="iam")
    written = policy(*_statements(group or [(READ, "none", "Allow")]))
    iam.put_group_policy(GroupName="hr", PolicyName="own", PolicyDocument=written)
    source = connect(settings)
    refs, policies, people = refs_of(source), policies_of(source), source.identities()

    ours, theirs = {}, {}
    for name, path in product(PEOPLE, refs):
        probe = source.probe_as(name, refs[path])
        assert probe is not None
        ours[name, path] = policies[path].decide(user(name), people, AS_OF).decision
        theirs[name, path] = probe.decision

    assert theirs == ours


def _statements(rules: list[tuple[str, str, str]]) -> list[dict[str, object]]:
    return [statement(action, f"{ARN}/{key}", effect) for action, key, effect in rules]


def test_attached_policies_count(moto: Moto, settings: SourceSettings) -> None:
    """Those that several users share, in the version that is in force."""
    moto.put("hr/pay.md", b"text")
    iam = moto.client(service="iam")
    old, new = policy(statement(READ, f"{ARN}/x")), policy(statement(READ, f"{ARN}/hr/*"))
    arn = iam.create_policy(PolicyName="pay", PolicyDocument=old)["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=new, SetAsDefault=True)
    iam.attach_user_policy(UserName="bob", PolicyArn=arn)
    source = connect(settings)

    found = decided(source, "hr/pay.md", "bob")

    probe = source.probe_as("bob", refs_of(source)["hr/pay.md"])
    assert probe is not None
    assert probe.decision is found["bob"] is ALLOW


def test_variables_are_read(moto: Moto, settings: SourceSettings) -> None:
    """Moto does not know them."""
    moto.put("home/alice/x.md", b"text")
    for name in PEOPLE:
        moto.set_policy(name, statement(READ, f"{ARN}/home/${{aws:username}}/*"))

    found = decided(connect(settings), "home/alice/x.md", *PEOPLE)

    assert {"alice": ALLOW, "bob": DENY, "nobody": DENY} == found


def test_a_public_list(moto: Moto, settings: SourceSettings) -> None:
    """Is public by its list alone; not where the bucket ignores that, or has no such lists."""
    moto.put("hr/pay.md", b"text", acl="public-read")
    store = moto.client()

    assert Exposure.ANONYMOUS is policies_of(connect(settings))["hr/pay.md"].exposure

    block = {"IgnorePublicAcls": True}
    store.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=block)
    assert DENY is decided(connect(settings), "hr/pay.md", "bob")["nobody"]

    store.delete_public_access_block(Bucket=BUCKET)
    rule = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    store.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls=rule)
    assert DENY is decided(connect(settings), "hr/pay.md", "bob")["nobody"]


def test_a_bucket_policy(moto: Moto, settings: SourceSettings) -> None:
    """Is read as it is stored, and a change of it changes the stamp of every object."""
    moto.put("hr/pay.md", b"text")
    store = moto.client()
    rule = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    store.put_bucket_ownership_controls(Bucket=BUCKET, OwnershipControls=rule)
    source = connect(settings)
    before = refs_of(source)["hr/pay.md"].access_stamp
    bob = {"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}
    stored = policy({**statement(READ, f"{ARN}/hr/*"), "Principal": bob})
    store.put_bucket_policy(Bucket=BUCKET, Policy=stored)

    assert {"alice": ALLOW, "bob": ALLOW, "nobody": DENY} == decided(
        source, "hr/pay.md", "alice", "bob"
    )
    assert before != refs_of(source)["hr/pay.md"].access_stamp


def test_a_list_of_one_object_that_may_not_be_read(moto: Moto, settings: SourceSettings) -> None:
    """Leaves that object open, and no other."""
    moto.put("all/leave.md", b"text")
    moto.put("hr/pay.md", b"text")
    everything = (
        statement(["s3:Get*", "s3:List*"], [ARN, f"{ARN}/*"]),
        statement(["iam:Get*", "iam:List*"], "*"),
        statement("s3:GetObjectAcl", f"{ARN}/hr/*", "Deny"),
    )
    moto.set_policy("auditor", *everything)

    policies = policies_of(connect(settings))

    assert AccessState.KNOWN is policies["all/leave.md"].state
    assert AccessState.PARTIAL is policies["hr/pay.md"].state
    assert Exposure.UNKNOWN is policies["hr/pay.md"].exposure


def test_an_account_that_may_not_list(moto: Moto, settings: SourceSettings) -> None:
    """Has signed in all the same; the right is named."""
    moto.set_policy("bob", statement(READ, f"{ARN}/*"))

    source = connect(settings, auth=settings.personas["bob"], personas={})
    results = {result.capability: result for result in source.check()}

    assert CheckState.OK is results["sign in"].state
    assert (CheckState.MISSING, "s3:ListBucket") == (results["list"].state, results["list"].scope)
    with pytest.raises(ScopeMissingError, match="ListObjectsV2"):
        list(source.list_refs(None))


def test_a_probe_that_settles_nothing(moto: Moto, settings: SourceSettings) -> None:
    """An object that is gone, keys that are none."""
    moto.put("all/leave.md", b"text")
    source = connect(settings)
    ref = refs_of(source)["all/leave.md"]
    moto.delete("all/leave.md")
    moto.set_policy("alice", statement("s3:*", "*"))
    gone = source.probe_as("alice", ref)
    iam = moto.client(service="iam")
    iam.delete_access_key(UserName="bob", AccessKeyId=moto.keys["bob"].id)
    stranger = source.probe_as("bob", ref)

    assert gone is not None
    assert stranger is not None
    assert (UNKNOWN, UNKNOWN) == (gone.decision, stranger.decision)
    assert "InvalidAccessKeyId" in stranger.detail
