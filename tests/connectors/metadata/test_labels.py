"""Lifecycle, replacement, originals, generated pages, classification."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ragaudit.model import Document, Lifecycle
from ragaudit.testing import check_connector, source
from ragaudit_connectors.filesystem import FilesystemConnector

Page = Callable[..., Document]
Write = Callable[[str, str], Path]


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("draft: true", Lifecycle.DRAFT),
        ("published: false", Lifecycle.DRAFT),
        ("status: WIP", Lifecycle.DRAFT),
        ("status: In Review", Lifecycle.DRAFT),
        ("status: stable", Lifecycle.CURRENT),
        ("status: Accepted", Lifecycle.CURRENT),
        ("status: ✅ Approved", Lifecycle.CURRENT),
        ("status: deprecated", Lifecycle.DEPRECATED),
        ("status: Superseded by ADR-12", Lifecycle.DEPRECATED),
        ("deprecated: true", Lifecycle.DEPRECATED),
        ("lifecycle: retired", Lifecycle.ARCHIVED),
        ("status: withdrawn", Lifecycle.ARCHIVED),
        ("status: published\ndraft: true", Lifecycle.DRAFT),
        ("draft: false", None),
        ("deprecated: false", None),
        ("published: 2024-01-01", None),
        ("status: beta", None),
        ("status: 200", None),
        ("status:", None),
        ("unlisted: true", None),
    ],
)
def test_lifecycle(page: Page, front_matter: str, expected: Lifecycle | None) -> None:
    """Words for a stage are read; other words say nothing and are no error."""
    document = page(front_matter)
    assert (expected, ()) == (document.lifecycle.value, document.metadata_errors)


def test_unknown_status_is_noted(page: Page) -> None:
    """A status that means nothing here is still shown."""
    assert page("status: beta").lifecycle.note == "`status: beta` is no stage of a document"


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("superseded_by: new.md", "new.md"),
        ("supersededBy: /guide/new", "/guide/new"),
        ("replaced_by: '[New](new.md)'", "new.md"),
        ("status: superseded by [ADR 5](0005-new.md)", "0005-new.md"),
        ("status: Superseded by ADR-12", "ADR-12"),
        ("superseded_by:", None),
        ("superseded_by: none", None),
        ("superseded_by: []", None),
        ("supersedes: old.md", None),
        ("status: superseded", None),
    ],
)
def test_superseded_by(page: Page, front_matter: str, expected: str | None) -> None:
    """What has replaced a document is read, what it replaces is not."""
    assert expected == page(front_matter).superseded_by.value


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("canonical: https://x.org/guide/travel", "https://x.org/guide/travel"),
        ("mirror_of: ../other.md", "../other.md"),
        ("canonical_url: https://x.org/page/", None),
        ("canonical_url: https://x.org/page.html", None),
        ("title: T", None),
    ],
)
def test_canonical(page: Page, front_matter: str, expected: str | None) -> None:
    """A page that names itself as the original is no mirror."""
    assert expected == page(front_matter).canonical.value


def test_html_canonical_of_an_index(write: Write, describe: Page) -> None:
    """`guide/index.html` is the page `guide/`."""
    write("guide/index.html", '<link rel="canonical" href="https://x.org/guide/"><p>Text</p>')
    write("copy/index.html", '<link rel="canonical" href="https://x.org/guide/"><p>Text</p>')
    assert None is describe("guide/index.html").canonical.value
    assert describe("copy/index.html").canonical.value == "https://x.org/guide/"


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("generated: true", True),
        ("generated_by: typedoc", True),
        ("generated: {by: process:exporter, at: 2025-01-01}", True),
        ("generated: {by: human:ann, at: 2025-01-01}", False),
        ("generated: false", False),
        ("generator: Hugo", False),
    ],
)
def test_generated(page: Page, front_matter: str, expected: bool) -> None:
    """Only a page that says a program writes it is generated."""
    assert expected == page(front_matter).generated.known


@pytest.mark.parametrize(
    ("front_matter", "expected"),
    [
        ("classification: Confidential", "Confidential"),
        ("sensitivity: internal", "internal"),
        ("Protective Marking: OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("classification: TBD", None),
        ("category: Confidential", None),
    ],
)
def test_classification(page: Page, front_matter: str, expected: str | None) -> None:
    """The label of a text, under the names people use."""
    assert expected == page(front_matter).classification.value


def test_sidecar_has_the_same_keys(write: Write, describe: Page) -> None:
    """What a file cannot carry itself stands beside it."""
    write("table.csv", "a,b\n1,2\n")
    write(
        "table.csv.meta.yml",
        "owner: ann\nlast_reviewed: 2025-01-02\nreview_in: 1 year\nclassification: internal\n",
    )
    document = describe("table.csv")
    assert [claim.principal for claim in document.accountable] == ["ann"]
    assert document.classification.value == "internal"
    due = document.times.review_due
    assert (
        str(due.value),
        due.locator,
    ) == ("2026-01-02", "table.csv.meta.yml:2; table.csv.meta.yml:3")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("owner: [ann\n", "line 2"),
        ("- owner\n", "is not a mapping of keys to values"),
    ],
)
def test_unusable_sidecar(write: Write, describe: Page, text: str, note: str) -> None:
    """A broken sidecar is a visible error, and the document is still described."""
    write("table.csv", "a,b\n1,2\n")
    write("table.csv.meta.yaml", text)
    document = describe("table.csv")
    errors = document.metadata_errors
    assert [error.locator for error in errors] == ["table.csv.meta.yaml"]
    assert note in (errors[0].note or "")
    assert document.looked_in[1] == "sidecar (which cannot be read)"


def test_note_of_an_unusable_sidecar(folder: Path, write: Write) -> None:
    """A broken sidecar is said once for the source, with its path."""
    write("sub/table.csv", "a,b\n1,2\n")
    write("sub/table.csv.meta.yaml", "- owner\n")
    connector = FilesystemConnector(source(folder))
    check_connector(connector)
    note = "is not a mapping of keys to values; it is not read from there on"
    assert list(connector.notes()) == [f"sub/table.csv.meta.yaml: {note}"]
