"""Probes from JSON lines and tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ragaudit._measure.probe_set.reading import read_probes
from ragaudit.errors import ConfigError, UsageError
from ragaudit.model import (
    Category,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    Provenance,
    ReaderKind,
)

TABLE = """\
id,query,category,as,gold,span,grade,rank_at_most,unanswerable,variants,matrix,by
returns,"How long, please?",,ann;anonymous,a.md | b.md; c.md,30 days,1,3,,"window; deadline",,
pay,"Who earns
what?",policy_boundary,,hr.md,,,,,,auto,querylog

none,helicopter,,,,,,,yes,,,
"""


def read(folder: Path, name: str, text: str) -> tuple[Probe, ...]:
    (folder / name).write_text(text, "utf-8-sig", newline="")
    return read_probes(folder / name).probes


def test_a_table(tmp_path: Path) -> None:
    """`;` is all of them, `|` any of them; a row knows its line."""
    returns, pay, none = read(tmp_path, "p.csv", TABLE)

    either = GoldGroup((GoldItem("a.md", "30 days"), GoldItem("b.md", "30 days")))
    assert (either, GoldGroup((GoldItem("c.md", "30 days"),))) == returns.gold
    assert (("window", "deadline"), ("ann", "anonymous")) == (returns.variants, returns.principals)
    assert (3, "How long, please?") == (returns.expect.rank_at_most, returns.query)
    assert (Matrix(True, True), Category.POLICY_BOUNDARY) == (pay.matrix, pay.category)
    assert ("Who earns\nwhat?", Provenance("querylog")) == (pay.query, pay.provenance)
    assert Expectation(unanswerable=True) == none.expect
    assert [2, 3, 6] == [probe.line for probe in (returns, pay, none)]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_separators(tmp_path: Path, delimiter: str) -> None:
    """As spreadsheets write them."""
    text = "ID,Query,gold\na,how?,x.md\n".replace(",", delimiter)

    assert (Probe("a", "how?", gold=(GoldGroup((GoldItem("x.md"),)),), line=2),) == read(
        tmp_path, "p.csv", text
    )


def test_people_of_rows_need_no_entry(tmp_path: Path) -> None:
    """There is no place for it."""
    read(tmp_path, "p.csv", TABLE)

    assert {
        "ann": ProbePrincipal("ann"),
        "anonymous": ProbePrincipal("anonymous", ReaderKind.ANONYMOUS),
    } == read_probes(tmp_path / "p.csv").principals


def test_json_lines(tmp_path: Path) -> None:
    """The same keys as in a file of YAML."""
    rows = [
        {"id": "a", "query": "how?", "gold": ["x.md", ["y.md", "z.md"]], "as": ["ann"]},
        {"id": "b", "query": "who?", "category": "missing"},
    ]
    text = "\n\n".join(json.dumps(row) for row in rows)

    a, b = read(tmp_path, "p.jsonl", text)

    assert [("x.md",), ("y.md", "z.md")] == [tuple(i.document for i in g.any) for g in a.gold]
    assert (("ann",), 1, 3) == (a.principals, a.line, b.line)
    assert b.expect.unanswerable


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("p.csv", "", "p.csv: is empty"),
        ("p.csv", "id,query\n", "holds no probe"),
        ("p.csv", "id,qery\na,b\n", "p.csv:1: unknown column “qery”"),
        ("p.csv", "id,id\na,b\n", "p.csv:1: the column “id” is there twice"),
        ("p.csv", "id,query\na,b,c\n", "p.csv:2: has 3 values for 2 columns"),
        ("p.csv", 'id,query\n"a,b\n', "p.csv:2: is no table"),
        ("p.csv", "id,query,grade,gold\na,b,x,d.md\n", "p.csv:2:1: gold.0.any.0.grade"),
        ("p.csv", "id,query,unanswerable\na,b,perhaps\n", "p.csv:2:1: expect.unanswerable"),
        ("p.csv", "id,query\na,b\na,c\n", "p.csv:3: two probes are called “a”; the first is in"),
        ("p.csv", "id,query,category\na,b,comon\n", "there is no category “comon”"),
        ("p.jsonl", "\n\n", "holds no probe"),
        ("p.jsonl", '{"id": "a"}\n', "p.jsonl:1:1: “query” is missing"),
        ("p.jsonl", '\n{"id": "a", "query": "b", "golt": 1}\n', "p.jsonl:2:1: unknown key “golt”"),
        ("p.jsonl", "[]\n", "p.jsonl:1: is no JSON object"),
        ("p.jsonl", "{\n", "p.jsonl:1: not JSON"),
        ("p.jsonl", "[" * 100_000, "p.jsonl:1: not JSON"),
        ("p.jsonl", '{"id": "a", "query": "\\ud800"}\n', "query: holds half a character"),
        ("p.jsonl", '{"\\u001b[31m": 1}\n', "unknown key “\\x1b[31m”"),
        ("p.jsonl", '{"id": 1, "query": "b"}\n', "id: write it in quotes"),
    ],
)
def test_mistakes_have_a_line(tmp_path: Path, name: str, text: str, told: str) -> None:
    """One line each."""
    with pytest.raises(ConfigError) as raised:
        read(tmp_path, name, text)

    assert told in raised.value.message


def test_a_name_that_says_nothing(tmp_path: Path) -> None:
    """It is not guessed."""
    with pytest.raises(UsageError, match="nothing says what kind"):
        read(tmp_path, "probes", TABLE)
