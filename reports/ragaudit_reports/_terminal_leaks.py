"""Who got what they may not read, and who did not get what they may, in the terminal report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.text import Text

from ragaudit.model import AccessPolicy, Audit, Document, Exposure, Leak, ProbeResult, Probing
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._page import Page
from ragaudit_reports._summary import count, listing

_SHOWN = 8
"""Documents shown without --verbose."""
_PEOPLE, _QUERY = 6, 60


@dataclass(frozen=True, slots=True)
class Names:
    """Documents by what people call them."""

    documents: Mapping[str, Document]

    @classmethod
    def of(cls, audit: Audit) -> Names:
        """Those of an audit."""
        return cls({document.id: document for document in audit.documents})

    def __call__(self, document: str) -> str:
        known = self.documents.get(document)
        return path_text(f"{known.source_id}:{known.path}" if known else document)

    def source(self, document: str) -> str:
        """The source it is of."""
        known = self.documents.get(document)
        return known.source_id if known else document.partition(":")[0]

    def readers(self, document: str) -> str:
        """Who may read it and where that is written, as far as it was kept."""
        known = self.documents.get(document)
        if known is None or known.access.exposure is Exposure.UNKNOWN:
            return ""
        access = known.access
        return _who(access) + (f" ({path_text(access.locator)})" if access.locator else "")


def _who(access: AccessPolicy) -> str:
    if access.exposure is Exposure.ORG:
        return "the whole organisation"
    if access.exposure is Exposure.ANONYMOUS:
        return "everybody, without signing in"
    named = sorted(one_line(principal.key, 40) for principal in access.allowed)
    return people(named) if named else "whom its access list names"


def people(names: Sequence[str]) -> str:
    """`ann, bob and cy`."""
    if len(names) > _PEOPLE:
        return listing(names, _PEOPLE - 1)
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def add_leaks(page: Page, probing: Probing, names: Names, verbose: bool) -> None:
    """Each document that came back to anybody who may not read it."""
    leaked: dict[str, list[Leak]] = {}
    for leak in probing.leaks:
        leaked.setdefault(leak.document, []).append(leak)
    if not leaked:
        return
    told = count(len(leaked), "document") + " came back to people who may not read "
    _title(page, "Leaks", told + ("it" if len(leaked) == 1 else "them"))
    queries = {(r.id, r.principal): r for r in probing.results}
    for number, (document, leaks) in enumerate(sorted(leaked.items())):
        if number == _SHOWN and not verbose:
            page.entry("  ", f"… and {len(leaked) - _SHOWN} more with --verbose")
            break
        page.entry("  ", Text(names(document), style="bold"))
        if may := names.readers(document):
            page.entry("    may be read by  ", may)
        got = sorted({leak.principal for leak in leaks})
        page.entry("    came back to    ", people([one_line(name) for name in got]))
        page.entry("    for example     ", _example(leaks, queries))
    page.entry(
        "  → ",
        "The retriever decides by other rights than the sources have now. Renew its copy of their "
        "access lists, look for lists that are left out, and filter before ranking.",
    )


def _example(leaks: Sequence[Leak], results: Mapping[tuple[str, str], ProbeResult]) -> str:
    """The best rank, the question it was for, and how many other probes brought it back."""
    best = min(leaks, key=lambda leak: (leak.rank, leak.probe, leak.principal))
    found = results.get((best.probe, best.principal))
    query = found.query if found and best.document in found.returned else ""
    others = len({leak.probe for leak in leaks}) - 1
    more = f", and for {count(others, 'other probe')}" if others else ""
    return f"at rank {best.rank} for {_question(query, best.probe)}{more}"


def add_withheld(page: Page, probing: Probing, names: Names) -> None:
    """Each document somebody may read and does not get, though it would be found."""
    kept: dict[str, dict[str, ProbeResult]] = {}
    for result in probing.results:
        for document in result.withheld:
            kept.setdefault(document, {}).setdefault(result.principal, result)
    if not kept:
        return
    told = count(len(kept), "document") + " did not come back to people who may read "
    _title(page, "Kept back", told + ("it" if len(kept) == 1 else "them"))
    for document, readers in sorted(kept.items()):
        page.entry("  ", Text(names(document), style="bold"))
        if may := names.readers(document):
            page.entry("    may be read by  ", may)
        page.entry("    kept from       ", people([one_line(name) for name in sorted(readers)]))
        first = min(readers.values(), key=lambda result: (result.id, result.principal))
        page.entry("    for example     ", f"{_question(first.query, first.id)} should find it")
    page.entry(
        "  → ",
        "Who sees everything gets it for the same question, so it is there: look for a group that "
        "was renamed or dissolved since the retriever's copy was made, and for nested groups.",
    )


def _question(query: str, probe: str) -> str:
    return f"“{one_line(query, _QUERY)}” ({one_line(probe)})" if query else one_line(probe)


def _title(page: Page, word: str, told: str) -> None:
    page.blank()
    page.entry(Text(word, style="bold red" if word == "Leaks" else "bold"), f": {told}")
