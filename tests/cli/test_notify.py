"""`ragaudit notify` the way a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.inside import Here, runner
from tests.handover.receiver import Answer, receiving
from tests.support import LEAVE, write_page

CONFIG = """version: 1
as_of: 2026-11-01
sources: [{{id: docs, type: filesystem, root: docs, acl: {{default: not_applicable}}}}]
{alerts}
"""
ALERTS = """alerts:
  channels: {team: {url_env: TEAM_HOOK}}
  routes: [{to: team, gate: true}]
"""


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """A knowledge base with one expired page, scanned."""
    page = write_page(tmp_path / "docs", "leave.md", LEAVE)
    page.write_text(page.read_text().replace("title:", "expires: 2026-05-01\ntitle:"))
    configure(tmp_path, ALERTS)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    made = runner(tmp_path, monkeypatch, capfd)
    assert made("scan").returncode == 1
    return made


def configure(folder: Path, alerts: str) -> None:
    (folder / "ragaudit.yaml").write_text(CONFIG.format(alerts=alerts))


def test_dry_then_for_real_then_nothing_new(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would be sent is what is sent, and it is sent once."""
    with receiving() as hook:
        monkeypatch.setenv("TEAM_HOOK", hook.json_url)
        dry = here("notify", "--dry-run")
        assert (dry.returncode, hook.got) == (0, [])
        told = here("notify")
        again = here("notify")
    assert dry.stdout.splitlines()[-2:] == [
        "2 messages: 2 would be sent",
        "Nothing was sent: this was a dry run.",
    ]
    assert told.stdout.splitlines() == [
        "sent: team: ragaudit scan: FAILED",
        "sent: team: ragaudit: 1 error to mend",
        "2 messages: 2 sent",
    ]
    assert (again.returncode, again.stdout) == (0, "Nothing new to tell anybody.\n")
    assert "Where: docs: leave.md:2" in hook.texts[1]
    assert [line for line in dry.stdout.splitlines() if len(line) > 100] == []


def test_not_delivered(here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 3, the reason, where it is kept; and the next run delivers it."""
    with receiving(lambda _: Answer(403)) as hook:
        monkeypatch.setenv("TEAM_HOOK", f"{hook.json_url}/s3cret")
        failed = here("notify")
        assert failed.returncode == 3
        assert "it was not taken (status 403)" in failed.stdout
        assert failed.stdout.splitlines()[-1] == (
            "What was not delivered is kept in .ragaudit/dead-letters.jsonl. "
            "Mend the cause, then run again."
        )
        hook.answer = lambda _: Answer()
        assert here("notify").returncode == 0
    assert (tmp_path / ".ragaudit" / "dead-letters.jsonl").read_text() == ""
    assert "s3cret" not in failed.stdout + failed.stderr


def test_json(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for programs."""
    with receiving() as hook:
        monkeypatch.setenv("TEAM_HOOK", hook.json_url)
        rows = json.loads(here("notify", "--format", "json").stdout)
    assert [(row["channel"], row["state"], len(row["findings"])) for row in rows] == [
        ("team", "sent", 0),
        ("team", "sent", 1),
    ]


def test_a_variable_that_is_not_set(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dry run says so too, with the exit code of the real one."""
    monkeypatch.delenv("TEAM_HOOK", raising=False)
    for arguments in (("notify", "--dry-run"), ("notify",)):
        ran = here(*arguments)
        assert ran.returncode == 3
        assert "the environment variable TEAM_HOOK of channel “team” is not set" in ran.stdout


@pytest.mark.parametrize(
    ("alerts", "told"),
    [
        ("", "ragaudit.yaml does not say who is to be told; add `alerts: "),
        ("alerts: {routes: [{to: teem}], channels: {team: {url_env: X}}}", "did you mean “team”"),
        ("alerts: {channels: {a: {url: 'slack://a/b/c'}}}", "may hold a secret; put it into"),
        ("alerts: {channels: {a: {url: 'json://u:p@h/'}}}", "may hold a secret; put it into"),
        ("alerts: {channels: {a: {}}}", "needs either `url_env` or `url`"),
        ("alerts: {quiet_hours: {from: '25:00', to: '07:00'}}", "is no time of day such as 20:00"),
        ("alerts: {quiet_hours: {from: '07:00', to: '07:00'}}", "are none"),
        ("alerts: {quiet_hours: {weekends: yes, zone: Europe/Bonn}}", "there is no time zone"),
        ("alerts: {sync: {timeout_s: 3}}", "unknown key “timeout_s”"),
    ],
)
def test_configurations_that_cannot_be_used(
    here: Here, tmp_path: Path, alerts: str, told: str
) -> None:
    """One line with the place, and exit code 2."""
    configure(tmp_path, alerts)
    ran = here("notify")
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)
    assert told in ran.stderr


def test_a_run_nobody_knows(here: Here) -> None:
    """Exit code 2."""
    ran = here("notify", "--run", "1999")
    assert (ran.returncode, "1999" in ran.stderr) == (2, True)


def test_before_any_scan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What to do first is said."""
    here = runner(tmp_path, monkeypatch, capfd)
    assert "there is no ragaudit.yaml here" in here("notify").stderr
    configure(tmp_path, ALERTS)
    ran = here("notify")
    assert ran.returncode == 2
    assert "`ragaudit scan` puts the first one there" in ran.stderr


def test_quiet_hours_as_yaml_reads_them(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20:00 without quotes is a number of base sixty; all day long but a minute is quiet."""
    configure(tmp_path, f"{ALERTS}  quiet_hours: {{from: 20:01, to: '20:00'}}\n")
    monkeypatch.setenv("TEAM_HOOK", "json://127.0.0.1:9/")
    ran = here("notify")
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "2 messages: 2 held back")
    assert "20:00 UTC" in ran.stdout
