"""Failures of the library and codes of the store as errors of ours.

Messages carry the store's host, the operation and the code, never a key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    ItemError,
    MalformedError,
    NotFoundError,
    RagauditError,
    RateLimitedError,
    ScopeMissingError,
    SourceError,
    TransientError,
)
from ragaudit.model import SkipReason

INVALID = frozenset(
    {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "InvalidClientTokenId",
     "UnrecognizedClientException", "AuthFailure", "InvalidSecurity", "NotSignedUp",
     "MissingAuthenticationToken", "IncompleteSignature"}
)  # fmt: skip
EXPIRED = frozenset({"ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"})
DENIED = frozenset(
    {"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "AccountProblem", "403",
     "Forbidden", "UnauthorizedOperation", "UnauthorizedAccess"}
)  # fmt: skip
THROTTLED = frozenset(
    {"SlowDown", "Throttling", "ThrottlingException", "ThrottledException", "TooManyRequests",
     "RequestLimitExceeded", "RequestThrottled", "BandwidthLimitExceeded", "429", "Busy",
     "TooManyRequestsException", "PriorRequestNotComplete"}
)  # fmt: skip
PASSING = frozenset(
    {"InternalError", "ServiceUnavailable", "RequestTimeout", "InternalFailure", "OperationAborted",
     "InternalServerError", "500", "502", "503", "504", "408"}
)  # fmt: skip
ABSENT = frozenset(
    {"NoSuchKey", "NoSuchVersion", "404", "NotFound", "MethodNotAllowed", "405"}
)  # fmt: skip
UNKNOWN = frozenset({"NotImplemented", "NotImplementedException", "501", "UnsupportedOperation"})
"""An operation that AWS has and a compatible store does not."""


class BucketError(MalformedError):
    """What is wrong with all objects of a bucket."""


_LATER = "check that the store is up, then run again"
_RENEW = "renew the credential, then run again to go on from here"
_GRANT = "allow it to the auditor's account in IAM or in the bucket policy"


def refusal(error: Any, told: str, action: str, *, worked: bool) -> RagauditError:
    """What an answer of the store that is no success means.

    `told` says who answered what to whom, `action` is the right the operation takes.
    """
    code = str(error.response.get("Error", {}).get("Code", "")) or "no code"
    meta = error.response.get("ResponseMetadata", {})
    status = meta.get("HTTPStatusCode", 0)
    told = f"{told} with {_plain(code)}"
    if code in INVALID or code in EXPIRED or status == 401:
        return _signing(code, told, worked=worked)
    if code in THROTTLED or status == 429:
        return RateLimitedError(told, _seconds(meta.get("HTTPHeaders", {})))
    if code in UNKNOWN or status == 501:
        return NotFoundError("the store has no such thing")
    if code in PASSING or status >= 500:
        return TransientError(told, _LATER)
    return _settled(code, status, told, action)


def _signing(code: str, told: str, *, worked: bool) -> SourceError:
    if worked or code in EXPIRED:
        return AuthExpiredError(f"{told}: the credential no longer works", _RENEW)
    return AuthInvalidError(f"{told}: key or secret is wrong", "check `auth`")


def _settled(code: str, status: int, told: str, action: str) -> RagauditError:
    if code == "RequestTimeTooSkewed":
        return AuthInvalidError(f"{told}: the clocks differ too much", "set this machine's clock")
    if code == "InvalidObjectState":
        return ForbiddenError("is in an archive class and has to be restored first", "restore it")
    if code == "NoSuchBucket":
        return no_bucket(told)
    if code in DENIED or status == 403:
        return ScopeMissingError("", action, told, f"{_GRANT}: {action}")
    if code in ABSENT or status in (404, 405):
        return NotFoundError()
    return MalformedError(told, "check `url` and `options`")


def no_bucket(told: str) -> BucketError:
    """A bucket that is not there, or an address that is no store's."""
    hint = "check `options: {bucket: …}` and `url`"
    return BucketError(f"{told}: there is no bucket by that name", hint)


def elsewhere(told: str, region: str) -> BucketError:
    """A store that sends one elsewhere: to the region of the bucket, or to another host."""
    named = region if region.replace("-", "").isalnum() and len(region) < 40 else "…"
    hint = f"set `options: {{region: {named}}}`, or `url` to where the store really is"
    return BucketError(f"{told}: it sends elsewhere, which is not followed", hint)


def failure(error: Exception, host: str) -> RagauditError:
    """What it means that there was no answer that could be read. Never the library's own words."""
    name = type(error).__name__
    if isinstance(error, RagauditError):
        return error
    if name in ("NoCredentialsError", "PartialCredentialsError", "CredentialRetrievalError"):
        return AuthInvalidError(f"{host}: there is nothing to sign with", "set `auth`")
    if name in ("ResponseParserError", "ParamValidationError", "FlexibleChecksumError"):
        return MalformedError(f"{host} answered with something that cannot be read", "check `url`")
    if name in ("ReadTimeoutError", "ConnectTimeoutError"):
        return TransientError(f"{host} did not answer in time", _LATER)
    if name in ("InvalidRegionError", "UnknownEndpointError", "NoRegionError", "ProfileNotFound"):
        return MalformedError(f"{host}: no such region or profile", "check `options`")
    return TransientError(f"{host} cannot be reached: {name}", _LATER)


def as_item(error: RagauditError) -> RagauditError:
    """What a failure means for one object: a missing right is about that object."""
    if isinstance(error, ScopeMissingError):
        return ForbiddenError(
            "the store refuses it to the account",
            f"allow {error.scope}, and kms:Decrypt for objects encrypted by KMS",
        )
    if not isinstance(error, MalformedError) or isinstance(error, BucketError):
        return error
    if "InvalidRequest" in error.message:
        told = "the store cannot decrypt it for the account"
        return ItemError(SkipReason.ENCRYPTED, told, "it may have a customer's own key")
    return ItemError(SkipReason.UNREADABLE, error.message, "try to get it by another program")


def _seconds(headers: Mapping[str, str]) -> float | None:
    value = str(headers.get("retry-after", "")).strip()
    return float(value) if value.isdigit() and len(value) < 7 else None


def _plain(text: str) -> str:
    """A code of the store, if it looks like one: it is shown to people."""
    return text[:60] if text.replace("-", "").replace(".", "").isalnum() else "an odd code"
