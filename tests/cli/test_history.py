"""`ragaudit history`, `diff` and `report` after real scans of pages that really change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.cli.test_nothing_leaks import DOCS, VALUES
from tests.store.test_schema import RELEASED
from tests.support import LEAVE, TRAVEL, write_page

from ragaudit.cli import run

NEWEST, OLDER = "latest", "previous"


class Said(NamedTuple):
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str


Ask = Callable[..., Said]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Ask:
    """Run a command in the temporary folder."""
    monkeypatch.chdir(tmp_path)

    def asked(*arguments: str) -> Said:
        capfd.readouterr()
        code = run(list(arguments))
        return Said(code, *capfd.readouterr())

    return asked


@pytest.fixture
def twice(ask: Ask, tmp_path: Path) -> Said:
    """Two scans: one page is mended, one gets a placeholder, one goes, one comes."""
    docs = tmp_path / "docs"
    write_page(docs, "leave.md", LEAVE, valid_to="2026-01-05")
    write_page(docs, "travel.md", TRAVEL)
    write_page(docs, "old.md", "Nothing is said here any more, and nobody is sorry about that.")
    ask("scan", "docs", "--as-of", "2026-11-01", "-q")
    write_page(docs, "leave.md", LEAVE)
    write_page(docs, "travel.md", "TODO: write about trains. " + TRAVEL, audience="public")
    (docs / "old.md").unlink()
    return ask("scan", "docs", "--as-of", "2026-11-01", "-q")


def test_a_scan_says_what_is_new(twice: Said) -> None:
    """In one line, before the verdict."""
    assert "1 new, 1 fixed, 1 gone with a document (`ragaudit diff`).\n" in twice.out


def test_history_lists_runs_with_trends(ask: Ask, twice: Said) -> None:
    """The newest first, each against the one before."""
    said = ask("history")
    _, newest, oldest, *_ = said.out.splitlines()
    assert (0, ["scan", "warned", "2", "↓1", "0", "↓1"]) == (said.code, newest.split()[3:9])
    assert ["scan", "failed", "3", "1"] == oldest.split()[3:7]

    runs = json.loads(ask("history", "--source", "docs", "--format", "json").out)
    assert [(2, runs[1]["id"]), (3, None)] == [
        (run["sources"][0]["documents"], run["before"]) for run in runs
    ]


def test_diff_says_what_changed(ask: Ask, twice: Said) -> None:
    """For people, for a pull request, for programs."""
    said = ask("diff")
    assert 0 == said.code
    for part in (
        "New — 1 warning\n  warn  STR805  [docs] travel.md",
        "Fixed — 1 error\n  error FRS203  [docs] leave.md",
        "Readable by more people — 1 document\n  [docs] travel.md\n"
        "        the whole organisation before, now everybody, signed in or not",
        "1 removed: [docs] old.md",
        "WORSE: 1 document readable by more people; new: 1 warning; fixed: 1 error",
    ):
        assert part in said.out
    assert "## ragaudit diff: worse" in ask("diff", "--format", "markdown").out
    told = json.loads(ask("diff", OLDER, NEWEST, "--format", "json").out)
    assert {("new", "STR805"), ("fixed", "FRS203"), ("gone", "EXT701")} == {
        (f["change"], f["code"]) for f in told["findings"]
    }


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warn", 1)])
def test_a_gate_on_what_is_new(ask: Ask, twice: Said, level: str, code: int) -> None:
    """Whatever was there before does not fail it."""
    assert code == ask("diff", "--fail-on-new", level).code


def test_a_gate_cannot_pass_where_nobody_looked(ask: Ask, twice: Said) -> None:
    """A scan with fewer rules is no proof that nothing is new."""
    ask("scan", "docs", "--as-of", "2026-11-01", "-q", "--rules", "STR")
    said = ask("diff", "--fail-on-new", "error")
    assert 3 == said.code
    assert "whether anything is new cannot be told: rules: " in said.err
    assert "Fixed" not in said.out.replace("Worse   Fixed", "")


def test_a_run_is_rendered_as_it_was_printed(ask: Ask, twice: Said, tmp_path: Path) -> None:
    """To the byte; and into several files at once."""
    assert twice.out == ask("report").out
    said = ask("report", "--run", OLDER, "--format", "json", "--report", "markdown=r.md")
    assert (0, 3) == (said.code, len(json.loads(said.out)["documents"]))
    assert (tmp_path / "r.md").read_text("utf-8").startswith("## ragaudit: failed")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "--run", "2025"], "there is no run “2025” in "),
        (["diff", "2", NEWEST], "several runs begin with “2”: 20"),
        (["diff", "a", "b", "c"], "two runs at most can be compared"),
        (["diff", "--format", "html"], "there is no "),
        (["history", "--source", "dosc"], "no run had a source “dosc”; did you mean “docs”?"),
    ],
)
def test_what_is_not_there(ask: Ask, twice: Said, arguments: list[str], told: str) -> None:
    """One line that says what there is."""
    said = ask(*arguments)
    assert (2, "", 1) == (said.code, said.out, len(said.err.splitlines()))
    assert told in said.err


@pytest.mark.parametrize("command", ["history", "diff", "report"])
def test_no_run_yet(ask: Ask, tmp_path: Path, command: str) -> None:
    """Nothing is made; where a folder below has runs, its configuration is named."""
    said = ask(command)
    assert (2, True) == (said.code, "`ragaudit scan` puts the first one there" in said.err)
    assert not (tmp_path / ".ragaudit").exists()

    write_page(tmp_path / "kb" / "docs", "leave.md", LEAVE)
    config = tmp_path / "kb" / "ragaudit.yaml"
    config.write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    ask("scan", "kb", "-q")
    said = ask(command)
    assert (2, True) == (said.code, "add `--config kb/ragaudit.yaml`" in said.err)


def test_one_run_has_nothing_before_it(ask: Ask, tmp_path: Path) -> None:
    """So there is nothing to compare."""
    write_page(tmp_path / "docs", "leave.md", LEAVE)
    ask("scan", "docs", "-q")
    said = ask("diff")
    assert (2, True) == (said.code, "there is no earlier scan run over the same" in said.err)


def damage(file: Path, how: str) -> None:
    if how == "damaged":
        file.write_bytes(b"no database at all" * 300)
        return
    with closing(sqlite3.connect(file)) as db:
        if how == "newer":
            db.execute("update ragaudit_schema set version_num = '9999'")
            db.commit()


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("damaged", "is damaged: file is not a database; move the file away to start anew"),
        ("newer", "is of schema 9999, which a newer ragaudit made"),
    ],
)
def test_a_history_that_cannot_be_read_loses_no_report(
    ask: Ask, twice: Said, tmp_path: Path, how: str, told: str
) -> None:
    """A scan says that it is not on record; who asks the history gets one line."""
    file = tmp_path / ".ragaudit" / "state.db"
    for log in file.parent.glob("state.db-*"):
        log.unlink()
    damage(file, how)
    before = file.read_bytes()
    said = ask("scan", "docs", "--as-of", "2026-11-01", "-q")
    assert (0, True) == (said.code, "WARNED (exit code 0)" in said.out)
    assert "this run is not on record: the run history at" in said.out
    for command in ("history", "diff", "report"):
        said = ask(command)
        assert (2, "", 1) == (said.code, said.out, len(said.err.splitlines()))
        assert told in said.err
    assert before == file.read_bytes()


def test_an_older_history_is_migrated_and_that_is_said(ask: Ask, tmp_path: Path) -> None:
    """By whatever command comes first; runs of then are compared and not rendered."""
    folder = tmp_path / ".ragaudit"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "state.db")) as db:
        db.executescript((RELEASED / "0001.sql").read_text("utf-8"))
    said = ask("history")
    assert (0, True) == (said.code, "was brought from schema 0001 to" in said.err)
    assert 2 == len([line for line in said.out.splitlines() if " scan  failed" in line])
    assert "NO CHANGE" in ask("diff").out or "CANNOT" in ask("diff").out
    said = ask("report")
    assert (2, True) == (said.code, "kept less than a report needs" in said.err)


@pytest.mark.parametrize(
    ("section", "code", "told"),
    [
        ("{url_env: NO_SUCH_VARIABLE}", 2, "NO_SUCH_VARIABLE, which `history.url_env` names, is"),
        ("{url: 'postgresql://a:secret@h/db'}", 2, "holds a password; name a variable with the"),
        ("{url: history.db}", 2, "is no database address such as sqlite:///history.db"),
        ("{url: 'sqlite:///h.db', url_env: X}", 2, "has both “url” and “url_env”; write one"),
        ("{url: 'nosuch://host/db'}", 2, "needs a driver"),
        ("{keep: 0}", 2, "history.keep: input should be greater than 0"),
    ],
)
def test_a_place_that_is_none(ask: Ask, tmp_path: Path, section: str, code: int, told: str) -> None:
    """One line."""
    (tmp_path / "ragaudit.yaml").write_text(f"version: 1\nhistory: {section}\n")
    said = ask("history")
    assert (code, 1, True) == (said.code, len(said.err.splitlines()), told in said.err)
    assert "secret" not in said.err


def test_another_file_and_how_many_runs(ask: Ask, tmp_path: Path) -> None:
    """Found from the folder of the configuration, wherever one stands."""
    write_page(tmp_path / "kb" / "docs", "leave.md", LEAVE)
    config = tmp_path / "kb" / "ragaudit.yaml"
    config.write_text(
        "version: 1\nsources: [{id: docs, root: docs}]\n"
        "history: {url: 'sqlite:///runs.db', keep: 2}\n"
    )
    for _ in range(3):
        ask("scan", "kb", "-q")
    assert (tmp_path / "kb" / "runs.db").exists()
    said = ask("history", "--config", "kb/ragaudit.yaml", "--format", "json")
    assert 2 == len(json.loads(said.out))


def test_nothing_secret_is_kept_or_shown(ask: Ask, tmp_path: Path) -> None:
    """Of what documents hold, in the rows and in whatever is made of them."""
    for name, text in DOCS.items():
        (tmp_path / "docs").mkdir(exist_ok=True)
        (tmp_path / "docs" / name).write_text(text)
    ask("scan", "docs", "-q")
    (tmp_path / "docs" / "keys.md").write_text(DOCS["keys.md"].replace("by hand", "by us"))
    ask("scan", "docs", "-q")
    shown = [ask("diff", "-v").out, ask("diff", "--format", "json").out, ask("report", "-v").out]
    kept = (tmp_path / ".ragaudit" / "state.db").read_bytes()
    for value in VALUES:
        assert value.encode() not in kept
        assert not any(value in text for text in shown)


def test_interrupted_runs_are_not_compared_with(ask: Ask, twice: Said, tmp_path: Path) -> None:
    """Unless they are named; then nothing counts as fixed."""
    with closing(sqlite3.connect(tmp_path / ".ragaudit" / "state.db")) as db:
        newest: Any = db.execute("select id from ragaudit_runs order by seq desc").fetchone()[0]
        db.execute("update ragaudit_runs set interrupted = 1 where id = ?", (newest,))
        db.commit()
    assert "interrupted" in ask("history").out
    said = ask("diff", OLDER, newest)
    assert "the run of" in said.out
    assert "Fixed — " not in said.out
