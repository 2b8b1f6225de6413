"""Recorded runs as a target: what was not recorded is never an empty answer."""

from __future__ import annotations

import json
import os
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit.contracts import Target
from ragaudit.errors import MalformedError, SkipError, SourceError, UsageError
from ragaudit.model import Hit, Probe, ProbePrincipal, ProbeSet, ReaderKind, Retrieved
from ragaudit.model import TargetSettings as Settings
from ragaudit_probes.targets.run_file import RunFileTarget
from ragaudit_probes.targets.run_file.jsonl import line, records
from ragaudit_probes.targets.run_file.records import Lines
from ragaudit_probes.targets.run_file.trec import records as trec_records

ALICE = ProbePrincipal("alice")
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
SECRET = "the merger is called Falcon"
RECORDED = [
    {"query": "leave", "hits": [{"id": "a", "score": 0.5, "document": "a.md"}], "total": 3},
    {"query": "leave", "principal": "alice", "hits": [], "latency_s": 0.25, "cost": 0.1},
    {"query": "odd  question ", "hits": ["b", "a", "b"], "k": 3},
    {"probe": "p-1", "hits": [{"id": "c"}]},
    {"query": "late", "error": SECRET},
]
TREC = """\
q1 Q0 b.md 2 0.5 tag
q1 Q0 a.md 1 0.9 tag

q2\tQ0\tc.md\t1\t3\ttag
"""
Make = Callable[..., RunFileTarget]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def build(content: str | bytes | list[Any], **options: Any) -> RunFileTarget:
        if isinstance(content, list):
            content = "".join(json.dumps(one) + "\n" for one in content)
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / "run.jsonl").write_bytes(data)
        if "files" not in options:
            options.setdefault("file", "run.jsonl")
        return RunFileTarget(Settings("run", tmp_path, options=options, options_at="r.yaml:5"))

    return build


def ids(target: RunFileTarget, query: str, who: ProbePrincipal | None = None) -> list[str]:
    return [hit.id for hit in target.retrieve(query, 3, who).hits]


def test_is_a_target(make: Make) -> None:
    """It tells what was recorded."""
    target = make(RECORDED)
    assert isinstance(target, Target)
    known = target.capabilities()
    assert (True, True, True, True) == (known.principals, known.scores, known.totals, known.costs)
    assert not make([{"query": "q", "hits": ["a"]}]).capabilities().principals


def test_json_lines(make: Make) -> None:
    """Answers come as recorded, by query and principal, with their latency."""
    target = make(RECORDED)
    assert Retrieved((Hit("a", 0.5, "a.md"),), total=3) == target.retrieve("leave", 3, None)
    assert Retrieved((), latency_s=0.25, cost=0.1) == target.retrieve(" leave", 3, ALICE)
    assert ["b", "a", "b"] == ids(target, "odd question")


def test_not_recorded(make: Make) -> None:
    """What was not recorded is skipped; an answer recorded as somebody else does not count."""
    target = make(RECORDED)
    with pytest.raises(SkipError, match=r"^not recorded$"):
        target.retrieve("something else", 3, None)
    with pytest.raises(SkipError, match=r"^not recorded as alice$"):
        target.retrieve("odd question", 3, ALICE)
    with pytest.raises(SkipError, match=r"^not recorded as admin$"):
        target.retrieve("leave", 3, ORACLE)


def test_the_oracle_of_a_run_without_principals(make: Make) -> None:
    """Where nobody was recorded as somebody, the oracle is the account."""
    assert ["a"] == ids(make([{"query": "q", "hits": ["a"]}]), "q", ORACLE)


def test_by_probe(make: Make) -> None:
    """Ids of probes are found by their query, once the set is known; not by their variants."""
    target = make(RECORDED)
    with pytest.raises(SkipError):
        ids(target, "how long is leave")
    target.prepare(ProbeSet((Probe("p-1", "how long is leave", variants=("leave length",)),)))
    assert ["c"] == ids(target, "how  long is leave")
    with pytest.raises(SkipError):
        ids(target, "leave length")


