"""The `s3` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    Cursor,
    Deletes,
    Fetched,
    Incremental,
    Probed,
    Ref,
    RefPage,
    Support,
)
from ragaudit.errors import AuthInvalidError, NotFoundError, ScopeMissingError
from ragaudit.model import AccessPolicy, AccessState, Directory, SourceSettings
from ragaudit_connectors.remote import Account, Asking, RemoteBase, now, read_options
from ragaudit_connectors.s3.acls import ACTION, Acl, AclError
from ragaudit_connectors.s3.bucket import Reading
from ragaudit_connectors.s3.iam import ACTION as IAM_ACTION
from ragaudit_connectors.s3.keys import key_of
from ragaudit_connectors.s3.listing import SETTLED, Pass
from ragaudit_connectors.s3.options import S3Options
from ragaudit_connectors.s3.reading import fetch
from ragaudit_connectors.s3.rights import Rights
from ragaudit_connectors.s3.store import Store

_NOTES = (
    "policies of an AWS organisation, of VPC endpoints and of KMS keys are not read; they can "
    "shut out more people than is said here",
    "copies that a web server or a CDN makes public are not seen; that it reads them is",
)


class S3Connector(RemoteBase):
    """Objects of one bucket."""

    own_namespace = True

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
        settled: timedelta = SETTLED,
        session: Any = None,
        page: int | None = None,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, S3Options)
        self._clock, self._settled, self._session = clock, settled, session
        self._asked_as: dict[str, Store | None] = {}
        self._size = {} if page is None else {"size": page}

    @cached_property
    def store(self) -> Store:
        """The store, asked as the auditor. Raises `AuthInvalidError`."""
        account = self.account
        if account.user and not account.password:
            raise AuthInvalidError("`auth` holds a key id and no secret", "set `password_env`")
        ambient = self.options.ambient_credentials and not account.password
        return self._store(account, ambient=ambient)

    def asked_as(self, persona: str) -> Store | None:
        """The store, asked as somebody; without a secret nothing is signed."""
        if persona not in self._asked_as:
            account = self.persona(persona)
            self._asked_as[persona] = self._store(account) if account else None
        return self._asked_as[persona]

    def _store(self, account: Account, *, ambient: bool = False) -> Store:
        asked = self.settings.sync, self.asking
        return Store(self.url, self.options, *asked, account, ambient, self._session)

    @cached_property
    def rights(self) -> Rights:
        """What decides about access in this pass."""
        return self.fresh_rights()

    def fresh_rights(self) -> Rights:
        """The same, read now. Raises `SourceError`."""
        bucket = Reading(self.store).bucket()
        return Rights(self.options.bucket, bucket, self.namespace)

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        names = {**self.options.tags.given, **self.options.metadata.given}
        reviewed = "reviewed" in names or "review_due" in names
        return Capabilities(
            owner=Support.CONFIG if "owner" in names else Support.NONE,
            changed=Support.CONFIG if "content_updated" in names else Support.PROXY,
            review=Support.CONFIG if reviewed else Support.NONE,
            expiry=Support.CONFIG if "expires" in names else Support.NONE,
            access=Support.NATIVE,
            groups=Support.NATIVE if self.options.iam else Support.NONE,
            incremental=Incremental.VERSION,
            deletes=Deletes.SNAPSHOT,
            impersonate=True,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.s3.checks import checks

        yield from checks(self)

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists every key."""
        self.__dict__.pop("rights", None)
        one = Pass(
            self.settings,
            self.store,
            self._access_stamp,
            bool(self.options.metadata.given or self.options.tags.given),
            self._settled,
            **self._size,
        )
        yield from one.pages(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        return fetch(self.store, ref, self.settings.limits)

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`; a request an object where it has its own list."""
        asked = self.options.object_acls and self.rights.bucket.acls is not False
        for ref in refs:
            try:
                acl = self._acl(ref) if asked else None
            except (NotFoundError, AclError) as error:
                yield ref, AccessPolicy(AccessState.ERROR, note=error.message)
                continue
            yield ref, self.rights.policy(key_of(ref.native_id), acl, self._clock())

    def identities(self) -> Directory:
        """See `RemoteConnector.identities`. Raises `ScopeMissingError`."""
        if not self.options.iam or not self.store.signs:
            return Directory()
        if IAM_ACTION in self.rights.bucket.missing:
            told = f"{self.store.host} does not list users and groups to the account"
            raise ScopeMissingError("groups", IAM_ACTION, told)
        return self.rights.people.directory()

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`; a persona without a secret does not sign."""
        from ragaudit_connectors.s3.probing import probe

        asked = self.asked_as(persona)
        return probe(asked, ref) if asked else None

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        return _NOTES if self.store.is_aws else ()

    def _access_stamp(self) -> str | None:
        """One for all, as long as objects have no lists of their own."""
        bucket = self.rights.bucket
        return bucket.digest if bucket.acls is False or not self.options.object_acls else None

    def _acl(self, ref: Ref) -> Acl | None:
        """The list of an object; None where it may not be read."""
        try:
            found = self.store.ask(
                "get_object_acl", ACTION, Bucket=self.options.bucket, Key=key_of(ref.native_id)
            )
        except ScopeMissingError:
            return None
        return Acl.of(found)
