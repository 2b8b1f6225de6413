"""Where a pass over mailboxes stands: what was seen in each, small enough to be written down."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ragaudit.errors import CursorExpiredError

LONGEST = 60_000
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A mailbox as it was listed."""

    validity: int
    next: int
    """The number the next message will have at least."""
    count: int
    uids: str
    """A sequence set: `1:40,42`."""
    access: str = ""
    """Of its access list; empty where that was not read."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point in a pass."""

    boxes: dict[str, Seen] = field(default_factory=dict)
    """By native name; in a pass over everything only those that are done."""
    whole: bool = True
    """Whether the pass lists everything."""
    refused: bool = False
    """Whether a mailbox could not be listed."""
    owed: bool = False
    """Whether one could not be in the pass before; then a pass over everything is owed."""
    at: str = ""
    """The mailbox that is half done; those before it are done."""
    validity: int = 0
    """How that mailbox numbers its messages; 0 where none was listed yet."""
    after: int = 0
    """The last message of it that was listed."""

    def written(self) -> str | None:
        """As text; None where it would be too long to be kept."""
        rows = {
            name: [seen.validity, seen.next, seen.count, seen.uids, seen.access]
            for name, seen in self.boxes.items()
        }
        parts = [
            _VERSION,
            self.whole,
            self.refused,
            self.owed,
            self.at,
            self.validity,
            self.after,
            rows,
        ]
        text = json.dumps(parts, separators=(",", ":"))
        return text if len(text) <= LONGEST else None

    def next_pass(self) -> Place:
        """Where the pass after this one starts."""
        return Place(self.boxes, whole=False, owed=self.refused)


def read_place(cursor: str | None) -> Place:
    """Raises `CursorExpiredError` for what this version did not write."""
    if cursor is None:
        return Place()
    try:
        version, whole, refused, owed, at, validity, after, rows = json.loads(cursor)
        if version != _VERSION:
            raise ValueError(version)
        boxes = {str(name).encode("ascii").decode(): _seen(*row) for name, row in rows.items()}
        for seen in boxes.values():
            members(seen.uids)
        return Place(
            boxes, bool(whole), bool(refused), bool(owed), str(at), int(validity), int(after)
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        told = "the place in the mailboxes was written by another version"
        raise CursorExpiredError(told, "everything is listed from the beginning") from error


def _seen(validity: object, following: object, count: object, uids: str, access: str) -> Seen:
    return Seen(int(str(validity)), int(str(following)), int(str(count)), str(uids), str(access))


def sequence_set(uids: Iterable[int]) -> str:
    """Ascending numbers as the protocol writes them."""
    spans: list[list[int]] = []
    for uid in uids:
        if spans and uid == spans[-1][1] + 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return ",".join(f"{low}:{high}" if low < high else str(low) for low, high in spans)


def members(uids: str) -> Sequence[range]:
    """The spans of a sequence set. Raises `ValueError`."""
    spans = (part.partition(":") for part in uids.split(",") if part)
    return [range(int(low), int(high or low) + 1) for low, _, high in spans]
