"""Asking the wiki for a document as somebody, without taking its text away."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit.contracts import Probed
from ragaudit.errors import AuthExpiredError, AuthInvalidError, ForbiddenError, RagauditError
from ragaudit.model import Decision
from ragaudit_connectors.dokuwiki.api import RAW, Api
from ragaudit_connectors.dokuwiki.items import Kind

_GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks, or nobody."""

    api: Api

    def probe(self, kind: Kind, name: str) -> Probed:
        """What the wiki answers. Never raises an error of `ragaudit.errors`."""
        try:
            if self.api.account is None:
                return self._by_web(kind, name)
            return self._signed_in(kind, name)
        except (AuthInvalidError, AuthExpiredError):
            return Probed(Decision.UNKNOWN, "401: the wiki does not let the persona in")
        except RagauditError as error:
            return Probed(Decision.UNKNOWN, error.message)

    def _signed_in(self, kind: Kind, name: str) -> Probed:
        """By the remote interface, or by the web for whom that is closed.

        The web answers a wrong password as if nobody had signed in; so that is tried before.
        """
        if kind == "media":
            self.admitted()
            return self._by_web(kind, name)
        try:
            found = self.api.call("wiki.getPageInfo", name)
        except ForbiddenError:
            if not self.admitted():
                return self._by_web(kind, name)
            return Probed(Decision.DENY, "403 Forbidden")
        if found is None:
            return Probed(Decision.UNKNOWN, "it is not there any more")
        return Probed(Decision.ALLOW, "200 OK")

    def admitted(self) -> bool:
        """Whether the account, once let in, may use the remote interface. Raises `SourceError`."""
        try:
            self.api.call("dokuwiki.getVersion")
        except ForbiddenError:
            return False
        return True

    def _by_web(self, kind: Kind, name: str) -> Probed:
        if kind == "media":
            # Asking for the head alone leaves the file where it is.
            params = {"media": name, "cache": "nocache"}
            found = self.api.page("/lib/exe/fetch.php", params, "HEAD")
            served = found.status == 200
        else:
            found = self.api.page("/doku.php", {"id": name, "do": "export_raw"})
            served = found.status == 200 and found.kind == RAW
        told = f"answered {found.status}"
        if served:
            return Probed(Decision.ALLOW, told)
        if found.status in (401, 403):
            return Probed(Decision.DENY, told)
        if found.asks_in and self.api.account is None:
            return Probed(Decision.DENY, f"{told} (asks to sign in)")
        return Probed(Decision.UNKNOWN, f"{told}, which settles nothing")
