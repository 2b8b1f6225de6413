"""What the server does when nobody in particular asks for a file, and when somebody does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ragaudit.contracts import Probed
from ragaudit.errors import SkipError, SourceError
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Decision,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.webdav.options import WebdavOptions
from ragaudit_connectors.webdav.place import Key
from ragaudit_connectors.webdav.server import Answer, Dav

NOBODY = "nobody (not signed in)"
_ORGANISATION = Principal(PrincipalKind.ORG_MEMBERS, "organisation")
_SIGNED_IN = Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
_REFUSED = "asked without signing in it is refused; who may read it after that is not told"


def without_signing_in(
    dav: Dav, key: Key, options: WebdavOptions, clock: Callable[[], datetime]
) -> AccessPolicy:
    """What is known of who may read a file from asking for it as nobody. Raises `SourceError`."""
    try:
        answer = dav.peek(key)
    except SkipError as error:
        return AccessPolicy(AccessState.ERROR, note=error.detail)
    how = f"asked without signing in: {answer.status}"
    if answer.ok:
        who = ANONYMOUS if options.reach == "anybody" else _ORGANISATION
        state, note = AccessState.KNOWN, None
    elif answer.refused:
        # That shuts strangers out; whoever else may be shut out, too.
        who, state, note = _SIGNED_IN, AccessState.PARTIAL, _REFUSED
    else:
        return AccessPolicy(AccessState.UNKNOWN, note=f"{how}, which settles nothing")
    layer = Layer(
        "file" if answer.ok else "signing in", (Entry(Effect.ALLOW, who, how),), locator=how
    )
    return AccessPolicy(state, (layer,), note, observed_as=NOBODY, observed_at=clock())


class Asker:
    """Asks for files as somebody, or as nobody.

    Apache says 401 to a wrong password and to whoever is in the wrong group alike. So a refusal
    counts once something opens to this password that is closed without one.
    """

    _MOST_TRIED = 20

    def __init__(self, dav: Dav, nobody: Dav, auditor: Dav) -> None:
        self._dav, self._nobody, self._auditor = dav, nobody, auditor
        self._proof: Key | None = None
        self._tried: set[Key] = set()

    def probe(self, key: Key) -> Probed:
        """What the server answers for one file. Never raises."""
        try:
            answer = self._dav.peek(key)
            return Probed(self._judged(key, answer), self._words(answer))
        except (SkipError, SourceError) as error:
            return Probed(Decision.UNKNOWN, error.message)

    def is_let_in(self) -> bool | None:
        """Whether the account is one; None where that does not show. Raises errors."""
        if self._dav.peek(()).ok:
            return True if self._nobody.peek(()).refused else None
        return False

    def _judged(self, key: Key, answer: Answer) -> Decision:
        if answer.ok:
            self._learn(key)
            return Decision.ALLOW
        if not (answer.refused or answer.gone) or not self._is_known():
            return Decision.UNKNOWN
        # What is gone for one may be hidden from that one, or gone for all.
        hidden = answer.refused or self._auditor.peek(key).ok
        return Decision.DENY if hidden else Decision.UNKNOWN

    def _words(self, answer: Answer) -> str:
        told = f"answered {answer.status}"
        if answer.gone:
            return f"{told} (hidden, or gone)"
        doubt = answer.refused and self._dav.signed_in and self._proof is None
        return f"{told}: the name or secret may be wrong" if doubt else told

    def _learn(self, key: Key) -> None:
        """Whether what opened to this account is closed to nobody in particular."""
        if self._proof is None and self._dav.signed_in and len(self._tried) < self._MOST_TRIED:
            self._tried.add(key)
            if self._nobody.peek(key).refused:
                self._proof = key

    def _is_known(self) -> bool:
        """Whether the server takes the account for somebody, still; nobody needs no password."""
        if not self._dav.signed_in:
            return True
        if self._proof is None and () not in self._tried and self._dav.peek(()).ok:
            self._learn(())
        if self._proof is not None and not self._dav.peek(self._proof).ok:
            self._proof = None
        return self._proof is not None
