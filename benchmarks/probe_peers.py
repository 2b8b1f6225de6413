"""One recorded run, given to ragaudit and to four peers: `probe_peers.py --peer PYTHON`.

`PYTHON` is of an environment with the peers, see benchmarks/peers.md. Prints, for the whole run and
for each kind of fault beside the clean answers, what everybody says, and what trec_eval does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import probe_recording as made
from benchmarks import retrieval_folder as folders
from benchmarks.probe_recording import Case, Recording

from ragaudit._audit import Survey
from ragaudit._measure.making import probe_request
from ragaudit._measure.running import probed
from ragaudit.cli._run import execute, prepare
from ragaudit.model import Audit

RUNNER = Path(__file__).with_name("probe_peer_run.py")
PEERS = ("llama-index-core", "rag-ci", "retrieval-fairness", "rag-redteam")
FAULTS = (made.LEAKED, made.FAILED, made.EMPTY, made.DUPLICATES, made.UNMAPPED, made.UNANSWERABLE)
ALL = "whole run"
NAMES = {"recall": "R@10", "mrr": "RR", "ndcg": "nDCG@10"}


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peer", help="Python of an environment with the peers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recording = made.record(Path(folder))
        sets = {made.CLEAN: recording.of(made.CLEAN)}
        sets |= {kind: recording.of(made.CLEAN, kind) for kind in FAULTS}
        sets[ALL] = recording.cases
        columns = {"trec_eval": {what: _true(cases) for what, cases in sets.items()}}
        columns["ragaudit"] = ours(Path(folder), recording, sets)
    for name in PEERS if options.peer else ():
        version, said = theirs(options.peer, name, recording, sets)
        columns[f"{name} {version}"] = {what: _told(found) for what, found in said.items()}
    _print(columns, sets)


def ours(folder: Path, recording: Recording, sets: Mapping[str, Sequence[Case]]) -> dict[str, str]:
    """What `ragaudit probe --target run.jsonl` reports of each set; the sources are read once."""
    request, state = prepare((), folder / folders.CONFIG, None, ("EXT701",), (), 2)
    policy = request.settings.policy.probes
    said = {}

    def then(survey: Survey, audit: Audit) -> Audit:
        for what, cases in sets.items():
            probes, run = made.write(folder, cases, recording.principals)
            asking = probe_request(request.settings, probes, str(run), (), None)
            said[what] = _ours(probed(asking, survey, audit, policy), cases)
        return audit

    execute(request, state, quiet=True, then=lambda progress: then)
    return said


def _ours(result: Audit, cases: Sequence[Case]) -> str:
    assert result.probing is not None
    scores = {s.measure: s for s in result.probing.scores if s.source is s.principal is None}
    parts = []
    for told, measure in (("R@10", "R@10"), ("RR", "RR@10"), ("nDCG@10", "nDCG@10")):
        value = scores[measure].value
        parts.append(f"{told} {value:.4f}" if value is not None else f"{told} undefined")
    recall = scores["R@10"]
    parts.append(f"n {recall.n}")
    if recall.undefined:
        parts.append(f"{recall.undefined} undefined")
    planted = {(c.principal, c.leak) for c in cases if c.leak}
    listed = {(leak.principal, leak.document) for leak in result.probing.leaks}
    found = len(planted & listed)
    parts.append(f"leaks {found} of {len(planted)}, false {len(listed) - found}")
    states: dict[str, int] = {}
    for one in result.probing.results:
        states[str(one.status)] = states.get(str(one.status), 0) + 1
    if states.get("inconclusive"):
        parts.append(f"{states['inconclusive']} inconclusive")
    if (rate := scores.get("false-answer rate")) and rate.value is not None:
        parts.append(f"false answers {round(rate.value * rate.n)} of {rate.n}")
    parts.append(f"exit {result.verdict.exit_code}")
    return ", ".join(parts)


def theirs(
    python: str, name: str, recording: Recording, sets: Mapping[str, Sequence[Case]]
) -> tuple[str, dict[str, Any]]:
    """What a peer says of each set."""
    given = {
        "peer": name,
        "corpus": recording.corpus,
        "sets": {
            what: [
                {
                    "id": c.id,
                    "query": c.query,
                    "gold": c.gold,
                    "documents": c.documents,
                    "error": c.error,
                }
                for c in cases
            ]
            for what, cases in sets.items()
        },
    }
    ran = subprocess.run(
        [python, str(RUNNER)], input=json.dumps(given), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise SystemExit(f"{name} failed: {ran.stderr[-2000:]}")
    answer = json.loads(ran.stdout)
    return answer["version"], answer["said"]


def _told(found: Mapping[str, Any]) -> str:
    if "crash" in found:
        return f"crashes: {found['crash']}"
    figures = found["figures"]
    parts = [f"{told} {figures[name]:.4f}" for name, told in NAMES.items() if name in figures]
    if (found.get("best") or 0) > 1:
        parts.append(f"one nDCG@10 of {found['best']:.2f}")
    if "asked" in found:
        parts.append(
            f"asks {found['asked']} questions of its own, {found['counted']} of the recorded ones; "
            f"{len(found['skipped'])} of its {len(found['skipped']) + len(found['ran'])} probes "
            f"skipped; {found['verdict']}"
        )
    else:
        parts.append(f"n {found['counted']}")
    if found.get("errors"):
        parts.append(f"{found['errors']:.0%} of calls failed")
    if "exit" in found:
        parts.append(f"exit {found['exit']}")
    return ", ".join(parts)


def _true(cases: Sequence[Case]) -> str:
    """By trec_eval, over what can be judged; each document counts once, where it stands first."""
    import pytrec_eval

    judged = [c for c in cases if c.kind not in (made.FAILED, made.UNMAPPED, made.UNANSWERABLE)]
    run, qrels = {}, {}
    for case in judged:
        distinct = list(dict.fromkeys(case.documents))[: made.K]
        run[case.id] = {d: float(made.K - rank) for rank, d in enumerate(distinct)}
        qrels[case.id] = dict.fromkeys(case.gold, 1)
    wanted = {"recall.10", "recip_rank", "ndcg_cut.10"}
    found = pytrec_eval.RelevanceEvaluator(qrels, wanted).evaluate(run)
    rows = [found.get(c.id, {}) for c in judged]
    names = {"recall_10": "R@10", "recip_rank": "RR", "ndcg_cut_10": "nDCG@10"}
    parts = [f"{told} {fmean(r.get(n, 0.0) for r in rows):.4f}" for n, told in names.items()]
    return ", ".join([*parts, f"n {len(rows)}"])


def _print(columns: Mapping[str, Mapping[str, str]], sets: Mapping[str, Sequence[Case]]) -> None:
    print("| what was recorded | who | says |\n|---|---|---|")
    for what, cases in sets.items():
        added = sum(c.kind != made.CLEAN for c in cases)
        told = f"{what} ({added} of {len(cases)} questions)" if added else f"{what} ({len(cases)})"
        for name, said in columns.items():
            print(f"| {told} | {name} | {said[what].replace('|', ' ')} |")
            told = ""


if __name__ == "__main__":
    main()
