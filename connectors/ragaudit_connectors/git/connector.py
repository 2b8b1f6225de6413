"""The `git` connector: a folder of documents whose history says when each one changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path

from ragaudit.contracts import Moment, OtherFile, Past, Ref
from ragaudit.model import ContentSummary, Document, Fact, Skip, SourceFacts, SourceSettings
from ragaudit_connectors.filesystem import FilesystemConnector
from ragaudit_connectors.git.facts import dates, differs, editors, undated
from ragaudit_connectors.git.history import History, NoHistoryError, is_work_tree, state_of
from ragaudit_connectors.git.past import Known, past


class GitConnector(FilesystemConnector):
    """Reads what the filesystem connector reads, and takes dates and editors from history.

    * `modified`: the newest commit that touched the file, by committer's date, as `git log -1`.
    * `content_modified`: the newest commit that changed its words, by the earlier of author's and
      committer's date: a rebase is no edit. See `clocks` for what does not count.
    * `created`: the commit the file first came with, renames followed.
    """

    def __init__(self, settings: SourceSettings) -> None:
        super().__init__(settings)
        self._listed: list[str] | None = None
        self._changes: dict[str, Moment] = {}
        """Last change of the text by path, of what was described and is as committed."""
        self._steps: Known = {}

    @staticmethod
    def is_work_tree(path: Path) -> bool:
        """Whether a path lies in a git work tree; starts no program."""
        return is_work_tree(path)

    def list_refs(self) -> Iterator[Ref | Skip | OtherFile]:
        """See `FilesystemConnector.list_refs`."""
        listed = []
        for item in super().list_refs():
            if isinstance(item, Ref):
                listed.append(item.path)
            yield item
        self._listed = listed

    def describe(self, ref: Ref, summary: ContentSummary, raw_sha256: str) -> Document:
        """See `FilesystemConnector.describe`; facts from history are added."""
        extra = self._dated(ref.path, raw_sha256, self.known(ref))
        return self._resolver.resolve(ref, summary, raw_sha256, extra)

    def last_change(self, path: str) -> Moment | None:
        """The newest commit that changed the words; None with uncommitted changes on top."""
        return self._changes.get(path)

    def past(self, path: str, moment: Moment) -> Past | None:
        """See `Connector.past`; the file is followed through renames."""
        history = self._history
        if isinstance(history, NoHistoryError):
            return None
        return past(history, path, moment, self._steps)

    def activity(self) -> Mapping[str, date]:
        """Last day of work in the repository by author, casefolded name and e-mail address."""
        history = self._history
        return history.activity if isinstance(history, History) else {}

    def surroundings(self, documents: Collection[str]) -> str | None:
        """See `Connector.surroundings`; a history is told by its newest commit."""
        around, state = super().surroundings(documents), state_of(self.base)
        return f"{around} {state}" if around and state else None

    def notes(self) -> Iterable[str]:
        """See `FilesystemConnector.notes`; says why there is no history to go by."""
        history = self._history
        own = history.notes if isinstance(history, History) else (str(history),)
        return (*super().notes(), *own)

    @cached_property
    def _history(self) -> History | NoHistoryError:
        if self._listed is None:
            self._listed = [i.path for i in super().list_refs() if isinstance(i, Ref)]
        try:
            return History.read(self.base, self._listed)
        except NoHistoryError as error:
            return error

    def _dated(self, path: str, raw_sha256: str, extra: SourceFacts) -> SourceFacts:
        history = self._history
        if isinstance(history, NoHistoryError):
            return replace(extra, times=undated(str(history)))
        dated = history.date(path)
        if dated is None:
            return replace(extra, times=undated(self._absence(history, path)))
        times = dates(dated)
        if differs(history.head_bytes(path), raw_sha256):
            times = {name: _with_note(fact) for name, fact in times.items()}
        elif dated.content is not None:
            self._changes[path] = Moment(dated.content.id, dated.content.committed)
        return replace(extra, times=times, owners=(*extra.owners, *editors(dated)))

    @staticmethod
    def _absence(history: History, path: str) -> str:
        if (submodule := history.submodule(path)) is not None:
            return f"it lies in the submodule {submodule}, which has a history of its own"
        if path in history.links:
            return "it is a symbolic link; its target has the history"
        return "not committed yet"


def _with_note(fact: Fact[date]) -> Fact[date]:
    note = "uncommitted changes on top"
    return replace(fact, note=f"{note}; {fact.note}" if fact.note else note)
