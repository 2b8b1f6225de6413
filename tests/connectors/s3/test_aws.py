"""AWS itself, as far as requests and answers go: which hosts are asked, and with which keys.

AWS is not reached from here, so a fake answers with what its reference says.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from tests.connectors.s3.fake import Answer, Fake, error, listing
from tests.connectors.s3.helpers import connect, decided, policies_of, refs_of

from ragaudit.contracts import CheckState
from ragaudit.errors import AuthInvalidError, MalformedError
from ragaudit.model import AccessState, Credentials, Decision, SourceSettings, SyncSettings

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
NUMBER = "123456789012"
PUBLIC = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
READS = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
BLOCKED = (
    b"<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets>"
    b"</PublicAccessBlockConfiguration>"
)
OWNED = (
    b"<OwnershipControls><Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>"
    b"</OwnershipControls>"
)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """A bucket of AWS, and keys lying about that nobody said to use."""
    profile = tmp_path / "credentials"
    profile.write_text("[default]\naws_access_key_id = AKIAFILE\naws_secret_access_key = file\n")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "AKIAAMBIENT",
        "AWS_SECRET_ACCESS_KEY": "ambient",
        "AWS_SHARED_CREDENTIALS_FILE": str(profile),
        "AWS_PROFILE": "not-there",
        "AWS_ENDPOINT_URL": "https://evil.example",
        "HTTPS_PROXY": "http://evil.example:3128",
        "S3_ID": "AKIACONFIGURED",
        "S3_SECRET": "secret",
    }.items():
        monkeypatch.setenv(name, value)
    return SourceSettings(
        "kb", "s3", tmp_path, remote=True,
        options={"bucket": "handbook", "region": "eu-central-1"},
        auth=Credentials(None, "S3_ID", "S3_SECRET"), sync=SyncSettings(timeout_s=5, tries=1),
    )  # fmt: skip


def aws(
    policy: Any = None, account_block: Answer | None = None, iam: Answer | None = None, **more: Any
) -> Fake:
    """One object in a bucket whose owner owns everything."""
    missing = error("NoSuchPublicAccessBlockConfiguration", 404)
    stored = json.dumps({"Version": "2012-10-17", "Statement": policy}).encode()

    def answers(request: Any) -> Answer:
        url = urlsplit(request.url)
        if url.netloc.startswith("sts."):
            return Answer(200, more.get("caller", _caller()))
        if url.netloc.startswith("iam."):
            return iam or Answer(200, details())
        if "s3-control" in url.netloc:
            return account_block or missing
        if "ownershipControls" in url.query:
            return Answer(200, OWNED)
        if "publicAccessBlock" in url.query:
            return missing
        if "policy" in url.query:
            return Answer(200, stored) if policy else error("NoSuchBucketPolicy", 404)
        if more.get("foreign") and "x-amz-expected-bucket-owner" in request.headers:
            return error("AccessDenied")
        return Answer(200, listing("hr/pay.md"))

    return Fake(answers)


def _caller() -> bytes:
    return (
        f"<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{NUMBER}</Account>"
        "</GetCallerIdentityResult></GetCallerIdentityResponse>"
    ).encode()


def details(
    inline: Any = None, boundary: Any = None, marker: str = "", name: str = "alice"
) -> bytes:
    """A page of IAM's list with one user."""
    listed = [inline] if inline else []
    written = "".join(
        f"<member><PolicyName>own</PolicyName><PolicyDocument>{_written(one)}</PolicyDocument>"
        "</member>"
        for one in listed
    )
    limit = f"arn:aws:iam::{NUMBER}:policy/limit"
    bounded = (
        f"<PermissionsBoundary><PermissionsBoundaryArn>{limit}</PermissionsBoundaryArn>"
        "</PermissionsBoundary>"
        if boundary
        else ""
    )
    policies = (
        f"<member><Arn>{limit}</Arn><PolicyVersionList><member><Document>{_written(boundary)}"
        "</Document><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList></member>"
        if boundary and boundary != "lost"
        else ""
    )
    more = f"<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>" if marker else ""
    return (
        "<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>"
        f"<UserDetailList><member><UserName>{name}</UserName><UserId>AIDA{name}</UserId>"
        f"<Arn>arn:aws:iam::{NUMBER}:user/{name}</Arn><UserPolicyList>{written}</UserPolicyList>"
        f"{bounded}</member></UserDetailList><Policies>{policies}</Policies>{more}"
        "</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>"
    ).encode()


def _written(statement: Any) -> str:
    """IAM sends documents percent-encoded."""
    return quote(json.dumps({"Version": "2012-10-17", "Statement": statement}))


def test_only_aws_is_asked_with_the_keys_that_were_configured(settings: SourceSettings) -> None:
    """Nothing from the environment, from files, from the machine; no proxy, no other address."""
    fake = aws()
    source = connect(settings, session=fake)
    list(source.fetch_access(list(refs_of(source).values())))

    assert {
        "handbook.s3.eu-central-1.amazonaws.com",
        f"{NUMBER}.s3-control.eu-central-1.amazonaws.com",
        "sts.eu-central-1.amazonaws.com",
        "iam.amazonaws.com",
    } == fake.hosts
    assert all("AKIACONFIGURED" in _signature(request) for request in fake.asked)


