"""The sample corpus' own search: its planted faults are found by asking it, and no others."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from ragaudit.cli import run
from ragaudit.model import Category

CORPUS = Path(__file__).parents[1] / "sample_corpus"
LEAST_PROBES, LEAST_PRINCIPALS = 60, 6

Reached = set[tuple[str, str]]

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "expected.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, so that runs leave no state behind in the project."""
    folder = tmp_path_factory.mktemp("sample") / "sample_corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns(".ragaudit", "__pycache__"))
    return folder


@pytest.fixture(scope="module")
def report(corpus: Path) -> dict[str, Any]:
    """The JSON report of asking what the configuration names."""
    output = corpus.parent / "report.json"
    run(["probe", str(corpus), "--quiet", "--format", "json", "--output", str(output)])
    loaded: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def probes() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "probes.yaml").read_text("utf-8"))
    return loaded


def leaked(expected: dict[str, Any]) -> Reached:
    return {(one["document"], name) for one in expected["leaks"] for name in one["to"]}


def withheld(expected: dict[str, Any]) -> Reached:
    return {(one["document"], name) for one in expected["withheld"] for name in one["from"]}


def test_finds_exactly_the_planted_leaks(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every document that came back to somebody who may not read it."""
    assert leaked(expected) == {(leak["document"], leak["principal"]) for leak in report["leaks"]}


def test_finds_exactly_what_is_kept_back(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every document somebody may read that only who sees everything gets."""
    pages = {d["id"]: f"{d['source']}:{d['path']}" for d in report["documents"]}
    kept = [(page, probe["principal"]) for probe in report["probes"] for page in probe["withheld"]]

    assert withheld(expected) == {(pages[page], name) for page, name in kept}


def test_nothing_comes_back_of_what_is_not_in_it(
    report: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Sources the search was never given are those of which nothing ever comes back."""
    sources = {document["id"]: document["source"] for document in report["documents"]}
    back = {sources[document] for probe in report["probes"] for document in probe["returned"]}

    assert set(expected["not_indexed"]) == {source["id"] for source in report["sources"]} - back


def test_the_gate_fails_for_the_leaks(report: dict[str, Any]) -> None:
    """A leak outranks what could not be judged."""
    verdict = report["verdict"]

    assert ("failed", 1) == (verdict["status"], verdict["exit_code"])
    assert verdict["reasons"][0].startswith("2 documents came back to 4 principals")


def test_only_the_mailbox_cannot_be_judged(report: dict[str, Any]) -> None:
    """Nobody has said who may read it."""
    open_ = [p for p in report["probes"] if p["status"] not in ("passed", "failed")]

    assert {"tessel-events-twice", "macro-refund"} == {probe["id"] for probe in open_}


def test_the_faults_are_all_there_are(
    corpus: Path, capsys: pytest.CaptureFixture[str], expected: dict[str, Any]
) -> None:
    """Its rights beside the access lists, document by document: no luck with the questions.

    Where nobody knows whether somebody may read a document, there is nothing to compare.
    """
    run(["access", "matrix", str(corpus), *_people(), "--format", "json"])
    search = _search()
    wider, narrower = set(), set()
    for name, page, decision in _decided(capsys.readouterr().out):
        if page not in search.PAGES:
            continue
        may_find = bool(search.groups_of(_principal(name)) & search.readers(page))
        if may_find and decision == "deny":
            wider.add((page, name))
        if not may_find and decision == "allow":
            narrower.add((page, name))

    assert leaked(expected) == wider
    assert withheld(expected) == narrower


def test_the_set_can_measure_what_it_should(
    corpus: Path, capsys: pytest.CaptureFixture[str], probes: dict[str, Any]
) -> None:
    """No error, and no warning but for the mailbox, of which nothing can be judged anyway."""
    code = run(["probes", "lint", str(corpus / "probes.yaml"), "--format", "json"])

    found = json.loads(capsys.readouterr().out)
    assert 0 == code
    assert [("too-few-probes", "support-inbox")] == [
        (problem["code"], problem["source"]) for problem in found["problems"]
    ]
    assert len(probes["probes"]) >= LEAST_PROBES
    assert len(probes["principals"]) >= LEAST_PRINCIPALS
    assert {"anonymous", "admin"} < set(probes["principals"])
    assert set(Category) == {probe.get("category", "common") for probe in probes["probes"]}


def _people() -> Iterator[str]:
    for name in yaml.safe_load((CORPUS / "probes.yaml").read_text("utf-8"))["principals"]:
        if name != "admin":
            yield from ("--as", name)


def _decided(matrix: str) -> Iterator[tuple[str, str, str]]:
    for row in json.loads(matrix):
        yield row["principal"], f"{row['source']}:{row['path']}", row["decision"]


def _principal(name: str) -> SimpleNamespace:
    """Somebody with all their groups, as the search is told of them."""
    directory = yaml.safe_load((CORPUS / "directory.yaml").read_text("utf-8"))
    own = {user["id"]: user.get("groups", []) for user in directory["users"]}.get(name, [])
    around = [
        g for g, what in directory["groups"].items() if set(own) & set(what.get("includes", ()))
    ]
    kind = "anonymous" if name == "anonymous" else "person"
    return SimpleNamespace(kind=kind, groups=(*own, *around))


def _search() -> Any:
    spec = importlib.util.spec_from_file_location("company_search", CORPUS / "company_search.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
