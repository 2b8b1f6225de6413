"""OWN104: the owner cannot open the document."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._people import NO_DIRECTORY, find, malformed, names_nobody, standing_owners
from ragaudit.detectors._reach import may_read
from ragaudit.detectors._words import as_written
from ragaudit.model import (
    AccessPolicy,
    Confidence,
    Document,
    Effect,
    Group,
    Observation,
    OwnerClaim,
    Remedy,
    Rule,
    Severity,
    User,
)


class OwnerLacksAccess(DocumentDetector):
    """Reports owners who are not among the readers of their own document."""

    rule = Rule(
        code="OWN104",
        name="owner-lacks-access",
        severity=Severity.WARN,
        summary="The owner is not among those who may read the document.",
        why=(
            "Somebody who cannot open a document cannot review it. It usually means that the "
            "owner changed team, or that the access list was copied from elsewhere."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Let the owner read the document, or name an owner who can.",
        example=(
            "# directory.yaml: ann is in sales only\n---\n"
            "title: Salary bands\nowner: ann\naudience: [hr]\n---"
        ),
        not_reported=(
            "Documents whose access was not read in full; groups that no directory lists; a "
            "group of owners of whom at least one may read; owners who have left or whom the "
            "directory does not know (OWN102). Without a directory only lists of nothing but "
            "mail addresses are compared, with low confidence."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
        ),
    )

    def skips(self, context: Context) -> str | None:
        """Without a directory groups cannot be expanded."""
        return None if context.directory.loaded else NO_DIRECTORY

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation per owner who is certainly shut out."""
        for claim in standing_owners(document):
            name = claim.principal
            if names_nobody(name) or malformed(name):
                continue
            found = find(context.directory, name)
            if isinstance(found, User) and not found.active:
                continue
            if may_read(document.access, context.directory, name) is False:
                yield _observation(document, claim, found)


def _observation(document: Document, claim: OwnerClaim, found: User | Group | None) -> Observation:
    name, policy = claim.principal, document.access
    who = f"Nobody in the owner “{name}”" if isinstance(found, Group) else f"The owner “{name}”"
    verb = "may" if isinstance(found, Group) else "may not"
    place = f" ({policy.locator})" if policy.locator else ""
    return Observation(
        f"{who} {verb} read the document: {_readers(policy)}{place}.",
        line=claim.fact.line,
        quote=as_written(claim.fact) or name,
        confidence=Confidence.HIGH if found else Confidence.LOW,
        action=f"Let “{name}” read it, or name an owner who can.",
    )


def _readers(policy: AccessPolicy) -> str:
    """The access list in words."""
    parts = []
    for effect, verb in ((Effect.ALLOW, "allowed"), (Effect.DENY, "denied")):
        entries = (e for layer in policy.layers for e in layer.entries if e.effect is effect)
        names = dict.fromkeys(e.principal.key for e in entries)
        if names:
            shown = list(names)[:6] + (["…"] if len(names) > 6 else [])
            parts.append(f"{verb} {', '.join(shown)}")
    return "; ".join(parts) or "its access list lets nobody in"
