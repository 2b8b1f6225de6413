"""Documents a retriever never brings back."""

from __future__ import annotations

from ragaudit.model import CallStatus, Decision, ProbeRun, ReaderKind, Role


def dark(run: ProbeRun) -> tuple[str, ...] | None:
    """The documents `dark-document share` counts, sorted: among the first k of no answer, though
    somebody who was asked may read them. None where nothing was answered.
    """
    # What comes back for words that mean nothing was not found by anybody.
    answered = [
        outcome
        for outcome in run.outcomes
        if outcome.status is CallStatus.OK and outcome.call.role is not Role.CONTROL
    ]
    if not answered:
        return None
    k = run.probes.k[-1]
    seen = {document for outcome in answered for document in outcome.documents[:k]}
    asked = {outcome.call.principal for outcome in answered}
    everything = any(outcome.call.role is Role.ORACLE for outcome in answered) or any(
        run.probes.principals[name].kind is ReaderKind.ORACLE
        for name in asked & run.probes.principals.keys()
    )
    return tuple(
        sorted(
            document
            for document in run.documents
            if document not in seen
            and (everything or any(run.may(name, document) is Decision.ALLOW for name in asked))
        )
    )
