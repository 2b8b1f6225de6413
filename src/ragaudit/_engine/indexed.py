"""Ties the entries of an index to the documents they stand for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ragaudit._engine.manifest import read_entries
from ragaudit.errors import ConfigError
from ragaudit.model import Document, IndexEntry, IndexManifest, IndexSettings, SourceSettings

_SEVERAL = ""
"""In place of a document's id: a name that fits several documents."""


def read_indexes(
    sources: Iterable[SourceSettings], documents: Mapping[str, Document]
) -> dict[str, IndexManifest]:
    """What the index holds, by source. Raises `ConfigError` for a manifest of other documents."""
    by_manifest: dict[tuple[object, ...], list[SourceSettings]] = defaultdict(list)
    for source in sources:
        if source.index is not None:
            key = (source.index.manifest, *sorted(source.index.fields.items()))
            by_manifest[key].append(source)
    found: dict[str, IndexManifest] = {}
    for sharing in by_manifest.values():
        settings = sharing[0].index
        if settings is not None:
            manifest = _tied(settings, read_entries(settings), sharing, documents)
            found.update({source.id: manifest for source in sharing})
    return found


def _tied(
    settings: IndexSettings,
    entries: Sequence[IndexEntry],
    sources: Sequence[SourceSettings],
    documents: Mapping[str, Document],
) -> IndexManifest:
    ids = frozenset(source.id for source in sources)
    mine = [d for d in documents.values() if d.source_id in ids]
    names = _Names.of(mine, sources)
    prefix = _foreign_prefix(entries, names)
    held: defaultdict[str, list[IndexEntry]] = defaultdict(list)
    other: list[IndexEntry] = []
    for entry in entries:
        path = _plain(entry.name).removeprefix(prefix)
        document = names.find(path)
        if document is None:
            other.append(replace(entry, name=path))
        elif document == _SEVERAL:
            # Which of them it is cannot be told, so its hash says nothing about either.
            for one in names.several(path):
                held[one].append(replace(entry, hash="", indexed_at=None))
        else:
            held[document].append(entry)
    if mine and not held:
        raise ConfigError(
            f"no entry matches any document: “{entries[0].name[:80]}” is none of them",
            str(settings.manifest), entries[0].line,
            hint=f"check `fields` ({settings.file}:{settings.line}); documents are called, e.g., "
            f"“{mine[0].path}”",
        )  # fmt: skip
    return IndexManifest(
        settings.shown,
        tuple(source.id for source in sources),
        {name: tuple(found) for name, found in sorted(held.items())},
        tuple(other),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Every way an index may call a document."""

    known: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, documents: Sequence[Document], sources: Sequence[SourceSettings]) -> _Names:
        roots = {source.id: source for source in sources}
        several: defaultdict[str, list[str]] = defaultdict(list)
        for document in documents:
            for name in dict.fromkeys(_called(document, roots[document.source_id])):
                several[name].append(document.id)
        return cls(
            {name: ids[0] if len(ids) == 1 else _SEVERAL for name, ids in several.items()},
            {name: tuple(ids) for name, ids in several.items() if len(ids) > 1},
        )

    def find(self, name: str) -> str | None:
        """The document of an entry, also where the entry is called `page.md#3` or `page.md::3`."""
        forms = (name, name.partition("#")[0], name.partition("::")[0])
        return next((self.known[form] for form in forms if form in self.known), None)

    def several(self, name: str) -> tuple[str, ...]:
        """The documents a name may stand for."""
        forms = (name, name.partition("#")[0], name.partition("::")[0])
        return next((self.shared[form] for form in forms if form in self.shared), ())


def _called(document: Document, source: SourceSettings) -> Iterable[str]:
    shown = _plain(source.shown_root).rstrip("/")
    root = source.root.resolve().as_posix().strip("/")
    yield from (document.id, document.path, document.native_id)
    yield from (f"{shown}/{document.path}".strip("/"), f"{root}/{document.path}")
    if document.deep_link:
        yield _plain(document.deep_link)


def _plain(name: str) -> str:
    """A name without what differs between systems: `file://`, `./`, `\\`, a leading `/`."""
    text = name.strip()
    if text.casefold().startswith("file:"):
        text = unquote(urlsplit(text).path)
    if "://" not in text:
        text = text.replace("\\", "/")
    while text.startswith("./"):
        text = text[2:]
    return text.lstrip("/")


def _foreign_prefix(entries: Sequence[IndexEntry], names: _Names) -> str:
    """The folder the documents had where they were indexed, in a container say, if not here."""
    plain = [_plain(entry.name) for entry in entries]
    lost = [name for name in dict.fromkeys(plain) if names.find(name) is None]
    if len(lost) < len(dict.fromkeys(plain)):
        return ""
    counts: Counter[str] = Counter()
    for name in lost:
        parts = name.split("/")
        cuts = ("/".join(parts[:n]) + "/" for n in range(1, min(len(parts), 30)))
        counts.update(cut for cut in cuts if names.find(name[len(cut) :]) is not None)
    best = max(counts.items(), key=lambda item: (item[1], -len(item[0])), default=("", 0))
    return best[0] if best[1] * 2 >= len(lost) else ""
