"""Who may read a file: the permissions of the share and the file's own list, both in NT order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from ragaudit.contracts import Ref
from ragaudit.errors import MalformedError, SourceError
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.files.names import shown
from ragaudit_connectors.smb.accounts import Accounts, accounts_of
from ragaudit_connectors.smb.descriptor import (
    READ_DATA,
    TRAVERSE,
    BadDescriptorError,
    Descriptor,
    read_descriptor,
)
from ragaudit_connectors.smb.failures import ACCESS_DENIED, RefusedError, is_login_failure
from ragaudit_connectors.smb.options import SmbOptions
from ragaudit_connectors.smb.principals import Principals, sids_in
from ragaudit_connectors.smb.rpc import srvsvc
from ragaudit_connectors.smb.server import Server

SCOPE = "READ_CONTROL (Read permissions)"
SHARE_SCOPE = "NetrShareGetInfo level 502 (Administrators, Server Operators)"
UNKNOWN_SHARE = "whom the share itself lets in is not told to the account"
_NOT_ALL = "its list cannot be read, or has an entry of a kind that is not understood"
HOW_TO_SHARE = (
    "read the permissions with an administrator's account, or set `options: {share_permissions: "
    "everyone}` where the share is known to be open to all"
)
_TRAVERSE = (
    "folders above a file are taken to let everybody pass, as Windows does by default; where they "
    "do not, set `options: {traverse: check}`"
)
_NO_GROUPS = (
    "the server does not tell its accounts and groups to the account, so their members come from "
    "the organisation's directory, by security identifier"
)
_OPEN_SHARE = Entry(
    Effect.ALLOW,
    Principal(PrincipalKind.EVERYONE, "everyone"),
    "options.share_permissions: everyone",
)


class Access:
    """The access lists of one share, read with one account in one pass."""

    def __init__(
        self,
        server: Server,
        nobody: Server,
        options: SmbOptions,
        namespace: str,
        clock: Callable[[], datetime],
    ) -> None:
        """`nobody` is the same share for who has not signed in."""
        self._server, self._nobody, self._options = server, nobody, options
        self._namespace, self._clock = namespace, clock
        self.owners: dict[str, str] = {}
        """Native id to the owner's security identifier, of what was read."""
        self._folders: dict[str, Descriptor | RefusedError | None] = {}

    def policies(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """Who may read each. Raises `SourceError` where the server cannot be asked."""
        places = [self._server.address.place(ref.native_id) for ref in refs]
        found = self._server.descriptors(places)
        self._read_folders(refs)
        told = (*found, *self._folders.values())
        known = [one for one in told if isinstance(one, Descriptor)]
        self.principals.learn(sid for one in known for sid in sids_in(one))
        account = self._server.account
        for ref, one in zip(refs, found, strict=True):
            if isinstance(one, Descriptor):
                self.owners[ref.native_id] = one.owner
            policy = self._policy(ref, one)
            yield (
                ref,
                replace(
                    policy,
                    algorithm=Algorithm.NT_ORDERED,
                    observed_as=account.user if account else None,
                    observed_at=self._clock(),
                ),
            )

    def _policy(self, ref: Ref, found: Descriptor | RefusedError | None) -> AccessPolicy:
        path = shown(ref.native_id)
        if isinstance(found, RefusedError):
            denied = found.status == ACCESS_DENIED
            told = f"the account lacks {SCOPE}" if denied else str(found)
            return AccessPolicy(AccessState.ERROR, note=f"its access list cannot be read: {told}")
        if found is None:
            return AccessPolicy(AccessState.ERROR, note="its access list is none")
        layers = [*self._share_layers, *self._folder_layers(ref.native_id)]
        layers.append(self._layer("document", f"DACL of {path}", found, READ_DATA))
        missing = [] if self._share_layers else [UNKNOWN_SHARE]
        missing += [f"{one.scope}: {_NOT_ALL}" for one in layers if not one.complete]
        if missing:
            return AccessPolicy(AccessState.PARTIAL, tuple(layers), "; ".join(missing))
        return AccessPolicy(AccessState.KNOWN, tuple(layers))

    def _layer(self, scope: str, where: str, found: Descriptor, right: int) -> Layer:
        entries = self.principals.entries(found, where, right)
        return Layer(scope, entries, found.complete, where)

    @cached_property
    def accounts(self) -> Accounts:
        """The people and groups of the server."""
        return accounts_of(self._server)

    @cached_property
    def principals(self) -> Principals:
        """Whom entries name."""
        return Principals(
            self._server, self.accounts, self._namespace, anonymous=self.lets_anybody_in
        )

    @cached_property
    def lets_anybody_in(self) -> bool | None:
        """Whether the share opens without an account; None where that is not known."""
        if not self._options.ask_anonymously:
            return None
        try:
            self._nobody.open()
        except RefusedError as error:
            shut = error.status == ACCESS_DENIED or is_login_failure(error.status)
            return False if shut else None
        except SourceError:
            return None
        finally:
            self._nobody.close()
        return True

    @cached_property
    def share_list(self) -> Descriptor | None:
        """The permissions of the share; None where they are not told."""
        if self._options.share_permissions != "ask":
            return None
        share = self._server.address.share
        try:
            told = self._server.call(srvsvc, lambda pipe: srvsvc.permissions(pipe, share))
            # No list is what Samba says to whom it tells none.
            return read_descriptor(told) if told else None
        except (RefusedError, MalformedError, BadDescriptorError):
            return None

    @cached_property
    def _share_layers(self) -> tuple[Layer, ...]:
        if self._options.share_permissions == "everyone":
            return (Layer("share", (_OPEN_SHARE,), locator=_OPEN_SHARE.locator),)
        if self.share_list is None:
            return ()
        share = self._server.address.share
        self.principals.learn(sids_in(self.share_list))
        where = f"permissions of the share {share}"
        return (self._layer("share", where, self.share_list, READ_DATA),)

    def notes(self) -> Iterator[str]:
        """What was found so far about the source as a whole; asks nothing."""
        if self._options.traverse == "bypass":
            yield _TRAVERSE
        known = self.__dict__
        if "accounts" in known and known["accounts"].refused:
            yield _NO_GROUPS
        if "_share_layers" in known and not known["_share_layers"]:
            yield f"{UNKNOWN_SHARE}, so nobody is known to be let in; {HOW_TO_SHARE}"

    def stamp(self, change: int) -> str:
        """Changes with a file's list, and with all else that its policy is made of."""
        return f"{change:x}.{self._around}"

    @cached_property
    def _around(self) -> str:
        parts = (
            self.lets_anybody_in,
            sorted((sid, one.value) for sid, one in self.accounts.open_groups.items()),
            bool(self.accounts.refused),
            self.share_list,
            self._options.share_permissions,
        )
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    def _read_folders(self, refs: Sequence[Ref]) -> None:
        """The lists of the folders on the way, where those count."""
        if self._options.traverse != "check":
            return
        every = dict.fromkeys(place for ref in refs for place in self._way(ref.native_id))
        new = [place for place in every if place not in self._folders]
        self._folders |= zip(new, self._server.descriptors(new), strict=True)

    def _folder_layers(self, path: str) -> Iterator[Layer]:
        if self._options.traverse != "check":
            return
        for place in self._way(path):
            found, name = self._folders[place], place.replace("\\", "/") or "the share"
            if isinstance(found, Descriptor):
                where = f"DACL of the folder {shown(name)}"
                yield self._layer(f"folder {shown(name)}", where, found, TRAVERSE)
            else:
                yield Layer(f"folder {shown(name)}", complete=False)

    def _way(self, path: str) -> list[str]:
        """The folders from the share down to a file."""
        parts = self._server.address.place(path).split("\\")
        return ["\\".join(parts[:depth]) for depth in range(len(parts))]
