"""Stores that fail or mean harm. No real store can be brought to do this, so a fake one answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.s3.fake import Answer, Endless, Fake, error, listing
from tests.connectors.s3.helpers import connect

from ragaudit.contracts import CheckState, Ref
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    ItemError,
    MalformedError,
    MissingExtraError,
    RagauditError,
    RateLimitedError,
    TooLargeError,
    TransientError,
    UsageError,
)
from ragaudit.model import AccessState, Credentials, Limits, SourceSettings, SyncSettings
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.s3 import S3Connector

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><ListBucketResult>&b;</ListBucketResult>"""
REF = Ref("secret-plan.md", "secret-plan.md", 5, stamp="1")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """A bucket of a store that is not there."""
    monkeypatch.setenv("S3_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("S3_SECRET", "secret")
    return SourceSettings(
        "kb", "s3", tmp_path, remote=True, url="https://store.example", options=OPTIONS,
        auth=Credentials(None, "S3_ID", "S3_SECRET"), sync=SyncSettings(timeout_s=1, tries=1),
    )  # fmt: skip


SIGNED_ELSEWHERE = Answer(
    400, b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
)
OPTIONS = {"bucket": "handbook", "iam": False}


def always(answer: Answer) -> Fake:
    """A store with one answer."""
    return Fake(lambda request: answer)


def failing(settings: SourceSettings, answer: Answer) -> Any:
    """What comes of listing."""
    with pytest.raises(RagauditError) as caught:
        list(connect(settings, session=always(answer)).list_refs(None))
    return caught.value


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error("InvalidAccessKeyId"), AuthInvalidError),
        (error("SignatureDoesNotMatch"), AuthInvalidError),
        (error("ExpiredToken", 400), AuthExpiredError),
        (error("RequestTimeTooSkewed"), AuthInvalidError),
        (error("SlowDown", 503), RateLimitedError),
        (error("InternalError", 500), TransientError),
        (Answer(502, b"<html>Bad gateway</html>"), TransientError),
        (Answer(503, b"<!doctype html><p>down</p>"), TransientError),
        (error("NoSuchBucket", 404), MalformedError),
        (Answer(404, b"<html>not found</html>"), MalformedError),
        (error("MadeUpByTheStore", 400), MalformedError),
        (Answer(302, b"", {"location": "http://169.254.169.254/"}), MalformedError),
        (Answer(200, BOMB), MalformedError),
        (Answer(200, BOMB.decode().encode("utf-16")), MalformedError),
        (Answer(200, b"<html><p>Please sign in</p>"), MalformedError),
        (Answer(200, listing("a.md", "b.md")[:-40]), MalformedError),
        (Answer(200, Endless()), MalformedError),
        (Answer(200, listing("")), MalformedError),
    ],
)
def test_each_failure_has_its_kind(
    settings: SourceSettings, answer: Answer, kind: type[RagauditError]
) -> None:
    """And says what to do; never a word of the store's."""
    found = failing(settings, answer)

    assert kind is type(found) or kind in type(found).__mro__
    assert found.hint
    assert "secret words" not in found.message


def test_a_region_is_named(settings: SourceSettings) -> None:
    """By the store; what looks like none is not shown."""
    told = failing(
        settings, error("PermanentRedirect", 301, **{"x-amz-bucket-region": "eu-west-1"})
    )
    odd = failing(settings, error("PermanentRedirect", 301, **{"x-amz-bucket-region": "\x1b[31m"}))

    signed = failing(settings, SIGNED_ELSEWHERE)

    assert ["eu-west-1" in one.hint for one in (told, signed)] == [True, True]
    assert "\x1b" not in odd.hint


def test_the_library_looks_for_no_region_by_itself(settings: SourceSettings) -> None:
    """That would be requests nobody counts, to hosts nobody named."""
    fake = always(SIGNED_ELSEWHERE)
    with pytest.raises(MalformedError):
        list(connect(settings, session=fake).list_refs(None))

    assert 1 == len(fake.asked)


def test_too_many_requests_are_tried_again(settings: SourceSettings) -> None:
    """As often as configured, after the time the store asks for; the library itself tries once."""
    waited: list[float] = []
    fake = always(error("SlowDown", 503, **{"retry-after": "7"}))
    asking = Asking(SyncSettings(tries=4), lambda: sum(waited), waited.append)
    source = S3Connector(settings, asking, session=fake)

    with pytest.raises(RateLimitedError):
        list(source.list_refs(None))

    assert 4 == len(fake.asked) == source.requests()
    assert all(7 <= seconds < 20 for seconds in waited)


def test_a_key_that_is_revoked_in_the_middle(settings: SourceSettings) -> None:
    """Worked, and no longer does."""
    pages = iter([Answer(200, listing("a.md", more="t")), error("InvalidAccessKeyId")])
    source = connect(settings, session=Fake(_settings_then(pages)))
    found = source.list_refs(None)

    assert ["a.md"] == [ref.path for ref in next(found).refs]
    with pytest.raises(AuthExpiredError, match="no longer works"):
        next(found)


def _settings_then(pages: Iterator[Answer]) -> Any:
    """Nothing that restricts, and pages of a listing."""

    def answers(request: Any) -> Answer:
        if "list-type" in request.url and "max-keys=500" in request.url:
            return next(pages)
        return error("NotImplemented", 501)

    return answers


