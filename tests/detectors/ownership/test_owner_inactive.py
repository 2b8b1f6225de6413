"""OWN103: owners who have not been seen at work. The audit is on 2026-11-01."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ragaudit.detectors.ownership.owner_inactive import OwnerInactive
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Group,
    MetaField,
    Observation,
    OwnerRole,
    Times,
    User,
)
from ragaudit.testing import MemoryCorpus, compare, document, known, owner, source
from ragaudit_connectors.git import GitConnector

PEOPLE = Directory(
    users=(
        User("ann", "Ann Lee", "ann@acme.example", ("hr",), aliases=("alee",)),
        User("bob", "Bob Roy", "bob@acme.example"),
        User("eve", "Eve Old", "eve@acme.example", active=False),
    ),
    groups=(Group("hr", ("ann",)),),
    locator="directory.yaml",
)
LONG_AGO, LATELY = date(2024, 3, 11), date(2026, 9, 1)
SEEN = {
    "ann@acme.example": LONG_AGO,
    "alee": LONG_AGO,
    "bob roy": LATELY,
    "eve@acme.example": LONG_AGO,
    "9+zed@users.noreply.github.com": LONG_AGO,
}


def owned(*names: str, path: str = "page.md", **changes: Any) -> Document:
    return document(path, owners=tuple(map(owner, names)), **changes)


def run(
    *documents: Document, seen: Mapping[str, date] = SEEN, directory: Directory = PEOPLE
) -> list[Observation]:
    made = MemoryCorpus.of_documents(*documents, activity=seen, directory=directory)
    return compare(OwnerInactive(), made)


@pytest.mark.parametrize("name", ["ann", "Ann Lee", "ann@acme.example", "user:ann", "@alee"])
def test_reported(name: str) -> None:
    """Under any name the directory has for the person."""
    (seen,) = run(owned(name))
    assert (
        f"The owner “{name}” was last seen at work in the sources on 2024-03-11, 965 days ago, "
        "and answers for 1 document."
    ) == seen.message
    assert Confidence.HIGH is seen.confidence


@pytest.mark.parametrize("name", ["ann@acme.example", "@zed", "alee"])
def test_without_a_directory_the_name_must_be_as_in_the_history(name: str) -> None:
    """An address, an account, a name; less sure."""
    assert [Confidence.MEDIUM] == [o.confidence for o in run(owned(name), directory=Directory())]
    assert [] == run(owned("Ann Lee"), directory=Directory())


@pytest.mark.parametrize(
    "names",
    [
        ("bob",),
        ("eve",),
        ("hr",),
        ("group:hr",),
        ("@org/hr",),
        ("#docs",),
        ("https://acme.example/ann",),
        ("zoe@acme.example",),
        ("TBD",),
        ("ann", "bob"),
        ("ann", "hr"),
        ("ann", "zoe@acme.example"),
        (),
    ],
)
def test_silent(names: tuple[str, ...]) -> None:
    """At work, left, a group, no person, never seen, or not the only owner."""
    assert [] == run(owned(*names))


def test_an_owner_who_left_does_not_hide_one_who_went_quiet() -> None:
    """OWN102 tells of the first, this rule of the second."""
    assert ["ann"] == [o.key for o in run(owned("eve", "ann"))]


def test_one_finding_a_person() -> None:
    """However the name is written, with the other documents."""
    names = ("ann", "Ann Lee", "ann@acme.example")
    (seen,) = run(*(owned(name, path=f"{n}.md") for n, name in enumerate(names)))
    assert "answers for 3 documents" in seen.message
    assert ["docs:1.md", "docs:2.md"] == [r.document for r in seen.related]


def test_a_review_is_work() -> None:
    """Of the person who is named, or of the owner where nobody is."""
    reviewed = Times(reviewed=known(LATELY))
    assert [] == run(owned("ann", times=reviewed))
    other = owned("bob", path="other.md", times=reviewed)
    for name, expected in (("ann@acme.example", 0), ("bob", 1)):
        fields = (MetaField("reviewed_by", name),)
        by = replace(other, content=replace(other.content, metadata=fields))
        assert expected == len(run(owned("ann"), by))


def test_a_declared_edit_is_work() -> None:
    """`last_updated_by` with its date, for sources without a history of their own."""
    edited = replace(
        owned("bob", path="other.md", times=Times(modified=known(LATELY))),
        owners=(owner("bob"), owner("ann", OwnerRole.LAST_EDITOR)),
    )
    assert [] == run(owned("ann"), edited)


def test_a_sleeping_source_says_nothing_about_people() -> None:
    """Where nobody did anything, nobody in particular went quiet."""
    assert [] == run(owned("ann"), seen={"ann@acme.example": LONG_AGO})


def test_the_limit_is_the_source_s() -> None:
    """`ownership: {inactive_after_days}`."""
    patient = {"docs": source(people_inactive_after_days=2000)}
    made = MemoryCorpus.of_documents(owned("ann"), activity=SEEN, directory=PEOPLE, sources=patient)
    assert [] == compare(OwnerInactive(), made)


def test_says_why_it_does_not_run() -> None:
    """Without a history nobody can be seen at work."""
    assert "history" in (OwnerInactive().skips(MemoryCorpus()) or "")
    assert OwnerInactive().skips(MemoryCorpus(activity=SEEN)) is None


def test_real_history(tmp_path: Path) -> None:
    """What git tells of its authors is what the rule goes by."""
    for who, day in (("ann@acme.example", "2024-03-11"), ("bob@acme.example", "2026-09-01")):
        (tmp_path / "page.md").write_text(f"# Page\n\nBy {who}.\n", encoding="utf-8")
        _git(tmp_path, who, day)
    connector = GitConnector(source(tmp_path))
    list(connector.list_refs())
    (seen,) = run(owned("ann"), owned("bob", path="b.md"), seen=connector.activity())
    assert "2024-03-11" in seen.message


def _git(folder: Path, email: str, day: str) -> None:
    stamp = f"{day}T12:00:00+0000"
    env = {
        "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_AUTHOR_NAME": email[:3],
        "GIT_AUTHOR_EMAIL": email, "GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@x.example",
        "PATH": "/usr/bin:/bin:/usr/local/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1",
    }  # fmt: skip
    for command in (["init", "-q"], ["add", "page.md"], ["commit", "-q", "-m", "change"]):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
