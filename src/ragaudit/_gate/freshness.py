"""From the states of sources to a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from ragaudit._config import Policy
from ragaudit.model import FreshnessState, SourceFreshness, Verdict, VerdictStatus

RULES = ("FRS201", "FRS202", "FRS203")
"""What makes a document overdue."""


def judge_freshness(
    policy: Policy, sources: Sequence[SourceFreshness], incomplete: Sequence[str]
) -> Verdict:
    """Judge a freshness run: an error fails it, what is not known leaves it open.

    `incomplete` says why the run itself is not complete. A broken contract outranks it.
    """
    late = [s for s in sources if s.state is FreshnessState.ERROR]
    open_ = [*incomplete, *_unknown(policy, sources)]
    if late:
        return Verdict(VerdictStatus.FAILED, (_broken(late, len(sources)), *open_), RULES)
    if not any(s.fresh or s.warned or s.excused for s in sources) and not open_:
        open_.append("no source declares a freshness contract, so nothing was judged")
    if open_:
        return Verdict(VerdictStatus.INCONCLUSIVE, tuple(open_))
    warned = [s for s in sources if s.state is FreshnessState.WARN]
    if warned:
        return Verdict(VerdictStatus.WARNED, (_listed(warned, "not all fresh"),))
    return Verdict(VerdictStatus.PASSED, (_passed(sources),))


def _unknown(policy: Policy, sources: Sequence[SourceFreshness]) -> list[str]:
    found = []
    for source in sources:
        if source.state is FreshnessState.UNKNOWN and not policy.freshness.unknown:
            found.append(f"{source.source} is of unknown freshness: {_reasons(source)}")
        elif source.state is FreshnessState.UNDECLARED and not policy.freshness.undeclared:
            found.append(f"{source.source} declares no freshness contract")
    return found


def _broken(late: Sequence[SourceFreshness], total: int) -> str:
    """`2 of 8 sources broke their contract: handbook (4 documents overdue), tickets (1)`."""
    first, *rest = late
    noun = "document" if first.overdue == 1 else "documents"
    parts = [f"{first.source} ({first.overdue:,} {noun} overdue)"]
    parts += [f"{s.source} ({s.overdue:,})" for s in rest]
    # Documents have dates of their own, also where no contract was declared for their source.
    declared = all(source.contract for source in late)
    what = "broke their freshness contract" if declared else "hold overdue documents"
    return f"{len(late)} of {total} sources {what}: {', '.join(parts)}"


def _listed(sources: Sequence[SourceFreshness], what: str) -> str:
    return f"{what}: {', '.join(s.source for s in sources)}"


def _reasons(source: SourceFreshness) -> str:
    return "; ".join(source.reasons[:2]) or source.state.value


def _passed(sources: Sequence[SourceFreshness]) -> str:
    fresh = sum(s.state is FreshnessState.FRESH for s in sources)
    told = f"{fresh} of {len(sources)} sources {'is' if fresh == 1 else 'are'} fresh"
    rest = [s.source for s in sources if s.state is not FreshnessState.FRESH]
    return f"{told}; not judged: {', '.join(rest)}" if rest else told
