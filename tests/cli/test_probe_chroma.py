"""`ragaudit probe` against a real Chroma collection in a folder, in every state one is found in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.cli.inside import (
    CONFIG,
    PAY,
    PROBES,
    TEXTS,
    Here,
    report,
    runner,
    states,
    told,
    write_kb,
)
from tests.extras import needs

DIRECTORY = """users:
  - {id: ann, groups: [hr, staff]}
  - {id: bob, groups: [staff]}
groups: {hr: {}, staff: {}}
"""
TARGET = """probes:
  target:
    type: chroma
    sync: {{timeout_s: 20, tries: 1}}
    options:
      path: chroma
      collection: pages
      embed: {module}:words
      where: {{group: {{$in: "{{groups}}"}}}}
"""
EMBED = """import zlib
def words(text):
    vector = [0.0] * 64
    for word in text.lower().split():
        vector[zlib.crc32(word.strip(".,?").encode()) % 64] += 1.0
    return vector
"""
GROUPS = {"leave.md": "staff", "travel.md": "staff", "pay.md": "hr"}
Chunks = Mapping[str, tuple[str, Mapping[str, Any]]]
"""Id to text and metadata."""


def chunks(**groups: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """One of each page, with the group that may read it."""
    return {
        f"{name}#0": (text, {"path": name, "group": groups.get(name[:-3], GROUPS[name])})
        for name, text in TEXTS.items()
    }


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Any]:
    """`ragaudit probe` against a collection that holds these chunks, or none at all."""
    needs("chroma", "chromadb")
    write_kb(tmp_path)
    (tmp_path / "directory.yaml").write_text(DIRECTORY)
    # What the application filters by for somebody who is not signed in.
    probes = PROBES.replace("{kind: anonymous}", "{kind: anonymous, groups: [nobody]}")
    (tmp_path / "probes.yaml").write_text(probes)
    module = f"words_{uuid4().hex[:8]}"
    (tmp_path / f"{module}.py").write_text(EMBED)
    (tmp_path / "ragaudit.yaml").write_text(CONFIG + TARGET.format(module=module))
    here: Here = runner(tmp_path, monkeypatch, capfd)
    scope: dict[str, Any] = {}
    exec(EMBED, scope)

    def ask(held: Chunks | None, name: str = "pages") -> tuple[int, dict[str, Any]]:
        if held is not None:
            fill(tmp_path / "chroma", name, held, scope["words"])
        ran = here("probe", "--format", "json")
        assert "" == ran.stderr
        return ran.returncode, report(ran)

    return ask


def fill(folder: Path, name: str, held: Chunks, embed: Callable[[str], Any]) -> None:
    """A collection as an application writes it, and nothing left open."""
    import chromadb
    from chromadb.config import Settings

    client: Any = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    made = client.get_or_create_collection(name, embedding_function=None)
    if held:
        made.upsert(
            ids=list(held),
            documents=[text for text, _ in held.values()],
            metadatas=[dict(metadata) for _, metadata in held.values()],
            embeddings=[embed(text) for text, _ in held.values()],
        )
    client.close()


def test_a_filter_that_is_right(asked: Callable[..., Any]) -> None:
    """Everything is found and nothing leaks."""
    code, found = asked(chunks())

    assert (0, {"passed"}, []) == (code, set(states(found).values()), found["leaks"])


def test_a_stale_copy_of_the_access_lists(asked: Callable[..., Any]) -> None:
    """The collection says that all staff may read about pay; the source does not."""
    code, found = asked(chunks(pay="staff"))

    assert (1, "failed") == (code, found["verdict"]["status"])
    assert {("bob", "docs:pay.md")} == {(x["principal"], x["document"]) for x in found["leaks"]}


def test_an_empty_collection(asked: Callable[..., Any]) -> None:
    """It leaks nothing, which shows nothing."""
    code, found = asked({})

    assert (3, "inconclusive") == (code, found["verdict"]["status"])
    assert "passed" not in states(found).values()


@pytest.mark.parametrize(
    ("held", "name", "reason"),
    [
        (None, "pages", "chroma.sqlite3"),
        ({}, "another", "there is no collection “pages”; there is: another"),
    ],
)
def test_a_collection_that_is_not_there(
    asked: Callable[..., Any], held: Chunks | None, name: str, reason: str
) -> None:
    """No folder, or no collection of that name in it: said, with what to do."""
    code, found = asked(held, name)

    assert (3, {"inconclusive"}) == (code, set(states(found).values()))
    assert reason in told(found)


def test_a_page_that_was_deleted_and_is_still_in_the_collection(
    asked: Callable[..., Any], tmp_path: Path
) -> None:
    """What comes back is no document that anybody may read: never clean."""
    (tmp_path / "docs" / "travel.md").unlink()

    code, found = asked(chunks())

    assert (3, "inconclusive") == (code, states(found)["pay", "bob"])
    assert "no document of a source" in told(found)


def test_gold_that_was_deleted(asked: Callable[..., Any], tmp_path: Path) -> None:
    """Its question is undecided."""
    (tmp_path / "docs" / "leave.md").unlink()

    code, found = asked({name: one for name, one in chunks().items() if name != "leave.md#0"})

    assert (3, "inconclusive", "passed") == (
        code,
        states(found)["leave", "bob"],
        states(found)["pay", "ann"],
    )


def test_chunks_without_a_name_are_known_by_their_text(asked: Callable[..., Any]) -> None:
    """An application that keeps no path can still be audited."""
    held = {f"c{n}": (text, {"group": m["group"]}) for n, (text, m) in enumerate(chunks().values())}

    code, found = asked(held)

    assert (0, {"passed"}) == (code, set(states(found).values()))


def test_chunks_nobody_knows(asked: Callable[..., Any]) -> None:
    """Neither by name nor by text: not one of them is a document."""
    held = {f"c{n}": (f"row {n} leave pay", {"group": "staff"}) for n in range(3)}

    code, found = asked(held)

    assert (3, "inconclusive") == (code, found["verdict"]["status"])
    assert "none of its 3 results could be matched to a document that was read" in told(found)


def test_many_chunks_of_few_pages(asked: Callable[..., Any]) -> None:
    """A page that fills the first results with its chunks is one result."""
    held = {
        **chunks(),
        **{f"leave.md#{n}": (f"leave {n}", {"path": "leave.md", "group": "staff"}) for n in (1, 2)},
        **{f"pay.md#{n}": (PAY, {"path": "pay.md", "group": "hr"}) for n in range(1, 9)},
    }

    code, found = asked(held)

    returned = [probe["returned"] for probe in found["probes"]]
    assert (0, True) == (code, all(len(set(names)) == len(names) for names in returned))
