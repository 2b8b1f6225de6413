"""Runs in memory, to be held against each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tests.store.examples import finding

from ragaudit._history import Held, Side, SourceRow
from ragaudit.model import Finding, PastRun, RunKind, SourceCounts, VerdictStatus

RULES = frozenset({"FRS202", "OWN101", "STR801"})


def held(
    path: str = "a.md", source: str = "docs", text: str = "", policy: int | None = None
) -> Held:
    """A document with a text of its own."""
    return Held(source, path, text or f"text of {path}", policy)


def side(
    name: str = "r1", *findings: Finding, paths: tuple[str, ...] = ("a.md", "b.md"), **changes: Any
) -> Side:
    """A whole run over the source `docs`."""
    run = PastRun(
        name,
        RunKind.SCAN,
        datetime(2026, 11, 1, 6, int(name[1:]), tzinfo=UTC),
        date(2026, 11, 1),
        "0.1.0",
        VerdictStatus.FAILED,
    )
    made = Side(
        run=run,
        config_digest="c",
        sources={"docs": SourceRow(SourceCounts("docs", len(paths)), "filesystem", "./docs")},
        rules=RULES,
        documents={f"docs:{path}": held(path) for path in paths},
        findings=findings,
    )
    return replace(made, **changes)


def found(path: str | None = "a.md", code: str = "FRS202", **changes: Any) -> Finding:
    """An open error of a document of `docs`."""
    if path is None:
        changes = {"document": None, "line": None, **changes}
    return finding(code, path, **changes)
