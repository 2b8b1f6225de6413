"""Runs the peers on texts: JSON in, JSON out. Executed by the Python that has them installed.

In: `pairs`, each a list of two texts, and `documents`, a list of texts.
Out: by peer its version, the positions of the pairs it flags, and by kind of fault the positions of
the documents it flags. Every peer runs with its defaults.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import chaffer
from contrachecker import Chunk, check_contradictions
from docingestqa import AuditConfig, check_chunk_length, check_duplicates
from docingestqa import Chunk as IngestedChunk
from rag_chunk_audit import audit_chunks

Found = dict[str, list[int]]
_CHAFFER = {"RG001": "duplicate", "RG002": "duplicate", "RG005": "personal", "RG012": "empty"}
_AUDIT = {
    "exact_duplicate": "duplicate",
    "normalized_duplicate": "duplicate",
    "prompt_injection": "injection",
    "secret_like_value": "secret",
    "empty_chunk": "empty",
}


def by_chaffer(texts: Sequence[str]) -> Found:
    """Exact and near duplicates, personal data, empty chunks."""
    found: Found = {kind: [] for kind in _CHAFFER.values()}
    for finding in chaffer.check_corpus(list(texts)).findings:
        if finding.code in _CHAFFER:
            found[_CHAFFER[finding.code]] += finding.chunks
    return found


def by_rag_chunk_audit(texts: Sequence[str]) -> Found:
    """Exact duplicates, injections, secrets, empty chunks."""
    found: Found = {kind: [] for kind in _AUDIT.values()}
    for issue in audit_chunks(list(texts))["issues"]:
        if issue["type"] in _AUDIT:
            found[_AUDIT[issue["type"]]].append(issue["chunk_index"])
    return found


def by_docingestqa(texts: Sequence[str]) -> Found:
    """Exact and near duplicates, empty chunks."""
    chunks = [IngestedChunk(text, f"d{n}", 1, str(n)) for n, text in enumerate(texts)]
    pairs = check_duplicates(chunks, AuditConfig(max_duplicate_examples=len(texts) ** 2)).issues
    empty = [i for i in check_chunk_length(chunks, AuditConfig()).issues if "Empty" in i.message]
    return {
        "duplicate": [int(side) for i in pairs for side in _ids(i.evidence)],
        "empty": [int(issue.chunk_id) for issue in empty],
    }


def _ids(evidence: dict[str, Any]) -> tuple[str, str]:
    return evidence["left_id"], evidence["right_id"]


def by_contrachecker(texts: Sequence[str]) -> Found:
    """Contradictions; between two texts, or within one where there is but one."""
    chunks = [Chunk(id=str(n), text=text) for n, text in enumerate(texts)]
    report = check_contradictions(chunks)
    sides = [(c.claim_a.source_chunk_id, c.claim_b.source_chunk_id) for c in report.contradictions]
    return {"conflict": [int(n) for a, b in sides if a != b or len(texts) == 1 for n in (a, b)]}


PEERS: dict[str, Callable[[Sequence[str]], Found]] = {
    "contrachecker": by_contrachecker,
    "rag-chunk-audit": by_rag_chunk_audit,
    "chaffer": by_chaffer,
    "docingestqa": by_docingestqa,
}


def main() -> None:
    """Answer what stands on standard input."""
    asked = json.load(sys.stdin)
    answer = {}
    for name, peer in PEERS.items():
        flags = [peer(pair) for pair in asked["pairs"]]
        answer[name] = {
            "version": version(name),
            "pairs": [n for n, f in enumerate(flags) if f.get("conflict") or f.get("duplicate")],
            "documents": {k: sorted(set(v)) for k, v in peer(asked["documents"]).items()},
        }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
