"""`ragaudit monitor import`, and the scan after it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from tests.support import Runner

CONFIG = """version: 1
as_of: 2026-11-01
sources: [{id: docs, type: filesystem, root: docs}]
rules: {FRS202: warn}
"""
OLD = (
    "---\nowner: ann\nreview_by: 2026-01-01\n---\n# Leave\n\n" + "There are 25 days of leave. " * 5
)


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Two pages, one overdue, and a log in which that one is in most answers."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "leave.md").write_text(OLD, encoding="utf-8")
    other = OLD.replace("eave", "ravel")
    (tmp_path / "docs" / "travel.md").write_text(other, encoding="utf-8")
    (tmp_path / "ragaudit.yaml").write_text(CONFIG, encoding="utf-8")
    rows = [{"query": "how much leave?", "documents": ["leave.md"], "ts": "2026-10-30"}] * 12
    rows += [{"query": "vpn of ann@example.org", "documents": [], "ts": "2026-10-31"}] * 5
    (tmp_path / "log.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return tmp_path


def levels(report: str) -> dict[str, str]:
    found = json.loads(report)["findings"]
    return {f["path"]: f["severity"] for f in found if f["code"] == "FRS202"}


def test_findings_on_what_people_are_served_count_more(kb: Path, ragaudit: Runner) -> None:
    """One step, and the finding says why; nothing changes for the others."""
    scan = ("scan", "--format", "json", "--rules", "FRS202")
    before = levels(ragaudit(*scan).stdout)
    assert {"leave.md": "warn", "travel.md": "warn"} == before
    ran = ragaudit("monitor", "import", "log.jsonl")
    assert 0 == ran.returncode, ran.stderr
    after = ragaudit(*scan).stdout
    assert {"leave.md": "error", "travel.md": "warn"} == levels(after)
    assert "It was part of 12 answers between 2026-10-30 and 2026-10-31." in after
    off = CONFIG + "monitor: {raise_findings: false}\n"
    (kb / "ragaudit.yaml").write_text(off, encoding="utf-8")
    assert before == levels(ragaudit(*scan).stdout)


def test_no_question_is_kept(kb: Path, ragaudit: Runner) -> None:
    """What is shown and proposed is stripped, and nothing else has a word of it."""
    ran = ragaudit("monitor", "import", "log.jsonl", "--propose", "p.yaml")
    assert 0 == ran.returncode, ran.stderr
    assert "5×  vpn of [redacted: e-mail address]" in ran.stdout
    (probe,) = yaml.safe_load((kb / "p.yaml").read_text(encoding="utf-8"))["probes"]
    assert "vpn of [redacted: e-mail address]" == probe["query"]
    for file in (kb / ".ragaudit").rglob("*"):
        assert b"ann@example.org" not in (file.read_bytes() if file.is_file() else b"")
    again = ragaudit("monitor", "import", "log.jsonl", "--propose", "p.yaml")
    assert (2, True) == (again.returncode, "p.yaml is there already" in again.stderr)


def test_as_json_and_since(kb: Path, ragaudit: Runner) -> None:
    """For programs; questions before a day are left out."""
    ran = ragaudit("monitor", "import", "log.jsonl", "--since", "2026-10-31", "--format", "json")
    found = json.loads(ran.stdout)
    assert (5, 5, []) == (found["questions"], found["unanswered"], found["sources"])


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("missing.jsonl",), "missing.jsonl cannot be read: no such file", 2),
        (("log.jsonl", "--log-format", "splunk"), "there is no log “splunk”", 2),
        (("log.jsonl", "--field", "query"), "“query” names no field", 2),
        (("log.jsonl", "--field", "query=nothing"), "there is no question in it", 2),
        (("log.jsonl", "--since", "2027-01-01"), "no question in it since 2027-01-01", 2),
    ],
)
def test_bad_input(
    kb: Path, ragaudit: Runner, arguments: tuple[str, ...], said: str, code: int
) -> None:
    """One clear line, and nothing is kept."""
    ran = ragaudit("monitor", "import", *arguments)
    assert (code, True) == (ran.returncode, said in ran.stderr), ran.stderr
    assert not (kb / ".ragaudit" / "served.json").exists()


def test_a_line_that_is_no_json(kb: Path, ragaudit: Runner) -> None:
    """Is told, and the import is not complete."""
    with (kb / "log.jsonl").open("a", encoding="utf-8") as stream:
        stream.write("\noops\n")
    ran = ragaudit("monitor", "import", "log.jsonl")
    assert (3, True) == (
        ran.returncode,
        "1 line could not be used; line 18 is no JSON" in ran.stdout,
    )


def test_usage_that_is_damaged(kb: Path, ragaudit: Runner) -> None:
    """Is said before anything is scanned."""
    (kb / ".ragaudit").mkdir()
    (kb / ".ragaudit" / "served.json").write_text("{", encoding="utf-8")
    ran = ragaudit("scan")
    assert (2, True) == (ran.returncode, "import the log again" in ran.stderr)
