"""Logs of one's own, with the names people give to things."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragaudit.contracts import LogOptions
from ragaudit.errors import UsageError
from ragaudit.model import BadLine, Hit, LogRecord, Signal
from ragaudit_connectors.logs.choose import AutoReader
from ragaudit_connectors.logs.plain import PlainReader

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


def read(file: Path, **fields: str) -> list[LogRecord | BadLine]:
    return list(PlainReader().read(file, LogOptions(fields)))


def lines(folder: Path, *rows: object) -> Path:
    file = folder / "log.jsonl"
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    file.write_text(text + "\n", encoding="utf-8")
    return file


def test_a_row_with_everything(tmp_path: Path) -> None:
    """Common names are understood without being told."""
    file = lines(
        tmp_path,
        {
            "question": "how much leave?",
            "documents": [{"id": "leave.md", "score": 0.5}],
            "timestamp": "2026-11-01T12:00:00Z",
            "latency_ms": 250,
            "cost": "0.01",
            "feedback": "thumbs_down",
            "escalated": "yes",
            "trace_id": "t1",
        },
    )
    expected = LogRecord(
        query="how much leave?",
        hits=(Hit("leave.md", score=0.5),),
        at=NOON,
        latency_s=0.25,
        cost=0.01,
        signals=frozenset({Signal.DISLIKED, Signal.ESCALATED}),
        trace="t1",
    )
    assert [expected] == read(file)


@pytest.mark.parametrize(
    ("documents", "expected"),
    [
        (["a.md", "b.md"], (Hit("a.md"), Hit("b.md"))),
        ("a.md; b.md", (Hit("a.md"), Hit("b.md"))),
        ('["a.md"]', (Hit("a.md"),)),
        ({"results": [{"path": "a.md"}]}, (Hit("", document="a.md"),)),
        ([{"document": {"id": "a.md"}}], (Hit("a.md"),)),
        ([], ()),
        ("", ()),
        (None, None),
        (17, None),
    ],
)
def test_what_was_returned(tmp_path: Path, documents: object, expected: object) -> None:
    """Ids, names and objects; no results are not the same as not being told."""
    (record,) = read(lines(tmp_path, {"query": "q", "documents": documents}))
    assert isinstance(record, LogRecord)
    assert expected == record.hits
    assert (expected == ()) is record.unanswered


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("up", Signal.LIKED),
        ("Thumbs Down", Signal.DISLIKED),
        (1, Signal.LIKED),
        (0, Signal.DISLIKED),
        (-1, Signal.DISLIKED),
        (True, Signal.LIKED),
        (0.9, Signal.LIKED),
        (4, None),
        (0.5, None),
        ("hm", None),
        ("", None),
    ],
)
def test_opinions(tmp_path: Path, value: object, expected: Signal | None) -> None:
    """Words and numbers whose meaning is plain; stars on a scale nobody told us say nothing."""
    (record,) = read(lines(tmp_path, {"query": "q", "feedback": value}))
    assert isinstance(record, LogRecord)
    assert frozenset({expected} if expected else ()) == record.signals


def test_an_error_written_as_its_text(tmp_path: Path) -> None:
    """Is one; `false` and nothing are none."""
    rows = ({"query": "q", "error": e} for e in ("timed out", False, "", None))
    found = [isinstance(r, LogRecord) and set(r.signals) for r in read(lines(tmp_path, *rows))]
    assert [{Signal.EXCEPTION}, set(), set(), set()] == found


def test_fields_may_be_named(tmp_path: Path) -> None:
    """Also below others, and with dots in their names."""
    file = lines(
        tmp_path,
        {"in": {"frage": "wo?"}, "out.docs": ["a"]},
        {"in": {"frage": "wann?"}, "out": {"docs": ["b"]}},
    )
    found = read(file, query="in.frage", documents="out.docs")
    expected = [LogRecord("wo?", (Hit("a"),)), LogRecord("wann?", (Hit("b"),))]
    assert expected == found
    with pytest.raises(UsageError, match="there is no field “queri”") as caught:
        read(file, queri="x")
    assert "query" in caught.value.hint


def test_lines_that_are_no_records(tmp_path: Path) -> None:
    """Each is told with its line, and the others are read."""
    file = lines(tmp_path, {"query": "q"}, "oops", "[1]", {"user": "ann"}, "", {"query": "r"})
    found = read(file)
    assert [LogRecord("q"), LogRecord("r")] == [r for r in found if isinstance(r, LogRecord)]
    bad = [(b.line, b.reason) for b in found if isinstance(b, BadLine)]
    expected = [
        (2, "is no JSON"),
        (3, "is no JSON object"),
        (4, "has no question, and no signal about one"),
    ]
    assert expected == bad


def test_csv_and_arrays_and_gzip(tmp_path: Path) -> None:
    """Say the same as JSON lines."""
    expected = [LogRecord("a, b?", (Hit("x.md"),)), LogRecord("c", ())]
    table = tmp_path / "log.csv"
    table.write_text('\ufeffquery;documents\n"a, b?";x.md\nc;\n', encoding="utf-8")
    assert expected == read(table)
    rows = [{"query": "a, b?", "documents": ["x.md"]}, {"query": "c", "documents": []}]
    array = tmp_path / "log.json"
    array.write_text(json.dumps(rows), encoding="utf-8")
    assert expected == read(array)
    zipped = tmp_path / "log.gz"
    zipped.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    assert expected == read(zipped)


def test_a_line_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is passed over without being held in memory."""
    monkeypatch.setattr("ragaudit_connectors.logs.rows.LONGEST_LINE", 100)
    file = lines(tmp_path, {"query": "x" * 1000}, {"query": "q"})
    found = read(file)
    assert [BadLine(1, "is longer than 100 bytes"), LogRecord("q")] == found


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "has no rows"),
        (b"just words\n", "neither JSON lines nor CSV"),
        (b"[{]", "is no JSON"),
        (b'{"user": "ann"}\n', "no field holds the question; there is: user"),
        (b"\x1f\x8bbroken", "cannot be read"),
    ],
)
def test_files_that_are_no_logs(tmp_path: Path, data: bytes, said: str) -> None:
    """One clear line each."""
    file = tmp_path / "log"
    file.write_bytes(data)
    with pytest.raises(UsageError, match=said):
        list(AutoReader().read(file, LogOptions()))


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
NAMES = st.sampled_from(["query", "documents", "at", "latency", "feedback", "error", "trace"])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None
)
@given(st.lists(st.dictionaries(NAMES, JSON, max_size=6), max_size=4))
def test_any_row_is_a_record_or_a_bad_line(tmp_path: Path, rows: list[dict[str, object]]) -> None:
    """Whatever a value is, nothing breaks and no line is lost."""
    file = tmp_path / "any.jsonl"
    text = "\n".join(json.dumps(row, allow_nan=False, default=str) for row in map(_finite, rows))
    file.write_text(text, encoding="utf-8")
    assert len(rows) == len(read(file))


def _finite(value: object) -> object:
    if isinstance(value, float) and not abs(value) < 1e300:
        return None
    if isinstance(value, dict):
        return {k: _finite(v) for k, v in value.items()}
    return [_finite(v) for v in value] if isinstance(value, list) else value
