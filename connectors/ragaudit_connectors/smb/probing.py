"""Asking the server for a file as somebody else."""

from __future__ import annotations

from ragaudit.contracts import Probed
from ragaudit.errors import ScopeMissingError, SkipError, SourceError
from ragaudit.model import Decision
from ragaudit_connectors.smb.failures import (
    ACCESS_DENIED,
    RefusedError,
    is_login_failure,
    named,
)
from ragaudit_connectors.smb.server import Server


def probe(somebody: Server, path: str) -> Probed:
    """Open a file to read it, as `somebody`. Raises nothing."""
    try:
        somebody.may_read(path)
    except RefusedError as error:
        nobody = somebody.account is None and is_login_failure(error.status)
        refused = error.status == ACCESS_DENIED or nobody
        decision = Decision.DENY if refused else Decision.UNKNOWN
        return Probed(decision, named(error.status))
    except ScopeMissingError:
        return Probed(Decision.DENY, f"{named(ACCESS_DENIED)} (the share)")
    except (SourceError, SkipError) as error:
        return Probed(Decision.UNKNOWN, error.args[0])
    return Probed(Decision.ALLOW, "opened for reading")
