"""OWN103: the owner has not been seen at work in the sources for a long time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._people import find, standing_owners
from ragaudit.detectors._words import as_written, count, days_between
from ragaudit.detectors.ownership._activity import Activity, activity_of, names_of
from ragaudit.model import (
    Confidence,
    Document,
    Observation,
    OwnerClaim,
    Related,
    Remedy,
    Rule,
    Severity,
    User,
)

_NO_HISTORY = "no source has a history that says who worked in it"
_SHOWN = 5


@dataclass(slots=True)
class _Owner:
    """Somebody who answers for documents and has gone quiet."""

    claim: OwnerClaim
    last: date
    user: User | None
    documents: list[str] = field(default_factory=list)


class OwnerInactive(CorpusDetector):
    """Reports owners whose last commit, edit or review on record is long ago."""

    extractor = NoFeatures()
    rule = Rule(
        code="OWN103",
        name="owner-inactive",
        severity=Severity.WARN,
        summary="The owner has not worked in any of the sources for a long time.",
        why=(
            "People leave quietly: the name stays in the document and nobody reads the mails. "
            "What they own is reviewed by nobody, and looks owned in every report."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Ask whether they still look after these documents; if not, name a new owner. Mark "
            "people who left in the directory (`active: false`)."
        ),
        example=(
            "# the last commit by ann@acme.example is of 2024-03-11\n---\n"
            "title: Travel policy\nowner: ann@acme.example\n---"
        ),
        not_reported=(
            "Groups and teams; owners the directory marks as having left (OWN102 reports those); "
            "documents with another owner who is a group or is not inactive; owners who never "
            "appear in the history: they may never have edited, and nothing is known of them. A "
            "review on record counts as work: of the person in `reviewed_by`, or of the owners "
            "where nobody is named. When nobody at all worked in the sources for so long, the "
            "rule is silent. Names and addresses are matched through the directory and its "
            "aliases; without it the name must be written as in the history, and the finding is "
            "less sure. One finding a person. The limit is `ownership: {inactive_after_days}`, 365 "
            "unless set, as Kubernetes counts inactive members."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
            "https://github.com/kubernetes/community/blob/master/community-membership.md",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a history nobody can be seen at work."""
        return None if corpus.activity else _NO_HISTORY

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a person, hung on the first document."""
        activity = activity_of(corpus)
        quiet: dict[str, _Owner] = {}
        for document in corpus.documents.values():
            limit = _limit(corpus, document)
            if max(corpus.activity.values(), default=date.min) < limit:
                continue
            for person, owner in _quiet_owners(document, corpus, activity, limit):
                quiet.setdefault(person, owner).documents.append(document.id)
        for person, owner in quiet.items():
            yield _observation(person, owner, corpus)


def _limit(corpus: Corpus, document: Document) -> date:
    days = corpus.sources[document.source_id].people_inactive_after_days
    return corpus.as_of - timedelta(days=min(days, 100_000))


def _quiet_owners(
    document: Document, corpus: Corpus, activity: Activity, limit: date
) -> Iterator[tuple[str, _Owner]]:
    """The owners of a document, if every one of them has gone quiet."""
    found: list[tuple[str, _Owner]] = []
    for claim in standing_owners(document):
        user = find(corpus.directory, claim.principal)
        if isinstance(user, User) and not user.active:
            continue
        last = activity.last(names_of(corpus, claim.principal))
        if last is None or last >= limit:
            return
        known = user if isinstance(user, User) else None
        person = known.id if known else claim.principal.casefold()
        found.append((person, _Owner(claim, last, known)))
    yield from found


def _observation(person: str, owner: _Owner, corpus: Corpus) -> Observation:
    number = len(owner.documents)
    name = owner.claim.principal
    return Observation(
        f"The owner “{name}” was last seen at work in the sources on {owner.last}, "
        f"{days_between(owner.last, corpus.as_of)} ago, and answers for "
        f"{count(number, 'document')}.",
        line=owner.claim.fact.line,
        quote=as_written(owner.claim.fact) or name,
        document=owner.documents[0],
        related=tuple(Related(other) for other in owner.documents[1 : _SHOWN + 1]),
        confidence=Confidence.HIGH if owner.user else Confidence.MEDIUM,
        action=f"Ask “{name}” whether they still look after it; if not, name a new owner.",
        key=person,
    )
