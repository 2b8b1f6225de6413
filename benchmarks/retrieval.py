"""Prints what the built-in index finds, what it costs, and that it leaks nothing.

Run: python benchmarks/retrieval.py [--only PART ...]. Ratios are of one run on one machine.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import retrieval_data as data

from ragaudit.contracts.indexing import IndexedDocument
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit_probes.index import IndexTarget

MODES = ("dense", "bm25", "fusion")
K = 100


def main() -> None:
    """Print the figures of the parts that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(PARTS), help="may be repeated")
    parser.add_argument("--documents", type=int, help="SciFact abstracts for speed and re-index")
    parser.add_argument("--torch", action="store_true", help="quality: compare with torch")
    options = parser.parse_args()
    for name in options.only or PARTS:
        print(f"\n## {name}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            PARTS[name](Path(folder), options)


def quality(folder: Path, options: argparse.Namespace) -> None:
    """SciFact in all modes and CACM by words: measures of trec_eval over all judged questions."""
    scifact = data.read("scifact", "dev")
    built = _timed(lambda: _target(folder / "scifact").build(scifact.documents))
    print(f"SciFact: 5,183 abstracts indexed in {built:.0f} s")
    for mode in MODES:
        _print(f"SciFact {mode}", _measured(_target(folder / "scifact", mode=mode), scifact))
    _reindex(folder / "scifact", scifact.documents, built)
    cacm = data.read("cacm")
    _target(folder / "cacm", model="static").build(cacm.documents)
    _print("CACM bm25", _measured(_target(folder / "cacm", mode="bm25", model="static"), cacm))
    _target(folder / "words", model="static").build(scifact.documents)
    words = _target(folder / "words", mode="fusion", model="static")
    _print("SciFact fusion with static vectors", _measured(words, scifact))
    if options.torch:
        _print("SciFact dense on torch", _on_torch(folder, scifact))


def reindex(folder: Path, options: argparse.Namespace) -> None:
    """A full build beside one where 1 % of the documents changed."""
    documents = data.read("scifact").documents[: options.documents]
    _reindex(folder, documents, _timed(lambda: _target(folder).build(documents)))


def speed(folder: Path, options: argparse.Namespace) -> None:
    """A build beside llama-index's pipeline on torch, twice each in turn, models loaded before."""
    from benchmarks.retrieval_peer import pipeline_seconds

    documents = data.read("scifact").documents[: options.documents or 1000]
    half = len(documents) // 2
    parts = (documents[:half], documents[half:])
    target = _target(folder)
    target.build(documents[:1])
    pipeline_seconds(documents[:1])
    ours = peers = 0.0
    done: list[IndexedDocument] = [documents[0]]
    for part in parts:
        peers += pipeline_seconds(part)
        done.extend(part)
        ours += _timed(lambda: target.build(done))
    print(f"{len(documents)} abstracts: ragaudit {ours:.0f} s, IngestionPipeline {peers:.0f} s")
    print(f"{peers / ours:.1f} times as fast (bar 1.8)")


def load(folder: Path, options: argparse.Namespace) -> None:
    """1,000 questions as five people against 100,000 chunks."""
    target = _target(folder, model="static")
    report = None

    def build() -> None:
        nonlocal report
        report = target.build(data.many(100_000))

    built = _timed(build)
    assert report is not None
    print(f"{report.chunks:,} chunks indexed with static vectors in {built:.0f} s")
    names = [f"d{n:06d}" for n in range(100_000)]
    readable = {f"p{i}": frozenset(names[i :: i + 1]) for i in range(5)}
    target.use_readers(lambda principal: readable[principal.name])
    queries = list(data.read("scifact").queries.values())[:1000]
    people = [ProbePrincipal(name) for name in readable]

    def ask() -> None:
        for query in queries:
            for person in people:
                target.retrieve(query, 10, person)

    seconds = _timed(ask)
    print(f"{len(queries)} × {len(people)} questions in {seconds:.0f} s (bar 300)")


def leaks(folder: Path, options: argparse.Namespace) -> None:
    """Fifty people ask for what they may not read, of a sound index and of faulty ones."""
    from benchmarks.retrieval_leaks import leaks

    leaks(folder)


def _reindex(folder: Path, documents: Iterable[IndexedDocument], full: float) -> None:
    changed = data.changed(list(documents), 0.01)
    report = None

    def build() -> None:
        nonlocal report
        report = _target(folder).build(changed)

    seconds = _timed(build)
    assert report is not None
    print(f"1 % changed: {report.embedded} chunks embedded in {seconds:.1f} s, full {full:.0f} s")
    print(f"{full / seconds:.0f} times as fast (bar 20)")


def _on_torch(folder: Path, scifact: data.Collection) -> dict[str, float]:
    from ragaudit_probes.index.embedding.sentence import SentenceEmbedder
    from ragaudit_probes.index.embedding.weights import packaged

    target = _target(folder / "torch", mode="dense")
    target._embedder = SentenceEmbedder("torch", packaged())
    target.build(scifact.documents)
    return _measured(target, scifact)


def _measured(target: IndexTarget, collection: data.Collection) -> dict[str, float]:
    import pytrec_eval

    run = {}
    for name, query in collection.queries.items():
        hits = target.retrieve(query, K, None).hits
        # trec_eval orders equal scores by name; ours are in order already.
        run[name] = {hit.document: float(K - rank) for rank, hit in enumerate(hits)}
    wanted = {"ndcg_cut.10", "recall.10", "recall.100"}
    judged = pytrec_eval.RelevanceEvaluator(collection.qrels, wanted).evaluate(run)
    rows: list[dict[str, float]] = list(judged.values())
    assert len(rows) == len(collection.queries)
    return {name: fmean(row[name] for row in rows) for name in rows[0]}


def _print(told: str, measured: Mapping[str, float]) -> None:
    names = {"ndcg_cut_10": "nDCG@10", "recall_10": "R@10", "recall_100": "R@100"}
    print(told + ": " + ", ".join(f"{names[key]} {measured[key]:.4f}" for key in names), flush=True)


def _target(folder: Path, **options: Any) -> IndexTarget:
    return IndexTarget(TargetSettings("index", options={"path": str(folder), **options}))


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


PARTS: dict[str, Callable[[Path, argparse.Namespace], None]] = {
    "quality": quality,
    "reindex": reindex,
    "speed": speed,
    "load": load,
    "leaks": leaks,
}

if __name__ == "__main__":
    main()
