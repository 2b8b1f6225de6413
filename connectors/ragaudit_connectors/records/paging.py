"""Pages of a listing that is held whole and sorted by id."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from ragaudit.contracts import Cursor, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError
from ragaudit.model import Skip

PAGE = 100


def pages(
    items: Iterable[tuple[str, Ref | Skip]], cursor: Cursor | None, *, whole: bool
) -> Iterator[RefPage]:
    """What comes after the cursor, `PAGE` at a time; `whole` says that nothing was left out.

    Raises `CursorExpiredError`.
    """
    after, last = _read(cursor), ""
    held: list[Ref | Skip] = []
    for name, item in items:
        if name <= after:
            continue
        if len(held) == PAGE:
            yield _page(held, resume=json.dumps({"after": last}))
            held = []
        held.append(item)
        last = name
    yield _page(held, end=PassEnd(whole))


def _page(
    items: list[Ref | Skip], resume: Cursor | None = None, end: PassEnd | None = None
) -> RefPage:
    refs = tuple(item for item in items if isinstance(item, Ref))
    skips = tuple(item for item in items if isinstance(item, Skip))
    return RefPage(refs, skips=skips, resume=resume, end=end)


def _read(cursor: Cursor | None) -> str:
    if cursor is None:
        return ""
    try:
        return str(json.loads(cursor)["after"])
    except (ValueError, LookupError, TypeError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
