"""Every definition is accepted by its own linter or schema."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from croniter import croniter
from tests.schedule.conftest import SYSTEMS, Planned
from tests.services.base import needs_program

from ragaudit._schedule import KINDS, render
from ragaudit.errors import UsageError

EVERY = pytest.mark.parametrize("more", ["", SYSTEMS], ids=["folder", "systems"])


def problems(schema: str, text: str, folder: Path) -> str:
    """What check-jsonschema says by a schema it brings along."""
    file = folder / "definition.yml"
    file.write_text(text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}",
         str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr if done.returncode else ""


def parsed(text: str) -> Any:
    """YAML; GitHub's `on` is not read as true."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        key: [(tag, exp) for tag, exp in found if tag != "tag:yaml.org,2002:bool"]
        for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return yaml.load(text, Loader)


@EVERY
def test_github(planned: Planned, tmp_path: Path, more: str) -> None:
    """A workflow of two jobs: a change, and the night."""
    text = render("github-actions", planned(more))
    assert "" == problems("github-workflows", text, tmp_path)
    workflow = parsed(text)
    assert ["change", "nightly"] == list(workflow["jobs"])
    assert ["docs/**", "ragaudit.yaml"] == workflow["on"]["pull_request"]["paths"]
    assert croniter.is_valid(workflow["on"]["schedule"][0]["cron"])
    assert "env" not in workflow["jobs"]["change"]
    names = {n: f"${{{{ secrets.{n} }}}}" for n in re.findall(r"\b[A-Z]+_[A-Z]+\b", more)}
    assert names == workflow["jobs"]["nightly"].get("env", {})


def test_github_below_the_top(planned: Planned, home: Path, tmp_path: Path) -> None:
    """Commands run where the configuration is, paths for the platform start at the top."""
    top = home.parent
    (home / ".git").rename(top / ".git")
    text = render("github-actions", planned())
    assert "" == problems("github-workflows", text, tmp_path)
    change = parsed(text)["jobs"]["change"]
    assert "knowledge base" == change["defaults"]["run"]["working-directory"]
    uses = [step["with"].get("path") for step in change["steps"] if "path" in step.get("with", {})]
    assert ["knowledge base/.ragaudit", "knowledge base/ragaudit-reports"] == uses


@EVERY
def test_gitlab(planned: Planned, tmp_path: Path, more: str) -> None:
    """A job for a merge request, and one for each thing of the night."""
    text = render("gitlab", planned(more))
    assert "" == problems("gitlab-ci", text, tmp_path)
    jobs = [name for name in parsed(text) if not name.startswith(".")]
    night = ["ragaudit-scan", "ragaudit-freshness", *(["ragaudit-probe"] if more else [])]
    assert ["ragaudit-change", *night] == jobs


@EVERY
def test_kubernetes(planned: Planned, more: str) -> None:
    """A cron job each, strictly by the schema of the newest release that is known."""
    for image in (None, "registry.example/ragaudit:1"):
        text = render("kubernetes", planned(more, image=image))
        made = list(yaml.safe_load_all(text))
        assert len(made) == (3 if more else 2)
        for one in made:
            kubernetes_validate.validate(one, kubernetes_validate.latest_version(), strict=True)
            assert croniter.is_valid(one["spec"]["schedule"])


