"""FRS216, from the manifest on disk to the findings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ragaudit._engine.indexed import read_indexes
from ragaudit.detectors.freshness.index_lag import IndexLag
from ragaudit.errors import ConfigError
from ragaudit.model import Confidence, Document, IndexSettings, Lifecycle, Observation, Times
from ragaudit.testing import MemoryCorpus, check_detector, compare, document, known, source
from ragaudit.text import sha256

LEAVE, TRAVEL, PAY = "hr/leave.md", "hr/travel.md", "hr/pay.md"


def line(path: str, text: str = "", **more: Any) -> dict[str, Any]:
    """An entry for a document as it is, unless another text is given."""
    return {"path": path, "sha256": sha256(text or path), **more}


class Setup:
    """A source in a folder with a manifest beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fields: Mapping[str, str] = {}
        (folder / "docs").mkdir()

    def write(self, *entries: object) -> Path:
        """Write the manifest, one entry a line; text goes in as it is."""
        lines = (e if isinstance(e, str) else json.dumps(e) for e in entries)
        file = self.folder / "index.jsonl"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return file

    def corpus(self, *documents: Document) -> MemoryCorpus:
        """The documents, with what the manifest says about them."""
        settings = IndexSettings(
            self.folder / "index.jsonl", "index.jsonl", self.fields, "ragaudit.yaml", 5
        )
        sources = {"docs": source(self.folder / "docs", shown_root="docs", index=settings)}
        by_id = {d.id: d for d in documents}
        indexes = read_indexes(sources.values(), by_id)
        return MemoryCorpus.of_documents(*documents, sources=sources, indexes=indexes)

    def run(self, *documents: Document) -> list[Observation]:
        """What the rule sees."""
        return compare(IndexLag(), self.corpus(*documents))


@pytest.fixture
def index(tmp_path: Path) -> Setup:
    """A fresh setup."""
    return Setup(tmp_path)


def dated(path: str, changed: str, **more: Any) -> Document:
    """A document whose text last changed on a day."""
    times = Times(content_modified=known(date.fromisoformat(changed)))
    return document(path, times=times, **more)


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(IndexLag())


def test_everything_as_indexed(index: Setup) -> None:
    """Equal hashes of the file or of its text, in any spelling of the path."""
    text = document(PAY).content.text_sha256
    index.write(
        line(LEAVE),
        {"path": "docs/" + TRAVEL, "sha256": "sha256:" + sha256(TRAVEL).upper()},
        {"path": f"docs:{PAY}", "sha256": text},
    )
    assert [] == index.run(document(LEAVE), document(TRAVEL), document(PAY))


def test_an_old_text(index: Setup) -> None:
    """The entry, both hashes and the day of the change are named."""
    index.write(line(LEAVE), line(TRAVEL, "as it was", indexed_at="2026-03-02T10:00:00Z"))
    (seen,) = index.run(document(LEAVE), dated(TRAVEL, "2026-08-14"))
    assert (
        "The index holds another text than the source: by their hash it is of an older state, "
        "indexed on 2026-03-02 (index.jsonl:2). The text last changed on 2026-08-14."
        == seen.message
    )
    assert ("docs:" + TRAVEL, Confidence.HIGH) == (seen.document, seen.confidence)


def test_some_chunks_are_old(index: Setup) -> None:
    """Several entries of one document are one finding."""
    index.write(line(LEAVE), line(LEAVE), line(LEAVE, "as it was"))
    (seen,) = index.run(document(LEAVE))
    assert "1 of its 3 entries are of an older state" in seen.message


def test_a_deleted_document(index: Setup) -> None:
    """It goes on answering; chunks are counted, and the finding is about no document."""
    index.write(line(LEAVE), line("hr/gone.md#1"), line("hr/gone.md#2"), line("docs/hr/older.md"))
    gone, older = index.run(document(LEAVE))
    assert (None, "docs", "hr/gone.md") == (gone.document, gone.source, gone.path)
    assert "(index.jsonl:2, 2 entries)" in gone.message
    assert "hr/older.md" == older.path


def test_files_that_exist_are_not_deleted(index: Setup) -> None:
    """Excluded and unreadable files, other kinds of files, addresses, and other folders' files."""
    (index.folder / "docs" / "hr").mkdir()
    (index.folder / "docs" / "hr" / "draft.md").write_text("Not read.")
    index.write(line(LEAVE), line("hr/draft.md"), line("https://x.example/a.md"), line("a/b.docx"))
    corpus = index.corpus(document(LEAVE))
    corpus.other_files = frozenset({"hr/draft.md"})
    assert [] == compare(IndexLag(), corpus)


def test_an_index_of_more_than_these_sources(index: Setup) -> None:
    """Where most of it is about other documents, their paths are not taken for deleted ones."""
    index.write(line(LEAVE), *(line(f"wiki/{n}.md") for n in range(9)))
    assert [] == index.run(document(LEAVE))


def test_not_indexed(index: Setup) -> None:
    """A document the list lacks; drafts and replaced documents need not be in it."""
    draft = document(PAY, lifecycle=known(Lifecycle.DRAFT))
    old = document("hr/old.md", superseded_by=known("leave.md"))
    index.write(line(LEAVE))
    (seen,) = index.run(document(LEAVE), document(TRAVEL), draft, old)
    assert ("docs:" + TRAVEL, "Not in the index (index.jsonl), so nobody finds it.") == (
        seen.document,
        seen.message,
    )


