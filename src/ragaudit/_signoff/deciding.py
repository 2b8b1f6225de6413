"""May this be signed? A pure function of the evidence."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit._config import Settings
from ragaudit._signoff import asking, autonomy, content, people
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit.model import Directory, Refusal, Responsibility, RunInfo


def refusals(evidence: Evidence, candidate: Candidate | None = None) -> tuple[Refusal, ...]:
    """Every reason not to sign, all at once; none means that it may be signed.

    Without a candidate, whether anybody may sign is not looked at.
    """
    found = [
        *people.people(evidence),
        *(may(evidence.settings, evidence.directory, candidate) if candidate else ()),
        *content.ended(evidence),
        *content.findings(evidence),
        *content.unread(evidence),
        *content.unknown(evidence),
        *asking.probes(evidence),
        *asking.coverage(evidence),
        *autonomy.claims(evidence),
    ]
    return tuple(found)


def may(settings: Settings, directory: Directory, candidate: Candidate) -> Iterator[Refusal]:
    """Why somebody may not sign at all, whatever was found."""
    return people.candidacy(settings, directory, candidate)


def changed_since(evidence: Evidence, before: RunInfo | None) -> tuple[Refusal, ...]:
    """Why a run that was read is not the one that is signed; nothing where none was named."""
    if before is None:
        return ()
    now, owner = evidence.audit.run, evidence.holder(Responsibility.CHANGE_APPROVER)
    pairs = (
        ("the documents", before.corpus_digest, now.corpus_digest),
        ("the configuration", before.config_digest, now.config_digest),
    )
    todo = "read the report of a new run, and name that one"
    return tuple(
        Refusal("run", f"{name} changed since run {before.id}", todo, owner)
        for name, was, is_ in pairs
        if was != is_
    )
