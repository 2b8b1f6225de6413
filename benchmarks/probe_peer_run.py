"""What one peer says of recorded answers: JSON in, JSON out. Runs in the peers' environment.

Every peer gets the questions, the results as document ids, and the ids that answer them. Who asked
and what they may read has no place in any of them.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

Cases = list[dict[str, Any]]


def passage(document: str, number: int) -> str:
    """A text of its own for each result: two passages of one document are not the same passage."""
    return f"{document} passage {number}"


def llama_index(cases: Cases, corpus: list[str]) -> dict[str, Any]:
    """`RetrieverEvaluator`, asked for every question in turn."""
    from llama_index.core.evaluation import RetrieverEvaluator
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, TextNode

    by_query = {case["query"]: case for case in cases}

    class Recorded(BaseRetriever):  # type: ignore[misc]
        def _retrieve(self, query_bundle: Any) -> list[Any]:
            case = by_query[query_bundle.query_str]
            if case["error"]:
                raise TimeoutError(case["error"])
            count = len(case["documents"])
            return [
                NodeWithScore(node=TextNode(id_=d, text=passage(d, n)), score=float(count - n))
                for n, d in enumerate(case["documents"])
            ]

    names = ["recall", "mrr", "ndcg"]
    evaluator = RetrieverEvaluator.from_metric_names(names, retriever=Recorded())
    found = [evaluator.evaluate(case["query"], case["gold"]) for case in cases]
    every = [one.metric_vals_dict for one in found]
    figures = {name: sum(one[name] for one in every) / len(every) for name in names}
    return {"figures": figures, "best": max(one["ndcg"] for one in every), "counted": len(every)}


def rag_ci(cases: Cases, corpus: list[str]) -> dict[str, Any]:
    """`rag-ci run` with an adapter and a golden set of files."""
    from ragci.cli import app
    from ragci.golden import GoldenCase
    from typer.testing import CliRunner

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        lines = []
        for case in cases:
            passages = [{"doc_id": d, "text": d} for d in case["gold"]]
            golden = {"id": case["id"], "question": case["query"], "required_passages": passages}
            lines.append(GoldenCase.model_validate(golden).model_dump_json())
        (place / "golden.jsonl").write_text("\n".join(lines), "utf-8")
        (place / "cases.json").write_text(json.dumps(cases), "utf-8")
        (place / "adapter.py").write_text(RAG_CI_ADAPTER.replace("FOLDER", repr(folder)), "utf-8")
        asked = ["run", "--adapter", str(place / "adapter.py"), "--out", str(place / "run.json")]
        asked += ["--golden", str(place / "golden.jsonl")]
        for metric in ("recall@10", "mrr@10", "ndcg@10"):
            asked += ["--metric", metric]
        ran = CliRunner().invoke(app, asked)
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        record = json.loads((place / "run.json").read_text("utf-8"))
    metrics = {name.partition("@")[0]: found["mean"] for name, found in record["metrics"].items()}
    scored = [r for r in record["case_results"] if r["status"] == "ok"]
    best = max(r["scores"]["ndcg@10"] for r in scored)
    told = {"exit": ran.exit_code, "valid": record["valid"], "errors": record["error_rate"]}
    return {"figures": metrics, "best": best, "counted": len(scored), **told}


RAG_CI_ADAPTER = """
import json
from pathlib import Path
from ragci.contract import Chunk, RetrievalTrace, Step, adapter
CASES = {c["query"]: c for c in json.loads((Path(FOLDER) / "cases.json").read_text("utf-8"))}
@adapter(primary_metric="recall@10")
class Recorded:
    def retrieve(self, query, index, config):
        case = CASES[query]
        if case["error"]:
            raise TimeoutError(case["error"])
        found = enumerate(case["documents"])
        chunks = [Chunk(text=f"{d} passage {n}", doc_id=d) for n, d in found]
        return RetrievalTrace(steps=[Step(query=query, chunks=chunks)])
"""


def retrieval_fairness(cases: Cases, corpus: list[str]) -> dict[str, Any]:
    """`probe` with a store that answers from the recording, then its `qrels` check."""
    from retrieval_fairness.probe import probe
    from retrieval_fairness.qrels import validate_qrels
    from retrieval_fairness.serialize import save_probe
    from retrieval_fairness.types import Chunk, Hit, Query

    class Store:
        def search(self, query_vec: list[float], top_k: int) -> list[Any]:
            case = cases[int(query_vec[0])]
            if case["error"]:
                raise TimeoutError(case["error"])
            return [Hit(d, 1.0 / (n + 1), n) for n, d in enumerate(case["documents"])]

        def list_chunks(self) -> Any:
            return iter([Chunk(id=d, text=d, vector=None) for d in corpus])

    queries = [Query(c["id"], [float(n)], c["query"]) for n, c in enumerate(cases)]
    result = probe(Store(), queries, top_k=10)
    with tempfile.TemporaryDirectory() as folder:
        run, qrels = str(Path(folder) / "run.json"), Path(folder) / "qrels.json"
        save_probe(result, run)
        qrels.write_text(json.dumps({c["id"]: dict.fromkeys(c["gold"], 1) for c in cases}), "utf-8")
        found = validate_qrels(run, str(qrels))
    counted = found.queries_with_relevant_docs
    return {"figures": {"recall": found.macro_recall_at_k}, "best": None, "counted": counted}


def rag_redteam(cases: Cases, corpus: list[str]) -> dict[str, Any]:
    """`rag-redteam run` against a pipeline that repeats what was recorded for a question."""
    from rag_redteam.assurance import assess
    from rag_redteam.report import should_fail
    from rag_redteam.runner import run_probes

    recorded = {c["query"]: " ".join(c["documents"]) for c in cases}
    asked: list[str] = []

    class Target:
        def answer(self, query: str) -> str:
            asked.append(query)
            return recorded.get(query, "")

    with contextlib.redirect_stdout(io.StringIO()):
        results = run_probes(Target())
    from rag_redteam.probes import Severity

    ran = [r for r in results if not r.skipped]
    return {
        "figures": {},
        "counted": sum(q in recorded for q in asked),
        "asked": len(asked),
        "skipped": [r.name for r in results if r.skipped],
        "ran": {r.name: len(r.successes) for r in ran},
        "verdict": assess(results).verdict,
        "exit": int(should_fail(results, Severity.HIGH)),
    }


PEERS = {
    "llama-index-core": llama_index,
    "rag-ci": rag_ci,
    "retrieval-fairness": retrieval_fairness,
    "rag-redteam": rag_redteam,
}


def main() -> None:
    """Run the peer that is named, on every set of cases in turn."""
    given = json.load(sys.stdin)
    name = given["peer"]
    said: dict[str, Any] = {}
    for what, cases in given["sets"].items():
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                said[what] = PEERS[name](cases, given["corpus"])
        except Exception as error:
            text = " ".join(str(error).split())
            said[what] = {"crash": f"{type(error).__name__}: {text[:110]}"}
    json.dump({"version": version(name), "said": said}, sys.stdout)


if __name__ == "__main__":
    main()
