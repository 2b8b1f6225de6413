"""Lists the user keeps and histories the sources have, from the file to the finding."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

CONFIG = """\
version: 1
as_of: 2026-11-01
sources: [{id: docs, root: docs}]
products: products.yml
retired_terms: terms.yml
"""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Two pages in order, and lists nothing in them is on."""
    write_page(tmp_path / "docs", "leave.md", LEAVE + "\n\nEnter the days in Dockhand 3.2.")
    write_page(tmp_path / "docs", "travel.md", TRAVEL)
    (tmp_path / "ragaudit.yaml").write_text(CONFIG, encoding="utf-8")
    _lists(tmp_path, supported=">=3", term="Berthwise")
    return tmp_path


def _lists(folder: Path, supported: str, term: str) -> None:
    products = f'products:\n  - {{name: Dockhand, supported: "{supported}"}}\n'
    (folder / "products.yml").write_text(products, encoding="utf-8")
    (folder / "terms.yml").write_text(f"terms:\n  - {{term: {term}}}\n", encoding="utf-8")


def _found(ragaudit: Runner, rules: str) -> list[tuple[str, str, int | None]]:
    ran = ragaudit("scan", "--rules", rules, "--format", "json")
    report = json.loads(ran.stdout)
    assert [] == report["skipped_rules"], ran.stdout
    return [(f["code"], f["path"], f["line"]) for f in report["findings"]]


def test_a_list_may_change_between_two_scans(ragaudit: Runner, kept: Path) -> None:
    """What is remembered of the documents does not hide what is new on the list."""
    rules = "FRS207,FRS208"
    assert [] == _found(ragaudit, rules)
    _lists(kept, supported=">=4", term="Dockhand")
    line = 13
    expected = [("FRS207", "leave.md", line), ("FRS208", "leave.md", line)]
    assert expected == _found(ragaudit, rules)
    assert expected == _found(ragaudit, rules)
    _lists(kept, supported=">=3.1", term="boarding pass")
    assert [] == _found(ragaudit, rules)


def test_a_mistake_in_a_list_is_a_usage_error(ragaudit: Runner, kept: Path) -> None:
    """With file and line, and exit 2."""
    (kept / "terms.yml").write_text("terms:\n  - {trem: x}\n", encoding="utf-8")
    ran = ragaudit("scan")
    assert 2 == ran.returncode
    assert "terms.yml:2:6: unknown key “trem”" in ran.stderr
    (kept / "terms.yml").unlink()
    assert "ragaudit.yaml:5:1" in ragaudit("scan").stderr


def test_owners_are_looked_up_in_the_history(ragaudit: Runner, tmp_path: Path) -> None:
    """The connector's record of who worked reaches the rule."""
    docs = tmp_path / "docs"
    write_page(docs, "leave.md", LEAVE, last_reviewed_on="")
    _commit(docs, "ann@acme.example", "2024-03-11")
    write_page(docs, "travel.md", TRAVEL, owner="bob@acme.example", last_reviewed_on="")
    _commit(docs, "bob@acme.example", "2026-09-01")
    ran = ragaudit("scan", "docs", "--as-of", "2026-11-01", "--rules", "OWN103", "--format", "json")
    report = json.loads(ran.stdout)
    assert [("OWN103", "leave.md", "ann@acme.example")] == [
        (f["code"], f["path"], f["owner"]) for f in report["findings"]
    ]


def _commit(folder: Path, email: str, day: str) -> None:
    stamp = f"{day}T12:00:00+0000"
    env = {
        "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_NAME": email[:3],
        "GIT_AUTHOR_EMAIL": email, "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x.example",
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "change"]):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
