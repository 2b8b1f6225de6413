"""How access lists are evaluated, for many readers at once.

A set of readers is a bit mask (an `int`, bit *i* for reader *i*), so that one pass over the
entries decides for all of them. Logic is Kleene's: what is not certain stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ragaudit.model.access.entries import Algorithm, Effect, Entry, Layer, Right


@dataclass(frozen=True, slots=True)
class Masks:
    """Readers for whom something holds, and those for whom it may hold; disjoint."""

    yes: int = 0
    maybe: int = 0


Match = Callable[[Entry], Masks]
"""Whom an entry is about."""


def evaluate(algorithm: Algorithm, layers: Sequence[Layer], match: Match, everyone: int) -> Masks:
    """Who is let in by all layers together."""
    yes = possible = everyone
    for layer in anded(algorithm, layers):
        found = evaluate_layer(algorithm, layer, match, everyone)
        yes &= found.yes
        possible &= found.yes | found.maybe
    return Masks(yes, possible & ~yes)


def is_boundary(layer: Layer) -> bool:
    """Whether a layer of `IAM` only limits what others grant."""
    return layer.scope.split(" ", 1)[0] == "boundary"


def anded(algorithm: Algorithm, layers: Sequence[Layer]) -> Sequence[Layer]:
    """The lists that must all let in.

    These are the layers, except under AWS's rules within one account: there an explicit deny
    anywhere decides, else any allow, so that all lists that grant are one. Permission boundaries
    and organisation policies (scope `boundary …`) grant nothing and must all allow; where no other
    list was read, nothing is known about grants. Source: "Policy evaluation logic" in the IAM user
    guide.
    """
    if algorithm is not Algorithm.IAM:
        return layers
    granting = [layer for layer in layers if not is_boundary(layer)]
    entries = tuple(entry for layer in granting for entry in layer.entries)
    complete = bool(granting) and all(layer.complete for layer in granting)
    return (Layer("grants", entries, complete), *filter(is_boundary, layers))


def evaluate_layer(algorithm: Algorithm, layer: Layer, match: Match, everyone: int) -> Masks:
    """Who is let in by one layer."""
    if algorithm is Algorithm.OPAQUE:
        return Masks(0, everyone)
    entries = reading(layer.entries)
    if algorithm in (Algorithm.AND_OF_OR, Algorithm.IAM):
        return _any_allow(entries, match, everyone, complete=layer.complete)
    if not layer.complete:
        # An entry that was not read may stand before any that was.
        return Masks(0, everyone)
    if algorithm is Algorithm.NT_ORDERED:
        return _by_steps(((entry,) for entry in entries), match, everyone)
    ranks: dict[int, list[Entry]] = {}
    for entry in entries:
        ranks.setdefault(entry.rank, []).append(entry)
    return _by_steps((ranks[rank] for rank in sorted(ranks)), match, everyone)


def reading(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that are about reading."""
    return [entry for entry in entries if Right.READ in entry.rights]


def matched(entries: Iterable[Entry], match: Match) -> tuple[Masks, Masks]:
    """Whom any entry allows, and whom any denies."""
    allowed = allowed_maybe = denied = denied_maybe = 0
    for entry in entries:
        found = match(entry)
        if entry.effect is Effect.ALLOW:
            allowed |= found.yes
            allowed_maybe |= found.maybe
        else:
            denied |= found.yes
            denied_maybe |= found.maybe
    return Masks(allowed, allowed_maybe & ~allowed), Masks(denied, denied_maybe & ~denied)


def _any_allow(entries: Iterable[Entry], match: Match, everyone: int, *, complete: bool) -> Masks:
    allowed, denied = matched(entries, match)
    if not complete:
        return Masks(0, everyone & ~denied.yes)
    yes = allowed.yes & ~(denied.yes | denied.maybe)
    possible = (allowed.yes | allowed.maybe) & ~denied.yes
    return Masks(yes, possible & ~yes)


def _by_steps(steps: Iterable[Sequence[Entry]], match: Match, everyone: int) -> Masks:
    """The first step with a match decides; within a step any allow suffices.

    Where a step only may match, its effect stays possible for whatever a later one says.
    """
    yes = maybe = 0
    may_allow = may_deny = 0
    left = everyone
    for step in steps:
        allowed, denied = matched(step, match)
        lets_in = allowed.yes & left
        shuts_out = denied.yes & left & ~allowed.yes
        unsure = shuts_out & allowed.maybe
        yes |= lets_in & ~may_deny
        maybe |= (lets_in & may_deny) | unsure | (shuts_out & ~unsure & may_allow)
        left &= ~(lets_in | shuts_out)
        if not left:
            break
        may_allow |= allowed.maybe & left
        may_deny |= denied.maybe & left
    return Masks(yes, maybe | (left & may_allow))