def test_kubernetes_takes_secrets_by_name(planned: Planned) -> None:
    """No value stands in the definition."""
    one = next(yaml.safe_load_all(render("kubernetes", planned(SYSTEMS))))
    container = one["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]
    keys = [e["valueFrom"]["secretKeyRef"]["key"] for e in container["env"] if "valueFrom" in e]
    assert ["SEARCH_TOKEN", "SMB_PASSWORD", "SMB_USER", "WIKI_PASSWORD"] == keys


@EVERY
def test_cron(planned: Planned, more: str) -> None:
    """Each line is a time and a command that a shell reads."""
    lines = [
        line for line in render("cron", planned(more, in_state=True)).splitlines()
        if line and not line.startswith(("#", "SHELL="))
    ]  # fmt: skip
    assert len(lines) == (3 if more else 2)
    for line in lines:
        minute, hour, day, month, weekday, command = line.split(maxsplit=5)
        assert croniter.is_valid(f"{minute} {hour} {day} {month} {weekday}")
        assert 0 == subprocess.run(["sh", "-n", "-c", command], check=False).returncode


def test_a_percent_sign_is_no_new_line_for_cron(planned: Planned, home: Path) -> None:
    """Cron would cut the command there."""
    moved = home.rename(home.with_name("50% done"))
    text = render("cron", planned(where=moved))
    assert "50\\% done" in text
    assert not re.search(r"(?<!\\)%", text)


def units(text: str, folder: Path) -> list[Path]:
    """The parts of a printed definition, each a file."""
    found = []
    for part in text.split("# file: ")[1:]:
        name, _, body = part.partition("\n")
        found.append(folder / name)
        found[-1].write_text(body)
    return found


@pytest.mark.parametrize("name", ["knowledge base", "50% done", 'a"b', "a\\b", "$HOME"])
@EVERY
def test_systemd(planned: Planned, home: Path, tmp_path: Path, more: str, name: str) -> None:
    """Units that systemd takes, whatever the folder is called."""
    analyze = needs_program("systemd-analyze", "systemd")
    moved = home.rename(home.with_name(name))
    if more:
        (moved / "ragaudit.yaml").write_text((moved / "ragaudit.yaml").read_text() + more)
    text = render("systemd", planned(where=moved, program=(sys.executable, "-m", "ragaudit")))
    (tmp_path / "units").mkdir()
    made = units(text, tmp_path / "units")
    assert len(made) == (6 if more else 4)
    done = subprocess.run(
        [analyze, "verify", "--man=no", "--recursive-errors=no", *map(str, made)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (0, "") == (done.returncode, done.stderr)


def test_systemd_is_really_asked(planned: Planned, tmp_path: Path) -> None:
    """A time it does not know is refused: the check above can fail."""
    analyze = needs_program("systemd-analyze", "systemd")
    text = render("systemd", planned(program=(sys.executable,)))
    made = units(text.replace("OnCalendar=*-*-*", "OnCalendar=*-*-99"), tmp_path)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, made)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "Failed to parse calendar specification" in done.stderr


@EVERY
def test_airflow(planned: Planned, more: str, tmp_path: Path) -> None:
    """Python that compiles, with the jobs as they are."""
    text = render("airflow", planned(more, in_state=True))
    tree = ast.parse(text)
    compile(tree, "dag.py", "exec")
    assigned = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert ["scan", "freshness", *(["probe"] if more else [])] == list(assigned["JOBS"])
    assert all(croniter.is_valid(cron) for cron, _ in assigned["JOBS"].values())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {"airflow.sdk", "airflow.operators.bash"} <= imported


@pytest.mark.parametrize("kind", KINDS)
def test_no_secret_is_in_it(planned: Planned, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the name of the variable."""
    monkeypatch.setenv("WIKI_PASSWORD", "hunter2-hunter2")
    text = render(kind, planned(SYSTEMS))
    assert "WIKI_PASSWORD" in text
    assert "hunter2" not in text


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_same_each_time(planned: Planned, kind: str) -> None:
    """Nothing depends on when it is printed."""
    assert render(kind, planned()) == render(kind, planned())


@pytest.mark.parametrize(
    ("kind", "said"),
    [("github", "did you mean “github-actions”?"), ("jenkins", ""), ("../x", ""), ("", "")],
)
def test_an_unknown_kind(planned: Planned, kind: str, said: str) -> None:
    """One line that names the known ones."""
    with pytest.raises(UsageError, match=f"there is no schedule for “{re.escape(kind)}”") as caught:
        render(kind, planned())
    assert said in caught.value.hint
    assert all(known in caught.value.hint for known in KINDS)


def test_every_template_is_known() -> None:
    """A kind for each file, and a file for each kind."""
    there = {
        f.name.removesuffix(".j2") for f in (files("ragaudit._schedule") / "templates").iterdir()
    }
    assert there == set(KINDS)


def test_globs_take_paths_as_they_are(planned: Planned, home: Path) -> None:
    """Characters with a meaning of their own in a filter are written as themselves."""
    (home / "[x] a+b").mkdir()
    workflow = parsed(render("github-actions", planned('  - {id: odd, root: "[x] a+b"}\n')))
    assert "\\[x\\] a\\+b/**" in workflow["on"]["pull_request"]["paths"]
