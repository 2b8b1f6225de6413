"""Whether what a retriever did may be launched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ragaudit._config.settings import ProbePolicy
from ragaudit.model import ProbeStatus, Probing, SourceFailure, Verdict, VerdictStatus

LEAK_RATE = "leak rate"
_OPEN = (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED)


def judge_probing(
    policy: ProbePolicy, probing: Probing, failures: Sequence[SourceFailure] = ()
) -> Verdict:
    """Judge a probe run: what a retriever did, not what is in the documents.

    A leak outranks what could not be asked; a miss is a warning, unless the policy says more.
    """
    failing = tuple(_failing(policy, probing))
    unread = dict.fromkeys(failure.source for failure in failures)
    told = [f"“{source}” could not be read to its end" for source in unread]
    unsettled = (*_unsettled(policy, probing), *told)
    if failing:
        return Verdict(VerdictStatus.FAILED, (*failing, *unsettled))
    if unsettled:
        return Verdict(VerdictStatus.INCONCLUSIVE, unsettled)
    missed = sum(result.status is ProbeStatus.FAILED for result in probing.results)
    asked = len(probing.results)
    if missed:
        told_missed = f"{missed} of {asked} answers were not what they should be"
        return Verdict(VerdictStatus.WARNED, (told_missed,))
    return Verdict(VerdictStatus.PASSED, (f"{asked} probes answered as expected",))


def _failing(policy: ProbePolicy, probing: Probing) -> Iterator[str]:
    if leaks := {(leak.principal, leak.document) for leak in probing.leaks}:
        documents = len({document for _, document in leaks})
        people = len({principal for principal, _ in leaks})
        yield (
            f"{_count(documents, 'document')} came back to {_count(people, 'principal')} who may "
            "not read them"
        )
    for score in probing.scores:
        lowest = policy.min.get(score.measure)
        if lowest is None or score.principal is not None or score.value is None:
            continue
        if score.value < lowest:
            name = f"{score.measure} in {score.source}" if score.source else score.measure
            yield f"{name} is {score.value:.2f}, below policy.probes.min {lowest:g}"


def _unsettled(policy: ProbePolicy, probing: Probing) -> Iterator[str]:
    if probing.unmeasured:
        yield probing.unmeasured
    if probing.undecided > policy.max_inconclusive * (len(probing.results) + probing.undecided):
        yield (
            f"whether people may read what is asked for is unknown in "
            f"{_count(probing.undecided, 'cell')} of the matrix"
        )
    if not probing.results:
        yield "no probe was asked"
        return
    waiting = [result for result in probing.results if result.status in _OPEN]
    if len(waiting) > policy.max_inconclusive * len(probing.results):
        reason = f": {waiting[0].reason}" if waiting[0].reason else ""
        yield f"{len(waiting)} of {len(probing.results)} answers could not be judged{reason}"
    returned = sum(len(result.returned) for result in probing.results)
    if probing.unmapped > policy.max_unmapped * (returned + probing.unmapped):
        yield f"{_count(probing.unmapped, 'result')} of the retriever are no document of a source"
    measured = {s.measure for s in probing.scores if s.source is None and s.value is not None}
    yield from (f"{m} could not be measured" for m in policy.min if m not in measured)
    yield from _unbounded(policy, probing)


def _unbounded(policy: ProbePolicy, probing: Probing) -> Iterator[str]:
    if policy.max_leak_bound is None or probing.leaks:
        return
    whole = (s for s in probing.scores if s.measure == LEAK_RATE and not (s.source or s.principal))
    high = next((score.high for score in whole), None)
    if high is None:
        yield "no leak rate could be measured: no forbidden document was asked for"
    elif high > policy.max_leak_bound:
        yield (
            f"a leak rate of up to {high:.1%} cannot be ruled out; policy.probes.max_leak_bound "
            f"allows {policy.max_leak_bound:.1%}: ask more forbidden cells"
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
