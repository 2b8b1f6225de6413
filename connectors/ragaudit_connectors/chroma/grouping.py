"""Chunks put together again to the documents they were cut from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ragaudit.model import AccessPolicy, AccessState
from ragaudit_connectors.chroma.index import Chunk
from ragaudit_connectors.chroma.options import ChromaOptions
from ragaudit_connectors.records import Layout, Observer, Record, access_stamp_of, digest, policy_of
from ragaudit_connectors.records.facts import CLOCKS
from ragaudit_connectors.records.policy import ListError, principals

BETWEEN = "\n\n"
LAYOUT_KIND, LAYOUT_WITHIN = "document", "chroma metadata "
_ALONE = "chunk "
SAID_ONCE = frozenset({*CLOCKS, "owner", "last_editor", "classification", "lifecycle",
                       "superseded_by"})  # fmt: skip
"""Of a document, whichever chunk says it; where they disagree nobody knows which is right."""


@dataclass(slots=True)
class Group:
    """One document as far as its chunks tell."""

    id: str
    told: list[str | int | float] = field(default_factory=list)
    """What the chunks say they are of, in each way they say it; empty for one that does not."""
    values: dict[str, Any] = field(default_factory=dict)
    """Our names to values; the first chunk that has one counts."""
    marks: list[tuple[Any, str]] = field(default_factory=list)
    """Place and hash of every chunk."""
    lists: dict[str, Record] = field(default_factory=dict)
    """Access lists of its chunks, by whom they name."""
    differ: set[str] = field(default_factory=set)
    """Our names of what should be said of a document once, and of which its chunks disagree."""
    size: int = 0

    def stamp(self) -> str:
        """Changes with the text of any chunk, and with their order."""
        return digest([mark for _, mark in sorted(self.marks, key=lambda one: one[0])])

    def access_stamp(self) -> str | None:
        """Changes with any list; None where none is mapped."""
        return digest(sorted(self.lists)) if self.lists else None

    def policy(self, observer: Observer) -> AccessPolicy:
        """What the index says of who may be served it; unknown where chunks disagree."""
        if len(self.lists) == 1:
            (record,) = self.lists.values()
            return policy_of(record, observer)
        note = f"its chunks have {len(self.lists)} different lists of who may be served them"
        return AccessPolicy(AccessState.UNKNOWN, note=note, observed_at=observer.clock())


@dataclass(slots=True)
class Groups:
    """The documents of a collection."""

    options: ChromaOptions
    by_id: dict[str, Group] = field(default_factory=dict)
    chunks: int = 0
    alone: int = 0
    """Chunks that do not say which document they are of."""
    twice: int = 0
    """Chunks given twice, because the collection was written meanwhile."""
    empty: int = 0
    """Chunks that were asked for their text and have none."""
    ids: set[str] = field(default_factory=set)

    def take(self, chunks: Iterable[Chunk]) -> None:
        """Take chunks in the order they are given."""
        for chunk in chunks:
            if chunk.id in self.ids:
                self.twice += 1
                continue
            self.ids.add(chunk.id)
            self._take(chunk)
            self.chunks += 1

    def record(self, group: Group) -> Record:
        """A document by our names."""
        return Record(group.id, group.values, self.layout)

    @property
    def layout(self) -> Layout:
        """How documents are named and read."""
        options = self.options
        return Layout(options.names, LAYOUT_WITHIN, LAYOUT_KIND, options.format)

    def _take(self, chunk: Chunk) -> None:
        name, value = identity(chunk, self.options.document)
        self.alone += value is None
        group = self.by_id.setdefault(name, Group(name))
        if value is not None and not any(_same(value, one) for one in group.told):
            group.told.append(value)
        for ours, theirs in self.options.names.items():
            if (told := clean(chunk.metadata.get(theirs))) is not None:
                first = group.values.setdefault(ours, told)
                if ours in SAID_ONCE and told != first:
                    group.differ.add(ours)
        place = place_of(chunk, self.options, len(group.marks))
        version = self.options.fields.get("version")
        text = text_of(chunk, self.options)
        self.empty += not text.strip()
        mark = digest(chunk.metadata.get(version)) if version else digest(text)
        group.marks.append((place, mark))
        group.size += len(text)
        if self.options.access:
            self._note_list(group, chunk)

    def _note_list(self, group: Group, chunk: Chunk) -> None:
        told = clean(chunk.metadata.get(self.options.access or ""))
        record = replace(self.record(group), values={"allow": told})
        group.lists.setdefault(_named(record), record)


def _named(record: Record) -> str:
    """Whom a list names, in whatever order and however it is written."""
    try:
        names = principals(record.get("allow"))
    except ListError:
        return access_stamp_of(record) or ""
    return digest("" if names is None else sorted({*names}))


def found_out(groups: Groups) -> Iterator[str]:
    """What the user should know about the chunks of a collection, counted."""
    options, told = groups.options, groups.by_id.values()
    if groups.alone:
        yield (
            f"{groups.alone:,} chunks have no `{options.document}`; each counts as a document of "
            "its own (`options: {document: …}`)"
        )
    if groups.empty and "version" not in options.fields:
        yield (
            f"{groups.empty:,} chunks have no text here, so that what is served for them is not "
            "audited (`options: {text: …}`)"
        )
    if apart := sum(bool(group.differ) for group in told):
        names = sorted({options.names[ours] for group in told for ours in group.differ})
        yield (
            f"{apart:,} documents have chunks that disagree about {', '.join(names)}, which is "
            "unknown then; chunks of an older version may still be served"
        )
    if apart := sum(len(group.lists) > 1 for group in told):
        yield f"{apart:,} documents have chunks that disagree about who may be served them"


def _same(value: object, other: object) -> bool:
    """`1` and `"1"` are one document, and are asked for one by one."""
    return type(value) is type(other) and value == other


def identity(chunk: Chunk, field_name: str) -> tuple[str, str | int | float | None]:
    """The id of the document a chunk is of, and the value that says so."""
    value = chunk.metadata.get(field_name)
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        return f"{_ALONE}{clean(chunk.id)}", None
    return str(clean(value)), value


def chunk_id(native_id: str) -> str:
    """The chunk behind the id of a document of one."""
    return native_id.removeprefix(_ALONE)


def place_of(
    chunk: Chunk, options: ChromaOptions, number: int
) -> tuple[int, int | float, str, int]:
    """What chunks of one document are sorted by: numbers, then words, then as they were added."""
    value = chunk.metadata.get(options.order) if options.order else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (0, value, "", number)
    return (1, 0, value, number) if isinstance(value, str) else (2, 0, "", number)


def text_of(chunk: Chunk, options: ChromaOptions) -> str:
    """The text a chunk is served with."""
    told = chunk.metadata.get(options.text) if options.text else chunk.text
    return told if isinstance(told, str) else ""


def joined(chunks: Iterable[Chunk], options: ChromaOptions) -> str:
    """The text of a document, chunk after chunk."""
    placed = [(place_of(c, options, i), text_of(c, options)) for i, c in enumerate(chunks)]
    return BETWEEN.join(text for _, text in sorted(placed, key=lambda one: one[0]))


def clean(value: Any) -> Any:
    """Text without halves of characters, which nothing can store."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, Mapping):
        return None
    return [clean(one) for one in value] if isinstance(value, list | tuple) else value
