"""Repositories in every state: never a wrong date, never a traceback, always a reason."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ragaudit.model import FactState
from ragaudit.testing import check_connector, source
from ragaudit_connectors.git import GitConnector
from ragaudit_connectors.git.history import History, NoHistoryError

if TYPE_CHECKING:
    from tests.connectors.git.conftest import Clone, Repository

TEXT = "# Leave\n\nEverybody has 28 days of leave a year.\n"


def _states(
    repository: Repository, path: str = "a.md", folder: str = "."
) -> set[tuple[str, str | None]]:
    times = repository.documents(folder)[path].times
    facts = (times.created, times.content_modified, times.modified)
    return {(fact.state.value, fact.note) for fact in facts}


def test_conforms(repository: Repository) -> None:
    """The contract's own checks."""
    repository.commit("2020-01-01", {"a.md": TEXT, "b/c.md": TEXT, "logo.png": b"\x89PNG"})

    assert check_connector(repository.connector()) == ["a.md", "b/c.md", "logo.png"]


def test_shallow_clone_is_no_clock(repository: Repository, clone: Clone) -> None:
    """Every page would seem to be from the oldest commit that was fetched."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.commit("2024-01-01", {"b.md": TEXT})
    shallow = clone(repository, "--depth=1")
    note = next(iter(shallow.connector().notes()))

    assert _states(shallow) == {("unknown", note)}
    assert note.startswith("shallow clone")
    assert "git fetch --unshallow" in note


def test_mended_shallow_clone(repository: Repository, clone: Clone) -> None:
    """The command in the note does mend it."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.commit("2024-01-01", {"b.md": TEXT})
    shallow = clone(repository, "--depth=1")
    shallow.git("fetch", "-q", "--unshallow")

    assert shallow.days("a.md") == ("2020-01-01", "2020-01-01", "2020-01-01")


def test_partial_clone_is_not_filled(repository: Repository, clone: Clone) -> None:
    """Old versions are not here and are not fetched: the text's date is not known."""
    repository.commit("2020-01-01", {"a.md": TEXT, "b.md": "B."})
    repository.git("mv", "b.md", "c.md")
    repository.commit("2024-01-01", {"a.md": TEXT.replace("28", "30")})
    partial = clone(repository, "--filter=blob:none")
    (origin := repository.root).rename(origin.with_name("gone"))
    documents = partial.documents()
    changed = documents["a.md"].times

    assert changed.content_modified.state is FactState.UNKNOWN
    assert "could not be compared" in (changed.content_modified.note or "")
    assert str(changed.modified.value) == "2024-01-01"
    assert str(documents["c.md"].times.content_modified.value) == "2020-01-01"


def test_no_commit_yet(repository: Repository) -> None:
    """A repository without a commit dates nothing."""
    repository.write("a.md", TEXT)

    assert _states(repository) == {
        ("unknown", "the repository has no commit yet, so it dates no file")
    }


def test_untracked_and_staged(repository: Repository) -> None:
    """What is in no commit has no date."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.write("new.md", TEXT)
    repository.write("staged.md", TEXT)
    repository.git("add", "staged.md")

    assert _states(repository, "new.md") == {("unknown", "not committed yet")}
    assert _states(repository, "staged.md") == {("unknown", "not committed yet")}


def test_uncommitted_change(repository: Repository) -> None:
    """The date stays that of the commit and says what lies on top."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.write("a.md", TEXT + "More.\n")
    fact = repository.documents()["a.md"].times.content_modified

    assert (str(fact.value), fact.note) == ("2020-01-01", "uncommitted changes on top")


@pytest.mark.parametrize("attributes", ["*.md text eol=crlf\n", "*.md text eol=lf\n"])
def test_converted_line_ends_are_no_change(repository: Repository, attributes: str) -> None:
    """Line ends that git converts at checkout are not uncommitted."""
    repository.commit("2020-01-01", {".gitattributes": attributes, "a.md": TEXT})
    (repository.root / "a.md").unlink()
    repository.git("checkout", "--", "a.md")

    assert repository.documents()["a.md"].times.content_modified.note is None


@pytest.mark.parametrize(
    "name", ["é.md", "e\u0301.md", "日本/語.md", "a b.md", "-x.md", ":(top)a.md", "tab\there.md",
             "line\nbreak.md", "*.md", "\udce9latin.md"]
)  # fmt: skip
def test_odd_names(repository: Repository, name: str) -> None:
    """Names are read as bytes between NULs."""
    repository.commit("2020-01-01", {name: TEXT, "other.md": "Other."})
    repository.commit("2021-01-01", {name: TEXT.replace("28", "30")})
    days = {str(d.times.content_modified.value) for d in repository.documents().values()}

    assert days == {"2020-01-01", "2021-01-01"}


def test_root_is_a_folder(repository: Repository) -> None:
    """Only what is below the root is described, with paths from there."""
    repository.commit(
        "2020-01-01", {"docs/a.md": TEXT, "docs-old/a.md": "Old.", "code.py": "x = 1"}
    )
    repository.commit("2021-01-01", {"code.py": "x = 2"})

    assert list(repository.documents("docs")) == ["a.md"]
    assert repository.days("a.md", "docs") == ("2020-01-01", "2020-01-01", "2020-01-01")


