"""`ragaudit probes lint`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

ACCESS = "rules:\n  - {path: pay.md, allow: [hr]}\n  - {path: leave.md, allow: [public]}\n"
CONFIG = "version: 1\nas_of: 2026-11-01\nsources: [{id: docs, root: docs}]\n"
PROBES = """\
ragaudit: probes/v1
principals:
  anonymous:
  ann: {groups: [hr]}
probes:
  - id: leave
    query: How many days of leave are there?
    gold: {doc: leave.md, span: 28 days of paid leave}
  - id: pay
    category: policy_boundary
    query: Who pays for hotels?
    gold: docs:pay.md
    matrix: auto
  - {id: bike, category: missing, query: May I park a helicopter?}
"""


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Two pages, one for a group alone, and a set in order."""
    write_page(tmp_path / "docs", "leave.md", LEAVE, audience="")
    write_page(tmp_path / "docs", "pay.md", TRAVEL, audience="")
    (tmp_path / "docs" / "access.yaml").write_text(ACCESS)
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    (tmp_path / "probes.yaml").write_text(PROBES)
    return tmp_path


def test_a_set_in_order(ragaudit: Runner, kb: Path) -> None:
    """Found without being named; warnings pass."""
    ran = ragaudit("probes", "lint")

    lines = ran.stdout.splitlines()
    assert (0, "") == (ran.returncode, ran.stderr)
    assert lines[-1].startswith("probes.yaml: 3 probes in 3 wordings, 2 principals: 0 errors, 6 ")
    assert ["docs", "1", "1", "2"] == next(
        [w for w in line.split() if w != "·"] for line in lines if line.startswith("docs ")
    )


def test_problems_have_a_line(ragaudit: Runner, kb: Path) -> None:
    """A document that is gone, words that are, and who may read."""
    text = PROBES.replace("28 days", "30 days").replace("docs:pay.md", "docs:salary.md")
    (kb / "probes.yaml").write_text(text)

    ran = ragaudit("probes", "lint", "probes.yaml", "--format", "json", "--as-of", "2026-11-02")

    data = json.loads(ran.stdout)
    assert 1 == ran.returncode
    assert [("gold-gone", "pay", 9), ("span-gone", "leave", 6)] == [
        (p["code"], p["probe"], p["line"]) for p in data["problems"] if p["level"] == "error"
    ]


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("gold:", "golt:", "ragaudit: probes.yaml:8:5: unknown key “golt”; did you mean “gold”?"),
        ("probes/v1", "probes/v7", "ragaudit: probes.yaml:1:1: ragaudit: input should be"),
        ("  ann: {", "  ann: {auth: {token: hunter2}, ", "name an environment variable"),
    ],
)
def test_a_set_that_cannot_be_read(
    ragaudit: Runner, kb: Path, was: str, now: str, told: str
) -> None:
    """One line on the error stream, and no secret in it."""
    (kb / "probes.yaml").write_text(PROBES.replace(was, now))

    ran = ragaudit("probes", "lint")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert 1 == ran.stderr.count("\n")
    assert "hunter2" not in ran.stderr
    assert told in ran.stderr


def test_without_a_configuration(ragaudit: Runner, kb: Path) -> None:
    """What the set says by itself is checked, and that it was no more is said."""
    (kb / "ragaudit.yaml").unlink()

    ran = ragaudit("probes", "lint")

    assert 0 == ran.returncode
    assert ran.stdout.endswith("no source was read, so documents were not looked for\n")


def test_no_set(ragaudit: Runner, kb: Path) -> None:
    """What to do is said."""
    (kb / "probes.yaml").unlink()

    ran = ragaudit("probes", "lint")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "there is no probe set probes.yaml; name its file, or run" in ran.stderr


def test_the_set_of_the_configuration(ragaudit: Runner, kb: Path) -> None:
    """`probes: {set: …}` says where it is."""
    (kb / "asked").mkdir()
    (kb / "probes.yaml").rename(kb / "asked" / "all.yaml")
    (kb / "ragaudit.yaml").write_text(CONFIG + "probes: {set: asked/all.yaml}\n")

    ran = ragaudit("probes", "lint")

    assert 0 == ran.returncode
    assert "asked/all.yaml: 3 probes" in ran.stdout


def test_a_table_and_a_collection(ragaudit: Runner, kb: Path) -> None:
    """Other forms are read by their name."""
    (kb / "p.csv").write_text("id,query,gold\na,how?,leave.md\n")
    (kb / "beir").mkdir()
    (kb / "beir" / "queries.jsonl").write_text('{"_id": "q", "text": "how?"}\n')
    (kb / "beir" / "qrels.tsv").write_text("q\tleave.md\t1\n")

    assert 0 == ragaudit("probes", "lint", "p.csv").returncode
    assert 0 == ragaudit("probes", "lint", "beir").returncode


def test_a_source_that_fails_is_no_empty_one(ragaudit: Runner, kb: Path) -> None:
    """Its documents are not gone: nobody could look."""
    source = (
        "  - {id: faq, type: sql, url: 'sqlite:///gone.db', "
        "options: {table: f, columns: {id: i, body: b}}}"
    )
    (kb / "ragaudit.yaml").write_text(
        f"version: 1\nsources:\n  - {{id: docs, root: docs}}\n{source}\n"
    )
    (kb / "probes.yaml").write_text(PROBES.replace("docs:pay.md", "faq:pay"))

    ran = ragaudit("probes", "lint")

    assert 3 == ran.returncode
    assert "faq: " in ran.stderr
    assert "warn: gold-unread (1)" in ran.stdout
    assert "gold-gone" not in ran.stdout
