"""A server that refuses, breaks, or tells people apart by what they send."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.probes.targets.chroma.test_chroma_target import ids

from ragaudit.asking import Asking
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RagauditError,
    RateLimitedError,
    ScopeMissingError,
    SkipError,
    TransientError,
)
from ragaudit.model import ProbePrincipal, ReaderKind, SyncSettings, TargetSettings
from ragaudit_probes.targets.chroma import ChromaTarget

SECRET = "the merger is called Falcon"
ALICE = ProbePrincipal("alice", auth={"header Authorization": "Bearer ${CHROMA_ALICE}"})
ANONYMOUS = ProbePrincipal("anon", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
COLLECTION = {"id": "7", "name": "kb", "dimension": 2, "metadata": {"hnsw:space": "ip"}}
ANSWER = {"ids": [["c1"]], "distances": [[0.25]], "documents": [["text"]], "metadatas": [[None]]}


@dataclass
class Gate:
    """What stands in front of a server, and what it was asked."""

    url: str = ""
    status: int = 200
    body: str | None = None
    """For a question, in place of an answer."""
    answer: dict[str, Any] = field(default_factory=lambda: dict(ANSWER))
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def respond(self, path: str) -> tuple[int, str]:
        if path.endswith("/collections/kb"):
            return 200, json.dumps(COLLECTION)
        if path.endswith("/get"):
            return 200, json.dumps({"ids": ["c1"], "embeddings": [[1.0, 0.0]], "documents": ["x"]})
        if path.endswith("/query"):
            return self.status, self.body if self.body is not None else json.dumps(self.answer)
        return 404, "{}"


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A server on this machine."""
    found = Gate()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            body = json.loads(self.rfile.read(size) or b"null") if size else {}
            found.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            status, text = found.respond(self.path)
            self.send_response(status)
            if status == 429:
                self.send_header("Retry-After", "0")
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:9/")
            data = text.encode()
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


def target(gate: Gate, folder: Path, **options: Any) -> ChromaTarget:
    (folder / "app_two.py").write_text("def two(text): return [1.0, 0.0]", encoding="utf-8")
    given = {"collection": "kb", "embed": "app_two:two", **options}
    sync = SyncSettings(tries=2, timeout_s=5)
    settings = TargetSettings("chroma", folder, gate.url, given, sync=sync)
    return ChromaTarget(settings, Asking(sync, sleep=lambda _: None))


def test_an_answer(gate: Gate, tmp_path: Path) -> None:
    """Of an older server, which names its space in the metadata and leaves metadata out."""
    found = target(gate, tmp_path).retrieve("x", 3, None).hits
    assert [("c1", 0.75, "text", "")] == [(h.id, h.score, h.text, h.document) for h in found]
    path, _, body = gate.asked[-1]
    assert "/api/v2/tenants/default_tenant/databases/default_database/collections/7/query" == path
    assert ([[1.0, 0.0]], 3) == (body["query_embeddings"], body["n_results"])
    assert "where" not in body


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (302, MalformedError),
        (400, MalformedError),
        (401, AuthInvalidError),
        (403, ScopeMissingError),
        (404, MalformedError),
        (429, RateLimitedError),
        (500, TransientError),
        (503, TransientError),
    ],
)
def test_refusals(gate: Gate, tmp_path: Path, status: int, expected: type[RagauditError]) -> None:
    """By kind; of what the server says nothing is repeated."""
    gate.status, gate.body = status, json.dumps({"error": SECRET})
    with pytest.raises(expected) as caught:
        ids(target(gate, tmp_path), SECRET)
    assert SECRET not in f"{caught.value.message}{caught.value.hint}"
    tries = [path for path, _, _ in gate.asked if path.endswith("/query")]
    assert (2 if expected in (TransientError, RateLimitedError) else 1) == len(tries)


@pytest.mark.parametrize(
    "body",
    [
        "<html>Sign in</html>",
        "[]",
        "",
        json.dumps({"error": "InvalidArgument", "message": SECRET}),
        json.dumps({**ANSWER, "ids": "c1"}),
        json.dumps({**ANSWER, "ids": [[7]]}),
        json.dumps({**ANSWER, "distances": [[]]}),
        json.dumps({**ANSWER, "ids": [["c1"], ["c2"]]}),
        "[" * 100_000,
    ],
)
def test_what_is_no_answer(gate: Gate, tmp_path: Path, body: str) -> None:
    """Though the status says that all is well."""
    gate.body = body
    with pytest.raises(MalformedError) as caught:
        ids(target(gate, tmp_path), "x")
    assert SECRET not in caught.value.message