def _signature(request: Any) -> str:
    value = request.headers.get("Authorization", b"")
    return value.decode() if isinstance(value, bytes) else str(value)


def test_without_keys_nothing_is_signed(settings: SourceSettings) -> None:
    """Whatever lies about; then IAM is not asked either."""
    fake = aws()
    source = connect(settings, session=fake, auth=Credentials())
    list(source.fetch_access(list(refs_of(source).values())))

    assert {"handbook.s3.eu-central-1.amazonaws.com"} == fake.hosts
    assert {""} == {_signature(request) for request in fake.asked}


def test_what_lies_about_is_used_where_that_is_said(
    settings: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the auditor, and never for a persona without keys."""
    monkeypatch.delenv("AWS_PROFILE")
    fake = aws()
    options = {**settings.options, "ambient_credentials": True}
    personas = {"anonymous": Credentials()}
    source = connect(settings, session=fake, auth=Credentials(), options=options, personas=personas)
    ref = refs_of(source)["hr/pay.md"]
    signed = {_signature(request) for request in fake.asked}
    source.probe_as("anonymous", ref)

    assert all("AKIAAMBIENT" in one for one in signed)
    assert "" == _signature(fake.asked[-1])


def test_nothing_to_sign_with(settings: SourceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A profile that is not there is said."""
    options = {**settings.options, "ambient_credentials": True, "profile": "not-there"}
    source = connect(settings, session=aws(), auth=Credentials(), options=options)

    with pytest.raises((AuthInvalidError, MalformedError)):
        list(source.list_refs(None))


def test_the_account_can_block_what_a_bucket_lets_in(settings: SourceSettings) -> None:
    """A public bucket policy reaches strangers unless the account above restricts it."""
    open_ = connect(settings, session=aws([PUBLIC]))
    blocked = connect(settings, session=aws([PUBLIC], Answer(200, BLOCKED)))
    unseen = connect(settings, session=aws([PUBLIC], error("AccessDenied")))

    assert {"alice": ALLOW, "nobody": ALLOW} == decided(open_, "hr/pay.md", "alice")
    assert {"alice": ALLOW, "nobody": DENY} == decided(blocked, "hr/pay.md", "alice")
    assert {"alice": ALLOW, "nobody": UNKNOWN} == decided(unseen, "hr/pay.md", "alice")
    results = {result.capability: result for result in unseen.check()}
    assert CheckState.MISSING is results["access"].state
    assert "s3:GetAccountPublicAccessBlock" == results["access"].scope


def test_a_bucket_of_another_account(settings: SourceSettings) -> None:
    """Is asked for with our account as the owner, which AWS refuses; ours is not taken for it."""
    source = connect(settings, session=aws([PUBLIC], foreign=True))
    private = connect(settings, session=aws([READS | {"Principal": {"AWS": NUMBER}}], foreign=True))

    assert ALLOW is decided(source, "hr/pay.md")["nobody"]
    assert AccessState.PARTIAL is policies_of(private)["hr/pay.md"].state
    assert "another account" in (policies_of(private)["hr/pay.md"].note or "")


def test_policies_come_percent_encoded(settings: SourceSettings) -> None:
    """Of users, and of boundaries; one that is not in the list is unknown."""
    expected = {
        None: ALLOW,
        "lost": UNKNOWN,
        json.dumps({**READS, "Resource": "arn:aws:s3:::other/*"}): DENY,
    }
    for boundary, decision in expected.items():
        limit = json.loads(boundary) if boundary and boundary != "lost" else boundary
        source = connect(settings, session=aws(iam=Answer(200, details(READS, limit))))
        assert {"alice": decision, "nobody": DENY} == decided(source, "hr/pay.md", "alice")


def test_iam_lists_in_pages(settings: SourceSettings) -> None:
    """To the end; a place that comes back is none."""
    pages = [details(marker="next"), details(READS, name="bob")]
    fake = aws()
    inner = fake.answers
    left = iter(pages)

    def answers(request: Any) -> Answer:
        if urlsplit(request.url).netloc.startswith("iam."):
            return Answer(200, next(left))
        return inner(request)

    fake.answers = answers
    found = connect(settings, session=fake).identities()
    circle = connect(settings, session=aws(iam=Answer(200, details(marker="same"))))

    assert ["kb:alice", "kb:bob"] == [one.id for one in found.users]
    with pytest.raises(MalformedError, match="end of its list"):
        circle.identities()


def test_policies_that_are_none(settings: SourceSettings) -> None:
    """Leave the bucket's layer unknown rather than empty."""
    wrong: tuple[Any, ...] = ("text", [{"Effect": "Perhaps"}], [[]])
    for broken in wrong:
        source = connect(settings, session=aws(broken))
        found = policies_of(source)["hr/pay.md"]
        assert AccessState.PARTIAL is found.state
        assert "bucket policy" in (found.note or "")


def test_limits_beyond_the_bucket_are_noted(settings: SourceSettings) -> None:
    """Policies of the organisation are read by nobody here."""
    assert any("organisation" in note for note in connect(settings).notes())
