"""What was told and what was done, in words."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ragaudit._handover.wording import clean, count
from ragaudit.model import Delivery, DeliveryState, Message, TicketAction, TicketChange

WIDTH = 100
_QUIET = (TicketAction.KEPT, TicketAction.WAITING)
_STATES = {
    DeliveryState.SENT: "sent",
    DeliveryState.HELD: "held back",
    DeliveryState.DEAD: "not delivered",
    DeliveryState.PLANNED: "would be sent",
}
_ACTIONS = {
    TicketAction.CREATED: ("opened", "to open"),
    TicketAction.REOPENED: ("reopened", "to reopen"),
    TicketAction.CLOSED: ("closed", "to close"),
    TicketAction.FIXED: ("can be closed", "can be closed"),
    TicketAction.KEPT: ("unchanged", "unchanged"),
    TicketAction.WAITING: ("waiting", "waiting"),
    TicketAction.MISSING: ("missing", "missing"),
    TicketAction.FAILED: ("failed", "failed"),
}


def delivery_lines(done: Sequence[Delivery], *, dry: bool, file: str) -> Iterator[str]:
    """A line a message, and what it says where it was only planned."""
    if not done:
        yield "Nothing new to tell anybody."
        return
    for one in done:
        yield f"{_state(one)}: {_to(one.message)}: {one.message.title}"
        if one.reason:
            yield from _wrapped(clean(one.reason), "  ")
        if one.state is DeliveryState.PLANNED:
            for line in one.message.body.splitlines():
                yield from _wrapped(line, "  | ")
            yield ""
    counts = Counter(map(_state, done))
    told = (f"{number} {words}" for words, number in counts.items())
    yield f"{count(len(done), 'message')}: {', '.join(told)}"
    if dry:
        yield "Nothing was sent: this was a dry run."
    if any(one.state is DeliveryState.DEAD for one in done):
        yield f"What was not delivered is kept in {file}. Mend the cause, then run again."


def undelivered(done: Iterable[Delivery]) -> bool:
    """Whether something was not delivered, or could not be."""
    return any(
        one.state is DeliveryState.DEAD or (one.state is DeliveryState.PLANNED and one.reason)
        for one in done
    )


def _state(one: Delivery) -> str:
    cannot = one.state is DeliveryState.PLANNED and one.reason
    return "cannot be sent" if cannot else _STATES[one.state]


def _wrapped(line: str, margin: str) -> Iterator[str]:
    indent = margin + " " * (len(line) - len(line.lstrip()))
    further = indent + ("  " if margin.strip() and line.strip() else "")
    yield from textwrap.wrap(
        line.strip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=further,
        break_on_hyphens=False,
        break_long_words=False,
    ) or [margin.rstrip()]


def _to(message: Message) -> str:
    return clean(f"{message.channel} to {message.owner}" if message.owner else message.channel)


def delivery_rows(done: Iterable[Delivery]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "key": one.message.key,
            "channel": one.message.channel,
            "owner": one.message.owner,
            "title": one.message.title,
            "findings": list(one.message.findings),
            "state": one.state.value,
            "reason": one.reason,
        }
        for one in done
    ]


def ticket_lines(tracker: str, changes: Sequence[TicketChange], *, dry: bool) -> Iterator[str]:
    """What was done in one tracker."""
    for one in changes:
        if one.action not in _QUIET:
            ticket = f" {clean(one.ticket)}" if one.ticket else ""
            yield f"{_ACTIONS[one.action][dry]}{ticket}: {clean(one.what)}"
            if one.reason:
                yield from _wrapped(clean(one.reason), "  ")
    counts = Counter(one.action for one in changes)
    told = ", ".join(f"{counts[a]} {words[dry]}" for a, words in _ACTIONS.items() if counts[a])
    yield f"{tracker}: {told or 'nothing to do'}"
    waiting = Counter(one.reason for one in changes if one.action is TicketAction.WAITING)
    for reason, number in waiting.items():
        yield f"  {number} waiting: {reason}"


def ticket_rows(tracker: str, changes: Iterable[TicketChange]) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "tracker": tracker,
            "finding": one.fingerprint,
            "action": one.action.value,
            "what": clean(one.what),
            "ticket": one.ticket,
            "reason": one.reason,
        }
        for one in changes
    ]
