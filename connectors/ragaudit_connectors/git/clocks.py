"""What the events of one file say about its dates."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ragaudit_connectors.git.blobs import Blobs, MissingBlobError
from ragaudit_connectors.git.commits import Commit
from ragaudit_connectors.git.normal import changed_share, is_clean_merge, words_of
from ragaudit_connectors.git.walk import Cell, Event

MASS_FILES = 20
"""A commit is a mass commit from so many documents on: fewer are an afternoon's editing."""
MASS_SHARE = 0.5
"""And only if it touches this share of the documents there were: a campaign over a corner of the
source is editing, one over most of it is a tool or a move."""
SMALL_CHANGE = 0.1
"""In a mass commit a text counts as changed from this share of its words on."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The commits that date one file."""

    modified: Commit | None = None
    content: Commit | None = None
    created: Commit | None = None
    trusted: bool = True
    """Whether the text is known to be from `content` rather than perhaps older."""
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many documents each commit touched, and how many there were."""

    touched: dict[int, int] = field(default_factory=dict)
    added: dict[int, int] = field(default_factory=dict)
    births: Sequence[int] = ()
    """Walk numbers of the commits that made today's documents, ascending."""

    def is_mass_edit(self, event: Event) -> bool:
        """Whether a commit touched most of the documents there were."""
        return self._is_most(self.touched, event)

    def is_mass_import(self, event: Event) -> bool:
        """Whether a commit brought most of the documents there were after it."""
        return self._is_most(self.added, event)

    def _is_most(self, counts: dict[int, int], event: Event) -> bool:
        count = counts.get(event.order, 0)
        alive = len(self.births) - bisect_left(self.births, event.order)
        return count >= MASS_FILES and count >= MASS_SHARE * alive


@dataclass
class Judge:
    """Tells changes of the text from changes of its form."""

    blobs: Blobs
    crowd: Crowd
    ignored: frozenset[str] = frozenset()
    """Commits named in `.git-blame-ignore-revs`."""
    complete: bool = True
    """Whether moves into the folder from elsewhere were followed."""

    def date(self, cell: Cell) -> Dated:
        """Date one file."""
        modified = _latest(_ends(cell, self._behind_clean_merge), lambda c: c.committed)
        created = birth(cell)
        known = Dated(
            modified=modified.commit if modified else None,
            created=created.commit if created else None,
            trusted=False,
        )
        if modified is None or created is None:
            return known
        return self._with_content(known, cell)

    def _with_content(self, known: Dated, cell: Cell) -> Dated:
        passed: list[str] = []
        try:
            changes = _ends(cell, lambda event: self._behind_form(event, passed))
        except MissingBlobError as error:
            unread = f"an older version could not be compared: {error}"
            return Dated(known.modified, None, known.created, False, unread)
        last = _latest(changes, lambda commit: commit.written)
        if last is None:
            return known
        doubt = self._doubt(last)
        note = doubt or "; ".join(dict.fromkeys(passed)) or None
        return Dated(known.modified, last.commit, known.created, doubt is None, note)

    def _behind_clean_merge(self, event: Event) -> list[Cell]:
        try:
            return older(event) if self._is_clean_merge(event) else []
        except MissingBlobError:
            return []

    def _behind_form(self, event: Event, passed: list[str]) -> list[Cell]:
        """Where to go on looking if a commit changed only the form of a text."""
        before = older(event)
        if not before or event.blob is None or self._is_clean_merge(event):
            return before
        if event.commit.id in self.ignored:
            passed.append(f"{event.commit.locator} passed over (.git-blame-ignore-revs)")
            return before
        if same := [cell for cell in before if not self._share(cell, event)]:
            passed.append("newer commits changed only its form")
            return same
        if self.crowd.is_mass_edit(event) and self._is_small(before, event):
            count = self.crowd.touched[event.order]
            passed.append(f"{event.commit.locator} passed over (small edit of {count} documents)")
            return before
        return []

    def _is_small(self, before: list[Cell], event: Event) -> bool:
        return all(self._share(cell, event) < SMALL_CHANGE for cell in before)

    def _share(self, old: Cell, event: Event) -> float:
        """The share of words a commit changed; any change of a binary file is all of it."""
        if old.blob == event.blob or old.blob is None or event.blob is None:
            return 0.0
        before = words_of(self.blobs.read(old.blob), old.path)
        after = words_of(self.blobs.read(event.blob), event.path)
        if before is None or after is None:
            return 1.0
        # Words in another order are another text, although none was added.
        return 0.0 if before == after else max(changed_share(before, after), 1e-9)

    def _is_clean_merge(self, event: Event) -> bool:
        if not event.merge or event.blob is None:
            return False
        parents = [self.blobs.read(cell.blob) for cell in event.before if cell.blob]
        return len(parents) > 1 and is_clean_merge(parents, self.blobs.read(event.blob))

    def _doubt(self, event: Event) -> str | None:
        """Why a text may be older than the commit that brought it."""
        if older(event):
            return None
        day = event.commit.committed
        if self.crowd.is_mass_import(event):
            count = self.crowd.added[event.order]
            return (
                f"arrived in a mass import of {count} documents on {day}; "
                "whether the text is older is not known"
            )
        if event.commit.id in self.ignored:
            return f"arrived on {day} in a commit listed in .git-blame-ignore-revs"
        if not self.complete:
            return f"arrived in this folder on {day}, perhaps from another one"
        return None


def birth(cell: Cell) -> Event | None:
    """The event that first made a file."""
    first = _ends(cell, older)
    return min(
        first, key=lambda event: (event.commit.committed or date.max, -event.order), default=None
    )


def older(event: Event) -> list[Cell]:
    """The versions before an event that are known; a file that came back had one too."""
    found = []
    for cell in event.before:
        if cell.blob is not None:
            found.append(cell)
        elif cell.event is not None:
            found.extend(c for c in cell.event.before if c.blob is not None)
    return [cell for cell in found if cell.event is not None]


def _ends(cell: Cell, beyond: Callable[[Event], list[Cell]]) -> list[Event]:
    """The events reached from a cell that `beyond` does not lead past."""
    ends, waiting, seen = [], [cell], set[int]()
    while waiting:
        event = waiting.pop().event
        if event is None or id(event) in seen:
            continue
        seen.add(id(event))
        if further := beyond(event):
            waiting.extend(further)
        else:
            ends.append(event)
    return ends


def _latest(events: list[Event], day: Callable[[Commit], date | None]) -> Event | None:
    return max(
        events, key=lambda event: (day(event.commit) or date.min, -event.order), default=None
    )
