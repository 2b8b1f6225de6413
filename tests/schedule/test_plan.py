"""What a definition is made of."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from tests.schedule.conftest import CONFIG, SYSTEMS, Planned, git

from ragaudit import __version__
from ragaudit._config import resolve
from ragaudit._schedule import make_plan
from ragaudit._schedule.cron import Cron
from ragaudit._schedule.needs import extras
from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings

ROOT = Path(__file__).parents[2]
NIGHT = Cron.parse("17 3 * * *")


def test_a_folder_needs_nothing(planned: Planned) -> None:
    """No extra and no secret; a scan and a freshness run, half an hour apart."""
    plan = planned()
    assert (f"ragaudit=={__version__}", (), False) == (
        plan.requirement,
        plan.variables,
        plan.git is None,
    )
    assert [("scan", "17 3 * * *"), ("freshness", "47 3 * * *")] == [
        (job.name, job.cron.text) for job in plan.jobs
    ]
    assert plan.change is not None
    assert ("docs",) == plan.change.paths


def test_systems_need_extras_and_secrets(planned: Planned) -> None:
    """By what is configured, wherever in the file a variable is named; probes are one more job."""
    plan = planned(SYSTEMS)
    assert f"ragaudit[dokuwiki,http,smb]=={__version__}" == plan.requirement
    assert ("SEARCH_TOKEN", "SMB_PASSWORD", "SMB_USER", "WIKI_PASSWORD") == plan.variables
    assert ["scan", "freshness", "probe"] == [job.name for job in plan.jobs]
    assert plan.change is not None
    assert ("docs",) == plan.change.paths


def test_office_documents_need_their_extra(planned: Planned, home: Path) -> None:
    """Else the audit would be incomplete every night."""
    (home / "docs" / "plan.docx").write_bytes(b"")
    assert f"ragaudit[office]=={__version__}" == planned().requirement


@pytest.mark.parametrize(
    ("package", "requirement"),
    [
        ("ragaudit", f"ragaudit[smb]=={__version__}"),
        ("git+https://git.example/r", "ragaudit[smb] @ git+https://git.example/r"),
        ("./ragaudit", "./ragaudit[smb]"),
    ],
)
def test_where_it_is_installed_from(home: Path, package: str, requirement: str) -> None:
    """A name, an address, or a folder."""
    (home / "ragaudit.yaml").write_text(
        "version: 1\nsources: [{id: share, type: smb, url: 'smb://s/x'}]\n"
    )
    plan = make_plan(resolve((), None, home), NIGHT, package=package)
    assert requirement == plan.requirement


def test_every_extra_exists(tmp_path: Path) -> None:
    """Whatever kind of source is configured, the extra that is named can be installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    kinds = project["entry-points"]["ragaudit.connectors"]
    (tmp_path / "ragaudit.yaml").write_text(
        "version: 1\nsources:\n"
        + "".join(
            f"  - {{id: s{n}, type: {kind}, url: 'x://y'}}\n"
            for n, kind in enumerate(kinds)
            if kind not in ("filesystem", "git")
        )
        + "identities: [{type: ldap, url: 'ldap://x'}]\nnli: {model: m}\n"
        "llm: {base_url: 'http://x', model: m}\n"
    )
    wanted = set(extras(resolve((), None, tmp_path)))
    assert {"s3", "smb", "sql", "ldap", "nli", "llm", "website"} <= wanted
    assert set() == wanted - set(project["optional-dependencies"])
    targets = set(project["entry-points"]["ragaudit.targets"]) - {"callable", "run"}
    assert set() == targets - set(project["optional-dependencies"])


def test_sqlite_needs_no_driver(home: Path) -> None:
    """Python has it."""
    (home / "ragaudit.yaml").write_text(
        "version: 1\nsources: [{id: t, type: sql, url: 'sqlite:///t.db'}]\n"
    )
    assert () == extras(resolve((), None, home))


def test_below_the_top_of_the_repository(tmp_path: Path) -> None:
    """Paths are as seen from the configuration, which may stand beside the documents."""
    (tmp_path / "kb" / "docs").mkdir(parents=True)
    (tmp_path / "kb" / "ops").mkdir()
    git(tmp_path, "init", "-q")
    (tmp_path / "kb" / "ops" / "ragaudit.yaml").write_text(
        CONFIG.replace("root: docs", "root: ../docs")
    )
    plan = make_plan(resolve((), None, tmp_path / "kb" / "ops"), NIGHT)
    assert plan.change is not None
    assert ("kb/ops", ("../docs",)) == (plan.below, plan.change.paths)


def test_outside_of_a_repository_there_are_no_changes(tmp_path: Path) -> None:
    """Only the night is left."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    assert make_plan(resolve((), None, tmp_path), NIGHT).change is None


def test_another_name_of_the_configuration(home: Path) -> None:
    """It is handed to every command."""
    (home / "ragaudit.yaml").rename(home / "kb.yaml")
    plan = make_plan(resolve((), home / "kb.yaml", home), NIGHT)
    assert plan.change is not None
    for words in (*(job.arguments for job in plan.jobs), plan.change.arguments):
        assert "--config kb.yaml" in " ".join(words)


def test_only_some_jobs(planned: Planned) -> None:
    """The ones that are named."""
    assert ["freshness"] == [job.name for job in planned(names=("freshness",)).jobs]
    with pytest.raises(UsageError, match="no probes are configured"):
        planned(names=("probe",))


def test_without_a_configuration(tmp_path: Path) -> None:
    """There is nothing to schedule: the line says how to begin."""
    settings = resolve((tmp_path,), None, tmp_path)
    with pytest.raises(UsageError, match=r"there is no ragaudit\.yaml") as caught:
        make_plan(settings, NIGHT)
    assert "ragaudit init" in caught.value.hint


@pytest.mark.parametrize("name", ["a\nb", "${{ x }}", "{{x}}", "{% x %}"])
def test_names_no_scheduler_can_hold(planned: Planned, home: Path, name: str) -> None:
    """What a scheduler would read as its own language is refused, not passed on."""
    (home / name).mkdir()
    escaped = name.replace("\n", "\\n")
    more = f'  - {{id: odd, root: "{escaped}"}}\n'
    with pytest.raises(UsageError, match="cannot be written into a schedule"):
        planned(more)


def test_a_folder_that_looks_like_an_option(planned: Planned, home: Path) -> None:
    """It stays a folder."""
    (home / "-v").mkdir()
    plan = planned('  - {id: odd, root: "-v"}\n')
    assert plan.change is not None
    assert ("docs", "./-v") == plan.change.paths


def test_source_settings_are_looked_through() -> None:
    """A variable nobody thought of yet is found by its key."""
    from ragaudit._config import Settings
    from ragaudit._schedule.needs import variables

    source = SourceSettings("a", "x", Path(), options={"deep": [{"api_key_env": "DEEP"}]})
    assert ("DEEP",) == variables(Settings(sources=(source,)))
