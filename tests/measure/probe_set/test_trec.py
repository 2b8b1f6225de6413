"""Test collections: BEIR, TREC topics, judgements and runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit._measure.probe_set import trec
from ragaudit._measure.probe_set.reading import read_probes
from ragaudit.errors import ConfigError
from ragaudit.model import GoldGroup, GoldItem, Hit

QUERIES = """\
{"_id": "1", "text": "time sharing", "split": "dev"}
{"_id": "2", "text": "compilers", "split": "train"}
{"_id": "3", "text": "nobody judged it"}
"""
QRELS = "query-id\tcorpus-id\tscore\n1\tA 1\t2\n1\tB\t1\n1\tC\t0\n2\tB\t1\n"
TOPICS = """\
<top>
<num> Number: 301
<title> International Organized Crime &amp; more

<desc> Description: x
</top>
<topic number="302"><query>polio
vaccine</query></topic>
"""


def beir(folder: Path, queries: str = QUERIES, qrels: str = QRELS) -> Path:
    (folder / "queries.jsonl").write_text(queries)
    (folder / "qrels.tsv").write_text(qrels)
    return folder


def write(folder: Path, text: str) -> Path:
    file = folder / "file.txt"
    file.write_text(text)
    return file


def test_beir(tmp_path: Path) -> None:
    """Every relevant document is gold of its own; what nobody judged is no probe."""
    found = read_probes(beir(tmp_path)).probes

    assert [("1", "time sharing", 1), ("2", "compilers", 2)] == [
        (probe.id, probe.query, probe.line) for probe in found
    ]
    both = GoldGroup((GoldItem("A 1", grade=2),)), GoldGroup((GoldItem("B"),))
    assert both == found[0].gold


def test_a_split_and_a_source(tmp_path: Path) -> None:
    """Documents get the name of their source in front."""
    (found,) = trec.read_beir(beir(tmp_path), "docs", "train").probes

    assert ("2", "docs", "docs:B") == (found.id, found.source, found.gold[0].any[0].document)


def test_qrels_in_a_folder(tmp_path: Path) -> None:
    """As BEIR itself lays them out."""
    beir(tmp_path)
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels.tsv").rename(tmp_path / "qrels" / "test.tsv")

    assert ["1", "2"] == [probe.id for probe in read_probes(tmp_path).probes]


def test_trec(tmp_path: Path) -> None:
    """Topics in either of their forms, with four columns of judgements."""
    (tmp_path / "topics").write_text(TOPICS)
    qrels = write(tmp_path, "301 0 A 1\n302 0 B 1\n301 0 C -1\n999 0 X 1\n")

    found = trec.read_trec(tmp_path / "topics", qrels).probes

    assert [
        ("301", "International Organized Crime & more", 1),
        ("302", "polio vaccine", 7),
    ] == [(probe.id, probe.query, probe.line) for probe in found]


def test_topics_in_columns(tmp_path: Path) -> None:
    """One a line."""
    assert [(1, "1", "what is x"), (3, "2", "who")] == trec.read_topics(
        write(tmp_path, "1\twhat is x\n\n2\twho\n")
    )


def test_a_run(tmp_path: Path) -> None:
    """The score decides, and among equals the rank."""
    text = "1 Q0 C 1 2.0 t\n1 Q0 A 2 3.5 t\n1 Q0 B 4 2.0 t\n2 Q0 A 1 -1e3 t\n"

    assert {
        "1": (Hit("A", 3.5, "A"), Hit("C", 2.0, "C"), Hit("B", 2.0, "B")),
        "2": (Hit("A", -1000.0, "A"),),
    } == trec.read_run(write(tmp_path, text))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_run_is_in_order(tmp_path_factory: pytest.TempPathFactory, scores: list[float]) -> None:
    """Whatever the order of its lines."""
    rows = [f"q Q0 d{i} {i + 1} {score!r} tag" for i, score in enumerate(scores)]
    file = write(tmp_path_factory.mktemp("run"), "\n".join(rows))

    (hits,) = trec.read_run(file).values()

    expected = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    assert [f"d{i}" for i in expected] == [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("read", "text", "told"),
    [
        (trec.read_qrels, "", "holds no judgement"),
        (trec.read_qrels, "1 2\n", ":1: has 2 columns"),
        (trec.read_qrels, "1 0 A 1\n1 0 A 2\n", ":2: “A” is judged twice for “1”"),
        (trec.read_qrels, "1 0 A high\n", ":1: the grade “high” is no number"),
        (trec.read_qrels, "1 0 A 1.5\n", ":1: the grade “1.5” is no number"),
        (trec.read_qrels, "1 0 A inf\n", ":1: the grade “inf” is no number"),
        (trec.read_qrels, "1 0 \x1b[31m 1\n", ":1: “\\x1b[31m” is no usable id"),
        (trec.read_run, "", "holds no result"),
        (trec.read_run, "1 Q0 A 1 2.0\n", ":1: has 5 columns, not 6"),
        (trec.read_run, "1 Q0 A 1 nan t\n", ":1: the score “nan” is no number"),
        (trec.read_run, "1 Q0 A 1 2 t\n1 Q0 A 2 1 t\n", ":2: “A” is there twice for “1”"),
        (trec.read_topics, "<html></html>", ":1: holds no <top>"),
        (trec.read_topics, "<top><num>1</top>", ":1: the query is empty"),
        (trec.read_topics, "<top><title>x</top>", ":1: “” is no usable id"),
        (trec.read_topics, "one two\n", ":1: has no tab between id and query"),
    ],
)
def test_mistakes_have_a_line(tmp_path: Path, read: object, text: str, told: str) -> None:
    """One line each."""
    with pytest.raises(ConfigError) as raised:
        read(write(tmp_path, text))  # type: ignore[operator]

    assert told in raised.value.message


@pytest.mark.parametrize(
    ("queries", "qrels", "told"),
    [
        ("{}\n", QRELS, "queries.jsonl:1: has no `_id` and `text`"),
        ("x\n", QRELS, "queries.jsonl:1: is not JSON"),
        ('{"_id": "1", "text": "\\ud800"}\n', QRELS, "queries.jsonl:1: the query holds half"),
        (QUERIES + QUERIES, QRELS, "queries.jsonl:4: the query “1” is there twice"),
        (QUERIES, "8 0 A 1\n", "no query of queries.jsonl is judged in qrels.tsv"),
    ],
)
def test_mistakes_in_beir(tmp_path: Path, queries: str, qrels: str, told: str) -> None:
    """Also two files that do not belong together."""
    with pytest.raises(ConfigError) as raised:
        read_probes(beir(tmp_path, queries, qrels))

    assert told in raised.value.message


@pytest.mark.parametrize(("name", "count"), [("cacm", 52), ("scifact", 300)])
def test_real_collections(shared_data: Path, name: str, count: int) -> None:
    """As they are shipped; all of CACM's judged queries, and SciFact's of dev."""
    split = "dev" if name == "scifact" else None

    assert count == len(trec.read_beir(shared_data / "retrieval" / name, split=split).probes)
