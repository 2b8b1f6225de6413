"""Fills an index from the sources of a survey, and tells it who may read what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ragaudit._audit.survey import Survey
from ragaudit._engine.progress import Progress
from ragaudit._measure.principals import Decisions
from ragaudit._measure.texts import Texts
from ragaudit.contracts import IndexedDocument, Indexer, IndexReport, Readable, Section, sections_of
from ragaudit.errors import SkipError
from ragaudit.model import Decision, ProbePrincipal, SkipReason


def fill(index: Indexer, survey: Survey, progress: Progress) -> IndexReport:
    """Bring an index in step with what was read; sources that failed take nothing out of it."""
    progress.stage("indexing", len(survey.documents))
    done = 0

    def advance(documents: int, chunks: int) -> None:
        nonlocal done
        progress.step(documents - done)
        done = documents

    complete = not (survey.every_failure or survey.reading.interrupted)
    return index.build(_documents(survey), complete=complete, advance=advance)


def readable(decisions: Decisions) -> Readable:
    """What each principal may certainly read; what is unknown is not among it."""
    allowed = {
        name: frozenset(d for d, decision in of.items() if decision is Decision.ALLOW)
        for name, of in decisions.items()
    }
    return lambda principal: _of(allowed, principal)


def _of(allowed: dict[str, frozenset[str]], principal: ProbePrincipal) -> frozenset[str]:
    return allowed.get(principal.name, frozenset())


def _documents(survey: Survey) -> Iterator[IndexedDocument]:
    texts = Texts(survey)
    for document in survey.documents.values():
        yield IndexedDocument(
            document.id,
            document.source_id,
            document.path,
            document.title or "",
            f"{survey.version}:{document.raw_sha256}",
            partial(_sections, texts, document.id),
        )


def _sections(texts: Texts, document: str) -> Sequence[Section]:
    content = texts.content(document)
    if content is None:
        raise SkipError(SkipReason.UNREACHABLE, "could not be read again for the index")
    return sections_of(content)
