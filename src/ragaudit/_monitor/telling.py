"""What a query log says, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ragaudit._monitor.tally import complaints
from ragaudit.model import COMPLAINTS, AskedOften, Served, Signal, Usage

SCHEMA = "ragaudit.usage/1"
MOST_DOCUMENTS, MOST_OWNERS = 10, 10
_SIGNALS = (
    *(Signal.DISLIKED, Signal.EDITED, Signal.REJECTED, Signal.REASSIGNED, Signal.ESCALATED),
    Signal.EXCEPTION,
)


def lines(usage: Usage, titles: Mapping[str, str]) -> Iterator[str]:
    """The report, at most 100 columns wide. `titles` gives a document's path by its id."""
    yield from _overview(usage)
    for what, groups, most in (
        ("Source", usage.sources, len(usage.sources)),
        ("Owner", usage.owners, MOST_OWNERS),
    ):
        if groups:
            yield ""
            yield from _table(what, groups[:most])
            if len(groups) > most:
                yield f"and {len(groups) - most} more"
    bad = [d for d in usage.documents if complaints(d.signals)]
    if bad:
        yield ""
        yield "Documents in most answers that went wrong:"
        for served in bad[:MOST_DOCUMENTS]:
            yield f"  {titles.get(served.name, served.name)}: {_wrong(served)}"
    for complaint, heading in (
        (False, "Asked often, and not answered:"),
        (True, "Asked often, and complained about:"),
    ):
        often = [one for one in usage.often if one.complaint is complaint]
        if often:
            yield ""
            yield heading
            yield from (f"  {one.count:>6,}×  {_short(one)}" for one in often[:MOST_DOCUMENTS])


def _overview(usage: Usage) -> Iterator[str]:
    period = ""
    if usage.first and usage.last:
        period = f", {usage.first.date()} to {usage.last.date()}"
    yield f"{usage.questions:,} questions{period}"
    known = usage.questions - usage.unknown_answers
    if known:
        share = usage.unanswered / known
        yield f"  {usage.unanswered:,} were not answered ({share:.1%} of those the log tells of)"
    if usage.unknown_answers:
        yield f"  {usage.unknown_answers:,} questions: the log does not say what was returned"
    if usage.unmapped:
        yield (
            f"  {usage.unmapped:,} of {usage.results:,} results are no document of these sources, "
            "or may be several"
        )
    if wrong := complaints(usage.signals):
        yield f"  {wrong:,} signals that something was wrong"
    if usage.latency:
        latency = usage.latency
        yield f"  half within {latency.p50:.2f} s, 95 % within {latency.p95:.2f} s"
    if usage.cost is not None:
        yield f"  cost {usage.cost:,.2f}"
    if usage.loose:
        yield f"  {usage.loose:,} signals are about questions that are not in the log"
    if usage.bad_lines:
        first = usage.bad[0]
        lines_ = "line" if usage.bad_lines == 1 else "lines"
        yield f"  {usage.bad_lines:,} {lines_} could not be used; line {first.line} {first.reason}"


def _table(what: str, groups: Iterable[Served]) -> Iterator[str]:
    groups = list(groups)
    signals = [s for s in _SIGNALS if any(g.signals.get(s) for g in groups)]
    head = (what, "answers", "documents", *(s.value for s in signals))
    rows = [
        (
            served.name[:32],
            f"{served.answers:,}",
            f"{served.documents:,}",
            *(f"{served.signals.get(s, 0):,}" for s in signals),
        )
        for served in groups
    ]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    for row in (head, *rows):
        yield "  ".join(
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )


def _wrong(served: Served) -> str:
    told = [f"{served.signals[s]:,} {s.value}" for s in _SIGNALS if served.signals.get(s)]
    return f"{', '.join(told)}, of {served.answers:,} answers"


def _short(asked: AskedOften) -> str:
    return asked.query if len(asked.query) <= 84 else asked.query[:83] + "…"


def as_json(usage: Usage) -> dict[str, Any]:
    """The same for programs: every document, and every question that may be shown."""
    latency = usage.latency
    return {
        "schema": SCHEMA,
        "questions": usage.questions,
        "unanswered": usage.unanswered,
        "unknown_answers": usage.unknown_answers,
        "results": usage.results,
        "unmapped": usage.unmapped,
        "loose_signals": usage.loose,
        "signals": _signals(usage.signals),
        "first": usage.first.isoformat() if usage.first else None,
        "last": usage.last.isoformat() if usage.last else None,
        "latency_s": {"p50": latency.p50, "p95": latency.p95, "n": latency.n} if latency else None,
        "cost": usage.cost,
        "sources": [_served(s) for s in usage.sources],
        "owners": [_served(s) for s in usage.owners],
        "documents": [_served(s) for s in usage.documents],
        "often": [
            {
                "query": one.query,
                "count": one.count,
                "complaint": one.complaint,
                "documents": list(one.documents),
                "redacted": one.redacted,
            }
            for one in usage.often
        ],
        "bad_lines": usage.bad_lines,
        "bad": [{"line": bad.line, "reason": bad.reason} for bad in usage.bad],
    }


def _served(served: Served) -> dict[str, Any]:
    return {
        "name": served.name,
        "answers": served.answers,
        "documents": served.documents,
        "complaints": sum(n for s, n in served.signals.items() if s in COMPLAINTS),
        "signals": _signals(served.signals),
    }


def _signals(signals: Mapping[Signal, int]) -> dict[str, int]:
    return {signal.value: signals[signal] for signal in Signal if signals.get(signal)}
