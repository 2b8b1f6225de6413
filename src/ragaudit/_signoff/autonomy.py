"""Whether the results carry the autonomy that is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit._signoff.content import waived
from ragaudit._signoff.evidence import Evidence, score_of
from ragaudit.model import Audit, Automation, Autonomy, Refusal, Responsibility

LEAK_RATE, ABSTENTION = "leak rate", "abstention rate"


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures autonomy is judged by; None is not measured, which never suffices."""

    k: int
    recall: float | None = None
    leak_bound: float | None = None
    stale: float | None = None
    abstention: float | None = None
    waived_errors: int = 0

    @classmethod
    def of(cls, audit: Audit, waived_errors: int = 0) -> Measured:
        """The careful end of each interval."""
        k = audit.probing.k[-1] if audit.probing else 0
        recall, leaks = score_of(audit, f"R@{k}"), score_of(audit, LEAK_RATE)
        stale, abstention = score_of(audit, f"stale exposure@{k}"), score_of(audit, ABSTENTION)
        return cls(
            k,
            recall.low if recall else None,
            leaks.high if leaks else None,
            stale.high if stale else None,
            abstention.low if abstention else None,
            waived_errors,
        )


def shortfalls(asked: Autonomy, measured: Measured) -> list[str]:
    """Each threshold that is not reached, in words."""
    found = [
        _least(f"R@{measured.k}", measured.recall, asked.min_recall),
        _most("the possible leak rate", measured.leak_bound, asked.max_leak_bound),
        _most(f"stale exposure@{measured.k}", measured.stale, asked.max_stale_exposure),
        _least(ABSTENTION, measured.abstention, asked.min_abstention),
    ]
    limit = asked.max_waived_errors
    if limit is not None and measured.waived_errors > limit:
        found.append(f"{measured.waived_errors} errors are waived, and at most {limit} may be")
    return [told for told in found if told]


def allowed(evidence: Evidence) -> Automation:
    """The highest level whose thresholds, and those of all below it, are reached."""
    measured, found = _measured(evidence), Automation.ASSIST
    for level in Automation:
        if shortfalls(evidence.settings.autonomy[level], measured):
            break
        found = level
    return found


def claims(evidence: Evidence) -> Iterator[Refusal]:
    """A refusal where more autonomy is claimed than the results allow, or none is said."""
    level, decider = (
        evidence.settings.automation,
        evidence.holder(Responsibility.EXPANSION_DECIDER),
    )
    if level is None:
        told = "nobody has said how far the assistant acts by itself"
        todo = "`automation: assist` in ragaudit.yaml, or draft, act_with_review, act"
        yield Refusal("autonomy", told, todo, decider)
        return
    measured = _measured(evidence)
    best = allowed(evidence).words
    for told in shortfalls(evidence.settings.autonomy[level], measured):
        todo = f"claim “{best}”, which the results allow, or bring better ones"
        yield Refusal("autonomy", f"“{level.words}” claims too much: {told}", todo, decider)


def _measured(evidence: Evidence) -> Measured:
    return Measured.of(evidence.audit, sum(waived(evidence).values()))


def _least(name: str, value: float | None, limit: float | None) -> str:
    if limit is None or (value is not None and value >= limit):
        return ""
    if value is None:
        return f"{name} was not measured, and must be at least {limit:g}"
    return f"{name} is at least {value:.2f} (at 95 %), and must be at least {limit:g}"


def _most(name: str, value: float | None, limit: float | None) -> str:
    if limit is None or (value is not None and value <= limit):
        return ""
    shown = f"{limit * 100:g} %"
    if value is None:
        return f"{name} was not measured, and must be at most {shown}"
    return f"{name} may be up to {value * 100:.2g} % (at 95 %), and must be at most {shown}"