def test_many_not_indexed_are_one_finding(index: Setup) -> None:
    """A folder nobody indexed is one thing to do."""
    index.write(line(LEAVE))
    (seen,) = index.run(document(LEAVE), *(document(f"it/{n}.md") for n in range(12)))
    assert "12 of the 13 documents of “docs” are not in the index (index.jsonl)." == seen.message
    assert ("docs", None, 5) == (seen.source, seen.document, len(seen.related))


def test_days_where_there_are_no_hashes(index: Setup) -> None:
    """Indexed before the last change; the same day tells nothing."""
    index.write(
        {"path": LEAVE, "indexed_at": "2026-03-01"},
        {"path": TRAVEL, "indexed_at": 1772539200},
        {"path": PAY, "indexed_at": "2026-09-01"},
    )
    (seen,) = index.run(
        dated(LEAVE, "2026-03-02"), dated(TRAVEL, "2026-03-03"), dated(PAY, "2026-01-01")
    )
    assert seen.message.startswith("Indexed on 2026-03-01 and changed on 2026-03-02")
    assert Confidence.MEDIUM is seen.confidence


def test_the_indexing_stopped(index: Setup) -> None:
    """Nothing was indexed since several documents changed: one finding on the whole index."""
    days = {LEAVE: "2026-04-01", TRAVEL: "2026-05-01", PAY: "2026-01-01"}
    index.write(*({"path": path, "indexed_at": "2026-03-01"} for path in days))
    (seen,) = index.run(*(dated(path, day) for path, day in days.items()))
    assert (
        "Nothing was indexed after 2026-03-01 (index.jsonl); 2 documents changed since, the last "
        "on 2026-05-01." == seen.message
    )


def test_hashes_of_another_kind(index: Setup) -> None:
    """Hashes of chunks fit no document: the days count, and without them nothing is claimed."""
    paths = [f"hr/{n}.md" for n in range(6)]
    index.write(*(line(path, f"chunk of {path}") for path in paths))
    corpus = index.corpus(*map(document, paths))
    assert [] == compare(IndexLag(), corpus)
    assert str(IndexLag().skips(corpus)).startswith("for 6 indexed documents the list has neither")


@pytest.mark.parametrize("digest", ["", hashlib.md5(b"x").hexdigest(), "etag-17"])
def test_unknown_hash_and_no_day(index: Setup, digest: str) -> None:
    """Unknown is neither fresh nor stale."""
    index.write({"path": LEAVE, "hash": digest or None})
    corpus = index.corpus(document(LEAVE))
    assert [] == compare(IndexLag(), corpus)
    assert "for 1 indexed document " in str(IndexLag().skips(corpus))


def test_without_an_index() -> None:
    """The rule says that it did not run."""
    corpus = MemoryCorpus.of_documents(document(LEAVE))
    assert [] == compare(IndexLag(), corpus)
    assert "no `index:` in ragaudit.yaml to compare the sources with" == IndexLag().skips(corpus)


def test_another_root_where_it_was_indexed(index: Setup) -> None:
    """The folder documents had in a container is told from the list itself."""
    index.write(line("/app/kb/" + LEAVE, LEAVE), line("/app/kb/" + TRAVEL, "as it was"))
    (seen,) = index.run(document(LEAVE), document(TRAVEL))
    assert "docs:" + TRAVEL == seen.document


def test_names_in_metadata(index: Setup) -> None:
    """Exports of vector stores keep them one level down."""
    index.write({"id": "c1", "metadata": {"source": LEAVE, "content_hash": sha256("as it was")}})
    (seen,) = index.run(document(LEAVE))
    assert "docs:" + LEAVE == seen.document


def test_nothing_matches(index: Setup) -> None:
    """A wrong field is a mistake in the configuration, not a hundred findings."""
    index.fields = {"id": "chunk"}
    index.write({"chunk": "c1", "path": LEAVE}, {"chunk": "c2", "path": TRAVEL})
    with pytest.raises(ConfigError) as raised:
        index.run(document(LEAVE))
    assert f"{index.folder}/index.jsonl:1: no entry matches any document: “c1” is none of them" == (
        raised.value.message
    )
    assert raised.value.hint.startswith("check `fields` (ragaudit.yaml:5)")


@pytest.mark.parametrize(
    ("entries", "fields", "told"),
    [
        ([line(LEAVE), "{broken"], {}, "index.jsonl:2: not JSON"),
        ([line(LEAVE), "[1]"], {}, "index.jsonl:2: is no JSON object"),
        ([line(LEAVE), "[" * 100_000], {}, "index.jsonl:2: not JSON: too large or too deep"),
        ([line(LEAVE), {"sha256": "x"}], {}, "index.jsonl:2: has no “path”"),
        ([line(LEAVE, indexed_at="soon")], {}, "index.jsonl:1: its time of indexing cannot be"),
        ([line(LEAVE, indexed_at=1e300)], {}, "index.jsonl:1: its time of indexing cannot be"),
        ([{"x": 1}], {}, "index.jsonl:1: no field names the document"),
        ([line(LEAVE)], {"hash": "md5"}, "index.jsonl: no entry has “md5” (`fields.hash`)"),
        ([""], {}, "index.jsonl: holds no entry"),
    ],
)  # fmt: skip
def test_mistakes_name_their_line(
    index: Setup, entries: list[object], fields: dict[str, str], told: str
) -> None:
    """A list that cannot be read is a usage error."""
    index.write(*entries)
    index.fields = fields
    with pytest.raises(ConfigError) as raised:
        index.run(document(LEAVE))
    assert told in raised.value.message
