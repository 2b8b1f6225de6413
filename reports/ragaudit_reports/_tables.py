"""The tables of the CSV and Parquet reports: columns with their types, rows of plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ragaudit.errors import UsageError
from ragaudit.model import Audit, Document, FactState, Finding, Score, Severity, Times
from ragaudit.text.suggest import did_you_mean
from ragaudit_reports._families import family
from ragaudit_reports._summary import open_findings

if TYPE_CHECKING:
    from pandas import DataFrame

TEXT, WHOLE, REAL, DAY = "text", "whole", "real", "day"
_DTYPES = {TEXT: "string", WHOLE: "Int64", REAL: "Float64", DAY: "object"}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table before it is written."""

    columns: Mapping[str, str]
    """Name to type: text, whole number, real number, day. Every cell may be empty."""
    rows: Sequence[Row]

    def frame(self) -> DataFrame:
        """As a data frame whose columns have their types, empty cells and all."""
        import pandas as pd

        return pd.DataFrame(
            {
                name: pd.Series([row.get(name) for row in self.rows], dtype=_DTYPES[kind])
                for name, kind in self.columns.items()
            }
        )


def table(audit: Audit, name: str) -> Table:
    """The table of a name. Raises `UsageError` for one there is not."""
    make = _TABLES.get(name)
    if make is None:
        raise UsageError(f"there is no table “{name}”", did_you_mean(name, _TABLES))
    columns, rows = make(audit)
    run = {"run": audit.run.id, "as_of": audit.run.as_of}
    return Table({"run": TEXT, "as_of": DAY, **columns}, [{**run, **row} for row in rows])


_FINDINGS = {
    **dict.fromkeys(("code", "rule", "family", "severity", "confidence", "status"), TEXT),
    **dict.fromkeys(("source", "path"), TEXT),
    "line": WHOLE,
    **dict.fromkeys(("owner", "message", "remedy", "action", "quote", "related"), TEXT),
    "affected": WHOLE,
    **dict.fromkeys(("status_reason", "document", "fingerprint"), TEXT),
}


def _findings(audit: Audit) -> tuple[Mapping[str, str], list[Row]]:
    return _FINDINGS, [_finding(finding) for finding in audit.findings]


def _finding(finding: Finding) -> Row:
    values = {name: getattr(finding, name, None) for name in _FINDINGS}
    related = "; ".join(dict.fromkeys(r.document for r in finding.related))
    enums = ("severity", "confidence", "status", "remedy")
    plain = {name: str(values[name]) for name in enums}
    return {**values, **plain, "family": family(finding.code), "related": related or None}


_CLOCKS = Times.__slots__
_DOCUMENTS = {
    **dict.fromkeys(("source", "path", "title", "format"), TEXT),
    "words": WHOLE,
    "bytes": WHOLE,
    **dict.fromkeys(("owner", "owner_from", "lifecycle", "access", "exposure"), TEXT),
    **dict.fromkeys(_CLOCKS, DAY),
    "unusable_dates": TEXT,
    **dict.fromkeys(("errors", "warnings", "infos"), WHOLE),
    **dict.fromkeys(("deep_link", "document", "text_sha256", "raw_sha256"), TEXT),
}


def _documents(audit: Audit) -> tuple[Mapping[str, str], list[Row]]:
    open_ = Counter((f.document, f.severity) for f in open_findings(audit))
    return _DOCUMENTS, [_document(document, open_) for document in audit.documents]


def _document(document: Document, found: Mapping[tuple[str | None, Severity], int]) -> Row:
    owner, content = document.owner, document.content
    unusable = [n for n, fact in document.times.items() if fact.state is FactState.ERROR]
    return {
        "source": document.source_id,
        "path": document.path,
        "title": document.title,
        "format": content.format,
        "words": content.words,
        "bytes": document.size,
        "owner": owner.principal if owner else None,
        "owner_from": owner.fact.locator if owner else None,
        "lifecycle": str(document.lifecycle.value) if document.lifecycle.known else None,
        "access": str(document.access.state),
        "exposure": str(document.access.exposure),
        **{name: _day(fact.value) for name, fact in document.times.items() if fact.known},
        "unusable_dates": "; ".join(unusable) or None,
        "errors": found.get((document.id, Severity.ERROR), 0),
        "warnings": found.get((document.id, Severity.WARN), 0),
        "infos": found.get((document.id, Severity.INFO), 0),
        "deep_link": document.deep_link,
        "document": document.id,
        "text_sha256": content.text_sha256,
        "raw_sha256": document.raw_sha256,
    }


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


_SCORES = {
    **dict.fromkeys(("measure", "source", "principal"), TEXT),
    **dict.fromkeys(("value", "low", "high"), REAL),
    **dict.fromkeys(("n", "undefined"), WHOLE),
    "reason": TEXT,
}


def _scores(audit: Audit) -> tuple[Mapping[str, str], list[Row]]:
    if audit.probing is None:
        raise UsageError(
            "this run has no scores: no retriever was asked",
            "run `ragaudit probe`, or choose --table findings",
        )
    return _SCORES, [_score(score) for score in audit.probing.scores]


def _score(score: Score) -> Row:
    row = {name: getattr(score, name) for name in _SCORES}
    return {**row, "reason": score.reason or None}


_TABLES: dict[str, Callable[[Audit], tuple[Mapping[str, str], list[Row]]]] = {
    "findings": _findings,
    "documents": _documents,
    "scores": _scores,
}