def test_nothing_found(gate: Gate, tmp_path: Path) -> None:
    """Is an answer."""
    gate.answer = {"ids": [[]], "distances": [[]], "documents": [[]], "metadatas": [[]]}
    assert [] == ids(target(gate, tmp_path), "x")
    gate.answer = {"ids": [[]], "distances": None, "documents": None, "metadatas": None}
    assert [] == ids(target(gate, tmp_path), "x")


def test_scores_that_are_none(gate: Gate, tmp_path: Path) -> None:
    """A server may give half an answer; what there is counts."""
    gate.answer = {
        "ids": [["c1"]],
        "distances": [[None]],
        "documents": [[{}]],
        "metadatas": [["x"]],
    }
    (hit,) = target(gate, tmp_path).retrieve("x", 3, None).hits
    assert (None, "", {}) == (hit.score, hit.text, dict(hit.metadata))


def test_more_results_than_can_be_looked_at(gate: Gate, tmp_path: Path) -> None:
    """Are refused rather than cut off."""
    gate.answer = {"ids": [[f"c{n}" for n in range(10_001)]]}
    with pytest.raises(MalformedError, match="more than 10,000 results"):
        ids(target(gate, tmp_path), "x")


def test_nobody_is_there(gate: Gate, tmp_path: Path) -> None:
    """May be better next time."""
    gate.url = "http://127.0.0.1:9"
    with pytest.raises(TransientError, match="cannot be reached"):
        ids(target(gate, tmp_path), "x")


@pytest.mark.parametrize(
    ("header", "name", "value"),
    [("bearer", "authorization", "Bearer s3cret"), ("x-chroma-token", "x-chroma-token", "s3cret")],
)
def test_the_targets_own_account(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: str, name: str, value: str
) -> None:
    """By the name of a variable; what principals have for other targets is not sent here."""
    with pytest.raises(AuthInvalidError, match="CHROMA_OWN is not set"):
        ids(target(gate, tmp_path, token_env="CHROMA_OWN", header=header), "x")
    monkeypatch.setenv("CHROMA_OWN", "s3cret")
    monkeypatch.setenv("CHROMA_ALICE", "a11ce")
    options = {"token_env": "CHROMA_OWN", "header": header, "where": {"a": "{name}"}}
    ids(target(gate, tmp_path, **options), "x", ALICE)
    assert {value} == {headers[name] for _, headers, _ in gate.asked}
    assert {"a": "alice"} == gate.asked[-1][2]["where"]


def test_people_who_are_told_apart_by_headers(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody without is never asked as somebody else, and anonymous send nothing."""
    monkeypatch.setenv("CHROMA_OWN", "s3cret")
    asked = target(gate, tmp_path, token_env="CHROMA_OWN", by_headers=True)
    assert asked.capabilities().principals
    with pytest.raises(SkipError, match="CHROMA_ALICE is not set"):
        asked.retrieve("x", 3, ALICE)
    with pytest.raises(SkipError, match="has no headers"):
        asked.retrieve("x", 3, ProbePrincipal("bob"))
    monkeypatch.setenv("CHROMA_ALICE", "a11ce")
    sent = []
    for principal in (ALICE, ANONYMOUS, ORACLE, None):
        asked.retrieve("x", 3, principal)
        sent.append(gate.asked[-1][1].get("authorization"))
    asked.close()
    assert ["Bearer a11ce", None, "Bearer s3cret", "Bearer s3cret"] == sent


def test_headers_that_cannot_be_sent(
    gate: Gate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Are not shown either."""
    monkeypatch.setenv("CHROMA_ALICE", "a11ce\r\nX-Other: 1")
    with pytest.raises((MalformedError, TransientError)) as caught:
        ids(target(gate, tmp_path, by_headers=True), "x", ALICE)
    assert "a11ce" not in f"{caught.value.message}{caught.value.hint}"
    assert not [headers for _, headers, _ in gate.asked if "x-other" in headers]
