"""Puts contracts, and what became of them, into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ragaudit.model import FreshnessContract


def contract_in_words(contract: FreshnessContract) -> str:
    """`reviewed or modified: warn after 180 days, error after 365 days`."""
    limits = (("warn", contract.warn_after), ("error", contract.error_after))
    parts = [f"{word} after {limit}" for word, limit in limits if limit is not None]
    if contract.calendar is not None:
        parts.append(f"by the calendar {contract.calendar.name}")
    elif any(limit and limit.period == "business day" for _, limit in limits):
        parts.append("Monday to Friday")
    if contract.max_overdue:
        parts.append(f"{_allowance(contract)} may be overdue")
    return f"{' or '.join(contract.clock)}: {', '.join(parts) or 'no limit but for some paths'}"


def share_allowed(contract: FreshnessContract | None, total: int) -> float:
    """How many documents may be overdue."""
    if contract is None:
        return 0
    limit = contract.max_overdue
    return limit * total if isinstance(limit, float) else limit


def reasons_for(
    contract: FreshnessContract | None,
    total: int,
    counts: Mapping[str, int],
    unread: int,
    failed: bool,
    ended: Mapping[tuple[str, str, date], int],
    postdated: int,
) -> Iterator[str]:
    """Why a source is what it is, and what to know about it; one sentence each."""
    late = counts.get("overdue", 0)
    if late:
        yield _late(contract, late, total)
    if failed:
        yield "the source was not read to its end"
    if unread:
        yield f"{_many(unread, 'document')} could not be read"
    if not total:
        yield "no document was found"
    if (undated := counts.get("undated", 0)) and contract is not None:
        clocks = " or ".join(contract.clock)
        yield f"{_many(undated, 'document')} without a trusted date ({clocks})"
    if postdated:
        told = _many(postdated, "document")
        yield f"{told} dated after the day of the audit, which counts as no date"
    if unlimited := counts.get("unlimited", 0):
        yield (
            f"{_many(unlimited, 'document')} that nothing limits"
            if contract is not None
            else f"nothing says how old is too old for {_many(unlimited, 'document')}"
        )
    if excused := counts.get("excused", 0):
        yield f"{_many(excused, 'document')} excused"
    for (glob, reason, until), count in ended.items():
        yield (
            f"the exception for {glob} (“{reason}”) ended on {until} and no longer excuses "
            f"{_many(count, 'document')}"
        )


def _late(contract: FreshnessContract | None, late: int, total: int) -> str:
    told = f"{_many(late, 'document')} overdue"
    if contract is None:
        return f"{told} by dates of their own; the source declares no contract"
    verb = "allows" if late > share_allowed(contract, total) else "allows up to"
    return f"{told}, the contract {verb} {_allowance(contract)}"


def _allowance(contract: FreshnessContract) -> str:
    limit = contract.max_overdue
    if isinstance(limit, float):
        return f"{limit * 100:g} %"
    return str(limit) if limit else "none"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
