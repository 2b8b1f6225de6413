"""A source system small enough to hold in the hand: pages of documents, failing when told to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    CheckState,
    Cursor,
    Fetched,
    PassEnd,
    Ref,
    RefPage,
    RemoteConnector,
    Support,
)
from ragaudit.errors import CursorExpiredError, NotFoundError
from ragaudit.model import (
    AccessPolicy,
    Content,
    ContentSummary,
    Document,
    SourceFacts,
    SourceSettings,
)
from ragaudit.testing import access, text_content

SETTINGS = SourceSettings("shelf", "shelf", Path(), remote=True)


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Shelf(RemoteConnector):
    """Texts by name; `on` is called before anything is answered and may raise."""

    texts: dict[str, str] = field(default_factory=dict)
    readers: dict[str, str] = field(default_factory=dict)
    """Name to the group that may read it; the others are everybody's."""
    page: int = 3
    delta: bool = False
    stamped: bool = True
    """Whether the listing shows changes of access."""
    on: Callable[[str], None] = lambda what: None
    asked: list[str] = field(default_factory=list)
    ends: bool = True
    changes: list[tuple[str, str]] = field(default_factory=list)
    """`+name` or `-name` in order, for passes that list only changes."""

    def put(self, name: str, text: str) -> None:
        """Write a document."""
        self.texts[name] = text
        self.changes.append(("+", name))

    def drop(self, name: str) -> None:
        """Delete one."""
        del self.texts[name]
        self.changes.append(("-", name))

    def capabilities(self) -> Capabilities:
        return Capabilities(access=Support.NATIVE, access_incremental=self.stamped)

    def check(self) -> Iterator[CheckResult]:
        yield CheckResult("list", CheckState.OK, f"{len(self.texts)} documents")

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        if cursor == "expired":
            raise CursorExpiredError("too old")
        if cursor and cursor.startswith("since:"):
            yield self._since(int(cursor.removeprefix("since:")))
            return
        after = (cursor or "").removeprefix("after:")
        names = [name for name in sorted(self.texts) if name > after]
        parts = [names[i : i + self.page] for i in range(0, len(names), self.page)] or [[]]
        for part in parts:
            self._ask("list")
            last = part is parts[-1] and self.ends
            following = f"since:{len(self.changes)}" if self.delta else None
            yield RefPage(
                tuple(map(self._ref, part)),
                resume=f"after:{part[-1]}" if part else None,
                end=PassEnd(True, following) if last else None,
            )

    def _since(self, start: int) -> RefPage:
        self._ask("list")
        state = {name: sign for sign, name in self.changes[start:]}
        return RefPage(
            tuple(self._ref(name) for name in sorted(state) if name in self.texts),
            gone=tuple(name for name in sorted(state) if name not in self.texts),
            end=PassEnd(False, f"since:{len(self.changes)}"),
        )

    def _ref(self, name: str) -> Ref:
        stamp = self.readers.get(name, "all") if self.stamped else None
        text = self.texts[name]
        return Ref(name, name, len(text), "text", str(hash(text)), access_stamp=stamp)

    def fetch(self, ref: Ref) -> Fetched:
        self._ask(f"fetch {ref.native_id}")
        if ref.native_id not in self.texts:
            raise NotFoundError
        return Fetched(self.texts[ref.native_id].encode())

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        self._ask(f"access {len(refs)}")
        for ref in refs:
            group = self.readers.get(ref.native_id)
            if group != "no answer":
                yield ref, access(f"group:{group}" if group else "public")

    def parse(self, ref: Ref, data: bytes) -> Content:
        return text_content(data.decode())

    def describe(
        self, ref: Ref, summary: ContentSummary, raw_sha256: str, facts: SourceFacts
    ) -> Document:
        made = Document("shelf", ref.native_id, ref.path, summary, raw_sha256)
        return replace(made, access=facts.access or AccessPolicy())

    def requests(self) -> int:
        return len(self.asked)

    def _ask(self, what: str) -> None:
        self.on(what)
        self.asked.append(what)

    def fetched(self) -> list[str]:
        """What was read, in order."""
        return [what.removeprefix("fetch ") for what in self.asked if what.startswith("fetch")]


def shelf(count: int = 10, **changes: object) -> Shelf:
    """A shelf of `count` documents."""
    made = Shelf(**changes)  # type: ignore[arg-type]
    for number in range(count):
        made.put(f"{number:03}.txt", f"Text number {number}.")
    return made
