"""A repository by bundle or address is read with its history, and leaves no copy behind."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from tests.connectors.git.conftest import Repository

from ragaudit.contracts import Ref
from ragaudit.errors import AuthInvalidError, UsageError
from ragaudit.model import Credentials
from ragaudit.testing import source
from ragaudit_connectors.git import ClonedGitConnector, GitConnector, open_repository


@pytest.fixture
def bundle(repository: Repository, tmp_path: Path) -> Path:
    """Two commits in one file."""
    repository.commit("2024-01-02", {"a.md": "# A\n\nOne text.\n", "CODEOWNERS": "* @acme/docs\n"})
    repository.commit("2025-03-04", {"b.md": "# B\n\nAnother text.\n"})
    file = tmp_path / "docs.bundle"
    repository.git("bundle", "create", "-q", str(file), "main", "HEAD")
    return file


def test_a_bundle_is_read_with_its_history(
    bundle: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dates and owners are those of the repository; a relative root will do."""
    monkeypatch.chdir(bundle.parent)
    connector = open_repository(source("docs.bundle", type="git"))

    found = repository.described(connector)

    assert isinstance(connector, ClonedGitConnector)
    assert {
        "a.md": ("2024-01-02", "@acme/docs"),
        "b.md": ("2025-03-04", "@acme/docs"),
    } == {
        path: (str(d.times.content_modified.value), d.owner.principal if d.owner else "")
        for path, d in found.items()
    }


def test_no_copy_stays_behind(bundle: Path) -> None:
    """The clone is gone with the connector."""
    before = set(Path(tempfile.gettempdir()).glob("ragaudit-git-*"))
    connector = open_repository(source(bundle, type="git"))
    listed = [item for item in connector.list_refs() if isinstance(item, Ref)]
    del connector

    assert ["a.md", "b.md"] == [ref.path for ref in listed]
    assert before == set(Path(tempfile.gettempdir()).glob("ragaudit-git-*"))


def test_a_work_tree_is_read_where_it_is(repository: Repository) -> None:
    """Nothing is cloned that is here already."""
    repository.commit("2024-01-02", {"a.md": "# A\n"})

    assert GitConnector is type(open_repository(source(repository.root, type="git")))


@pytest.mark.parametrize("content", [b"", b"# v2 git bundle\nnonsense"])
def test_a_broken_bundle_is_a_failure(tmp_path: Path, content: bytes) -> None:
    """It is named with what git says, and is not an empty source."""
    file = tmp_path / "broken.bundle"
    file.write_bytes(content)
    connector = open_repository(source(file, type="git"))

    assert [] == list(connector.list_refs())
    assert isinstance(connector, ClonedGitConnector)
    (failure,) = connector.failures
    assert ("docs", "unreachable") == (failure.source, failure.kind)
    assert failure.detail.startswith("broken.bundle cannot be cloned: ")
    assert str(tmp_path) not in failure.detail


@pytest.mark.parametrize("url", ["http://x.example/r.git", "file:///etc", "ext::sh -c id"])
def test_only_safe_transports_are_used(url: str, tmp_path: Path) -> None:
    """Neither plain HTTP nor a program named in the address."""
    connector = open_repository(replace(source(tmp_path, type="git"), remote=True, url=url))

    with pytest.raises(UsageError, match=r"https:// or ssh://"):
        list(connector.list_refs())


def test_an_unset_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The remedy is to set it."""
    monkeypatch.delenv("NO_SUCH_TOKEN", raising=False)
    settings = replace(
        source(tmp_path, type="git"),
        remote=True,
        url="https://127.0.0.1:9/r.git",
        auth=Credentials(token_env="NO_SUCH_TOKEN"),
    )
    connector = open_repository(settings)

    assert [] == list(connector.list_refs())
    assert isinstance(connector, ClonedGitConnector)
    assert [(AuthInvalidError.kind, "set NO_SUCH_TOKEN")] == [
        (failure.kind, failure.action) for failure in connector.failures
    ]


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    """No answer is a failure."""
    settings = replace(
        source(tmp_path, type="git"), remote=True, url="https://127.0.0.1:9/secret-name.git"
    )
    connector = open_repository(settings)

    assert [] == list(connector.list_refs())
    assert isinstance(connector, ClonedGitConnector)
    assert ["unreachable"] == [failure.kind for failure in connector.failures]
