"""What a source of records can tell, from what is mapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ragaudit.contracts import Capabilities, Deletes, Incremental, Support

_BASE = Capabilities(incremental=Incremental.VERSION, deletes=Deletes.SNAPSHOT)


def capabilities_of(names: Mapping[str, str], *, access: Support) -> Capabilities:
    """The capabilities that follow from our names which are mapped."""
    return replace(
        _BASE,
        owner=_first(names, owner=Support.NATIVE, last_editor=Support.PROXY),
        changed=_first(names, content_updated=Support.NATIVE, updated=Support.PROXY),
        review=_first(names, reviewed=Support.NATIVE, review_due=Support.NATIVE),
        expiry=_first(names, expires=Support.NATIVE),
        access=access,
        access_incremental=access is Support.NATIVE,
    )


def _first(names: Mapping[str, str], **support: Support) -> Support:
    return next((told for name, told in support.items() if name in names), Support.NONE)
