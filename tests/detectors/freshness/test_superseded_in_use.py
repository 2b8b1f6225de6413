"""FRS213."""

from __future__ import annotations

from typing import Any

import pytest

from ragaudit.detectors.freshness.superseded_in_use import SupersededInUse
from ragaudit.model import Lifecycle, Observation, Quality, Severity
from ragaudit.testing import MemoryCorpus, check_detector, compare, document, known

REPLACED = known("travel-2025.md", "superseded_by", line=3)
ARCHIVED = known(Lifecycle.ARCHIVED, "status", "Archived", line=2)
DEPRECATED = known(Lifecycle.DEPRECATED, "status", "deprecated")


def run(path: str = "hr/travel.md", **changes: Any) -> list[Observation]:
    return compare(SupersededInUse(), MemoryCorpus.of_documents(document(path, **changes)))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(SupersededInUse())


def test_a_named_replacement() -> None:
    """The replacement is named, and what to do about it."""
    (seen,) = run(superseded_by=REPLACED)
    assert "Superseded by travel-2025.md, and still in the source." == seen.message
    assert (3, "superseded_by: travel-2025.md", None) == (seen.line, seen.quote, seen.severity)


def test_a_status() -> None:
    """Archived is an error, deprecated without a replacement a warning; with one, one finding."""
    (archived,) = run(lifecycle=ARCHIVED)
    assert (None, "status: Archived") == (archived.severity, archived.quote)
    (deprecated,) = run(lifecycle=DEPRECATED)
    assert Severity.WARN is deprecated.severity
    (both,) = run(lifecycle=DEPRECATED, superseded_by=REPLACED)
    assert both.message.startswith("Superseded by")


@pytest.mark.parametrize(
    ("path", "reported"),
    [("archive/travel.md", 0), ("hr/_archived/2023/travel.md", 0), ("Attic/travel.md", 0),
     ("archive.md", 1), ("archiving-guide/travel.md", 1), ("hr/travel-archive.md", 1)],
)  # fmt: skip
def test_an_archive_is_where_such_documents_belong(path: str, reported: int) -> None:
    """The folder's name says so, not the file's."""
    assert reported == len(run(path, superseded_by=REPLACED))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"lifecycle": known(Lifecycle.CURRENT)},
        {"lifecycle": known(Lifecycle.DRAFT)},
        {"lifecycle": known(Lifecycle.ARCHIVED, quality=Quality.PROXY)},
        {"superseded_by": known("./travel.md")},
        {"superseded_by": known("hr/travel.md#top")},
    ],
    ids=["nothing", "current", "draft", "guessed", "itself", "itself-by-path"],
)
def test_silent(changes: dict[str, Any]) -> None:
    """Live documents, and those that name themselves."""
    assert [] == run(**changes)
