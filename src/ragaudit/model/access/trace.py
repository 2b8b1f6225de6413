"""The reasons for a decision, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ragaudit.model.access.algorithms import Masks, evaluate_layer, is_boundary, reading
from ragaudit.model.access.entries import AccessState, Algorithm, Condition, Effect, Entry, Layer
from ragaudit.model.access.policy import AccessPolicy
from ragaudit.model.access.principals import PrincipalKind
from ragaudit.model.access.readers import Readers

READ = frozenset({AccessState.KNOWN, AccessState.PARTIAL})
"""The states in which a policy says anything about who may read."""
MOST_SHOWN = 8
"""Entries of one layer in a trace; lists may have a hundred thousand."""


class Decision(StrEnum):
    """Whether somebody may read."""

    ALLOW = "allow"
    DENY = "deny"
    UNKNOWN = "unknown"
    """It cannot be told. Neither yes nor no, and never counted as either."""


@dataclass(frozen=True, slots=True)
class Step:
    """One reason on the way to a decision."""

    scope: str
    """The layer, or `account`, `implicit` or `policy`."""
    decision: Decision
    """What the layer comes to by itself."""
    text: str
    locator: str | None = None


def decision(masks: Masks, reader: int) -> Decision:
    """What masks say about one reader."""
    if masks.yes >> reader & 1:
        return Decision.ALLOW
    return Decision.UNKNOWN if masks.maybe >> reader & 1 else Decision.DENY


def steps(policy: AccessPolicy, sets: Readers, reader: int) -> Iterator[Step]:
    """Why one reader may or may not."""
    if (user := sets.readers[reader].user) is not None and not user.active:
        text = "the account is disabled, so only what anybody may read without signing in counts"
        yield Step("account", Decision.UNKNOWN, text)
    for entry in reading(policy.implicit):
        met = decision(sets.match(entry), reader)
        if met is not Decision.DENY and entry.effect is Effect.ALLOW:
            yield Step("implicit", met, _entry(entry, sets, reader), entry.locator)
    if policy.state not in READ or not policy.layers:
        yield Step("policy", Decision.UNKNOWN, _unread(policy), policy.locator)
        return
    for layer in policy.layers:
        yield _layer(policy.algorithm, layer, sets, reader)
    if policy.state is AccessState.PARTIAL:
        yield Step("policy", Decision.UNKNOWN, policy.note or "not all of it was read")


def _layer(algorithm: Algorithm, layer: Layer, sets: Readers, reader: int) -> Step:
    masks = evaluate_layer(algorithm, layer, sets.match, sets.everyone)
    lines = _lines(reading(layer.entries), sets, reader)
    if not layer.complete:
        lines.append("entries may be missing here")
    if algorithm is Algorithm.OPAQUE:
        lines.append("decided by code that only the system can run")
    if not lines:
        lines.append("no entry is about this reader" if layer.entries else "the list is empty")
        if algorithm is Algorithm.IAM and not is_boundary(layer):
            lines.append("another list may still allow")
    return Step(layer.scope, decision(masks, reader), "; ".join(lines), layer.locator)


def _lines(entries: list[Entry], sets: Readers, reader: int) -> list[str]:
    meets = [e for e in entries if decision(sets.about(e.principal), reader) is not Decision.DENY]
    lines = [_entry(entry, sets, reader) for entry in meets[:MOST_SHOWN]]
    if len(meets) > MOST_SHOWN:
        lines.append(f"{len(meets) - MOST_SHOWN} more that may apply")
    return lines


def _entry(entry: Entry, sets: Readers, reader: int) -> str:
    verb = "allows" if entry.effect is Effect.ALLOW else "denies"
    notes = "; ".join(_notes(entry, sets, reader))
    return f"{verb} {entry.principal.shown}" + (f" ({notes})" if notes else "")


def _notes(entry: Entry, sets: Readers, reader: int) -> Iterator[str]:
    if way := sets.path(reader, entry.principal):
        yield f"a member through {', then '.join(way[:-1])}" if len(way) > 1 else "a member"
    if not sets.about(entry.principal).yes >> reader & 1:
        link = entry.principal.kind is PrincipalKind.LINK_HOLDER
        yield f"whether this reader {'has it' if link else 'is meant'} is not known"
    if sets.expired(entry):
        yield f"no longer in force, it ended on {entry.expires}"
    elif entry.expires is not None:
        yield f"until {entry.expires}" + ("" if sets.dated else ", and no day was given")
    if entry.condition is Condition.PASSWORD:
        yield "for who knows the password"
    elif entry.condition is Condition.CONTEXT:
        yield "depends on network, time or attributes, which a list does not settle"


def _unread(policy: AccessPolicy) -> str:
    if policy.note:
        return policy.note
    if policy.state is AccessState.NOT_APPLICABLE:
        return "the source does not tell readers apart by document"
    if policy.state is AccessState.ERROR:
        return "the access list could not be read"
    return "no access list was found" if policy.state in READ else "the access list was not read"
