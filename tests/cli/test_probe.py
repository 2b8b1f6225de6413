"""`ragaudit probe`, against a function of the user's own, a recorded run and the built-in index."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.inside import ACCESS, CONFIG, DIRECTORY, PAY
from tests.extras import needs
from tests.support import LEAVE, TRAVEL, Runner, write_page

PROBES = """ragaudit: probes/v1
defaults: {k: [1, 3], principals: [ann, bob]}
principals: {ann: {}, bob: {}, anon: {kind: anonymous}}
probes:
  - {id: leave, query: How many days of paid leave are there?, gold: [leave.md]}
  - id: pay
    category: policy_boundary
    query: What are the salary bands?
    gold: [pay.md]
    matrix: auto
"""
SEARCH = r"""import re
from pathlib import Path
def words(text):
    return set(re.findall(r"\w+", text.lower()))
DOCS = {p.name: words(p.read_text()) for p in Path("docs").glob("*.md")}
MAY = {"ann": {"leave.md", "travel.md", "pay.md"}, "bob": {"leave.md", "travel.md"}}
def blind(query, k, principal):
    asked = words(query)
    best = sorted(DOCS, key=lambda name: (-len(asked & DOCS[name]), name))
    return [{"id": name, "document": name} for name in best[:k] if asked & DOCS[name]]
def careful(query, k, principal):
    found = blind(query, 99, principal)
    return [hit for hit in found if hit["id"] in MAY.get(principal.name, ())][:k]
def nameless(query, k):
    return blind(query, k, None)
def broken(query, k, principal):
    raise RuntimeError("Band three runs from sixty")
