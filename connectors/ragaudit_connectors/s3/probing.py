"""Asks the store for the first byte of an object as somebody else."""

from __future__ import annotations

from ragaudit.contracts import Probed, Ref
from ragaudit.errors import NotFoundError, RagauditError, ScopeMissingError
from ragaudit.model import Decision
from ragaudit_connectors.s3.keys import key_of
from ragaudit_connectors.s3.reading import ACTION
from ragaudit_connectors.s3.store import Store

_EMPTY = "InvalidRange"
"""Of an object without bytes: who may not read it is refused before that is looked at."""


def probe(store: Store, ref: Ref) -> Probed:
    """What the store answers, where the answer settles anything."""
    try:
        store.taking(
            "get_object",
            ACTION,
            lambda found: None,
            Bucket=store.options.bucket,
            Key=key_of(ref.native_id),
            Range="bytes=0-0",
        )
    except ScopeMissingError:
        return Probed(Decision.DENY, "403 AccessDenied")
    except NotFoundError:
        return Probed(Decision.UNKNOWN, "404: it is not there any more")
    except RagauditError as error:
        if error.message.endswith(_EMPTY):
            return Probed(Decision.ALLOW, "416: it is empty")
        return Probed(Decision.UNKNOWN, error.message)
    return Probed(Decision.ALLOW, "206")
