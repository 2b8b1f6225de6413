"""A pass over the mailboxes: everything, or what changed since."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from ragaudit.contracts import PassEnd, RefPage
from ragaudit.errors import CursorExpiredError
from ragaudit.model import Skip, SkipReason, SourceSettings
from ragaudit_connectors.imap.cursor import Place, Seen, members, read_place, sequence_set
from ragaudit_connectors.imap.messages import Box, ref_of
from ragaudit_connectors.imap.names import native_id
from ragaudit_connectors.imap.server import Mailserver, Status
from ragaudit_connectors.imap.session import RefusedError
from ragaudit_connectors.records import wanted

PAGE = 100
GONE_PAGE = 1000
_SHARE = "give the audit's account the rights “l” and “r” in it, or name other mailboxes"

AccessStamp = Callable[[Box], str | None]
"""Of a mailbox's list; None where it cannot be read."""


class Listing:
    """Lists the messages of some mailboxes, in the order of their native names.

    A mailbox in which nothing came and nothing went costs one STATUS and one GETACL: numbers of
    messages only grow, so equal `UIDNEXT` and `MESSAGES` mean the same messages. No extension of
    the protocol is needed for that.
    """

    def __init__(
        self, server: Mailserver, settings: SourceSettings, access_stamp: AccessStamp
    ) -> None:
        self._server, self._settings, self._access_stamp = server, settings, access_stamp

    def pages(self, found: Iterable[Box | Skip], cursor: str | None) -> Iterator[RefPage]:
        """Pages from a cursor on. Raises `SourceError`."""
        place = read_place(cursor)
        start = place.at
        boxes = list(found)
        if skips := tuple(skip for skip in boxes if isinstance(skip, Skip)):
            yield RefPage(skips=skips, resume=cursor)
        by_name = {box.raw.decode("ascii"): box for box in boxes if isinstance(box, Box)}
        for name in sorted(by_name):
            if name < start:
                continue
            if name != start:
                place = replace(place, at=name, validity=0, after=0)
            try:
                place = yield from self._box(name, by_name[name], place)
            except RefusedError:
                place = replace(place, refused=True)
                yield RefPage(skips=(self._refused(by_name[name]),), resume=place.written())
        yield from self._last(by_name.keys(), place)

    def _box(self, name: str, box: Box, place: Place) -> Generator[RefPage, None, Place]:
        """One mailbox; returns where the pass stands behind it."""
        now = self._server.status(box.raw)
        seen = place.boxes.get(name)
        before = {seen.validity if seen else 0, place.validity} - {0}
        if before - {now.validity}:
            raise CursorExpiredError("a mailbox has numbered its messages anew")
        stamp = self._access_stamp(box)
        if seen and (seen.next, seen.count, seen.access) == (now.next, now.count, stamp or ""):
            return place
        uids = self._server.uids(box.raw, now.validity)
        since = seen.next if seen and seen.access == (stamp or "") else 0
        new = [uid for uid in uids if uid > place.after and uid >= since]
        listed = replace(box, validity=now.validity, access_stamp=stamp)
        for start in range(0, len(new), PAGE):
            part = new[start : start + PAGE]
            place = replace(place, validity=now.validity, after=part[-1])
            yield self._page(listed, part, place)
        if seen is not None:
            yield from _gone_pages(_lost(name, seen, uids), place)
        return replace(place, boxes={**place.boxes, name: _seen(now, uids, stamp)})

    def _page(self, box: Box, uids: Sequence[int], place: Place) -> RefPage:
        told = self._server.headers(box.raw, box.validity, sequence_set(uids))
        refs = (ref_of(box, uid, told[uid]) for uid in uids if uid in told)
        kept = tuple(ref for ref in refs if wanted(ref.path, self._settings))
        return RefPage(kept, resume=place.written())

    def _last(self, names: Iterable[str], place: Place) -> Iterator[RefPage]:
        """The end, with the messages of mailboxes that are no longer shown."""
        for name in place.boxes.keys() - set(names):
            yield from _gone_pages(_lost(name, place.boxes[name], ()), place)
        kept = {name: seen for name, seen in place.boxes.items() if name in set(names)}
        paid = place.owed and not place.refused
        following = None if paid else replace(place, boxes=kept).next_pass().written()
        yield RefPage(end=PassEnd(whole=place.whole and not place.refused, next=following))

    def _refused(self, box: Box) -> Skip:
        told = "the account may not open this mailbox"
        return Skip(self._settings.id, box.path, SkipReason.FORBIDDEN, told, _SHARE)


def _seen(now: Status, uids: Sequence[int], stamp: str | None) -> Seen:
    """As it was when its messages were asked for, which was after its status was."""
    following = max(now.next, uids[-1] + 1 if uids else 0)
    return Seen(now.validity, following, len(uids), sequence_set(uids), stamp or "")


def _lost(name: str, seen: Seen, uids: Iterable[int]) -> list[str]:
    """Native ids of messages that are no longer there."""
    there = set(uids)
    raw = name.encode("ascii")
    every = (uid for span in members(seen.uids) for uid in span)
    return [native_id(raw, seen.validity, uid) for uid in every if uid not in there]


def _gone_pages(gone: Sequence[str], place: Place) -> Iterator[RefPage]:
    for start in range(0, len(gone), GONE_PAGE):
        yield RefPage(gone=tuple(gone[start : start + GONE_PAGE]), resume=place.written())