@pytest.mark.parametrize(
    "second",
    [
        listing("a.md", more="u"),
        listing(more="u"),
        listing("b.md").replace(b"false", b"true"),
    ],
)
def test_a_listing_that_goes_round(settings: SourceSettings, second: bytes) -> None:
    """The same keys again, none, or no place to go on from: it does not count as whole."""
    pages = iter([Answer(200, listing("a.md", more="t")), Answer(200, second)])
    found = connect(settings, session=Fake(_settings_then(pages))).list_refs(None)
    first = next(found)

    with pytest.raises(MalformedError):
        list(found)
    assert first.end is None


def test_keys_that_are_no_keys(settings: SourceSettings) -> None:
    """Bytes that are no UTF-8 are shown as such; what is far too long is a skip."""
    pages = iter([Answer(200, listing("%FF.md", "x" * 2000 + ".md"))])
    (page,) = connect(settings, session=Fake(_settings_then(pages))).list_refs(None)

    assert ["\ufffd.md"] == [ref.path for ref in page.refs]
    assert [1] == [len(page.skips)]
    assert page.end is not None


def test_a_cursor_that_is_none(settings: SourceSettings) -> None:
    """Makes the pass start again."""
    for cursor in ("{", "[]", '{"after": 1, "x"}', "null"):
        with pytest.raises(CursorExpiredError):
            list(connect(settings, session=always(Answer())).list_refs(cursor))


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        (Answer(200, b"12345", {"content-length": "9"}), TransientError, "store.example"),
        (Answer(200, b"x" * 50, {"content-length": "50"}), TooLargeError, "50 bytes"),
        (Answer(200, b"x" * 50), TooLargeError, "bytes"),
        (error("InvalidObjectState"), ForbiddenError, "archive"),
        (error("InvalidRequest", 400), ItemError, "decrypt"),
        (error("KMS.DisabledException", 400), ItemError, "KMS.DisabledException"),
        (error("AccessDenied"), ForbiddenError, "refuses"),
        (error("NoSuchBucket", 404), MalformedError, "no bucket"),
    ],
)
def test_an_object_that_cannot_be_had(
    settings: SourceSettings, answer: Answer, kind: type[RagauditError], told: str
) -> None:
    """Is one object less, unless the whole bucket is concerned; its key is in no message."""
    source = connect(settings, session=always(answer), limits=Limits(max_bytes=20))

    with pytest.raises(kind, match=told) as caught:
        source.fetch(REF)
    assert "secret" not in str(caught.value)


def test_a_list_of_ten_thousand(settings: SourceSettings) -> None:
    """Makes the access to one object an error, and to no other."""
    grant = "<Grant><Grantee><ID>x</ID></Grantee><Permission>READ</Permission></Grant>"
    owner = "<Owner><ID>o</ID></Owner>"

    def answers(request: Any) -> Answer:
        if "acl" not in request.url:
            return error("NotImplemented", 501)
        count = 10_000 if "large" in request.url else 1
        grants = f"<AccessControlList>{grant * count}</AccessControlList>"
        return Answer(200, f"<AccessControlPolicy>{owner}{grants}</AccessControlPolicy>".encode())

    refs = [replace(REF, native_id=name) for name in ("large.md", "small.md")]
    found = [policy for _, policy in connect(settings, session=Fake(answers)).fetch_access(refs)]

    assert [AccessState.ERROR, AccessState.PARTIAL] == [policy.state for policy in found]
    assert "10,000" in (found[0].note or "")


def test_checking_raises_nothing(settings: SourceSettings) -> None:
    """Whatever the store does."""
    for answer in (Answer(200, BOMB), Answer(500), error("InvalidAccessKeyId"), Answer()):
        results = list(connect(settings, session=always(answer)).check())
        assert results
        assert all(result.detail for result in results)
    assert CheckState.FAILED is results[0].state or len(results) > 1


def test_a_key_without_a_secret(settings: SourceSettings) -> None:
    """Is a mistake, not a wish to ask without signing."""
    source = connect(settings, auth=Credentials("AKIAEXAMPLE"), session=always(Answer()))

    with pytest.raises(AuthInvalidError, match="no secret"):
        list(source.list_refs(None))


def test_the_library_is_missing(settings: SourceSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that installs it is said."""
    import sys

    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(MissingExtraError) as caught:
        list(connect(settings).list_refs(None))
    assert "ragaudit[s3]" in caught.value.hint


def test_a_store_that_is_not_there(settings: SourceSettings) -> None:
    """Nobody listens."""
    gone = replace(settings, url="http://127.0.0.1:9")

    with pytest.raises(TransientError, match="cannot be reached"):
        list(connect(gone).list_refs(None))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "bucket"),
        ({"bucket": "a b"}, "bucket"),
        ({"bucket": "x--use1-az5--x-s3"}, "directory buckets"),
        ({"bucket": "handbook", "profile": "me"}, "ambient_credentials"),
        ({"bucket": "handbook", "prefix": "a\nb"}, "control character"),
        ({"bucket": "handbook", "metadata": {"colour": "c"}}, "metadata.colour"),
        ({"bucket": "handbook", "secret": "x"}, "secret"),
    ],
)
def test_options_are_checked(settings: SourceSettings, options: object, told: str) -> None:
    """Each mistake is named."""
    with pytest.raises(UsageError, match=told):
        connect(settings, options=options)
