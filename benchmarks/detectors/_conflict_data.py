"""The labelled pairs and knowledge bases, as the corpora a scan would see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ragaudit.contracts import Member, Ref
from ragaudit.detectors.conflict._claims import CLAIMS, Claim, claims_of
from ragaudit.detectors.conflict._space import Placed, declared_scope, place
from ragaudit.model import SourceSettings
from ragaudit_connectors.filesystem import FilesystemConnector

HERE = Path(__file__).parent
_CONNECTOR = FilesystemConnector(SourceSettings(id="docs", type="filesystem", root=HERE))


@dataclass(frozen=True, slots=True)
class Side:
    """A page and the sentence on it that matters."""

    path: str
    quote: str


@dataclass(frozen=True, slots=True)
class Truth:
    """A labelled contradiction, or a look-alike."""

    id: str
    conflict: bool
    type: str
    difficulty: str
    kind: str
    sides: tuple[Side, ...]


@dataclass
class LabelledCorpus:
    """Pages that are scanned together."""

    name: str
    pages: dict[str, str] = field(default_factory=dict)
    truths: list[Truth] = field(default_factory=list)


def pair_corpora(split: str) -> list[LabelledCorpus]:
    """The hand-written pairs of a split, one corpus a domain."""
    found: dict[str, LabelledCorpus] = {}
    for file in sorted((HERE / "pairs").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            pair = json.loads(line)
            if pair["split"] == split:
                corpus = found.setdefault(pair["domain"], LabelledCorpus(pair["domain"]))
                corpus.truths.append(_add_pair(corpus, pair))
    return list(found.values())


def _add_pair(corpus: LabelledCorpus, pair: dict[str, object]) -> Truth:
    left, right = _page(pair["left"]), _page(pair["right"] or pair["left"])
    corpus.pages |= dict((left, right))
    sides = (Side(left[0], str(pair["left_quote"])), Side(right[0], str(pair["right_quote"])))
    return Truth(
        str(pair["id"]),
        pair["label"] == "conflict",
        str(pair["type"]),
        str(pair["difficulty"]),
        str(pair["kind"]),
        sides,
    )


def _page(side: object) -> tuple[str, str]:
    assert isinstance(side, dict)
    return str(side["path"]), str(side["text"])


def knowledge_base(folder: Path) -> LabelledCorpus:
    """A labelled knowledge base: `docs/` and `truth.json`."""
    corpus = LabelledCorpus(folder.name)
    for file in sorted((folder / "docs").rglob("*.md")):
        corpus.pages[file.relative_to(folder / "docs").as_posix()] = file.read_text(
            encoding="utf-8"
        )
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    for name, is_conflict in (("conflicts", True), ("lookalikes", False)):
        for entry in truth[name]:
            sides = tuple(Side(s["path"].removeprefix("docs/"), s["quote"]) for s in entry["sides"])
            corpus.truths.append(
                Truth(
                    entry["id"],
                    is_conflict,
                    entry.get("type", ""),
                    entry.get("difficulty", ""),
                    entry.get("kind", ""),
                    sides,
                )
            )
    return corpus


def placed(pages: dict[str, str]) -> list[Placed]:
    """Every claim of the pages."""
    return [item for path, text in pages.items() for item in _of_page(path, text)]


def _of_page(path: str, text: str) -> Iterator[Placed]:
    content = _CONNECTOR.parse(Ref("page.md", "page.md", len(text), "markdown"), text.encode())
    scope = declared_scope(content.metadata)
    for feature in CLAIMS.extract(content):
        for claim in claims_of(Member(path, feature)):
            yield place(claim, content.title, path, scope)


def hit(a: Claim, b: Claim, pages: dict[str, str], truths: Iterable[Truth]) -> Truth | None:
    """The labelled entry two claims stand in, by page and line."""
    for truth in truths:
        at = [(n, s) for n, s in enumerate(truth.sides)]
        first = {n for n, s in at if _stands_in(a, s, pages)}
        second = {n for n, s in at if _stands_in(b, s, pages)}
        if any(n != m for n in first for m in second):
            return truth
    return None


def _stands_in(claim: Claim, side: Side, pages: dict[str, str]) -> bool:
    """Whether a claim is made on the lines, and in the words, of a quote."""
    if claim.document != side.path:
        return False
    start = pages[side.path].find(side.quote)
    first = pages[side.path].count("\n", 0, start) + 1
    if not first - 1 <= claim.line <= first + side.quote.count("\n") + 1:
        return False
    return _near(claim.sentence, side.quote) or _near(f"{claim.lead} {claim.sentence}", side.quote)


def _near(sentence: str, quote: str) -> bool:
    ours, theirs = _bag(sentence), _bag(quote)
    return bool(ours) and len(ours & theirs) / len(ours) >= 0.6


def _bag(text: str) -> set[str]:
    return {
        word.strip(".,;:!?|*`\"'()").lower()
        for word in text.split()
        if "@" not in word and "redacted" not in word
    } - {""}