"""


@pytest.fixture
def kb(tmp_path: Path) -> Path:
    """Two pages for everybody inside, one for HR, and three retrievers."""
    for name, text in (("leave.md", LEAVE), ("travel.md", TRAVEL), ("pay.md", PAY)):
        write_page(tmp_path / "docs", name, text, audience="")
    (tmp_path / "docs" / "access.yaml").write_text(ACCESS)
    (tmp_path / "directory.yaml").write_text(DIRECTORY)
    (tmp_path / "ragaudit.yaml").write_text(CONFIG)
    (tmp_path / "probes.yaml").write_text(PROBES)
    (tmp_path / "search.py").write_text(SEARCH)
    return tmp_path


def report(ran: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_a_retriever_that_keeps_to_the_lists(ragaudit: Runner, kb: Path) -> None:
    """Everything is found, nothing leaks, and how sure that is stands beside it."""
    ran = ragaudit("probe", "--target", "search:careful", "--format", "json")

    found = report(ran)
    scores = {(s["measure"], s["source"], s["principal"]): s for s in found["scores"]}
    assert (0, "passed", []) == (ran.returncode, found["verdict"]["status"], found["leaks"])
    assert 1.0 == scores["R@3", None, None]["value"]
    assert 0.0 == scores["leak rate", None, None]["value"]
    assert scores["leak rate", None, None]["high"] > 0.5
    assert {"passed"} == {probe["status"] for probe in found["probes"]}


def test_a_retriever_that_asks_nobody_who_they_are(ragaudit: Runner, kb: Path) -> None:
    """The leak is named with probe, reader, document and rank, and fails the gate."""
    ran = ragaudit("probe", "--target", "search:blind", "--format", "json")
    told = ragaudit("probe", "--target", "search:blind").stdout

    found = report(ran)
    pay = {"probe": "pay", "document": "docs:pay.md", "rank": 1}
    assert (1, "failed") == (ran.returncode, found["verdict"]["status"])
    assert {**pay, "principal": "bob"} in found["leaks"]
    assert {**pay, "principal": "anon"} in found["leaks"]
    assert not any(leak["principal"] == "ann" for leak in found["leaks"])
    assert "docs:pay.md" in told and "came back to    anon and bob" in told


def test_a_folder_is_named_as_for_a_scan(ragaudit: Runner, kb: Path) -> None:
    """Its configuration, set and retriever apply, wherever it is asked from."""
    moved = kb / "corpus"
    moved.mkdir()
    for name in ("docs", "directory.yaml", "probes.yaml"):
        (kb / name).rename(moved / name)
    (kb / "ragaudit.yaml").unlink()
    (moved / "ragaudit.yaml").write_text(
        CONFIG + "probes: {target: {type: callable, options: {function: 'fixed:search'}}}\n"
    )
    (moved / "fixed.py").write_text("def search(query, principal):\n    return ['docs:leave.md']\n")

    found = report(ragaudit("probe", "corpus", "--format", "json"))
    alone = ragaudit("probe", "corpus/docs", "--target", "search:careful")

    assert {"docs:leave.md"} == {page for one in found["probes"] for page in one["returned"]}
    assert (2, True) == (alone.returncode, "no probe set probes.yaml" in alone.stderr)


def test_a_target_that_breaks_is_no_pass(ragaudit: Runner, kb: Path) -> None:
    """Inconclusive with a reason that quotes no text, and exit code 3."""
    ran = ragaudit("probe", "--target", "search:broken", "--format", "json")

    found = report(ran)
    assert (3, "inconclusive") == (ran.returncode, found["verdict"]["status"])
    assert {"inconclusive"} == {probe["status"] for probe in found["probes"]}
    assert all(probe["reason"] for probe in found["probes"])
    assert "Band three" not in ran.stdout + ran.stderr


def test_a_target_that_takes_no_principal(ragaudit: Runner, kb: Path) -> None:
    """Recall is measured; that leakage was not is no pass."""
    ran = ragaudit("probe", "--target", "search:nameless", "--format", "json")

    found = report(ran)
    scores = {(s["measure"], s["source"], s["principal"]): s["value"] for s in found["scores"]}
    assert (3, "inconclusive") == (ran.returncode, found["verdict"]["status"])
    assert "leakage was not measured" in found["verdict"]["reasons"][0]
    assert 1.0 == scores["R@3", None, None]
    assert {("account", "passed")} == {(p["principal"], p["status"]) for p in found["probes"]}


def test_people_nobody_knows(ragaudit: Runner, kb: Path) -> None:
    """What they may read is unknown, and so is whether anything leaked to them."""
    text = PROBES.replace("bob: {}", "bob: {}, zoe: {}").replace("[ann, bob]", "[zoe]")
    (kb / "probes.yaml").write_text(text)

    ran = ragaudit("probe", "--target", "search:careful", "--as", "zoe", "--format", "json")

    assert (3, "inconclusive") == (ran.returncode, report(ran)["verdict"]["status"])


def test_only_as_somebody(ragaudit: Runner, kb: Path) -> None:
    """And a name nobody in the set has is refused."""
    ran = ragaudit("probe", "--target", "search:careful", "--as", "bob", "--format", "json")
    wrong = ragaudit("probe", "--target", "search:careful", "--as", "bop")

    assert {"bob"} == {probe["principal"] for probe in report(ran)["probes"]}
    assert (2, True) == (wrong.returncode, "did you mean “bob”?" in wrong.stderr)


def test_gold_that_is_gone(ragaudit: Runner, kb: Path) -> None:
    """A deleted page is neither found nor missed."""
    (kb / "docs" / "leave.md").unlink()

    ran = ragaudit("probe", "--target", "search:careful", "--format", "json")

    states = {p["id"]: p["status"] for p in report(ran)["probes"]}
    assert (3, "inconclusive") == (ran.returncode, states["leave"])


def test_without_a_set(ragaudit: Runner, kb: Path) -> None:
    """One line that says how to get one."""
    (kb / "probes.yaml").unlink()

    ran = ragaudit("probe")

    assert (2, "") == (ran.returncode, ran.stdout)
    assert "there is no probe set probes.yaml" in ran.stderr


def test_the_built_in_index(ragaudit: Runner, kb: Path) -> None:
    """Built in one go, asked as everybody, and leak-free by construction."""
    needs("index", "chromadb")

    ran = ragaudit("probe", "--format", "json")

    found = report(ran)
    scores = {(s["measure"], s["source"], s["principal"]): s["value"] for s in found["scores"]}
    assert (0, []) == (ran.returncode, found["leaks"])
    assert (1.0, 0.0) == (scores["R@3", None, None], scores["leak rate", None, None])


def test_a_recorded_run(ragaudit: Runner, kb: Path) -> None:
    """What was recorded is judged; what was not is skipped, and that is no pass."""
    answers = [
        {
            "query": "How many days of paid leave are there?",
            "principal": "ann",
            "hits": ["leave.md"],
        },
        {"query": "What are the salary bands?", "principal": "bob", "hits": ["pay.md"]},
    ]
    lines = [
        json.dumps({**one, "hits": [{"id": hit, "document": hit} for hit in one["hits"]]})
        for one in answers
    ]
    (kb / "recorded.jsonl").write_text("\n".join(lines))

    ran = ragaudit("probe", "--target", "recorded.jsonl", "--format", "json")

    states = {(p["id"], p["principal"]): p["status"] for p in report(ran)["probes"]}
    assert 1 == ran.returncode
    assert {"passed", "failed", "skipped"} == set(states.values())
    assert ("passed", "skipped") == (states["leave", "ann"], states["leave", "bob"])
    assert ("failed", "skipped") == (states["pay", "bob"], states["pay", "anon"])
