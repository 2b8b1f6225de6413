"""Runs the shipped conflict rules on pages held in memory: a process a pair would take minutes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

from benchmarks.detectors._reported import Reported, from_observation

from ragaudit.contracts import CorpusDetector, Member, Ref
from ragaudit.model import Document, SourceSettings
from ragaudit.testing import MemoryCorpus, summarise
from ragaudit.text import sha256
from ragaudit_connectors.filesystem import FilesystemConnector

_CONNECTOR = FilesystemConnector(
    SourceSettings(id="docs", type="filesystem", root=Path(__file__).parent)
)


def conflict_rules() -> list[CorpusDetector]:
    """The rules of the family that are on by default."""
    points = sorted(entry_points(group="ragaudit.detectors"), key=lambda point: point.name)
    built = [point.load()() for point in points if point.name.startswith("CNF")]
    if not built:
        raise SystemExit("no CNF rule is installed")
    return [rule for rule in built if rule.rule.enabled and isinstance(rule, CorpusDetector)]


def reported(pages: Mapping[str, str], rules: Sequence[CorpusDetector]) -> Iterator[Reported]:
    """What the rules report on the pages as one corpus."""
    corpus = _corpus(pages)
    groups: dict[str, dict[str, tuple[Member, ...]]] = {}
    for rule in rules:
        name = rule.extractor.name
        if name not in groups:
            groups[name] = _groups(rule, corpus)
        for seen in rule.compare(groups[name], corpus):
            yield from_observation(rule.rule.code, seen)


def _corpus(pages: Mapping[str, str]) -> MemoryCorpus:
    contents, documents = {}, {}
    for path, text in sorted(pages.items()):
        ref = Ref(path, path, len(text.encode()), "markdown")
        content = _CONNECTOR.parse(ref, text.encode())
        document: Document = _CONNECTOR.describe(ref, summarise(content), sha256(text))
        contents[document.id], documents[document.id] = content, document
    return MemoryCorpus(contents, documents=documents)


def _groups(rule: CorpusDetector, corpus: MemoryCorpus) -> dict[str, tuple[Member, ...]]:
    found: dict[str, list[Member]] = {}
    for name in corpus.documents:
        content = corpus.content(name)
        for feature in rule.extractor.extract(content) if content else ():
            found.setdefault(feature.key, []).append(Member(name, feature))
    return {key: tuple(found[key]) for key in sorted(found)}
