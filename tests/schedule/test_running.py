"""The printed commands are run: every option exists, every report is written, exit codes count."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from tests.schedule.conftest import SYSTEMS, Planned, git

from ragaudit._config import resolve
from ragaudit._schedule import KINDS, make_plan, render
from ragaudit._schedule.cron import Cron

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "ragaudit")
NIGHT = Cron.parse("17 3 * * *")
_NAMED = re.compile(r"(?:-m )?ragaudit ((?:scan|freshness|probe) .*)")


def lines(kind: str, text: str) -> list[str]:
    """The shell lines of a definition."""
    if kind == "github-actions":
        jobs = yaml.safe_load(text)["jobs"].values()
        return [str(step.get("run", "")) for job in jobs for step in job["steps"]]
    if kind == "gitlab":
        return [line for job in yaml.safe_load(text).values() for line in job.get("script", ())]
    return [line.rstrip("',") for line in text.splitlines() if not line.lstrip().startswith("#")]


def commands(kind: str, text: str) -> list[list[str]]:
    """What follows `ragaudit` in every command of a definition, as a shell splits it."""
    found = (_NAMED.search(line) for line in lines(kind, text))
    return [shlex.split(match[1]) for match in found if match]


@pytest.mark.parametrize("kind", KINDS)
def test_every_option_exists(planned: Planned, kind: str) -> None:
    """Each command is read by the command line it is meant for."""
    plan = planned(SYSTEMS, program=("ragaudit",))
    found = commands(kind, render(kind, plan))
    assert len(found) == (4 if kind in ("github-actions", "gitlab") else 3)
    for name, *arguments in found:
        command: click.Command = import_module(f"ragaudit.cli.{name}").command
        context = command.make_context(name, list(arguments))
        assert context.params["quiet"] is True
        assert context.params["reports"]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as a repository, with a branch that changes one page."""
    folder = tmp_path_factory.mktemp("run") / "sample"
    shutil.copytree(ROOT / "sample_corpus", folder, ignore=shutil.ignore_patterns(".ragaudit"))
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "start")
    git(folder, "checkout", "-qb", "topic")
    page = folder / "engineering" / "architecture.md"
    page.write_text(page.read_text("utf-8") + "\nThe queue is drained at night.\n", "utf-8")
    git(folder, "commit", "-qam", "change")
    return folder


def shell(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a scheduler does, with the `ragaudit` under test on the path."""
    path = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env={**os.environ, "PATH": path, **env},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def installed(corpus: Path) -> Path:
    """`ragaudit` on a path of its own."""
    program = corpus.parent / "bin" / "ragaudit"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(PROGRAM)} "$@"\n')
    program.chmod(0o755)
    return program


def steps(corpus: Path, job: str) -> list[dict[str, Any]]:
    """The steps of a printed workflow that run ragaudit."""
    text = render("github-actions", make_plan(resolve((), None, corpus), NIGHT))
    made = yaml.safe_load(text)["jobs"][job]["steps"]
    return [step for step in made if str(step.get("run", "")).startswith("ragaudit ")]


def test_the_night_on_github(corpus: Path, installed: Path) -> None:
    """Each step ends with the code of its gate, and leaves its reports."""
    made = steps(corpus, "nightly")
    codes = {}
    for step in made:
        done = shell(step["run"], corpus)
        codes[step["name"]] = done.returncode
        assert "" == done.stderr, done.stderr
    assert {
        "Audit every document": 1,
        "Hold sources against their freshness contracts": 1,
        "Ask the retriever, and measure what comes back": 1,
    } == codes
    written = {file.name for file in (corpus / "ragaudit-reports").iterdir()}
    assert {"scan.sarif", "scan.xml", "scan.html", "freshness.json", "probe.html"} <= written


def test_a_change_on_github(corpus: Path, installed: Path) -> None:
    """Only the page that changed is judged."""
    (step,) = steps(corpus, "change")
    git(corpus, "update-ref", "refs/remotes/origin/main", "main")
    done = shell(step["run"], corpus, BASE="origin/main")
    assert "judged: 1 of " in done.stdout
    assert done.returncode in (0, 1)
    assert (corpus / "ragaudit-reports" / "change.md").read_text("utf-8")


def test_a_line_of_cron(corpus: Path, installed: Path) -> None:
    """With a shell, a home and nothing else, as cron has it."""
    plan = make_plan(
        resolve((), None, corpus), NIGHT, names=("freshness",), program=PROGRAM, in_state=True
    )
    line = render("cron", plan).splitlines()[-1].split(maxsplit=5)[5].replace("\\%", "%")
    done = subprocess.run(
        ["/bin/sh", "-c", line], cwd="/", env={"HOME": "/nonexistent", "PATH": "/usr/bin:/bin"},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (1, "") == (done.returncode, done.stderr)
    assert (corpus / ".ragaudit" / "reports" / "freshness.json").is_file()


def test_a_line_of_systemd(corpus: Path, installed: Path) -> None:
    """ExecStart in its folder."""
    plan = make_plan(
        resolve((), None, corpus), NIGHT, names=("freshness",), program=PROGRAM, in_state=True
    )
    keys = dict(re.findall(r"^(\w+)=(.*)$", render("systemd", plan), re.MULTILINE))
    done = subprocess.run(
        shlex.split(keys["ExecStart"]), cwd=keys["WorkingDirectory"], capture_output=True,
        text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (1, "") == (done.returncode, done.stderr)
