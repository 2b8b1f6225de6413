"""Which documents follow another one: translations by where they stand, and declared ones."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus
from ragaudit.detectors._parallel import is_locale, split_language, sure_locale
from ragaudit.detectors.duplicate._siblings import is_mirror, names_as_original
from ragaudit.model import Document

_DOCUSAURUS = re.compile(
    r"((?:[^/]{1,100}/){0,20})i18n/([^/]{2,12})/docusaurus-plugin-content-(docs|blog|pages)"
    r"(?:-([^/]{1,60}))?/(?:(current|version-[^/]{1,60})/)?(.{1,400})"
)
_DOCUSAURUS_ROOTS = {"docs": "docs", "blog": "blog", "pages": "src/pages"}
_POINTERS = (
    "translationof", "translatedfrom", "translates", "basedon", "source", "sourcefile",
    "sourcepath", "original", "originalpath", "originalfile",
)  # fmt: skip
"""Keys that name the document a text was made from, without `_`."""
_ABOVE = 3
"""Folders of a root that may say which language the whole source is in."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and the one it follows."""

    base: Document
    sibling: Document
    translation: bool
    """Whether it is in another language, by its path."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read a path: what it has in common with its siblings, and its own language."""

    key: str
    language: str


def pairs(corpus: Corpus) -> list[Pair]:
    """Every document that follows another one, in order of the other one; each once."""
    documents = corpus.documents
    found = {p.sibling.id: p for p in _translations(corpus)}
    for document in documents.values():
        base = _declared(document, corpus)
        if base is not None:
            parallel = found.get(document.id)
            translation = parallel is not None and parallel.base == base
            found[document.id] = Pair(base, document, translation)
    return sorted(found.values(), key=lambda p: (p.base.id, p.sibling.id))


def _declared(document: Document, corpus: Corpus) -> Document | None:
    """The document that the metadata name as the original."""
    for field in document.content.metadata:
        if field.key.replace("_", "") in _POINTERS and "://" not in field.value:
            base = _document_at(field.value, document, corpus)
            if base is not None:
                return base
    if not is_mirror(document):
        return None
    copied = (d for d in corpus.documents.values() if names_as_original(document, d))
    return next((d for d in copied if d != document), None)


def _document_at(value: str, document: Document, corpus: Corpus) -> Document | None:
    """A document by its path from here, from the root, or with its source."""
    path = value.strip().partition("#")[0]
    here = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), path))
    names = (here, path.lstrip("./"))
    ids = (path, *(f"{document.source_id}:{name}" for name in names))
    found = (corpus.documents.get(name) for name in ids)
    return next((d for d in found if d is not None and d != document), None)


def _translations(corpus: Corpus) -> Iterator[Pair]:
    trees: defaultdict[str, dict[str, dict[str, Document]]] = defaultdict(dict)
    bare: dict[str, Document] = {}
    for document in corpus.documents.values():
        place = _place(document, corpus)
        bare.setdefault(place, document)
        for reading in _readings(place):
            group = trees[_tree(reading.key)].setdefault(reading.key, {})
            group.setdefault(reading.language, document)
    for groups in trees.values():
        yield from _in_tree(groups, bare)


def _place(document: Document, corpus: Corpus) -> str:
    """The path with the last folders of its root, which may name the language of all of it."""
    root = corpus.sources[document.source_id].root.resolve().parts[1:]
    return "/".join((*root[-_ABOVE:], document.path))


def _tree(key: str) -> str:
    """What stands before the language: all below it has one base language."""
    return key.partition("*")[0] if "*" in key else ""


def _readings(place: str) -> Iterator[_Reading]:
    if match := _DOCUSAURUS.fullmatch(place):
        yield _Reading(_docusaurus_base(match), match[2].lower())
        return
    parts = PurePosixPath(place).parts
    for at, folder in enumerate(parts[:-1]):
        if is_locale(folder):
            yield _Reading("/".join((*parts[:at], "*", *parts[at + 1 :])), folder.lower())
            if sure_locale(folder):
                yield _Reading("/".join((*parts[:at], *parts[at + 1 :])), folder.lower())
    first, *suffixes = parts[-1].split(".")
    folder = "".join(f"{part}/" for part in parts[:-1])
    name, language = split_language(first)
    if language:
        yield _Reading(folder + ".".join((name, *suffixes)), language.lower())
    elif len(suffixes) > 1 and sure_locale(suffixes[-2]):
        kept = (first, *suffixes[:-2], suffixes[-1])
        yield _Reading(folder + ".".join(kept), suffixes[-2].lower())


def _docusaurus_base(match: re.Match[str]) -> str:
    site, _, kind, instance, version, rest = match.groups()
    root = instance or _DOCUSAURUS_ROOTS[kind]
    if kind == "docs" and version not in (None, "current"):
        root = f"{instance}_versioned_docs" if instance else "versioned_docs"
        root = f"{root}/{version}"
    return f"{site}{root}/{rest}"


def _in_tree(
    groups: Mapping[str, Mapping[str, Document]], bare: Mapping[str, Document]
) -> Iterator[Pair]:
    """Pairs of one tree. The base stands without a language, or is in the base language."""
    languages = {language for group in groups.values() for language in group}
    base_language = _base_language(groups.values())
    plain = all(not sure_locale(language) for language in languages)
    for key, group in groups.items():
        base = bare.get(key) if "*" not in key else group.get(base_language)
        if base is None or ("*" in key and plain):
            continue
        for sibling in group.values():
            if sibling != base:
                yield Pair(base, sibling, translation=True)


def _base_language(groups: Iterable[Mapping[str, Document]]) -> str:
    """The language most documents were first written in; else English; else the fullest one."""
    first: Counter[str] = Counter()
    size: Counter[str] = Counter()
    for group in groups:
        size.update(group.keys())
        days = {language: _created(d) for language, d in group.items()}
        known = sorted((day, language) for language, day in days.items() if day)
        if len(known) > 1 and known[0][0] < known[1][0]:
            first[known[0][1]] += 1
    if first:
        return max(first.items(), key=lambda item: (item[1], _is_english(item[0])))[0]
    english = sorted(language for language in size if _is_english(language))
    most = max(size.items(), key=lambda item: item[1], default=("", 0))[0]
    return english[0] if english else most


def _is_english(language: str) -> bool:
    return language == "en" or language.startswith(("en-", "en_"))


def _created(document: Document) -> date | None:
    return document.times.created.value if document.times.created.known else None
