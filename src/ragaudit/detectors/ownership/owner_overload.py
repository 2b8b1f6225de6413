"""OWN105: one person answers for more than one person can."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ragaudit.contracts import Context, Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._people import find
from ragaudit.detectors._words import count
from ragaudit.detectors.freshness.review_overdue import ReviewOverdue
from ragaudit.model import Document, Observation, Related, Remedy, Rule, Severity, User

_MANY_OVERDUE = 10
"""With fewer overdue reviews half of them is nobody's fault."""
_SHOWN = 5
_NO_PEOPLE = "no directory.yaml or identities that tell people from groups"


@dataclass(slots=True)
class _Load:
    """What one person answers for."""

    documents: list[str] = field(default_factory=list)
    overdue: list[str] = field(default_factory=list)


class OwnerOverload(CorpusDetector):
    """Reports people who answer for very many documents, or for most overdue reviews."""

    extractor = NoFeatures()
    rule = Rule(
        code="OWN105",
        name="owner-overload",
        severity=Severity.INFO,
        summary="One person answers for too many documents, or for most of the overdue reviews.",
        why=(
            "Two hundred documents reviewed twice a year are nearly two every working day. Reviews "
            "pile up with one person, and all of it is ownerless on the day that person leaves."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Share the documents out: name a team as the owner of whole folders (`owner_rules`, "
            "CODEOWNERS), or archive what nobody needs."
        ),
        example="# 240 documents say\n---\nowner: ann@acme.example\n---",
        not_reported=(
            "Groups, teams and shared mailboxes: only people the directory lists are counted, so "
            "that a mailbox listed under `users` is told apart by moving it to `groups`. The "
            "limit is `ownership: {max_documents}`, 200 unless set; overdue reviews (FRS202) count "
            "from ten in all, and one person has to answer for more than half of them. Only the "
            "first owner of a document counts. One finding a person."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a directory people cannot be told from teams."""
        return None if corpus.directory.users else _NO_PEOPLE

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a person, hung on the first document."""
        loads: dict[str, _Load] = {}
        overdue = 0
        for document in corpus.documents.values():
            late = _is_overdue(document, corpus)
            overdue += late
            if (person := _person(document, corpus)) is not None:
                load = loads.setdefault(person, _Load())
                load.documents.append(document.id)
                load.overdue += [document.id] * late
        most = max((s.max_documents_per_owner for s in corpus.sources.values()), default=200)
        for person, load in sorted(loads.items()):
            if (reasons := list(_reasons(load, most, overdue))) != []:
                yield _observation(person, load, reasons)


def _person(document: Document, corpus: Corpus) -> str | None:
    owner = document.owner
    found = find(corpus.directory, owner.principal) if owner and owner.fact.trusted else None
    return found.id if isinstance(found, User) else None


def _is_overdue(document: Document, corpus: Corpus) -> bool:
    context = Context(corpus.as_of, corpus.sources[document.source_id], corpus.directory)
    return any(True for _ in ReviewOverdue().detect(document, context))


def _reasons(load: _Load, most: int, overdue: int) -> Iterator[str]:
    if len(load.documents) > most:
        yield f"answers for {count(len(load.documents), 'document')}; more than {most} is too many"
    if overdue >= _MANY_OVERDUE and 2 * len(load.overdue) > overdue:
        yield f"answers for {len(load.overdue)} of the {overdue} documents whose review is overdue"


def _observation(person: str, load: _Load, reasons: list[str]) -> Observation:
    shown = load.overdue or load.documents
    return Observation(
        f"“{person}” {', and '.join(reasons)}.",
        quote=person,
        document=shown[0],
        related=tuple(Related(other) for other in shown[1 : _SHOWN + 1]),
        key=person,
    )
