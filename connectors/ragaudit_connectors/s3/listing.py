"""A pass over a bucket: its keys in order, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from ragaudit.contracts import Cursor, OtherFile, PassEnd, Ref, RefPage
from ragaudit.errors import CursorExpiredError, MalformedError, NotFoundError
from ragaudit.model import Quality, Skip, SkipReason, SourceFacts, SourceSettings
from ragaudit.text import matches
from ragaudit_connectors.parsing import format_of
from ragaudit_connectors.remote import known_date, moment
from ragaudit_connectors.s3.errors import no_bucket
from ragaudit_connectors.s3.keys import LONGEST_KEY, id_of, is_folder, key_of, path_of
from ragaudit_connectors.s3.store import Store

PAGE = 500
SETTLED = timedelta(seconds=2)
"""How old a change must be before another in the same second can no longer follow it."""
ACTION = "s3:ListBucket"
_UPLOADED = "when it was uploaded, copied or restored"


@dataclass(frozen=True)
class Pass:
    """One pass."""

    settings: SourceSettings
    store: Store
    access_stamp: Callable[[], str | None]
    """Of every object, where one answer decides about all."""
    mapped: bool = False
    """Whether metadata is read, which can change in the same second as the bytes."""
    settled: timedelta = SETTLED
    size: int = PAGE

    def pages(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        place = {"StartAfter": _after(cursor)} if cursor is not None else {}
        last = _after(cursor) if cursor is not None else ""
        while True:
            answer = self._answer(place)
            objects = answer.get("Contents") or []
            if objects:
                last = self._further(last, objects)
            token = str(answer.get("NextContinuationToken") or "")
            more = bool(answer.get("IsTruncated"))
            if more and not (token and objects):
                raise MalformedError(
                    f"{self.store.host} lists no keys and says that there are more",
                    "run again to go on from here",
                )
            yield self._page(answer, objects, last if more else None)
            if not more:
                return
            place = {"ContinuationToken": token}

    def _answer(self, place: dict[str, str]) -> dict[str, Any]:
        options = self.store.options
        named: dict[str, Any] = {
            "Bucket": options.bucket,
            "Prefix": options.prefix,
            "MaxKeys": self.size,
            **place,
        }
        try:
            return self.store.ask("list_objects_v2", ACTION, capability="list", **named)
        except NotFoundError as error:
            raise no_bucket(f"{self.store.host} answered 404") from error

    def _further(self, last: str, objects: list[dict[str, Any]]) -> str:
        """The last key, if the listing has moved on; a key that is no UTF-8 has no place."""
        found = _key(objects[-1])
        if last and found <= last and "\ufffd" not in last + found:
            raise MalformedError(
                f"{self.store.host} lists the same keys again",
                "check that the store lists in order",
            )
        return found

    def _page(
        self, answer: dict[str, Any], objects: list[dict[str, Any]], after: str | None
    ) -> RefPage:
        now = _date(answer) or datetime.now(UTC)
        refs, skips, others = [], [], []
        for one in objects:
            key = _key(one)
            size = one.get("Size")
            if is_folder(key, size if isinstance(size, int) else 0):
                continue
            path = path_of(key, self.store.options.prefix)
            if len(key.encode("utf-8", "surrogatepass")) > LONGEST_KEY:
                told = f"a key of more than {LONGEST_KEY:,} bytes"
                skips.append(Skip(self.settings.id, path[:200], SkipReason.CORRUPT, told))
            elif not self._wanted(path):
                continue
            elif format_of(path, self.settings.formats) is None:
                others.append(OtherFile(path))
            else:
                refs.append(self._ref(one, key, path, now))
        end = PassEnd(whole=True) if after is None else None
        resume = None if after is None else json.dumps({"after": id_of(after)})
        return RefPage(tuple(refs), (), tuple(skips), tuple(others), resume, end)

    def _ref(self, one: dict[str, Any], key: str, path: str, now: datetime) -> Ref:
        size, changed = one.get("Size"), moment(one.get("LastModified"))
        uploaded = known_date(changed, "LastModified", Quality.PROXY, note=_UPLOADED)
        facts = SourceFacts(
            mtime=uploaded,
            times={"modified": uploaded},
            looked_in=() if self.mapped else ("object metadata (nothing is mapped)",),
        )
        return Ref(
            id_of(key),
            path,
            size if isinstance(size, int) else 0,
            "",
            self._stamp(one, changed, now),
            access_stamp=self.access_stamp(),
            facts=facts,
        )

    def _stamp(self, one: dict[str, Any], changed: datetime | None, now: datetime) -> str:
        """The bytes by their etag; metadata by the time of change, once that is settled."""
        etag = str(one.get("ETag", "")).strip('"')
        if self.mapped and (changed is None or now - changed < self.settled):
            return ""
        when = changed.isoformat() if changed else ""
        return f"{etag} {when} {one.get('Size', '')}" if etag or when else ""

    def _wanted(self, path: str) -> bool:
        settings = self.settings
        if any(matches(glob, path) for glob in settings.exclude):
            return False
        return not settings.include or any(matches(glob, path) for glob in settings.include)


def _key(one: dict[str, Any]) -> str:
    key = one.get("Key")
    if not isinstance(key, str) or not key:
        raise MalformedError("the store lists an object without a key", "check `url`")
    return key


def _date(answer: dict[str, Any]) -> datetime | None:
    """The time by the store's clock."""
    told = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date", "")
    try:
        read = parsedate_to_datetime(told)
    except (TypeError, ValueError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _after(cursor: Cursor) -> str:
    try:
        return key_of(str(json.loads(cursor)["after"]))
    except (ValueError, TypeError, KeyError) as error:
        raise CursorExpiredError("the place in the listing cannot be read") from error
