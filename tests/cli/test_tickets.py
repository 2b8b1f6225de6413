"""`ragaudit tickets` the way a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.inside import Here, runner
from tests.handover.receiver import receiving
from tests.reports.handover.made import TOKEN
from tests.reports.handover.standins import GitHub
from tests.support import LEAVE, write_page

CONFIG = """version: 1
as_of: 2026-11-01
sources: [{{id: docs, type: filesystem, root: docs, acl: {{default: not_applicable}}}}]
{tickets}
"""


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """A knowledge base with one expired page, scanned, and tickets as files."""
    page(tmp_path, "2026-05-01")
    configure(tmp_path, "tickets: {type: files}")
    made = runner(tmp_path, monkeypatch, capfd)
    assert made("scan").returncode == 1
    return made


def configure(folder: Path, tickets: str) -> None:
    (folder / "ragaudit.yaml").write_text(CONFIG.format(tickets=tickets))


def page(folder: Path, expires: str) -> None:
    file = write_page(folder / "docs", "leave.md", LEAVE)
    file.write_text(file.read_text().replace("title:", f"expires: {expires}\ntitle:"))


def test_from_the_first_ticket_to_the_return(here: Here, tmp_path: Path) -> None:
    """Opened, unchanged, closed by somebody, mended, broken again: reopened, never a second."""
    dry = here("tickets", "--dry-run")
    assert (dry.returncode, dry.stdout.splitlines()) == (
        0,
        ["to open: FRS203 docs: leave.md:2", "files: 1 to open"],
    )
    opened = here("tickets").stdout.splitlines()
    (ticket,) = (tmp_path / "tickets").iterdir()
    assert opened == [f"opened {ticket.name}: FRS203 docs: leave.md:2", "files: 1 opened"]
    assert here("tickets").stdout == "files: 1 unchanged\n"
    ticket.write_text(ticket.read_text().replace("state: open", "state: closed"))
    assert here("tickets").stdout == "files: 1 unchanged\n"
    page(tmp_path, "2027-05-01")
    here("scan")
    assert here("tickets").stdout == "files: nothing to do\n"
    page(tmp_path, "2026-05-01")
    here("scan")
    assert here("tickets").stdout.splitlines() == [
        f"reopened {ticket.name}: FRS203 docs: leave.md:2",
        "files: 1 reopened",
    ]
    assert [file.name for file in (tmp_path / "tickets").iterdir()] == [ticket.name]


def test_two_trackers_one_of_them_away(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can be done is done; exit code 3 and a line say what was not."""
    monkeypatch.setenv("GH", TOKEN)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    system = GitHub()
    with receiving(system) as server:
        options = f"{{repository: acme/kb, url: '{server.url}'}}"
        configure(
            tmp_path,
            f"tickets:\n- {{type: github, options: {options}, auth: {{token_env: GH}}}}\n"
            "- {type: gitlab, options: {project: a/b, url: 'http://127.0.0.1:9'}, "
            "auth: {token_env: GH}, sync: {tries: 1}}",
        )
        ran = here("tickets")
    assert (ran.returncode, len(system.issues)) == (3, 1)
    assert ran.stdout.splitlines()[-1] == "github: 1 opened"
    assert ran.stderr.startswith("ragaudit: gitlab: 127.0.0.1:9 cannot be reached")
    assert TOKEN not in ran.stdout + ran.stderr


def test_json(here: Here) -> None:
    """The same for programs."""
    (row,) = json.loads(here("tickets", "--format", "json").stdout)
    assert (row["tracker"], row["action"], row["what"]) == (
        "files",
        "created",
        "FRS203 docs: leave.md:2",
    )


@pytest.mark.parametrize(
    ("tickets", "code", "told"),
    [
        ("", 2, "ragaudit.yaml names no tracker"),
        ("tickets: {type: trello}", 2, "trello"),
        ("tickets: [{type: files}, {type: files}]", 2, "two trackers are called “files”"),
        ("tickets: {type: github, options: {repo: a/b}}", 2, "there is no option “repo”"),
        ("tickets: {type: github, options: {repository: a/b}}", 3, "has nobody to sign in as"),
        (
            "tickets: {type: github, options: {repository: a/b}, auth: {token_env: NO_SUCH}}",
            3,
            "the environment variable NO_SUCH is not set",
        ),
    ],
)
def test_configurations_that_cannot_be_used(
    here: Here, tmp_path: Path, tickets: str, code: int, told: str
) -> None:
    """One line that says what to do."""
    configure(tmp_path, tickets)
    ran = here("tickets")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (code, 1)
    assert told in ran.stderr
