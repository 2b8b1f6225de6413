"""OWN101: nobody answers for a document."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, GapDetector
from ragaudit.detectors._people import names_nobody, standing_owners
from ragaudit.detectors._words import as_written
from ragaudit.model import (
    Document,
    Observation,
    OwnerClaim,
    OwnerRole,
    Remedy,
    Rule,
    Severity,
)

_NOT_OWNERS = {
    OwnerRole.LAST_EDITOR: "Last edited by {}, which does not make an owner.",
    OwnerRole.CREATOR: "Written by {}, which does not make an owner.",
    OwnerRole.TECHNICAL: "The file belongs to the account {}, which does not make an owner.",
}
OWNER_KEYS = ("owner", "maintainer", "accountable")


class NoOwner(GapDetector):
    """Reports documents without an accountable owner."""

    rule = Rule(
        code="OWN101",
        name="no-owner",
        severity=Severity.WARN,
        summary="No person or team is named as answerable for the document.",
        why=(
            "Without an owner nobody is asked when an answer built on the document is wrong, and "
            "nobody reviews it. Authors and last editors are not owners: most of them wrote "
            "once, or fixed a typo."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Name an owner in the document (`owner: team-name`), in CODEOWNERS, or for many "
            "documents at once by `owner_rules` in ragaudit.yaml."
        ),
        example="---\ntitle: Travel policy\nauthor: ann@acme.example\nowner: TBD\n---",
        not_reported=(
            "Documents with an owner from front matter, embedded properties, a sidecar, "
            "CODEOWNERS or a config rule; documents that declare that a program writes them. An "
            "owner that is written but is nobody's name (`???`) is OWN102. A source in which no "
            "document has an owner is reported once, as a source."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
            "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
        ),
        gap=True,
        declare='metadata:\n  owner_rules: [{glob: "**", owner: "team-name"}]',
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if no claim makes anybody accountable."""
        claims = standing_owners(document)
        nobody = [claim for claim in claims if names_nobody(claim.principal)]
        if document.generated.known or len(nobody) < len(claims) or _unusable(document):
            return
        if nobody:
            yield _named_nobody(nobody[0])
        else:
            yield Observation(" ".join(_sentences(document)))

    def satisfied(self, document: Document) -> bool:
        """See `GapDetector.satisfied`."""
        return any(not names_nobody(c.principal) for c in standing_owners(document))


def _unusable(document: Document) -> bool:
    keys = [(fact.key or "").casefold() for fact in document.metadata_errors]
    return any(part in key for key in keys for part in OWNER_KEYS)


def _named_nobody(claim: OwnerClaim) -> Observation:
    quote = as_written(claim.fact) or claim.principal
    message = f"No owner: the owner field says “{claim.principal}”, which is nobody."
    return Observation(message, line=claim.fact.line, quote=quote)


def _sentences(document: Document) -> Iterator[str]:
    looked_in = ", ".join(document.looked_in)
    yield f"No owner; looked in {looked_in}." if looked_in else "No owner is named."
    for role, sentence in _NOT_OWNERS.items():
        claim = next((c for c in document.owners if c.role is role), None)
        if claim is not None and claim.principal.strip():
            yield sentence.format(claim.principal)
            return
