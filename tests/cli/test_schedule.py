"""`ragaudit schedule print` from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.inside import Here, runner


@pytest.fixture
def ragaudit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """The command, run in a folder with a configuration."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "ragaudit.yaml").write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    return runner(tmp_path, monkeypatch, capfd)


def test_it_is_printed(ragaudit: Here) -> None:
    """And nothing else is."""
    ran = ragaudit("schedule", "print", "cron", "--at", "04:30", "--job", "scan")
    assert (0, "") == (ran.returncode, ran.stderr)
    assert "30 4 * * * cd " in ran.stdout


def test_it_is_written(ragaudit: Here, tmp_path: Path) -> None:
    """Into a file whose folder need not be there yet."""
    ran = ragaudit("schedule", "print", "github-actions", "-o", ".github/workflows/ragaudit.yml")
    assert (0, "") == (ran.returncode, ran.stdout)
    assert "name: ragaudit" in (tmp_path / ".github/workflows/ragaudit.yml").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("jenkins",), "there is no schedule for “jenkins”; there is: github-actions, gitlab, "
                       "cron, systemd, kubernetes, airflow"),
        (("github",), "there is no schedule for “github”; did you mean “github-actions”?"),
        (("cron", "--at", "25:00"), "“25:00” is no time of day; write it like 03:17"),
        (("cron", "--cron", "x"), "“x” is no time for cron: it has 1 fields; write five fields"),
        (("cron", "--at", "3:00", "--cron", "0 3 * * *"), "--at and --cron exclude each other"),
        (("systemd", "--cron", "0 0 1 * 1"), "systemd cannot say “0 0 1 * 1”"),
        (("cron", "--job", "probe"), "no probes are configured; add `probes:`"),
        (("cron", "--config", "nope.yaml"), "nope.yaml: cannot be read"),
    ],
)  # fmt: skip
def test_mistakes(ragaudit: Here, arguments: tuple[str, ...], said: str) -> None:
    """One line, exit 2, nothing printed."""
    ran = ragaudit("schedule", "print", *arguments)
    assert (2, "", 1) == (ran.returncode, ran.stdout, len(ran.stderr.splitlines()))
    assert said in ran.stderr
