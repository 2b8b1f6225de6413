"""What every part of the page looks things up in, worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ragaudit.model import Audit, Document, Finding, Score
from ragaudit_reports._summary import open_findings
from ragaudit_reports.html._names import NOBODY
from ragaudit_reports.html._safe import link, name

_CONFIRMED = (("reviewed", "reviewed"), ("content_modified", "changed"), ("modified", "changed"))


@dataclass(frozen=True, slots=True)
class Place:
    """A document as it is pointed to."""

    source: str
    path: str
    link: str | None = None
    owner: str = ""
    dated: str = ""
    """`reviewed 2026-02-10`; empty where no date can be trusted."""


class Index:
    """An audit with its documents by id, its open findings, and one spelling for every owner."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.documents = {document.id: document for document in audit.documents}
        self.open = open_findings(audit)
        scores = audit.probing.scores if audit.probing else ()
        self._scores = {(s.measure, s.source, s.principal): s for s in scores}
        self.by_source: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.open:
            self.by_source[finding.source].append(finding)
        self._places: dict[str, Place] = {}
        self._owners: dict[str, str] = {}
        for finding in audit.findings:
            self.owner(finding.owner)

    def owner(self, written: str | None) -> str:
        """The spelling that came first; `(nobody)` where there is none."""
        text = (written or "").strip()
        if not text:
            return NOBODY
        return self._owners.setdefault(text.casefold(), name(text, 120))

    def place(self, document: str | None, source: str = "", path: str | None = None) -> Place:
        """Where a document is; by its id alone where the audit no longer holds it."""
        if document in self._places:
            return self._places[document]
        found = self.documents.get(document or "")
        if document is None or found is None:
            given = document or ""
            start, _, rest = given.partition(":")
            return Place(name(source or start), name(path or rest or given))
        self._places[document] = made = Place(
            name(found.source_id),
            name(found.path),
            link(found.deep_link),
            name(found.owner.principal, 120) if found.owner else "",
            dated(found),
        )
        return made

    def score(
        self, measure: str, source: str | None = None, principal: str | None = None
    ) -> Score | None:
        """A measure over a source, as a principal, or over everything."""
        return self._scores.get((measure, source, principal))

    def source_of(self, document: str) -> str:
        """The source of a document, also of one the audit no longer holds."""
        found = self.documents.get(document)
        return found.source_id if found else document.partition(":")[0]

    def of_rules(self, codes: Sequence[str]) -> list[Finding]:
        """Open findings of these rules, or families of rules."""
        return [f for f in self.open if f.code.startswith(tuple(codes))]

    def ran(self, family: str) -> bool:
        """Whether any rule of a family was run."""
        return any(code.startswith(family) for code in self.audit.run.rules)


def confirmed(document: Document) -> tuple[date, str] | None:
    """When somebody last vouched for the text, or changed it, by a date that can be trusted."""
    for clock, word in _CONFIRMED:
        fact = getattr(document.times, clock)
        if fact.trusted and fact.value is not None:
            return fact.value, word
    return None


def dated(document: Document) -> str:
    """`reviewed 2026-02-10`."""
    found = confirmed(document)
    return f"{found[1]} {found[0]}" if found else ""
