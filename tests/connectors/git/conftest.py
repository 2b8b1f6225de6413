"""Small repositories with dates of their own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ragaudit.contracts import Ref
from ragaudit.model import Document
from ragaudit.testing import source, summarise
from ragaudit.text.normalise import sha256
from ragaudit_connectors.git import GitConnector


@dataclass
class Repository:
    """A git repository that is written to like a person would, on given days."""

    root: Path

    def git(self, *arguments: str, day: str = "2024-01-01", **environment: str) -> str:
        """Run git as Ann on a day, at noon in UTC."""
        when = f"{day}T12:00:00+00:00" if len(day) == 10 else day
        ann = {"NAME": "Ann Lee", "EMAIL": "ann@acme.example", "DATE": when}
        env = {f"GIT_{who}_{what}": v for who in ("AUTHOR", "COMMITTER") for what, v in ann.items()}
        fixed = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main",
             "-c", "merge.ff=false", *arguments],
            cwd=self.root,
            env=os.environ | env | fixed | environment,
            capture_output=True,
            check=True,
        )  # fmt: skip
        return os.fsdecode(done.stdout).strip()

    def write(self, path: str, text: str | bytes) -> None:
        """Write a file without committing it."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def commit(self, day: str, files: Mapping[str, str | bytes] | None = None, **env: str) -> str:
        """Write files and commit everything; return the commit's id."""
        for path, text in (files or {}).items():
            self.write(path, text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", f"Work of {day}", day=day, **env)
        return self.git("rev-parse", "HEAD")

    def connector(self, folder: str = ".") -> GitConnector:
        """A connector over the repository or one of its folders."""
        return GitConnector(source(self.root / folder, type="git"))

    def documents(self, folder: str = ".") -> dict[str, Document]:
        """Every document as the connector describes it, by path."""
        return self.described(self.connector(folder))

    def described(self, connector: GitConnector) -> dict[str, Document]:
        """Every document as this connector describes it, by path."""
        found = {}
        for ref in [item for item in connector.list_refs() if isinstance(item, Ref)]:
            data = connector.read(ref)
            content = connector.parse(ref, data)
            raw = sha256(data.decode("utf-8", "surrogateescape"))
            found[ref.path] = connector.describe(ref, summarise(content), raw)
        return found

    def days(self, path: str, folder: str = ".") -> tuple[str, str, str]:
        """Created, content modified and modified of one document, as text."""
        times = self.documents(folder)[path].times
        return (
            str(times.created.value),
            str(times.content_modified.value),
            str(times.modified.value),
        )


Clone = Callable[..., Repository]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    (tmp_path / "repo").mkdir()
    made = Repository(tmp_path / "repo")
    made.git("init", "-q")
    return made


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    """Clone a repository, with options."""

    def make(origin: Repository, *options: str) -> Repository:
        origin.git("config", "uploadpack.allowFilter", "true")
        origin.git("clone", "-q", *options, f"file://{origin.root}", str(tmp_path / "clone"))
        return Repository(tmp_path / "clone")

    return make
