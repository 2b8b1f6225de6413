"""SciFact and CACM from the shared data folder, as documents of a catalogue with judgements."""

from __future__ import annotations

import csv
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ragaudit.contracts.indexing import IndexedDocument, Section
from ragaudit.text import sha256

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data" / "retrieval"
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True)
class Collection:
    """Documents, questions, and which documents answer them."""

    documents: tuple[IndexedDocument, ...]
    texts: Mapping[str, str]
    """Id to text, for those who need it whole."""
    queries: Mapping[str, str]
    qrels: Mapping[str, Mapping[str, int]]


def read(name: str, split: str | None = None) -> Collection:
    """A collection by its folder's name; questions of one split that have an answer."""
    folder = SHARED / name
    rows = list(_lines(folder / "corpus.jsonl"))
    documents = tuple(document(row["_id"], row["title"], row["text"]) for row in rows)
    asked = {
        row["_id"]: row["text"]
        for row in _lines(folder / "queries.jsonl")
        if split is None or row.get("split") == split
    }
    qrels: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if row["query-id"] in asked:
                qrels[row["query-id"]][row["corpus-id"]] = int(row["score"])
    queries = {name: text for name, text in asked.items() if name in qrels}
    return Collection(documents, {row["_id"]: row["text"] for row in rows}, queries, dict(qrels))


def document(name: str, title: str, text: str, source: str = "kb") -> IndexedDocument:
    """One document of one section."""
    stamp = sha256(f"{title}\0{text}")
    return IndexedDocument(name, source, f"{name}.txt", title, stamp, lambda: (Section(text),))


def changed(documents: Sequence[IndexedDocument], share: float) -> list[IndexedDocument]:
    """The same documents, a share of them with a sentence more at their end."""
    rng = random.Random(1)
    chosen = set(rng.sample(range(len(documents)), max(1, round(len(documents) * share))))
    return [_longer(one) if n in chosen else one for n, one in enumerate(documents)]


def _longer(one: IndexedDocument) -> IndexedDocument:
    text = one.read()[0].text + " This sentence was added after the review of last week."
    return document(one.id, one.title, text, one.source)


def many(count: int, seed: int = 1) -> Iterator[IndexedDocument]:
    """Documents of four sentences each, taken from anywhere in both collections."""
    texts = [*read("scifact").texts.values(), *read("cacm").texts.values()]
    sentences = [s for text in texts for s in _SENTENCE.split(text) if len(s) > 20]
    rng = random.Random(seed)
    for n in range(count):
        picked = [rng.choice(sentences) for _ in range(4)]
        yield document(f"d{n:06d}", picked[0][:60], " ".join(picked), f"s{n % 10}")


def _lines(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)
