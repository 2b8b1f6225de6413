"""Questions that nothing answers: whether the target keeps quiet."""

from __future__ import annotations

from ragaudit_probes.measures.people import Answer
from ragaudit_probes.measures.slices import UNDEFINED, Column


def refusal_columns(suffix: str = "") -> list[Column]:
    """Over unanswerable probes, in the order of `refusal_values`."""
    return [
        Column(f"abstention rate{suffix}", counted=True),
        Column(f"false-answer rate{suffix}", counted=True),
    ]


def refusal_values(answer: Answer) -> list[float]:
    """Whether it kept quiet, and whether it did not."""
    kept = abstained(answer) if answer.ok else None
    return [UNDEFINED, UNDEFINED] if kept is None else [float(kept), float(not kept)]


def abstained(answer: Answer) -> bool | None:
    """Whether nothing came back, or only results that score at most what the probe allows.

    None where the probe sets a limit and the target gives no scores. Results that are no document
    of the catalogue are results.
    """
    outcome, limit = answer.outcome, answer.probe.expect.max_top_score
    if not outcome.documents and not outcome.unmapped:
        return True
    if limit is None:
        return False
    return None if outcome.top_score is None else outcome.top_score <= limit
