"""What figures of a probe run can show, and whose documents are found least: for every report."""

from __future__ import annotations

from collections.abc import Sequence

from ragaudit.model import Probing, Score

_DROP = "visible drop of "
MOST_OWNERS = 10


def cannot_see(probing: Probing) -> str:
    """The smallest drop of recall that another run with the same set would show; in a sentence.

    Of the probes people wrote, or, where there are none, of the largest generated kind. Empty where
    no recall was measured.
    """
    named = f"{_DROP}R@{probing.k[-1]}"
    whole = [
        score
        for score in probing.scores
        if score.measure.partition(" [")[0] == named and not (score.source or score.principal)
    ]
    own = next((score for score in whole if score.measure == named and score.n), None)
    best = own or max(whole, key=lambda score: score.n, default=None)
    if best is None or not best.n:
        return ""
    measure = best.measure.removeprefix(_DROP)
    probes = "1 probe" if best.n == 1 else f"{best.n:,} probes"
    if best.value is None:
        return f"With {probes} this set cannot see any drop of {measure} from one run to the next."
    return (
        f"With {probes} this set cannot see drops of {measure} below {best.value:.2f} from one run "
        "to the next."
    )


def owners(probing: Probing) -> Sequence[Score]:
    """Recall by owner, the lowest first; generated probes apart, after those people wrote."""
    return sorted(
        probing.owners, key=lambda s: ("[" in s.measure, s.value or 0.0, s.owner or "", s.measure)
    )
