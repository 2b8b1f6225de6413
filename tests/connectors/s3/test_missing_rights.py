"""What an account may not see is unknown and named; what it may is all there. On moto's server."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connectors.s3.helpers import connect, policies_of, refs_of
from tests.services.moto import ACCOUNT, BUCKET, Moto

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import ForbiddenError, ScopeMissingError
from ragaudit.model import AccessState, Decision, SourceSettings
from ragaudit_connectors.s3 import S3Connector


@pytest.fixture
def moto(emptied: Moto) -> Moto:
    """A store whose users no test here changes."""
    return emptied


def test_without_rights_nothing_is_made_up(moto: Moto, settings: SourceSettings) -> None:
    """An account that may only list and read: what it does not see is unknown, and named."""
    moto.put("all/leave.md", b"text")
    source = _as_bob(settings)

    policies = policies_of(source)
    results = _checked(source)

    assert AccessState.UNKNOWN is policies["all/leave.md"].state
    for action in ("s3:GetBucketPolicy", "iam:GetAccountAuthorizationDetails", "s3:GetObjectAcl"):
        assert action in (policies["all/leave.md"].note or "")
        assert action in (results["access"].scope + results["groups"].scope)
    assert CheckState.MISSING is results["access"].state
    assert CheckState.MISSING is results["groups"].state
    assert CheckState.OK is results["read"].state
    with pytest.raises(ScopeMissingError, match="does not list users"):
        source.identities()


def test_an_object_that_only_others_may_read(moto: Moto, settings: SourceSettings) -> None:
    """Is a skip with the right that is missing; the others go on."""
    moto.put("all/leave.md", b"text")
    moto.put("hr/pay.md", b"text")
    source = _as_bob(settings)
    refs = refs_of(source)

    assert b"text" == source.fetch(refs["all/leave.md"]).data
    with pytest.raises(ForbiddenError, match="refuses it to the account") as caught:
        source.fetch(refs["hr/pay.md"])
    assert "s3:GetObject" in caught.value.hint
    assert "pay" not in str(caught.value)


def test_iam_is_not_asked_where_that_is_configured(moto: Moto, settings: SourceSettings) -> None:
    """Then what users have by it is unknown, and nothing is missing."""
    moto.put("all/leave.md", b"text")
    source = connect(settings, options={"bucket": BUCKET, "iam": False})

    found = policies_of(source)["all/leave.md"]

    assert AccessState.PARTIAL is found.state
    assert "policies of users were not read" == found.note
    assert CheckState.UNSUPPORTED is _checked(source)["groups"].state
    assert () == source.identities().users


def test_everything_is_checked(moto: Moto, settings: SourceSettings) -> None:
    """One result each, all well for the auditor of `docs/connectors/s3.md`."""
    moto.put("all/leave.md", b"text")

    results = list(connect(settings).check())

    assert ["sign in", "list", "read", "access", "groups", *["ask as somebody"] * 3] == [
        result.capability for result in results
    ]
    assert {CheckState.OK} == {result.state for result in results}


def test_users_and_groups(settings: SourceSettings) -> None:
    """With the namespace of the source; all of the account, so whoever is not there has none."""
    found = connect(settings).identities()

    assert {"kb:alice", "kb:bob", "kb:auditor", "kb:root"} == {one.id for one in found.users}
    groups = {group.id: group.members for group in found.groups}
    assert ("kb:alice",) == groups["kb:hr"]
    assert 4 == len(groups[f"kb:account/{ACCOUNT}"])
    assert ("kb",) == found.listed


def test_nobody_is_asked_as_without_keys(moto: Moto, settings: SourceSettings) -> None:
    """A persona without keys does not sign, and is refused what is not public."""
    moto.put("all/leave.md", b"text")
    source = connect(settings)
    ref = refs_of(source)["all/leave.md"]
    anonymous = source.probe_as("anonymous", ref)

    assert source.probe_as("carol", ref) is None
    assert anonymous is not None
    assert Decision.DENY is anonymous.decision


def test_a_change_of_a_list_is_seen(moto: Moto, settings: SourceSettings) -> None:
    """Lists of objects are asked for in every pass: no listing shows that they change."""
    moto.put("all/leave.md", b"text")
    source = connect(settings)
    first = policies_of(source)["all/leave.md"]

    moto.set_acl("all/leave.md", "public-read")

    assert refs_of(source)["all/leave.md"].access_stamp is None
    assert first.digest != policies_of(source)["all/leave.md"].digest
    assert "user/auditor" == first.observed_as


def _as_bob(settings: SourceSettings) -> S3Connector:
    return connect(settings, auth=settings.personas["bob"], personas={})


def _checked(source: S3Connector) -> dict[str, Any]:
    results: list[CheckResult] = list(source.check())
    return {result.capability: result for result in results}
