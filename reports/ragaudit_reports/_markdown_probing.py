"""What a retriever did, for a pull request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ragaudit.model import ProbeResult, ProbeStatus, Probing, Score
from ragaudit_reports._escape import code, text
from ragaudit_reports._probing_figures import MOST_OWNERS, cannot_see, owners
from ragaudit_reports._summary import count

_SHOWN = 20
_OPEN = (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED)


def retrieval(probing: Probing) -> Iterator[str]:
    """Measures over everything, leaks, misses, and what could not be judged; bounded."""
    asked = count(probing.calls, "question")
    yield f"{asked} to {code(probing.target)} from {code(probing.place)}."
    yield from ("", "| measure | value | 95 % | n |", "|---|---|---|---|")
    k = probing.k[-1]
    wanted = {f"R@{k}", f"nDCG@{k}", "leak rate", f"stale exposure@{k}"}
    whole = (s for s in probing.scores if s.source is None and s.principal is None)
    yield from (_row(score) for score in whole if score.measure.partition(" [")[0] in wanted)
    if told := cannot_see(probing):
        yield from ("", text(told))
    found = owners(probing)
    if found:
        yield from ("", "| owner | measure | value | 95 % | n |", "|---|---|---|---|---|")
        yield from (f"| {text(s.owner or '')} {_row(s)}" for s in found[:MOST_OWNERS])
    leaks = [
        f"{code(leak.document)} came back to {code(leak.principal)} at rank {leak.rank}, probe "
        f"{code(leak.probe)}"
        for leak in probing.leaks
    ]
    yield from _listed("Leaks", leaks)
    failed = [r for r in probing.results if r.status is ProbeStatus.FAILED]
    yield from _listed("Failed probes", [_told(result) for result in failed])
    waiting = [r for r in probing.results if r.status in _OPEN]
    yield from _listed("Not judged", [_told(result) for result in waiting])
    yield ""


def _row(score: Score) -> str:
    value = "–" if score.value is None else f"{score.value:.2f}"
    known = score.low is not None and score.high is not None
    between = f"{score.low:.3f}–{score.high:.3f}" if known else text(score.reason)
    return f"| {code(score.measure)} | {value} | {between} | {score.n} |"


def _told(result: ProbeResult) -> str:
    return f"{code(result.id)} as {code(result.principal)}: {text(result.reason)}"


def _listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield from ("", f"### {title}", "")
    yield from (f"- {line}" for line in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield f"- … and {len(lines) - _SHOWN} more, in the JSON report"
