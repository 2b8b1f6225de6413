"""The index as a target."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.probes.index.made import TEXTS, asked, built, documents, target

from ragaudit.contracts import Target
from ragaudit.contracts.indexing import AsksForReaders, Indexer
from ragaudit.errors import MalformedError, SkipError, SourceError, UsageError
from ragaudit.model import ProbePrincipal, ReaderKind

ALICE = ProbePrincipal("alice")
NOBODY = ProbePrincipal("anon", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
MODES = ("dense", "bm25", "fusion")


def test_it_is_what_contracts_ask_for(tmp_path: Path) -> None:
    """A target that is filled, and told who may read."""
    index = target(tmp_path)
    assert isinstance(index, Target)
    assert isinstance(index, Indexer)
    assert isinstance(index, AsksForReaders)
    assert index.capabilities().principals
    assert index.capabilities().concurrent


@pytest.mark.parametrize("mode", MODES)
def test_the_best_document_comes_first_with_where_it_is(tmp_path: Path, mode: str) -> None:
    """In every mode."""
    (hit,) = built(tmp_path, mode=mode).retrieve("salary bands", 1, None).hits
    assert "kb:bands.md" == hit.document
    expected = {"source": "kb", "path": "bands.md", "title": "bands", "heading": ""}
    assert expected == hit.metadata
    assert hit.id.startswith("kb:bands.md#")
    assert "" == hit.text
    assert hit.score is not None
    assert hit.score > 0


@pytest.mark.parametrize("mode", MODES)
def test_a_principal_gets_what_they_may_read_and_nothing_else(tmp_path: Path, mode: str) -> None:
    """However well the rest fits."""
    index = built(tmp_path, mode=mode)
    rights = {"alice": frozenset({"kb:leave.md", "kb:unknown.md"}), "anon": frozenset[str]()}
    index.use_readers(lambda principal: rights[principal.name])
    for query in (*TEXTS.values(), "salary bands"):
        assert set(asked(index, query, 100, ALICE)) <= {"kb:leave.md"}
        assert [] == asked(index, query, 100, NOBODY)
    assert ["kb:leave.md"] == asked(index, "paid leave", 100, ALICE)


def test_a_right_that_is_withdrawn_is_withdrawn_at_once(tmp_path: Path) -> None:
    """Decisions are asked for with every question, and none is in the index."""
    index = built(tmp_path)
    rights = {"alice": frozenset(TEXTS)}
    index.use_readers(lambda principal: rights[principal.name])
    assert "kb:bands.md" == asked(index, "salary bands", person=ALICE)[0]
    rights["alice"] -= {"kb:bands.md"}
    assert "kb:bands.md" not in asked(index, "salary bands", person=ALICE)


def test_nobody_is_answered_before_it_is_known_who_may_read(tmp_path: Path) -> None:
    """Not everything, and not nothing: skipped."""
    with pytest.raises(SkipError, match="cannot ask as alice"):
        built(tmp_path).retrieve("salary", 10, ALICE)


def test_the_oracle_and_no_principal_see_everything(tmp_path: Path) -> None:
    """The oracle tells what is not found from what is not shown."""
    index = built(tmp_path)
    index.use_readers(lambda principal: frozenset())
    assert 4 == len(asked(index, "salary bands", person=ORACLE))
    assert 4 == len(asked(index, "salary bands"))
    assert [] == asked(index, "salary bands", person=NOBODY)


def test_threads_get_the_answers_one_would(tmp_path: Path) -> None:
    """Questions may be asked at once."""
    index = built(tmp_path)
    questions = ["salary bands", "paid leave", "return a bicycle", "book trains"] * 10
    expected = [asked(index, question) for question in questions]
    fresh = target(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert expected == list(pool.map(lambda question: asked(fresh, question), questions))


def test_an_index_that_is_not_there_or_empty_cannot_be_asked(tmp_path: Path) -> None:
    """No answer is not an empty answer."""
    with pytest.raises(SourceError, match="there is no index"):
        target(tmp_path).retrieve("salary", 10, None)
    index = target(tmp_path)
    index.build([])
    with pytest.raises(SourceError, match="is empty"):
        index.retrieve("salary", 10, None)


def test_a_question_to_an_index_of_another_model_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its vectors would be compared with others."""
    built(tmp_path)
    monkeypatch.setattr("ragaudit_probes.index.embedding.static_words.StaticEmbedder.state", "2")
    with pytest.raises(UsageError, match="another model or version"):
        target(tmp_path).retrieve("salary", 10, None)


@pytest.mark.parametrize("file", ["rows.json", "vectors.npy", "terms.npy", "rows.npy"])
def test_a_damaged_state_is_told(tmp_path: Path, file: str) -> None:
    """Cut short, or gone."""
    built(tmp_path)
    (found,) = (tmp_path / "index").rglob(file)
    found.write_bytes(found.read_bytes()[:20])
    with pytest.raises(MalformedError, match="damaged"):
        target(tmp_path).retrieve("salary", 10, None)
    found.unlink()
    with pytest.raises(MalformedError, match="damaged"):
        target(tmp_path).held()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"mode": "magic"}, "`options.mode`"),
        ({"modes": "bm25"}, "`options.modes`"),
        ({"path": ""}, "`options.path`"),
    ],
)
def test_options_that_cannot_be_used_are_named(
    tmp_path: Path, options: dict[str, str], told: str
) -> None:
    """By their key."""
    with pytest.raises(UsageError, match=told):
        target(tmp_path, **options)


def test_an_index_that_is_built_again_is_asked_anew(tmp_path: Path) -> None:
    """By whoever built it."""
    index = built(tmp_path)
    asked(index, "salary")
    index.build(documents()[1:])
    assert "kb:bands.md" not in asked(index, "salary bands")
    index.close()
    assert "kb:leave.md" in asked(index, "leave")
