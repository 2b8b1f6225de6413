"""PRM505: access lists that are copies, and how old they may be. The audit is on 2026-11-01."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ragaudit.contracts import Ref
from ragaudit.detectors.permission.acl_stale import AclStale
from ragaudit.model import AccessState, Document, Interval, Observation
from ragaudit.testing import MemoryCorpus, access, compare, document, source, summarise
from ragaudit.text import sha256
from ragaudit_connectors.filesystem import FilesystemConnector

WEEK = Interval(7, "day")


def copied(on: date | None, path: str = "page.md", locator: str = "hr/access.yaml:2") -> Document:
    policy = access("group:hr", locator=locator)
    (layer,) = policy.layers
    return document(path, access=replace(policy, layers=(replace(layer, copied_on=on),)))


def corpus(*documents: Document, limit: Interval | None = WEEK) -> MemoryCorpus:
    return MemoryCorpus.of_documents(*documents, sources={"docs": source(acl_max_age=limit)})


def run(*documents: Document, limit: Interval | None = WEEK) -> list[Observation]:
    return compare(AclStale(), corpus(*documents, limit=limit))


@pytest.mark.parametrize("day", [date(2026, 10, 24), date(2026, 1, 1), date(2026, 11, 3)])
def test_reported(day: date) -> None:
    """Too old, or so dated that its age cannot be told."""
    assert ["docs:page.md"] == [o.document for o in run(copied(day))]


@pytest.mark.parametrize(
    ("day", "limit"),
    [
        (date(2026, 10, 25), WEEK),
        (date(2026, 11, 1), WEEK),
        (date(2026, 11, 2), WEEK),
        (None, WEEK),
        (date(2020, 1, 1), None),
        (date(2026, 5, 1), Interval(6, "month")),
    ],
)
def test_silent(day: date | None, limit: Interval | None) -> None:
    """As old as allowed, a day ahead, no copy, and no limit."""
    assert [] == run(copied(day), limit=limit)


def test_one_finding_a_list() -> None:
    """Whatever line of it a document is reached by."""
    (seen,) = run(
        copied(date(2026, 10, 1), "a.md", "hr/access.yaml:2"),
        copied(date(2026, 10, 1), "b.md", "hr/access.yaml:5"),
    )
    assert (
        "The access list (hr/access.yaml) was copied on 2026-10-01, 31 days ago; the source "
        "allows 7 days. It says who may read 2 documents."
    ) == seen.message
    assert ["docs:b.md"] == [r.document for r in seen.related]
    apart = run(copied(date(2026, 10, 1), "a.md"), copied(date(2026, 10, 1), "b.md", "x.yaml:1"))
    assert 2 == len(apart)


def test_says_why_it_does_not_run() -> None:
    """No limit, and no list that is a copy, are two reasons."""
    old = copied(date(2020, 1, 1))
    reasons = [
        AclStale().skips(corpus(old, limit=None)),
        AclStale().skips(corpus(copied(None))),
        AclStale().skips(corpus(old)),
    ]
    assert "max_age" in (reasons[0] or "")
    assert "no access list of docs says that it is a copy" in (reasons[1] or "")
    assert reasons[2] is None


def described(folder: Path) -> Document:
    connector = FilesystemConnector(source(folder))
    ref = next(r for r in connector.list_refs() if isinstance(r, Ref))
    content = connector.parse(ref, connector.read(ref))
    return connector.describe(ref, summarise(content), sha256(ref.path))


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("synced_at", "2026-10-01", date(2026, 10, 1)),
        ("exported_at", "2026-10-01T04:00:00Z", date(2026, 10, 1)),
        ("synced_at", "1 October 2026", date(2026, 10, 1)),
    ],
)
def test_the_day_is_read_from_access_yaml(
    tmp_path: Path, key: str, value: str, expected: date
) -> None:
    """It counts for the default and for every rule."""
    (tmp_path / "page.md").write_text("# Bands\n\nText.\n", encoding="utf-8")
    file = tmp_path / "access.yaml"
    for rest in ("default: [hr]", "rules: [{path: page.md, allow: [hr]}]"):
        file.write_text(f"{key}: {value}\n{rest}\n", encoding="utf-8")
        assert [expected] == [layer.copied_on for layer in described(tmp_path).access.layers]


def test_the_day_is_read_from_a_sidecar(tmp_path: Path) -> None:
    """Beside the list it belongs to."""
    (tmp_path / "page.md").write_text("# Bands\n\nText.\n", encoding="utf-8")
    sidecar = tmp_path / "page.md.meta.yaml"
    sidecar.write_text("access: [hr]\naccess_synced_at: 2026-10-01\n", encoding="utf-8")
    assert [date(2026, 10, 1)] == [la.copied_on for la in described(tmp_path).access.layers]


@pytest.mark.parametrize("name", ["access.yaml", "page.md.meta.yaml"])
def test_a_day_that_cannot_be_read_is_an_error(tmp_path: Path, name: str) -> None:
    """Nothing that depends on it is taken to be in order."""
    (tmp_path / "page.md").write_text("# Bands\n\nText.\n", encoding="utf-8")
    text = {
        "access.yaml": "synced_at: 03/04/2026\ndefault: [hr]\n",
        "page.md.meta.yaml": "access: [hr]\naccess_synced_at: 03/04/2026\n",
    }[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    policy = described(tmp_path).access
    assert AccessState.ERROR is policy.state
    assert "03/04/2026" in (policy.note or "")
