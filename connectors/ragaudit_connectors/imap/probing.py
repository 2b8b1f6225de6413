"""Asking the server for a message as somebody else."""

from __future__ import annotations

from ragaudit.contracts import Probed
from ragaudit.errors import CursorExpiredError, SkipError, SourceError
from ragaudit.model import Decision
from ragaudit_connectors.imap.server import Mailserver
from ragaudit_connectors.imap.session import RefusedError

_NO_NAME = "the mailbox has no name for this account"


def probe(server: Mailserver, somebody: Mailserver, raw: bytes, validity: int, uid: int) -> Probed:
    """Open the mailbox as `somebody` and take a byte of the message. Raises nothing."""
    try:
        return _asked(server, somebody, raw, validity, uid)
    except (SourceError, SkipError) as error:
        return Probed(Decision.UNKNOWN, error.message)


def as_nobody(server: Mailserver) -> Probed | None:
    """What somebody without an account gets; None where the server lets such people in."""
    try:
        if server.lets_anybody_in:
            return None
    except (SourceError, SkipError) as error:
        return Probed(Decision.UNKNOWN, error.message)
    return Probed(Decision.DENY, "the server lets nobody in without an account")


def _asked(server: Mailserver, somebody: Mailserver, raw: bytes, validity: int, uid: int) -> Probed:
    place = server.namespaces.place(raw)
    name = somebody.namespaces.name(place, somebody.user, server.user) if place else raw
    if name is None:
        return Probed(Decision.UNKNOWN, _NO_NAME)
    try:
        found = somebody.message(name, validity, uid, 1)
    except CursorExpiredError:
        return Probed(Decision.UNKNOWN, "the mailbox has numbered its messages anew")
    except RefusedError as error:
        return _refused(server, raw, error)
    if found is None:
        return Probed(Decision.UNKNOWN, "the message is not there any more")
    return Probed(Decision.ALLOW, "EXAMINE and FETCH answered OK")


def _refused(server: Mailserver, raw: bytes, error: RefusedError) -> Probed:
    """A refusal, unless the mailbox is gone for everybody."""
    if error.code == "NOPERM":
        return Probed(Decision.DENY, "NO [NOPERM]")
    try:
        server.status(raw)
    except RefusedError:
        return Probed(Decision.UNKNOWN, "the mailbox is not there any more")
    return Probed(Decision.DENY, "NO, as if there were no such mailbox (hidden)")
