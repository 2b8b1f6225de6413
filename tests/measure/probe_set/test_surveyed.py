"""A set beside real folders: who may read, quoted words, what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.measure.probe_set.sets import a_set, probe
from tests.support import LEAVE, TRAVEL, write_page

from ragaudit._audit import Request, Survey, surveyed
from ragaudit._config import resolve as settings_of
from ragaudit._measure.probe_set.lint import lint
from ragaudit._measure.probe_set.surveyed import known, resolved, text_of
from ragaudit.model import (
    Decision,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    ReaderKind,
)

ON = date(2026, 11, 1)


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    """Two pages, one for a group alone, and a file that cannot be read."""
    folder = tmp_path_factory.mktemp("kb")
    write_page(folder / "docs", "leave.md", LEAVE, audience="")
    write_page(folder / "docs", "pay.md", TRAVEL, audience="")
    (folder / "docs" / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    rules = "rules:\n  - {path: pay.md, allow: [hr]}\n  - {path: leave.md, allow: [public]}\n"
    (folder / "docs" / "access.yaml").write_text(rules)
    (folder / "ragaudit.yaml").write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    settings = settings_of((), folder / "ragaudit.yaml", folder)
    request = Request(settings, ON, datetime.now(UTC), (), jobs=1)
    with surveyed(request, ()) as opened:
        yield opened


def test_what_is_known(survey: Survey) -> None:
    """Groups a set states count; the oracle is not judged."""
    people = {
        "ann": ProbePrincipal("ann", groups=("hr",)),
        "bob": ProbePrincipal("bob", groups=("it",)),
        "root": ProbePrincipal("root", ReaderKind.ORACLE),
    }

    found = known(survey, a_set(probe(), principals=people), ON)

    assert {"ann": Decision.ALLOW, "bob": Decision.DENY} == {
        name: cells["docs:pay.md"] for name, cells in found.decisions.items()
    }
    assert (("docs",), ()) == (found.sources, found.unknown_people)


def test_texts_are_read_again(survey: Survey) -> None:
    """As a reader sees them."""
    assert "28 days of paid leave" in (text_of(survey, "docs:leave.md") or "")


def test_lint_beside_a_corpus(survey: Survey) -> None:
    """Words that are quoted, a public page with a deny probe, a file nobody could read."""

    def asks(name: str, document: str, span: str = "", deny: bool = False) -> Probe:
        return Probe(
            name, name, gold=(GoldGroup((GoldItem(document, span),)),), matrix=Matrix(deny)
        )

    probes = a_set(
        asks("right", "leave.md", "28 days of\npaid leave"),
        asks("wrong", "leave.md", "30 days of paid leave"),
        asks("public", "leave.md", deny=True),
        asks("broken", "broken.pdf"),
        asks("gone", "gone.md"),
        principals={"ann": ProbePrincipal("ann", groups=("hr",))},
    )

    problems = lint(probes, known(survey, probes, ON)).problems

    assert [
        ("gold-gone", "gone"),
        ("nobody-denied", "public"),
        ("span-gone", "wrong"),
        ("gold-unread", "broken"),
    ] == [(p.code, p.probe) for p in problems if p.probe]


def test_gold_for_a_run(survey: Survey) -> None:
    """Catalogue ids, and nothing is read again."""
    found = resolved(survey, a_set(probe(gold=("pay.md",))))

    assert {"p": ({"docs:pay.md": 1},)} == found.gold


def test_the_digest_is_that_of_a_scan(tmp_path: Path) -> None:
    """So that a set can be compared with any run."""
    from ragaudit._audit import audit
    from ragaudit._measure.probe_set.digests import corpus_digest

    write_page(tmp_path, "a.md", LEAVE)
    write_page(tmp_path, "b.md", TRAVEL)
    settings = settings_of((tmp_path,), None, tmp_path)
    result = audit(Request(settings, ON, datetime.now(UTC), (), jobs=1))

    assert result.run.corpus_digest == corpus_digest({d.id: d for d in result.documents})