def test_a_failure_that_was_recorded(make: Make) -> None:
    """It is a failure again, and its text is not repeated."""
    with pytest.raises(MalformedError, match="line 5 had failed") as caught:
        ids(make(RECORDED), "late")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_recorded_twice(make: Make) -> None:
    """The same answer twice is one; another one is no answer at all."""
    same = [{"query": "q", "hits": ["a"], "latency_s": 1}, {"query": "q", "hits": ["a"]}]
    assert ["a"] == ids(make(same), "q")
    with pytest.raises(MalformedError, match="different answers, in lines 1 and 3"):
        ids(make([*same, {"query": "q", "hits": ["b"]}]), "q")
    with pytest.raises(MalformedError, match="different answers"):
        ids(make([*same, {"query": "q", "error": "down"}]), "q")


def test_depth(make: Make) -> None:
    """A run that was cut at 3 does not tell the best 5; one that ended before does."""
    target = make([*RECORDED, {"query": "short", "hits": ["a"], "k": 3}])
    with pytest.raises(SkipError, match="recorded to a depth of 3 only"):
        target.retrieve("odd question", 5, None)
    assert 1 == len(target.retrieve("short", 5, None).hits)


def test_trec(make: Make) -> None:
    """A run of TREC, with the texts of its queries beside it."""
    target = make(TREC)
    target.prepare(ProbeSet((Probe("q1", "leave"), Probe("q2", "travel"), Probe("q3", "pay"))))
    found = target.retrieve("leave", 3, None).hits
    assert (Hit("a.md", 0.9, "a.md"), Hit("b.md", 0.5, "b.md")) == found
    assert ["c.md"] == ids(target, "travel")
    with pytest.raises(SkipError):
        ids(target, "pay")


@pytest.mark.parametrize(
    "written", ["q1\tleave\nq2\ttravel\n", '{"_id": "q1", "text": "leave", "metadata": {}}\n']
)
def test_queries(make: Make, tmp_path: Path, written: str) -> None:
    """Texts of queries may come from a file of their own."""
    (tmp_path / "queries").write_text(written)
    assert ["a.md", "b.md"] == ids(make(TREC, queries="queries"), "leave")


def test_a_file_for_each_principal(make: Make, tmp_path: Path) -> None:
    """Runs that were recorded as different people."""
    (tmp_path / "alice.trec").write_text(TREC)
    (tmp_path / "bob.jsonl").write_text('{"probe": "q1", "hits": []}')
    target = make("", files={"alice": "alice.trec", "bob": "bob.jsonl"})
    target.prepare(ProbeSet((Probe("q1", "leave"),)))
    assert ["a.md", "b.md"] == ids(target, "leave", ALICE)
    assert [] == ids(target, "leave", ProbePrincipal("bob"))
    assert target.capabilities().principals
    with pytest.raises(SkipError, match=r"^not recorded$"):
        ids(target, "leave")


