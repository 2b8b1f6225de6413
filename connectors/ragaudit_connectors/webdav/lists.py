"""Who may read by the server's own lists, where it keeps any (RFC 3744)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from ragaudit.contracts import Ref
from ragaudit.errors import MalformedError, SkipError
from ragaudit.model import AccessPolicy, AccessState, Algorithm, Layer
from ragaudit_connectors.webdav.acl import LISTS, ListError, also, layer_of
from ragaudit_connectors.webdav.multistatus import Response, responses
from ragaudit_connectors.webdav.place import Key, native_id, read_native_id
from ragaudit_connectors.webdav.server import Dav

RIGHT = "DAV:read-acl"
NO_LISTS = "the server tells no access lists: its `DAV` header does not say `access-control`"
_ADMINISTRATORS = "administrators of the server are in no list"
_REFUSED = (401, 403)


class Lists:
    """Reads access lists; those of a page of the listing came with it."""

    def __init__(
        self, dav: Dav, account: str | None, namespace: str, clock: Callable[[], datetime]
    ) -> None:
        self._dav, self._account, self._namespace = dav, account, namespace
        self._clock = clock
        self._held: dict[str, AccessPolicy] = {}
        self._others: dict[str, Layer] = {}

    @cached_property
    def kept(self) -> bool:
        """Whether the server says that it keeps access lists. Raises `SourceError`."""
        told = self._dav.offers().headers.get("dav", "")
        return "access-control" in re.split(r"[,\s]+", told.lower())

    def start_page(self) -> None:
        """Forget the lists of the page before."""
        self._held.clear()

    def take(self, key: Key, said: Response) -> str | None:
        """Keep the list that a listing told; its stamp."""
        policy = self.policy(said)
        self._held[native_id(key)] = policy
        return policy.digest

    def policies(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """One each. Raises `SourceError`."""
        for ref in refs:
            held = self._held.get(ref.native_id)
            yield ref, held or self._asked(read_native_id(ref.native_id))

    def policy(self, said: Response) -> AccessPolicy:
        """What the properties of one file say."""
        if "acl" not in said.props:
            return _unread(said.refused.get("acl"))
        try:
            layers = [layer_of(said, "document", self._dav.place, self._namespace)]
        except ListError as error:
            return AccessPolicy(AccessState.ERROR, note=f"DAV:acl {error}")
        layers += [self._other(href) for href in also(said)]
        return AccessPolicy(
            AccessState.KNOWN,
            tuple(layers),
            next((layer.locator for layer in layers if not layer.complete), _ADMINISTRATORS),
            Algorithm.NT_ORDERED,
            observed_as=self._account,
            observed_at=self._clock(),
        )

    def _asked(self, key: Key) -> AccessPolicy:
        if not self.kept:
            return AccessPolicy(AccessState.UNKNOWN, note=NO_LISTS)
        try:
            return self.policy(self._said(key))
        except SkipError as error:
            return AccessPolicy(AccessState.ERROR, note=error.detail)

    def _said(self, key: Key, folder: bool = False) -> Response:
        answer = self._dav.propfind(key, LISTS, folder=folder)
        self._dav.check(answer, key)
        found = next(iter(responses(answer.data, self._dav.host)), None)
        if found is None:
            raise MalformedError(f"{self._dav.host} answered PROPFIND about nothing", "check `url`")
        return found

    def _other(self, href: str) -> Layer:
        """The list of something else that must grant, too; asked for once."""
        if href not in self._others:
            self._others[href] = self._read_other(href)
        return self._others[href]

    def _read_other(self, href: str) -> Layer:
        key, scope = self._dav.place.below(href), "DAV:inherited-acl-set"
        if key is None:
            told = "a list outside the source counts, too, and was not read"
            return Layer(scope, complete=False, locator=told)
        try:
            said = self._said(key, href.endswith("/"))
            if "acl" in said.props:
                return layer_of(said, scope, self._dav.place, self._namespace)
        except (SkipError, ListError):
            pass
        return Layer(scope, complete=False, locator="a list that counts, too, could not be read")


def _unread(status: int | None) -> AccessPolicy:
    if status in _REFUSED:
        note = f"DAV:acl was refused ({status}): give the auditor's account the right {RIGHT}"
        return AccessPolicy(AccessState.ERROR, note=note)
    if status in (None, 404):
        return AccessPolicy(AccessState.UNKNOWN, note="it has no DAV:acl")
    return AccessPolicy(AccessState.ERROR, note=f"DAV:acl could not be told ({status})")
