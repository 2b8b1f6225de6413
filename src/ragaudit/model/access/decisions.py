"""From a policy and a reader to allow, deny or unknown, with the reasons in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from ragaudit.model.access.algorithms import Masks, evaluate, matched, reading
from ragaudit.model.access.entries import AccessState, Layer
from ragaudit.model.access.policy import AccessPolicy
from ragaudit.model.access.principals import Principal
from ragaudit.model.access.readers import Readers
from ragaudit.model.access.trace import READ, Decision, Step, decision, steps
from ragaudit.model.identity import Directory

_UNREAD = Layer("what was not read", complete=False)


@dataclass(frozen=True, slots=True)
class AccessDecision:
    """A decision with its trace."""

    decision: Decision
    steps: tuple[Step, ...]


class AccessMatrix:
    """Decides for a fixed set of readers at once: groups are closed and entries met only once."""

    def __init__(
        self, readers: Sequence[Principal], directory: Directory, on: date | None = None
    ) -> None:
        self.readers = tuple(readers)
        self._sets = Readers(readers, directory, on)

    def masks(self, policy: AccessPolicy) -> Masks:
        """Who may read (yes) and for whom it is not known (maybe), as bit masks."""
        everyone = self._sets.everyone
        found = Masks(0, everyone)
        if policy.state in READ and policy.layers:
            # What was not read may shut out, and grants where any layer may grant.
            unread = (_UNREAD,) if policy.state is AccessState.PARTIAL else ()
            layers = (*policy.layers, *unread)
            found = evaluate(policy.algorithm, layers, self._sets.match, everyone)
        if not policy.implicit:
            return found
        past, _ = matched(reading(policy.implicit), self._sets.match)
        yes = found.yes | past.yes
        return Masks(yes, (found.maybe | past.maybe) & ~yes)

    def decide(self, policy: AccessPolicy) -> tuple[Decision, ...]:
        """One decision a reader, in the order they were given."""
        masks, count = self.masks(policy), len(self.readers)
        size = (count + 7) // 8
        yes, maybe = masks.yes.to_bytes(size, "little"), masks.maybe.to_bytes(size, "little")
        return tuple(chain.from_iterable(map(_eight, yes, maybe)))[:count]

    def steps(self, policy: AccessPolicy, reader: int) -> tuple[Step, ...]:
        """Why one reader may or may not, in words."""
        return tuple(steps(policy, self._sets, reader))


@lru_cache(maxsize=3**8)
def _eight(yes: int, maybe: int) -> tuple[Decision, ...]:
    """The decisions of eight neighbouring readers; bit by bit takes longer than to decide."""
    return tuple(decision(Masks(yes, maybe), bit) for bit in range(8))


def decide(
    policy: AccessPolicy, reader: Principal, directory: Directory, on: date | None = None
) -> AccessDecision:
    """See `AccessPolicy.decide`."""
    matrix = AccessMatrix((reader,), directory, on)
    return AccessDecision(matrix.decide(policy)[0], matrix.steps(policy, 0))