def test_marks_and_line_ends(make: Make) -> None:
    """Byte order marks, blank lines and Windows' line ends are read over."""
    assert ["a"] == ids(make(b'\xef\xbb\xbf\r\n{"query": "q", "hits": ["a"]}\r\n\r\n'), "q")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"query": "q", "hits": [{"id": "a"}', "run.jsonl:1: the JSON of the line is broken"),
        ('{"query": "q", "hits": []}\n{"query": "q", "hi', "run.jsonl:2: .* is broken"),
        ('{"query": "q"}', "run.jsonl:1: there are no `hits`"),
        ('{"query": "q", "hits": null}', "run.jsonl:1: there are no `hits`"),
        ('{"query": " ", "hits": []}', "neither a `query` nor a `probe`"),
        ('{"query": 3, "hits": []}', "does not fit"),
        ('{"query": "q", "hits": {"Falcon": 1}}', "does not fit"),
        ('{"query": "q", "hits": [{"Falcon merger": 1}]}', "run.jsonl:1 has an id"),
        ('{"query": "q", "hits": ' + "[" * 99_999, "is broken"),
        (b'{"query": "\xff\xfe", "hits": []}', "run.jsonl:1: is not written in UTF-8"),
        ("q1 Q0 a.md 1 0.5 tag\nq1 Q0 a.md 1 0.5", "run.jsonl:2: .* 6 columns, this one 5"),
        ("q1 Q0 a.md one 0.5 tag", "rank and score must be numbers"),
        ("q1 Q0 a.md 1 nan tag", "rank and score must be numbers"),
        ("q Q0 a 1 0.1 t\nq Q0 b 2 0.2 t", "run.jsonl:2: ranked below line 1"),
        ("".join(f"q Q0 d{n} {n} {-n} t\n" for n in range(10_001)), "more than 10,000 results"),
    ],
)
def test_broken_files(make: Make, content: str | bytes, told: str) -> None:
    """Each is named with its line, for every question, and nothing of the line is shown."""
    target = make(content)
    for _ in range(2):
        with pytest.raises(MalformedError, match=told) as caught:
            ids(target, "q")
        assert "Falcon" not in "".join(traceback.format_exception(caught.value))
    assert "run.jsonl" in target.capabilities().notes[0]


def test_files_that_cannot_be_read(make: Make, tmp_path: Path) -> None:
    """What is no file is not waited for."""
    os.mkfifo(tmp_path / "pipe")
    for file, told in (("none", "No such file"), ("pipe", "is no file"), (".", "is no file")):
        with pytest.raises(SourceError, match=told):
            ids(make("", file=file), "q")
    with pytest.raises(SourceError, match="cannot be read"):
        ids(make("", file="a\0b"), "q")


def test_an_empty_file(make: Make) -> None:
    """Nothing was recorded."""
    with pytest.raises(SkipError):
        ids(make(""), "q")


@pytest.mark.parametrize("options", [{"file": ""}, {"files": {}}, {"file": "x", "format": "csv"}])
def test_options(make: Make, options: dict[str, Any]) -> None:
    """Options that cannot be used are named."""
    with pytest.raises(UsageError, match=r"^r.yaml:5: target “run”"):
        make("", **options)


ROWS = st.lists(
    st.tuples(st.sampled_from([f"d{n}" for n in range(9)]), st.sampled_from([0.0, 0.5, 1.0, 2.0])),
    unique_by=lambda row: row[0],
    min_size=1,
)


@settings(deadline=None)
@given(ROWS, st.sets(st.sampled_from([f"d{n}" for n in range(9)]), min_size=1))
def test_order_of_trec_eval(rows: list[tuple[str, float]], relevant: set[str]) -> None:
    """Without usable ranks, results stand where trec_eval puts them, ties too."""
    text = "".join(f"q Q0 {name} 0 {score} t\n" for name, score in rows)
    (found,) = trec_records(Lines("run", text.encode()), "score")
    assert found.answer is not None
    names = [hit.id for hit in found.answer.hits]
    first = next((rank for rank, name in enumerate(names, 1) if name in relevant), None)
    qrels = {"q": dict.fromkeys(relevant, 1)}
    theirs = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate({"q": dict(rows)})
    assert (1 / first if first else 0.0) == pytest.approx(theirs["q"]["recip_rank"])


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
HITS = st.lists(
    st.builds(Hit, id=TEXT, score=st.none() | st.floats(-9, 9), document=TEXT), max_size=5
)


@settings(deadline=None)
@given(TEXT.filter(str.strip), st.builds(Retrieved, HITS.map(tuple), st.none() | st.just(7)), TEXT)
def test_written_and_read(query: str, answer: Retrieved, principal: str) -> None:
    """What is written as a recording is read as it was."""
    written = Lines("run", line(query, answer, principal, k=5).encode())
    (found,) = records(written)
    assert (query, principal, 5, answer) == (
        found.query,
        found.principal,
        found.depth,
        found.answer,
    )
