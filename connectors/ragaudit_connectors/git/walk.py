"""Every change of today's files, found by walking from the newest commit to the oldest.

Each file is followed the way `git log -- FILE` does: through a merge only into the parent that
has the file as the merge left it, so work that was undone on a side branch does not count. A
merge is an event of a file only where the result stands in no parent. Renames are followed, with
or without changes, and so is a file that was deleted and came back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ragaudit_connectors.git.commits import Commit

Places = dict[str, list["Cell"]]


@dataclass(slots=True, eq=False)
class Cell:
    """A file as it stands at some point of the history, waiting for the event that made it so."""

    path: str
    blob: str | None
    """None where the file does not exist at that point."""
    event: Event | None = None


@dataclass(slots=True, eq=False)
class Event:
    """A commit that made a file what it is."""

    commit: Commit
    order: int
    """Number of the commit in the walk: the newest is 0."""
    path: str
    blob: str | None
    """None for a deletion."""
    before: tuple[Cell, ...] = ()
    """The file as each parent had it."""

    @property
    def merge(self) -> bool:
        """Whether several versions were brought together."""
        return len(self.before) > 1

    @property
    def added(self) -> bool:
        """Whether no parent had the file."""
        return self.blob is not None and all(cell.blob is None for cell in self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a raw diff."""

    old_path: str
    old_blob: str | None
    new_blob: str | None
    moved_away: bool = False
    """Whether the file went to another name, rather than being deleted."""


Diff = dict[str, Change]


@dataclass(slots=True)
class Walk:
    """The state of the walk: which files wait for their event below which commit."""

    live: dict[str, Places]
    touched: dict[int, int] = field(default_factory=dict)
    """Files changed, by number of the commit."""
    added: dict[int, int] = field(default_factory=dict)

    def visit(self, commit: Commit, order: int, diffs: list[Diff]) -> None:
        """Take one commit, its parents' diffs in order; children come before parents."""
        places = self.live.pop(commit.id, None)
        if not places:
            return
        for path in _common(places, diffs[0]):
            cells = places.pop(path)
            changes = [diff.get(path) for diff in diffs]
            same = next((i for i, change in enumerate(changes) if change is None), None)
            if same is not None:
                self._carry(commit.parents[same], {path: cells})
            else:
                self._happen(commit, order, path, cells, [c for c in changes if c])
        if commit.parents:
            self._carry(commit.parents[0], places)

    def _happen(
        self, commit: Commit, order: int, path: str, cells: list[Cell], changes: list[Change]
    ) -> None:
        if changes[0].moved_away:
            return
        before = tuple(Cell(change.old_path, change.old_blob) for change in changes)
        event = Event(commit, order, path, changes[0].new_blob, before)
        for cell in cells:
            cell.event = event
        if event.blob is not None:
            self.touched[order] = self.touched.get(order, 0) + 1
        if event.added:
            self.added[order] = self.added.get(order, 0) + 1
        for parent, cell in zip(commit.parents, before, strict=False):
            self._carry(parent, {cell.path: [cell]})

    def _carry(self, parent: str, places: Places) -> None:
        waiting = self.live.get(parent)
        if waiting is None:
            self.live[parent] = places
            return
        if len(waiting) < len(places):
            self.live[parent], waiting, places = places, places, waiting
        for path, cells in places.items():
            waiting.setdefault(path, []).extend(cells)


def read_diff(stream: Iterator[str]) -> Iterator[Diff]:
    """Read the output of `git diff-tree --stdin --always --raw -z`, one diff at a time."""
    diff: Diff | None = None
    for token in stream:
        if not token.startswith(":"):
            if diff is not None:
                yield diff
            diff = {}
            continue
        if diff is None:
            return
        _, _, old, new, status = token[1:].split(" ")
        path = next(stream)
        target = next(stream) if status[0] in "RC" else path
        _enter(diff, status[0], Change(path, _blob(old), _blob(new)), target)
    if diff is not None:
        yield diff


def _enter(diff: Diff, status: str, change: Change, target: str) -> None:
    diff[target] = change
    if status == "R":
        diff.setdefault(change.old_path, Change(change.old_path, change.old_blob, None, True))


def _blob(name: str) -> str | None:
    return name if name.strip("0") else None


def _common(places: Places, diff: Diff) -> list[str]:
    small, large = (places, diff) if len(places) < len(diff) else (diff, places)
    return [path for path in small if path in large]


def walk(
    head: str, cells: Iterable[Cell], commits: Iterable[Commit], diffs: Iterator[Diff]
) -> Walk:
    """Give every cell its event. `diffs` holds one diff per commit and parent, in order."""
    state = Walk({head: {cell.path: [cell] for cell in cells}})
    for order, commit in enumerate(commits):
        state.visit(commit, order, [next(diffs, {}) for _ in commit.parents or ("",)])
    return state
