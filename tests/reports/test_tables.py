"""CSV and Parquet: columns with their types, and cells no spreadsheet runs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.contracts import ReportOptions
from ragaudit.errors import MissingExtraError, UsageError
from ragaudit.model import Audit
from ragaudit.testing import check_reporter
from ragaudit_reports.csv_table import CsvReporter, cell
from ragaudit_reports.parquet import ParquetReporter

Golden = Callable[[str, str], str]


def rows(audit: Audit, table: str) -> list[dict[str, str]]:
    """The CSV report as a program reads it."""
    text = CsvReporter().render(audit, ReportOptions(table=table))
    return list(csv.DictReader(StringIO(text)))


def parquet(audit: Audit, table: str) -> pa.Table:
    """The Parquet report as a program reads it."""
    return pq.read_table(BytesIO(ParquetReporter().render(audit, ReportOptions(table=table))))


def test_conform() -> None:
    """They are reporters."""
    check_reporter(CsvReporter())
    check_reporter(ParquetReporter())


@pytest.mark.parametrize("table", ["findings", "documents"])
def test_whole_table(told_audit: Audit, table: str, golden: Golden) -> None:
    """Every column, with hostile text."""
    actual = CsvReporter().render(told_audit, ReportOptions(table=table))
    assert golden(f"{table}.csv", actual) == actual


def test_whole_scores(leaky_audit: Audit, golden: Golden) -> None:
    """A measure that is not defined has an empty value and a reason."""
    actual = CsvReporter().render(leaky_audit, ReportOptions(table="scores"))
    assert golden("scores.csv", actual) == actual


def test_one_record_a_line(told_audit: Audit) -> None:
    """Lines can be counted and searched."""
    text = CsvReporter().render(told_audit, ReportOptions())
    assert len(told_audit.findings) + 1 == text.count("\n")
    assert len(told_audit.findings) == len(rows(told_audit, "findings"))


@pytest.mark.parametrize(
    "formula",
    ['=HYPERLINK("https://evil.example","x")', "+1+1", "-2+3", "@SUM(1)", "＝1", "\t=1", "\r\n=1"],
)
def test_no_cell_is_a_formula(told_audit: Audit, formula: str) -> None:
    """Wherever a stranger has a say."""
    finding = replace(
        told_audit.findings[0], message=formula, quote=formula, owner=formula, path=formula,
        action=formula, source=formula, status_reason=formula,
    )  # fmt: skip
    [row] = rows(replace(told_audit, findings=(finding,)), "findings")
    assert [v for v in row.values() if v.startswith(("=", "+", "-", "@", "＝", "\t", "\r"))] == []


@given(st.text(max_size=60))
def test_where_a_semicolon_separates(text: str) -> None:
    """Some locales split cells there; what follows is no formula either."""
    parts = cell(text).replace("|", ";").split(";")
    assert [part for part in parts if part[:1] in ("=", "+", "-", "@")] == []


def test_harmless_text_stays(told_audit: Audit) -> None:
    """An apostrophe is added nowhere else."""
    assert "due 2026-05-01; 3-4 days, a=b (c@d)" == cell("due 2026-05-01; 3-4 days, a=b (c@d)")


@pytest.mark.parametrize("table", ["findings", "documents"])
def test_types(told_audit: Audit, table: str) -> None:
    """Dates are dates, numbers are numbers that may be missing, also in a table without rows."""
    empty = replace(told_audit, findings=(), documents=())
    full, none = parquet(told_audit, table), parquet(empty, table)
    assert (full.schema, 0) == (none.schema, none.num_rows)
    types = {field.name: field.type for field in full.schema}
    assert pa.date32() == types["as_of"]
    numbers = {"findings": {"line", "affected"}}.get(
        table, {"words", "bytes", "errors", "warnings", "infos"}
    )
    assert numbers == {name for name, kind in types.items() if kind == pa.int64()}


def test_documents(told_audit: Audit) -> None:
    """A known date has its column; one that cannot be read is named, not guessed."""
    [first, *_] = parquet(told_audit, "documents").to_pylist()
    assert (date(2025, 1, 1), None, "expires") == (
        first["reviewed"],
        first["expires"],
        first["unusable_dates"],
    )
    assert (1, 1) == (first["errors"], first["warnings"])


def test_text_is_kept_as_it_is(told_audit: Audit) -> None:
    """No apostrophes, no cut lines; half surrogates by name."""
    finding = replace(told_audit.findings[0], message="=1\n+2", path="\udce9.md", line=None)
    [row] = parquet(replace(told_audit, findings=(finding,)), "findings").to_pylist()
    assert ("=1\n+2", "\\udce9.md", None) == (row["message"], row["path"], row["line"])


def test_scores(leaky_audit: Audit) -> None:
    """As many as were measured; what has no value has none."""
    frame = parquet(leaky_audit, "scores").to_pandas()
    assert leaky_audit.probing is not None
    assert len(leaky_audit.probing.scores) == len(frame)
    assert [1, 8] == [n for n, value in enumerate(frame["value"]) if pd.isna(value)]


@pytest.mark.parametrize("reporter", [CsvReporter(), ParquetReporter()])
def test_no_scores_is_said(told_audit: Audit, reporter: CsvReporter | ParquetReporter) -> None:
    """An empty table would look like a measurement."""
    with pytest.raises(UsageError, match="no retriever was asked"):
        reporter.render(told_audit, ReportOptions(table="scores"))
    with pytest.raises(UsageError, match="no table “score”"):
        reporter.render(told_audit, ReportOptions(table="score"))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Said before anything is scanned, with the command to run."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError) as caught:
        ParquetReporter()
    assert ("pip install 'ragaudit[parquet]'", 2) == (caught.value.hint, caught.value.exit_code)
