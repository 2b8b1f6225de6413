"""PRM501: it is not known who may read the document."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import Context, GapDetector
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Document,
    Exposure,
    Observation,
    Remedy,
    Rule,
    Severity,
)

_IN_THE_SOURCE = (
    "Say in the source system who may read it, or give the auditor's account the right to see its "
    "access lists; `ragaudit sources check` names the right."
)
"""A list that comes from a system is not mended beside the document."""


class NoAcl(GapDetector):
    """Reports documents whose readers are not known, or not known in full."""

    rule = Rule(
        code="PRM501",
        name="no-acl",
        severity=Severity.ERROR,
        summary="It is not known, or not in full, who may read the document.",
        why=(
            "A retriever that does not know who may read a text shows it to everybody who asks, "
            "or to nobody. Unknown is neither public nor private: “public” has to be said."
        ),
        remedy=Remedy.RESTRICT,
        how_to_fix=(
            "Say who may read it: `audience:` in the document, an access.yaml in its folder, or "
            "`acl_rules` in ragaudit.yaml. Where readers are not told apart by document, say so "
            "with `acl: {default: not_applicable}`."
        ),
        example="# no access.yaml and no acl_rules reach this file\n---\ntitle: Salary bands\n---",
        not_reported=(
            "Documents whose access was read, public ones and those nobody may read included; "
            "sources that declare that they do not restrict readers by document. A source of "
            "which no document has a known access is reported once, as a source."
        ),
        references=("https://genai.owasp.org/llmrisk/llm082025-vector-and-embedding-weaknesses/",),
        gap=True,
        declare='metadata:\n  acl_rules: [{glob: "**", allow: [internal]}]',
    )

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation unless the access is known or does not apply."""
        if self.satisfied(document):
            return
        policy = document.access
        # Something is written and cannot be used: that never counts as a mere gap.
        unusable = policy.state in (AccessState.ERROR, AccessState.PARTIAL)
        yield Observation(
            _message(policy),
            severity=Severity.ERROR if unusable else None,
            action=_IN_THE_SOURCE if policy.observed_at else None,
        )

    def satisfied(self, document: Document) -> bool:
        """See `GapDetector.satisfied`."""
        policy = document.access
        return policy.state is AccessState.NOT_APPLICABLE or policy.exposure is not Exposure.UNKNOWN


def _message(policy: AccessPolicy) -> str:
    note = f": {policy.note}" if policy.note else ""
    place = f" ({policy.locator})" if policy.locator else ""
    if policy.state is AccessState.ERROR:
        return f"Who may read it cannot be read{place}{note}."
    if policy.state is AccessState.UNKNOWN:
        return f"Nothing says who may read it{place}{note}."
    return f"Who may read it is known only in part{place}{note}."
