"""Each capability of a `webdav` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit.errors import ScopeMissingError, SkipError
from ragaudit.model import AccessState
from ragaudit_connectors.remote import tried
from ragaudit_connectors.webdav.acl import LISTS
from ragaudit_connectors.webdav.folder import Folder, Reading
from ragaudit_connectors.webdav.items import Entry
from ragaudit_connectors.webdav.listing import first_failed
from ragaudit_connectors.webdav.lists import NO_LISTS, RIGHT
from ragaudit_connectors.webdav.server import READ

if TYPE_CHECKING:
    from ragaudit_connectors.webdav.connector import WebdavConnector

_OK, _FAILED, _NONE = CheckState.OK, CheckState.FAILED, CheckState.UNSUPPORTED
_MOST_FOLDERS = 50
_CLEAR = "; http:// does not protect the password: use https://"


class Checks:
    """Tries one source; whatever goes wrong becomes a result."""

    def __init__(self, source: WebdavConnector) -> None:
        self._source = source

    def run(self) -> Iterator[CheckResult]:
        """One result each; where the first folder does not open the others are not tried."""
        first = tried("sign in", self._sign_in)
        yield first
        listed = tried("list", self._list)
        yield listed
        if first.state is _OK and listed.state is not _FAILED:
            yield tried("read", self._read)
            yield tried("access", self._access)
        told = "WebDAV does not say who is in a group"
        yield CheckResult("groups", _NONE, told, action="list members under `identities`")
        for persona in self._source.settings.personas:
            yield tried("ask as somebody", lambda name=persona: self._ask(name))  # type: ignore[misc]

    @cached_property
    def _first(self) -> Folder:
        """The folder in `url`. Raises `SourceError`."""
        source = self._source
        try:
            return Reading(source.dav, source.settings, source.options, source.clock, LISTS).folder(
                ()
            )
        except SkipError as error:
            raise first_failed(error) from error

    @cached_property
    def _below(self) -> tuple[list[Folder], int]:
        """Folders in the first one, and how many of them do not open. Raises `SourceError`."""
        source, opened, closed = self._source, [], 0
        reading = Reading(source.dav, source.settings, source.options, source.clock, LISTS)
        for entry in self._first.folders[:_MOST_FOLDERS]:
            try:
                opened.append(reading.folder(entry.key))
            except SkipError:
                closed += 1
        return opened, closed

    @cached_property
    def _file(self) -> Entry | None:
        """Some file to try."""
        folders = (self._first, *self._below[0])
        return next((entry for folder in folders for entry in folder.files), None)

    def _sign_in(self) -> CheckResult:
        source = self._source
        _ = self._first
        if not source.dav.signed_in:
            return CheckResult("sign in", _OK, "the server is read without signing in")
        clear = _CLEAR if source.sends_password_openly else ""
        if source.nobody.peek(()).refused:
            return CheckResult("sign in", _OK, f"the account is let in{clear}")
        told = f"the folder opens without signing in, so the account was not put to the test{clear}"
        return CheckResult("sign in", _OK, told)

    def _list(self) -> CheckResult:
        first, (opened, closed) = self._first, self._below
        if closed:
            told = f"{closed} of {closed + len(opened)} folders in the folder of `url` are refused"
            raise ScopeMissingError("list", READ, told)
        told = (
            f"{len(first.files):,} files and {len(first.folders):,} folders in the folder of `url`"
        )
        return CheckResult("list", _OK, told)

    def _read(self) -> CheckResult:
        source, entry = self._source, self._file
        if entry is None:
            return CheckResult("read", _OK, "there is no file in the first folders to read")
        answer = source.dav.peek(entry.key)
        if answer.refused:
            raise ScopeMissingError("read", READ, f"a file was refused ({answer.status})")
        state = _OK if answer.ok else _FAILED
        return CheckResult("read", state, f"a file was asked for: answered {answer.status}")

    def _access(self) -> CheckResult:
        source = self._source
        kept = source.lists.kept
        if source.mode == "acl":
            return self._acl(kept)
        told = {
            "config": "who may read is what the configuration and the documents say",
            "anonymous": "each file is asked for without signing in; nothing else is told",
        }[source.mode]
        if not kept:
            return CheckResult("access", _NONE, f"{NO_LISTS}; {told}")
        action = "set `options: {access: acl}` to read them"
        return CheckResult("access", _OK, f"the server keeps access lists; {told}", action=action)

    def _acl(self, kept: bool) -> CheckResult:
        if not kept:
            action = "say who may read under `acl_rules`, and set `options: {access: config}`"
            return CheckResult("access", _NONE, NO_LISTS, action=action)
        entry = self._file
        if entry is None:
            return CheckResult("access", _OK, "there is no file in the first folders to try")
        policy = self._source.lists.policy(entry.said)
        if policy.state is AccessState.ERROR:
            raise ScopeMissingError("access", RIGHT, policy.note or "")
        told = policy.note if policy.state is AccessState.UNKNOWN else "an access list was read"
        return CheckResult("access", _OK if policy.layers else _FAILED, told or "")

    def _ask(self, persona: str) -> CheckResult:
        asker = self._source.asker(persona)
        let_in = asker.is_let_in() if asker else None
        if let_in is False:
            told = f"{persona} is not let into the first folder"
            return CheckResult("ask as somebody", _FAILED, told, action="check `personas`")
        told = "is let in" if let_in else "finds the first folder open to everybody"
        return CheckResult("ask as somebody", _OK, f"{persona} {told}")