def test_moved_into_the_root(repository: Repository) -> None:
    """A page that came from elsewhere in the repository keeps its age."""
    repository.commit("2018-01-01", {"wiki/a.md": TEXT})
    repository.commit("2019-01-01", {"docs/b.md": "B."})
    repository.git("mv", "wiki/a.md", "docs/a.md")
    repository.commit("2024-01-01")

    assert repository.days("a.md", "docs") == ("2018-01-01", "2018-01-01", "2024-01-01")


def test_long_history_follows_the_root_only(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where moves from elsewhere are not followed, an arrival is no trusted date."""
    repository.commit("2018-01-01", {"wiki/a.md": TEXT})
    repository.commit("2019-01-01", {"docs/b.md": "B."})
    repository.commit("2020-01-01", {"docs/b.md": "B and C."})
    repository.git("mv", "wiki/a.md", "docs/a.md")
    repository.commit("2024-01-01")
    monkeypatch.setattr("ragaudit_connectors.git.history.WHOLE_TREE_COMMITS", 3)
    times = {path: d.times.content_modified for path, d in repository.documents("docs").items()}
    facts = {path: (str(fact.value), fact.trusted) for path, fact in times.items()}

    assert facts == {"a.md": ("2024-01-01", False), "b.md": ("2020-01-01", True)}


def test_root_is_one_file(repository: Repository) -> None:
    """A single file is dated too."""
    repository.commit("2020-01-01", {"docs/a.md": TEXT, "docs/b.md": "B."})
    repository.commit("2021-01-01", {"docs/b.md": "B and C."})

    assert repository.days("a.md", "docs/a.md")[1] == "2020-01-01"


def test_detached_head(repository: Repository) -> None:
    """History is what the checked out commit has behind it."""
    first = repository.commit("2020-01-01", {"a.md": TEXT})
    repository.commit("2021-01-01", {"a.md": TEXT.replace("28", "30")})
    repository.git("checkout", "-q", first)

    assert repository.days("a.md") == ("2020-01-01", "2020-01-01", "2020-01-01")


def test_linked_work_tree(repository: Repository, tmp_path: Path) -> None:
    """`git worktree` folders have a file where others have a folder."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("worktree", "add", "-q", str(tmp_path / "second"))
    connector = GitConnector(source(tmp_path / "second", type="git"))

    assert GitConnector.is_work_tree(tmp_path / "second")
    assert list(connector.notes()) == []


def test_submodule(repository: Repository, tmp_path: Path) -> None:
    """Pages of a submodule are not "not committed": their history is elsewhere."""
    inner = type(repository)(tmp_path / "inner")
    inner.root.mkdir()
    inner.git("init", "-q")
    inner.commit("2019-01-01", {"page.md": TEXT})
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("submodule", "--quiet", "add", str(inner.root), "vendor/inner")
    repository.commit("2021-01-01")
    note = "it lies in the submodule vendor/inner, which has a history of its own"

    assert _states(repository, "vendor/inner/page.md") == {("unknown", note)}


def test_hostile_configuration_runs_nothing(repository: Repository, tmp_path: Path) -> None:
    """Programs a repository's configuration names are not started."""
    repository.commit("2020-01-01", {"a.md": TEXT, ".gitattributes": "*.md diff=x filter=x\n"})
    repository.commit("2021-01-01", {"a.md": TEXT + "More."})
    mark = tmp_path / "ran"
    script = tmp_path / "script"
    script.write_text(f"#!/bin/sh\ntouch {mark}\ncat\n")
    script.chmod(0o755)
    keys = (
        "core.fsmonitor core.pager core.editor core.sshCommand core.alternateRefsCommand "
        "gpg.program diff.external diff.x.command diff.x.textconv "
        "filter.x.clean filter.x.smudge alias.log"
    )
    for key in keys.split():
        repository.git("config", key, f"!{script}" if key.startswith("alias") else str(script))
    repository.git("config", "log.showSignature", "true")

    assert repository.days("a.md")[1] == "2021-01-01"
    assert not mark.exists()


def test_environment_of_a_hook_is_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a hook GIT_DIR names another repository."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))

    assert History.read(repository.root).date("a.md") is not None


def test_git_is_not_installed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the program there is a reason, not a traceback."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(NoHistoryError, match="git is not installed"):
        History.read(repository.root)


def test_broken_repository(repository: Repository) -> None:
    """A damaged repository is a note, and every date unknown."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    for entry in (repository.root / ".git/objects").rglob("*"):
        if entry.is_file():
            entry.chmod(0o644)
            entry.write_bytes(b"rubbish")
    (note,) = repository.connector().notes()

    assert _states(repository) == {("unknown", note)}


@pytest.mark.skipif(os.geteuid() != 0, reason="giving files to another user needs root")
def test_repository_of_another_user(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git refuses; the note says what allows it."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    for entry in (repository.root, *repository.root.rglob("*")):
        os.lchown(entry, 12345, 12345)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    note = next(iter(repository.connector().notes()))

    assert "belongs to another user" in note
    assert "safe.directory" in note


def test_is_work_tree(repository: Repository, tmp_path: Path) -> None:
    """Any folder below the top is one; a folder beside it is not."""
    repository.commit("2020-01-01", {"docs/a.md": TEXT})
    (tmp_path / "fake/.git").mkdir(parents=True)
    places = ("repo", "repo/docs", "repo/docs/a.md", ".", "fake")

    assert [GitConnector.is_work_tree(tmp_path / place) for place in places] == [
        True, True, True, False, False,
    ]  # fmt: skip
