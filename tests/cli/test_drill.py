"""A knowledge base full of secrets, through every command: none of them comes out anywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.test_nothing_leaks import DOCS, VALUES, planted
from tests.support import Runner

__all__ = ["planted"]

CONFIG = """version: 1
as_of: 2026-11-01
sources:
  - id: docs
    type: filesystem
    root: docs
    freshness: {clock: mtime, warn_after: 30d}
    metadata:
      owner_rules: [{glob: "**", owner: ann@pellworth.example}]
      acl_rules: [{glob: "**", allow: [public]}, {glob: people.csv, deny: [public]}]
policy: {max_skipped: 9}
probes: {target: {type: callable, options: {function: "search:find"}}}
alerts:
  channels: {hook: {url: "json://127.0.0.1:9/"}}
  routes: [{to: hook, min_severity: info, gate: true}]
  sync: {tries: 1}
tickets: {type: files, min_severity: info}
roles: {change_approver: ann}
"""
PROBES = """ragaudit: probes/v1
defaults: {k: [1, 6]}
principals: {anonymous: {kind: anonymous}}
probes:
  - {id: keys, query: which key is on staging, gold: [keys.md], as: [anonymous]}
  - {id: people, query: who is in the list, gold: [people.csv], matrix: auto}
"""
SEARCH = """from pathlib import Path
FILES = sorted(Path("docs").glob("*.*"))
def find(query, k, principal):
    found = [{"id": f.name, "document": f.name, "text": f.read_text()} for f in FILES]
    return found[:k]
"""
FORMATS = ("json", "markdown", "html", "sarif", "junit", "csv", "openmetrics")


@pytest.fixture
def drill(planted: Path) -> Path:
    """The planted documents with everything that the later commands need."""
    files = {"ragaudit.yaml": CONFIG, "probes.yaml": PROBES, "search.py": SEARCH}
    for name, text in files.items():
        (planted / name).write_text(text, encoding="utf-8")
    rows = [
        {"query": f"the password is {value}", "documents": ["keys.md"], "feedback": "down"}
        for value in VALUES
        for _ in range(4)
    ]
    (planted / "log.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return planted


def test_no_secret_comes_out(ragaudit: Runner, drill: Path) -> None:
    """Neither shown nor written, by any command; each of them did its work."""
    reports = [part for name in FORMATS for part in ("--report", f"{name}=out/scan.{name}")]
    probed = [part for name in FORMATS for part in ("--report", f"{name}=out/probe.{name}")]
    table = "--report", "parquet=out/findings.parquet"
    commands: list[tuple[int, tuple[str, ...], str]] = [
        (1, ("scan", "-v", *reports, *table), "SAF601"),
        (0, ("freshness", "--output", "out/freshness.txt"), ""),
        (0, ("access", "matrix", "--format", "json"), "anonymous"),
        (1, ("probe", "-v", *probed), "people.csv"),
        (0, ("probes", "lint"), ""),
        (0, ("probes", "generate", "-o", "out/generated.yaml"), "probes"),
        (0, ("monitor", "import", "log.jsonl", "--propose", "out/proposed.yaml"), "questions"),
        (1, ("scan", "--format", "json"), f"part of {4 * len(VALUES)} answers"),
        (0, ("history", "--format", "json"), "probe"),
        (0, ("diff",), ""),
        (0, ("report", "--run", "latest", "--verbose"), "SAF601"),
        (0, ("notify", "--dry-run"), "SAF601"),
        (3, ("notify",), "dead"),
        (0, ("tickets",), "opened"),
        (1, ("signoff", "--dry-run", "--role", "approver", "--as", "ann"), "workflow_owner"),
        (0, ("schedule", "print", "github-actions"), "ragaudit"),
    ]
    for code, arguments, expected in commands:
        ran = ragaudit(*arguments)
        shown = ran.stdout + ran.stderr
        assert (code, True) == (ran.returncode, expected in shown), (arguments, shown)
        assert [] == [value for value in VALUES if value in shown], arguments
    own = {drill / "log.jsonl", *(drill / "docs" / name for name in DOCS)}
    own |= {drill / "docs" / "old" / name for name in DOCS}
    for file in drill.rglob("*"):
        if file.is_file() and file not in own:
            data = file.read_bytes()
            assert [] == [value for value in VALUES if value.encode() in data], file
    assert (drill / ".ragaudit" / "dead-letters.jsonl").is_file()
