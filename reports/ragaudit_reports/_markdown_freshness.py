"""The freshness of sources in Markdown: a table, and a checklist for every owner."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ragaudit.model import Audit
from ragaudit_reports._escape import code, text
from ragaudit_reports._freshness import NO_CONTRACT, Due, by_need, late, next_expiry, upcoming
from ragaudit_reports._summary import count

_COLUMNS = ("source", "state", "documents", "overdue", "warned", "no date", "oldest", "next due")
_SHOWN = 100
"""Documents of one list; so many that a comment on a code host still holds them."""


def freshness_lines(audit: Audit) -> Iterator[str]:
    """States, contracts, what is late and whose, what will be."""
    yield f"| {' | '.join(_COLUMNS)} | contract |"
    yield f"|{'---|' * (len(_COLUMNS) + 1)}"
    for s in by_need(audit):
        oldest = s.oldest.isoformat() if s.oldest else "–"
        cells = (
            code(s.source), f"**{s.state}**", f"{s.documents:,}", f"{s.overdue:,}",
            f"{s.warned:,}", f"{s.undated:,}", oldest, next_expiry(s),
            text(s.contract) or NO_CONTRACT,
        )  # fmt: skip
        yield f"| {' | '.join(cells)} |"
    yield ""
    for s in by_need(audit):
        for reason in s.reasons:
            yield f"- {code(s.source)}: {text(reason)}"
    yield ""
    yield from _listed(audit, "overdue", late(audit, "error"), "- [ ]")
    yield from _listed(audit, "past the limit of a warning", late(audit, "warn"), "- [ ]")
    yield from _listed(audit, "late soon", upcoming(audit), "-")


def _listed(audit: Audit, title: str, found: list[Due], mark: str) -> Iterator[str]:
    if not found:
        return
    yield f"### {count(len(found), 'document')} {title}"
    yield ""
    shown = sorted(found[:_SHOWN], key=lambda due: due.expiry.owner or "\uffff")
    for owner, group in groupby(shown, key=lambda due: due.expiry.owner):
        yield f"**{code(owner) if owner else 'No owner'}**"
        yield ""
        for due in group:
            where = f"{code(due.source)} {code(due.expiry.path)}"
            yield f"{mark} {where}: {due.told(audit.run.as_of)}"
        yield ""
    if len(found) > _SHOWN:
        yield f"{len(found) - _SHOWN:,} more are in the JSON."
        yield ""
