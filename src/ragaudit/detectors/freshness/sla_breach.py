"""FRS201: the document is older than the source's freshness contract allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ragaudit.contracts import Context, DocumentDetector
from ragaudit.detectors._words import as_written, days_between, where
from ragaudit.detectors.freshness._contract import Terms, breached, clock, exempt, terms_for
from ragaudit.detectors.freshness.no_trusted_date import CURRENCY
from ragaudit.model import (
    Document,
    Fact,
    FreshnessContract,
    Interval,
    Observation,
    Origin,
    Remedy,
    Rule,
    Severity,
)

_SINCE = {
    "reviewed": "Not verified since {}",
    "content_modified": "Text not changed since {}",
    "modified": "Not modified since {}",
    "published": "Published {} and not dated since",
    "mtime": "File not written since {}",
}


class SlaBreach(DocumentDetector):
    """Reports documents that outlived the freshness contract of their source."""

    rule = Rule(
        code="FRS201",
        name="sla-breach",
        severity=Severity.WARN,
        summary="The document is older than the source's freshness contract allows.",
        why=(
            "The contract says how long a text may go without anybody looking at it. Past that "
            "day nobody has confirmed it. Old does not mean wrong: it means not verified since."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Review the document and record the date. Where the limit does not fit, agree an "
            "exception for these paths, with its reason and end."
        ),
        example=(
            "# ragaudit.yaml\nfreshness:\n  clock: [reviewed, content_modified]\n"
            "  warn_after: {count: 180, period: day}\n  error_after: {count: 365, period: day}\n"
            "# travel.md\n---\nlast_reviewed_on: 2024-01-10\n---"
        ),
        not_reported=(
            "Sources without a contract; documents exactly as old as the limit, and with a "
            "calendar up to the first day of work after it; paths with a live exception "
            "(`review: never` with a reason); documents that declare `review: never`; archived "
            "documents. A document without any date is FRS210, one whose dates are not on the "
            "contract's clock is reported: absence is not freshness."
        ),
        references=("https://docs.getdbt.com/reference/resource-properties/freshness",),
    )

    def skips(self, context: Context) -> str | None:
        """Without a contract there is nothing to breach."""
        return None if context.source.freshness else "the source declares no freshness contract"

    def detect(self, document: Document, context: Context) -> Iterator[Observation]:
        """Yield one observation if the age on the contract's clock is over a limit."""
        contract = context.source.freshness
        if contract is None or exempt(document):
            return
        terms = terms_for(contract, document.path, context.as_of)
        if not terms.limited:
            return
        name, fact = clock(contract, document)
        if fact is None or fact.value is None:
            yield from _no_clock(contract, document)
            return
        for limit, severity in (
            (terms.error_after, Severity.ERROR),
            (terms.warn_after, Severity.WARN),
        ):
            if limit and breached(fact.value, limit, context.as_of, contract.calendar):
                yield _observation(name, fact, limit, severity, terms, context)
                return


def _no_clock(contract: FreshnessContract, document: Document) -> Iterator[Observation]:
    facts = dict(document.times.items())
    if any(facts[name].trusted for name in CURRENCY):
        clocks = " or ".join(contract.clock)
        yield Observation(
            f"The freshness contract goes by {clocks}, and the document has no such date: "
            "whether it is kept cannot be told.",
            key="no-clock",
        )


def _by_calendar(contract: FreshnessContract | None) -> str:
    calendar = contract.calendar if contract else None
    return f" by the calendar {calendar.name}" if calendar else ""


def _said(name: str, fact: Fact[date]) -> str:
    if name == "content_modified" and fact.origin is not Origin.VCS:
        return "By its own account not changed since {}"
    return _SINCE.get(name, name.replace("_", " ").capitalize() + " {}")


def _observation(
    name: str, fact: Fact[date], limit: Interval, severity: Severity, terms: Terms, context: Context
) -> Observation:
    as_of = context.as_of
    since = fact.value or as_of
    message = (
        f"{_said(name, fact).format(since)} ({where(fact)}): {days_between(since, as_of)}; "
        f"the freshness contract allows {limit}{_by_calendar(context.source.freshness)}."
    )
    if (ended := terms.ended) is not None:
        reason = f" (“{ended.reason}”)" if ended.reason else ""
        message += f" The exception for {ended.glob}{reason} ended on {ended.until}."
    return Observation(message, line=fact.line, quote=as_written(fact), severity=severity)
