"""Whether the number of results gives away that there is something somebody may not read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ragaudit.model import Decision, Role, Score
from ragaudit_probes.measures.cells import Cell, Cells
from ragaudit_probes.measures.slices import Slice, too_few
from ragaudit_probes.statistics import leak_bounds

_Asked = tuple[str, str, str]
"""Probe, principal, document."""
_Counts = Mapping[Role, list[int]]


def told_by_count(cells: Cells, part: Slice) -> Score | None:
    """`existence told by count`: cells where a question brings fewer results than its control does
    / cells where both were answered. None where no control was asked.

    An index that filters before it ranks has at least as many results for words of a title as for
    words no document has; one that takes hidden documents out of the first k has fewer. Advice, not
    a verdict: a target that puts chunks together itself after it has cut at k may have fewer too.
    (Non-interference, Goguen and Meseguer 1982, seen through one observable.)
    """
    counts: dict[_Asked, dict[Role, list[int]]] = defaultdict(lambda: defaultdict(list))
    controlled: dict[_Asked, None] = {}
    for one in cells.within(part):
        call = one.outcome.call
        if call.role not in (Role.DENY, Role.CONTROL) or call.document is None:
            continue
        denied = cells.people.run.may(call.principal, call.document) is Decision.DENY
        if not denied or not cells.about(call.document, part):
            continue
        asked = (call.probe, call.principal, call.document)
        if call.role is Role.CONTROL:
            controlled[asked] = None
        if one.ok:
            counts[asked][call.role].append(one.outcome.results)
    if not controlled:
        return None
    return _score(cells, part, {asked: counts[asked] for asked in controlled})


def _score(cells: Cells, part: Slice, asked: Mapping[_Asked, _Counts]) -> Score:
    found: dict[Cell, bool | None] = {}
    for (_, principal, document), counts in asked.items():
        real, control = counts.get(Role.DENY), counts.get(Role.CONTROL)
        told = min(real) < min(control) if real and control else None
        cell = (cells.people.class_of(principal), document)
        if told or found.get(cell) is None:
            found[cell] = told
    known = [told for told in found.values() if told is not None]
    n, count, undefined = len(known), sum(known), len(found) - len(known)
    name = "existence told by count"
    reason = "no pair of questions was answered" if n == 0 else "" if count else too_few(n, part)
    if reason:
        return part.score(name, None, n, undefined=undefined, reason=reason)
    bounds = leak_bounds(count, n)
    return part.score(name, count / n, n, low=bounds.low, high=bounds.high, undefined=undefined)
