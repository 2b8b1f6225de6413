"""When a document is due for review, and documents that declare they never are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ragaudit.model import Calendar, Fact, FactState, GlobRule, Interval, Origin, Quality
from ragaudit.text import DateError, add_interval, matches, parse_interval
from ragaudit_connectors.metadata.conventions import (
    REVIEW_AMBIGUOUS,
    REVIEW_DUE,
    REVIEW_INTERVAL,
    REVIEW_REASON,
    REVIEWED,
    says_nothing,
)
from ragaudit_connectors.metadata.dates import Readings, read_field
from ragaudit_connectors.metadata.fields import Field, Fields
from ragaudit_connectors.metadata.intervals import (
    follows_events,
    is_interval,
    is_never,
    read_interval,
)

DUE = "review_due"
_AMBIGUOUS = (
    "does not say whether it is the last review or the next; "
    "write `last_reviewed` or `review_by` instead"
)


def add_review_due(
    readings: Readings,
    fields: Fields,
    path: str,
    rules: Sequence[GlobRule],
    calendar: Calendar | None = None,
) -> None:
    """Add the next review to the dates read so far; may also settle the last one.

    Business days are counted on the calendar.
    """
    interval = _declared_interval(fields)
    # Somebody who is named has done it already.
    is_last = interval is not None or bool(fields.under("reviewed_by"))
    declared = [f for field in fields.find(REVIEW_DUE) if (f := _due(field)) is not None]
    for field in fields.find(REVIEW_AMBIGUOUS):
        fact = None if is_interval(field.value) else read_field(field, DUE)
        # `review: pending` is a step of some workflow.
        if fact is not None and (fact.known or field.key != "review"):
            _settle(readings, declared, fact, field, is_last)
    reviewed = readings.facts[REVIEWED]
    counted = _counted(reviewed, interval or _ruled_interval(path, rules), calendar)
    if counted.known and any(f.known and f.value <= reviewed.value for f in declared):  # type: ignore[operator]
        declared = [f for f in declared if not f.known]
    readings.add(DUE, [*declared, counted])
    readings.facts[DUE] = _unless_met(readings.facts[DUE], reviewed)


def review_waiver(fields: Fields) -> Fact[str]:
    """`review: never` with its reason; without one it is an error, not a waiver."""
    found = next((f for f in fields.find(REVIEW_INTERVAL) if is_never(f.value)), None)
    if found is None:
        return Fact.absent()
    reason = next((f for f in fields.find(REVIEW_REASON) if not says_nothing(f.value)), None)
    if reason is None:
        return found.error(f"`{found.name}: {found.value}` needs a `review_reason`")
    waiver: Fact[str] = found.known(reason.value.strip())
    return waiver


def _due(field: Field) -> Fact[date] | None:
    has_digit = any(c.isdigit() for c in field.value)
    # `review_by: ann` names a person, `review_after: 180d` an interval.
    if (field.key == "reviewby" and not has_digit) or is_interval(field.value):
        return None
    return read_field(field, DUE)


def _settle(
    readings: Readings, due: list[Fact[date]], fact: Fact[date], field: Field, is_last: bool
) -> None:
    """Read `review_date` as whichever of the two reviews nothing else tells."""
    if not fact.known or (readings.facts[REVIEWED].known and not any(f.known for f in due)):
        due.append(fact)
    elif (due or is_last) and not readings.facts[REVIEWED].known:
        readings.facts[REVIEWED] = fact
    elif not readings.facts[REVIEWED].known:
        due.append(field.unknown(f"`{field.name}` {_AMBIGUOUS}"))


_Counting = tuple[Interval | None, Fact[str]]
"""An interval, and the fact of where it is written; no interval where it cannot be read."""


def _declared_interval(fields: Fields) -> _Counting | None:
    for field in fields.find(REVIEW_INTERVAL):
        if says_nothing(field.value) or is_never(field.value):
            continue
        if follows_events(field.value):
            return None
        try:
            return read_interval(field.value), field.known(field.value)
        except DateError as error:
            if field.key in REVIEW_DUE or field.key in REVIEW_AMBIGUOUS:
                continue
            return None, field.error(str(error))
    return None


def _ruled_interval(path: str, rules: Sequence[GlobRule]) -> _Counting | None:
    rule = next((r for r in reversed(rules) if matches(r.glob, path)), None)
    if rule is None or not rule.values:
        return None
    raw = rule.values[0]
    fact: Fact[str] = Fact(
        FactState.KNOWN,
        raw,
        Origin.CONFIG_RULE,
        locator=rule.locator,
        key="review_rules",
        raw=raw,
    )
    try:
        return parse_interval(raw), fact
    except DateError as error:
        return None, replace(fact, state=FactState.ERROR, value=None, note=str(error))


def _counted(
    reviewed: Fact[date], counting: _Counting | None, calendar: Calendar | None
) -> Fact[date]:
    """The last review plus an interval."""
    if counting is None:
        return Fact.absent()
    interval, source = counting
    if interval is None:
        return replace(source, value=None)  # type: ignore[return-value]
    if not reviewed.known or reviewed.value is None:
        return Fact.absent(f"{_said(source)} has no date of a last review to count from")
    try:
        counted_on = calendar if interval.period == "business day" else None
        due = add_interval(reviewed.value, interval, counted_on)
    except DateError as error:
        return replace(source, state=FactState.ERROR, value=None, note=str(error))  # type: ignore[return-value]
    return Fact(
        FactState.KNOWN,
        due,
        source.origin,
        Quality.DERIVED,
        locator=_joined(reviewed.locator, source.locator),
        key=source.key,
        raw=f"{reviewed.raw}; {source.raw}",
        note=f"{reviewed.key} {reviewed.value} plus {_said(source)}",
        line=source.line or reviewed.line,
    )


def _unless_met(due: Fact[date], reviewed: Fact[date]) -> Fact[date]:
    """A review on or after its due date leaves none due until another date is set."""
    if not (due.known and reviewed.known and due.value and reviewed.value):
        return due
    if due.quality is Quality.DERIVED or reviewed.value < due.value:
        return due
    note = f"`{due.key}` {due.value} was met by the review of {reviewed.value}; no later one is set"
    return replace(due, state=FactState.ABSENT, value=None, note=note)


def _said(source: Fact[str]) -> str:
    if source.origin is Origin.CONFIG_RULE:
        return f"{source.raw} ({source.locator})"
    return f"{source.key} {source.raw}"


def _joined(first: str | None, second: str | None) -> str | None:
    """Two places as one: `front matter, lines 3 and 4`."""
    if not first or not second or first == second:
        return first or second
    place, comma, line = first.partition(", line ")
    other_place, _, other_line = second.partition(", line ")
    if comma and place == other_place and other_line:
        return f"{place}, lines {line} and {other_line}"
    return f"{first}; {second}"
