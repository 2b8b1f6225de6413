"""Each capability of an `s3` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import NotFoundError, ScopeMissingError
from ragaudit_connectors.remote import tried
from ragaudit_connectors.s3.acls import ACTION as ACL_ACTION
from ragaudit_connectors.s3.listing import ACTION as LIST_ACTION
from ragaudit_connectors.s3.reading import ACTION as READ_ACTION
from ragaudit_connectors.s3.reading import TAGS_ACTION

if TYPE_CHECKING:
    from ragaudit_connectors.s3.connector import S3Connector
    from ragaudit_connectors.s3.store import Store

_OK, _FAILED, _NONE = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED
_MISSING = CheckState.MISSING
_GRANT = "allow it to the auditor's account in IAM or in the bucket policy"


def checks(source: S3Connector) -> Iterator[CheckResult]:
    """One result each; without a store or an account the others are not tried."""
    first = tried("sign in", lambda: _sign_in(source))
    yield first
    if first.state is not _OK:
        return
    yield tried("list", lambda: _list(source))
    yield tried("read", lambda: _read(source))
    yield tried("access", lambda: _access(source))
    yield tried("groups", lambda: _groups(source))
    for name in source.settings.personas:
        yield tried("ask as somebody", lambda name=name: _ask(source, name))  # type: ignore[misc]


def _first(store: Store) -> dict[str, Any]:
    """The first objects of the bucket. Raises `SourceError`."""
    options = store.options
    return store.ask(
        "list_objects_v2",
        LIST_ACTION,
        capability="list",
        Bucket=options.bucket,
        Prefix=options.prefix,
        MaxKeys=10,
    )


def _sign_in(source: S3Connector) -> CheckResult:
    # Refused by name is signed in, too: the store knows whom it refuses.
    with suppress(ScopeMissingError):
        _first(source.store)
    if not source.store.signs:
        return CheckResult("sign in", _OK, "no account is configured: nothing is signed")
    return CheckResult("sign in", _OK, "the store knows the key")


def _list(source: S3Connector) -> CheckResult:
    found = _first(source.store)
    more = " and more" if found.get("IsTruncated") else ""
    return CheckResult("list", _OK, f"{len(found.get('Contents') or []):,} objects{more}")


def _key(source: S3Connector) -> str | None:
    listed = _first(source.store).get("Contents") or []
    return next((str(one["Key"]) for one in listed if one.get("Size")), None)


def _read(source: S3Connector) -> CheckResult:
    key = _key(source)
    if key is None:
        return CheckResult("read", _OK, "there is no object to read")
    store, bucket = source.store, source.options.bucket
    store.taking(
        "get_object", READ_ACTION, lambda found: None, Bucket=bucket, Key=key, Range="bytes=0-0"
    )
    if source.options.tags.given:
        store.ask("get_object_tagging", TAGS_ACTION, Bucket=bucket, Key=key)
    return CheckResult("read", _OK, "an object was read")


def _access(source: S3Connector) -> CheckResult:
    rights = source.fresh_rights()
    missing = list(rights.bucket.missing)
    key = _key(source) if rights.bucket.acls is not False and source.options.object_acls else None
    if key is not None and _refused(source, key):
        missing.append(ACL_ACTION)
    if missing:
        told = f"who may read is not known in full: the account lacks {', '.join(missing)}"
        return CheckResult("access", _MISSING, told, ", ".join(missing), _GRANT)
    if gaps := rights.gaps(acl_read=source.options.object_acls):
        return CheckResult("access", _FAILED, "; ".join(gaps), action="see `options`")
    return CheckResult("access", _OK, "everything that decides about access was read")


def _refused(source: S3Connector, key: str) -> bool:
    try:
        source.store.ask("get_object_acl", ACL_ACTION, Bucket=source.options.bucket, Key=key)
    except ScopeMissingError:
        return True
    except NotFoundError:
        return False
    return False


def _groups(source: S3Connector) -> CheckResult:
    if not source.options.iam:
        return CheckResult("groups", _NONE, "IAM is not asked, as configured")
    found = source.identities()
    told = f"{len(found.users):,} users and {len(found.groups):,} groups"
    return CheckResult("groups", _OK, told)


def _ask(source: S3Connector, name: str) -> CheckResult:
    asked = source.asked_as(name)
    if asked is None:
        return CheckResult("ask as somebody", _NONE, f"{name} has no account")
    if not asked.signs:
        return CheckResult("ask as somebody", _OK, f"{name} does not sign")
    with suppress(ScopeMissingError):
        _first(asked)
    return CheckResult("ask as somebody", _OK, f"the store knows the key of {name}")
