"""`ragaudit access`: who may read what, as a user asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

DIRECTORY = """users:
  - {id: ann, name: Ann Lee, email: ann@acme.example, groups: [hr-leads]}
  - {id: bob, name: Bob Ray, email: bob@acme.example}
  - {id: eve, name: Eve Fox, active: false, groups: [hr]}
groups: {hr: {includes: [hr-leads]}, hr-leads: {}}
"""
ACCESS = "rules:\n  - {path: pay.md, allow: [hr]}\n  - {path: news.md, allow: [public]}\n"
CONFIG = """version: 1
identities: [{type: static, path: directory.yaml}]
sources: [{id: docs, type: filesystem, root: docs}]
"""


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Three pages: for a group, for everybody, and for nobody knows whom."""
    for name in ("pay.md", "news.md", "odd.md"):
        write_page(tmp_path / "docs", name, f"{LEAVE} {name} {TRAVEL}", audience="")
    (tmp_path / "docs" / "access.yaml").write_text(ACCESS)
    (tmp_path / "directory.yaml").write_text(DIRECTORY)
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    return tmp_path


def test_why_somebody_may_read(ragaudit: Runner, kb: Path) -> None:
    """The decision, the entry it rests on, and the way through the groups."""
    ran = ragaudit("access", "explain", "docs/pay.md", "--as", "Ann Lee")

    assert (0, "") == (ran.returncode, ran.stderr)
    assert ran.stdout.splitlines()[:2] == [
        "Ann Lee may read docs:pay.md  (allow)",
        "  allow    folder . (access.yaml:2): allows hr (a member through hr-leads)",
    ]


@pytest.mark.parametrize(
    ("document", "reader", "decision", "code"),
    [
        ("docs:pay.md", "bob", "deny", 0),
        ("pay.md", "anonymous", "deny", 0),
        ("pay.md", "eve", "deny", 0),
        ("pay.md", "group:hr-leads", "allow", 0),
        ("news.md", "anonymous", "allow", 0),
        ("odd.md", "ann", "unknown", 3),
    ],
)
def test_decisions(
    ragaudit: Runner, kb: Path, document: str, reader: str, decision: str, code: int
) -> None:
    """Unknown is an answer of its own, with an exit code of its own."""
    ran = ragaudit("access", "explain", document, "--as", reader, "--format", "json")

    answer = json.loads(ran.stdout)
    assert (decision, code) == (answer["decision"], ran.returncode)
    assert answer["trace"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("pay.md", "--as", "anne"), "ragaudit: “anne” is neither a person nor a group"),
        (("play.md", "--as", "ann"), "did you mean “docs:pay.md”?"),
    ],
)
def test_names_nobody_has(
    ragaudit: Runner, kb: Path, arguments: tuple[str, ...], told: str
) -> None:
    """One line, with the nearest name."""
    ran = ragaudit("access", "explain", *arguments)

    assert 2 == ran.returncode
    assert told in ran.stderr
    assert 1 == len(ran.stderr.splitlines())


def test_matrix_as_rows(ragaudit: Runner, kb: Path) -> None:
    """One row a principal and document."""
    ran = ragaudit("access", "matrix", "--format", "json")

    rows = json.loads(ran.stdout)
    assert 0 == ran.returncode
    assert 12 == len(rows)
    assert {"principal", "source", "path", "decision"} == set(rows[0])
    assert {
        ("anonymous", "news.md", "allow"),
        ("anonymous", "pay.md", "deny"),
        ("ann", "pay.md", "allow"),
        ("bob", "pay.md", "deny"),
        ("eve", "news.md", "allow"),
        ("bob", "odd.md", "unknown"),
    } <= {(row["principal"], row["path"], row["decision"]) for row in rows}


def test_matrix_in_numbers(ragaudit: Runner, kb: Path) -> None:
    """What is not known is counted apart."""
    ran = ragaudit("access", "matrix", "--as", "ann", "--as", "anonymous")

    lines = [line.split() for line in ran.stdout.splitlines()]
    assert ["ann", "2/3", "+1?"] in lines
    assert ["anonymous", "1/3", "+1?"] in lines


def test_people_only_an_access_list_names(ragaudit: Runner, kb: Path) -> None:
    """They are asked for by name, and have a row; whether they are in a group nobody knows."""
    rule = "  - {path: odd.md, allow: ['user:zoe']}\n"
    (kb / "docs" / "access.yaml").write_text(ACCESS + rule)

    one = ragaudit("access", "explain", "odd.md", "--as", "zoe", "--format", "json")
    rows = json.loads(ragaudit("access", "matrix", "--format", "json").stdout)

    assert "allow" == json.loads(one.stdout)["decision"]
    told = {(row["principal"], row["path"]): row["decision"] for row in rows}
    assert ["allow", "unknown", "deny"] == [
        told[who, path] for who, path in (("zoe", "odd.md"), ("zoe", "pay.md"), ("ann", "odd.md"))
    ]


def test_verify_needs_personas(ragaudit: Runner, kb: Path) -> None:
    """Without an account to ask with, nothing was verified."""
    ran = ragaudit("access", "verify")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "no source has `personas:`" in ran.stderr
