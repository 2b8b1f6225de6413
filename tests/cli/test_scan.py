"""`ragaudit scan` from outside: outputs and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support import LEAVE, TRAVEL, Runner, write_page

AS_OF = ("--as-of", "2026-11-01")


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder of two pages in order."""
    docs = tmp_path / "docs"
    write_page(docs, "leave.md", LEAVE)
    write_page(docs, "travel.md", TRAVEL)
    return docs


def test_pages_in_order_pass(ragaudit: Runner, good: Path) -> None:
    """Nothing found and everything read is exit 0."""
    ran = ragaudit("scan", "docs", *AS_OF)

    assert 0 == ran.returncode, ran.stdout
    assert "PASSED" in ran.stdout


def test_an_overdue_review_fails(ragaudit: Runner, good: Path) -> None:
    """An open error is exit 1, and the report says where."""
    write_page(good, "leave.md", LEAVE, last_reviewed_on="2024-01-10")

    ran = ragaudit("scan", "docs", *AS_OF, "--format", "json")

    report = json.loads(ran.stdout)
    assert 1 == ran.returncode
    assert [("FRS202", "leave.md", "ann@acme.example")] == [
        (f["code"], f["path"], f["owner"]) for f in report["findings"]
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "rules: {STR8O1: off}",
            "ragaudit.yaml:2:9: there is no rule “STR8O1”; did you mean “STR801”",
        ),
        ("sources: [{id: a, root: docs, rules: {OWN1O1: off}}]", "ragaudit.yaml:2:39: there is no"),
        ("suppressions: [{rule: STR999, reason: known}]", "ragaudit.yaml:2:17: there is no rule"),
        ("sources: [{id: a, root: docs, formats: {.page: markdwon}}]", "did you mean “markdown”?"),
    ],
)
def test_a_wrong_name_in_the_file_is_one_line(
    ragaudit: Runner, good: Path, tmp_path: Path, body: str, said: str
) -> None:
    """Exit 2, with the place of a rule code."""
    (tmp_path / "ragaudit.yaml").write_text(f"version: 1\n{body}\n")
    ran = ragaudit("scan", "docs")

    assert (2, 1) == (ran.returncode, ran.stderr.count("\n"))
    assert said in ran.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("scan", "nowhere"), "there is no file or folder nowhere"),
        (("scan", "docs", "--as-of", "soon"), "“soon” is not a date"),
        (("scan", "docs", "--as-of", "03/04/2026"), "can be read as"),
        (("scan", "docs", "--rules", "FRS999"), "there is no rule “FRS999”"),
        (("scan", "docs", "--ignore", "XYZ"), "there is no rule “XYZ”"),
        (("scan", "docs", "--format", "jsn"), "did you mean “json”?"),
        (("scan", "docs", "--config", "none.yaml"), "none.yaml: cannot be read"),
        (("scan", "docs", "--baseline", "none.json"), "none.json cannot be read"),
        (("scan", "docs", "--fail-on", "bad"), "see `ragaudit scan --help`"),
        (("scan", "docs", "--jobs", "0"), "see `ragaudit scan --help`"),
        (("scan", "docs", "--colour"), "no such option"),
        (("scna",), "did you mean “scan”?"),
        (("explain", "FRS20"), "did you mean “FRS2"),
    ],
)
def test_bad_usage_is_one_line_and_exit_2(
    ragaudit: Runner, good: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Every mistake ends in exit 2 and one line saying what to do."""
    ran = ragaudit(*arguments)

    assert 2 == ran.returncode
    assert said in ran.stderr
    assert 1 == len(ran.stderr.strip().splitlines())
    assert "" == ran.stdout


def test_an_empty_folder_is_never_a_pass(ragaudit: Runner, tmp_path: Path) -> None:
    """Nothing to audit is exit 3."""
    (tmp_path / "docs").mkdir()

    ran = ragaudit("scan", "docs")

    assert 3 == ran.returncode
    assert "nothing to audit" in ran.stdout


def test_no_path_and_no_config(ragaudit: Runner) -> None:
    """Without anything to go by, the command says what to type."""
    ran = ragaudit("scan")

    assert 2 == ran.returncode
    assert "ragaudit scan ./docs" in ran.stderr


def test_a_file_that_cannot_be_read_makes_it_inconclusive(ragaudit: Runner, good: Path) -> None:
    """A document nobody read is exit 3, unless policy allows it."""
    (good / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    strict = ragaudit("scan", "docs", *AS_OF)
    (good.parent / "ragaudit.yaml").write_text("version: 1\npolicy: {max_skipped: 1}\n")
    lenient = ragaudit("scan", "docs", *AS_OF)

    assert 3 == strict.returncode
    assert "old.doc" in strict.stdout
    assert 0 == lenient.returncode
    assert "old.doc" in lenient.stdout


def test_fail_on_moves_the_bar(ragaudit: Runner, good: Path) -> None:
    """A warning fails only where it is told to."""
    write_page(good, "stub.md", "", owner="")

    assert 1 == ragaudit("scan", "docs", *AS_OF, "--fail-on", "warn").returncode
    assert 0 == ragaudit("scan", "docs", *AS_OF).returncode
    write_page(good, "leave.md", LEAVE, last_reviewed_on="2024-01-10")
    assert 1 == ragaudit("scan", "docs", *AS_OF).returncode
    assert 0 == ragaudit("scan", "docs", *AS_OF, "--fail-on", "never").returncode


def test_output_to_a_file(ragaudit: Runner, good: Path, tmp_path: Path) -> None:
    """The report goes to the file and nothing to the terminal."""
    ran = ragaudit("scan", "docs", *AS_OF, "--format", "json", "-o", "out/report.json")

    assert "" == ran.stdout
    assert "ragaudit.report/1" == json.loads((tmp_path / "out/report.json").read_text())["schema"]


def test_markdown(ragaudit: Runner, good: Path) -> None:
    """The Markdown report leads with the verdict."""
    ran = ragaudit("scan", "docs", *AS_OF, "--format", "markdown")

    assert "passed" in ran.stdout.splitlines()[0].lower()


def test_a_second_scan_says_the_same(ragaudit: Runner, good: Path) -> None:
    """What comes from the cache equals what was read."""
    write_page(good, "copy-of-leave.md", LEAVE)
    reports = [
        json.loads(ragaudit("scan", "docs", *AS_OF, "--format", "json").stdout) for _ in range(2)
    ]

    for report in reports:
        del report["run"], report["past"]
        report.pop("since", None)
    assert reports[0] == reports[1]
    assert reports[0]["findings"]


def test_rule_severity_by_source(ragaudit: Runner, good: Path, tmp_path: Path) -> None:
    """A source may raise or switch off a rule; YAML's bare `off` is understood."""
    write_page(good, "leave.md", LEAVE, last_reviewed_on="2024-01-10")
    config = "version: 1\nsources:\n  - {id: docs, root: docs, rules: {FRS202: %s}}\n"
    codes = {}
    for level in ("off", "warn", "error"):
        (tmp_path / "ragaudit.yaml").write_text(config % level)
        codes[level] = ragaudit("scan", *AS_OF).returncode

    assert {"off": 0, "warn": 0, "error": 1} == codes


def test_every_rule_explains_itself(ragaudit: Runner) -> None:
    """`rules` lists them, `explain` shows one by code or name."""
    listed = ragaudit("rules").stdout
    by_code, by_name = ragaudit("explain", "frs202"), ragaudit("explain", "review-overdue")

    assert "FRS202" in listed
    assert by_code.stdout == by_name.stdout
    assert "review-overdue" in by_code.stdout


def test_init_writes_a_file_that_scan_accepts(ragaudit: Runner, good: Path, tmp_path: Path) -> None:
    """The starter is valid as it is, and is not overwritten."""
    first, second = ragaudit("init"), ragaudit("init")

    assert 0 == first.returncode
    assert 2 == second.returncode
    assert 0 == ragaudit("scan", *AS_OF).returncode


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(ragaudit: Runner, shell: str) -> None:
    """Each shell gets a script naming the command."""
    ran = ragaudit("completion", shell)

    assert 0 == ran.returncode
    assert "ragaudit" in ran.stdout


def test_a_folder_that_cannot_be_written(ragaudit: Runner, good: Path, tmp_path: Path) -> None:
    """Without state the scan still runs, and says that nothing is kept."""
    (tmp_path / ".ragaudit").write_text("in the way")

    ran = ragaudit("scan", "docs", *AS_OF)

    assert 0 == ran.returncode
    assert "nothing is kept" in " ".join(ran.stdout.split())
