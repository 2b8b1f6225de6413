"""What a retriever did, in the terminal report."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from ragaudit.model import Audit, ProbeResult, ProbeStatus, Probing, Score
from ragaudit_reports._clean import one_line, path_text
from ragaudit_reports._page import Page
from ragaudit_reports._probing_figures import MOST_OWNERS, cannot_see, owners
from ragaudit_reports._summary import count, listing
from ragaudit_reports._terminal_leaks import Names, add_leaks, add_withheld, people

_SHOWN = 8
"""Missed probes shown without --verbose."""
_TELLING = 5
"""Probes about a source that all come back without it, before it is said to be lost as a whole."""
_LEAKS = "leak rate"
_NONE = "–"


def add_probing(page: Page, audit: Audit, verbose: bool) -> None:
    """What leaked to whom and what was kept back, the table by source, misses, what stayed open."""
    probing = audit.probing
    if probing is None:
        return
    names = Names.of(audit)
    readers = {result.principal for result in probing.results}
    page.entry(
        "",
        f"Asked {path_text(probing.target, 60)} {count(probing.calls, 'question')} as "
        f"{count(len(readers), 'reader')}, from {path_text(probing.place, 40)}",
        indent=2,
    )
    add_leaks(page, probing, names, verbose)
    add_withheld(page, probing, names)
    page.blank()
    page.add(_table(probing, [source.id for source in audit.sources]))
    _legend(page, probing)
    if told := cannot_see(probing):
        page.entry("", Text(told, style="dim"))
    _owners(page, probing)
    _generated(page, probing)
    if silent := _silent(probing, [source.id for source in audit.sources]):
        page.entry("", f"No probe is about: {', '.join(map(path_text, silent))}", indent=2)
    _missed(page, probing.results, names, verbose)
    _open(page, probing.results)
    if probing.notes:
        page.blank()
    for note in probing.notes:
        page.entry("", one_line(note), indent=2)


def _table(probing: Probing, sources: Sequence[str]) -> Table:
    k = probing.k[-1]
    columns = (f"R@{k}", f"nDCG@{k}", _LEAKS, f"stale exposure@{k}")
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Source", overflow="ellipsis", no_wrap=True, min_width=8)
    for name in ("Probes", *columns[:2], "Leak rate", f"Stale@{k}"):
        table.add_column(name, justify="right", no_wrap=True)
    found = {(s.measure, s.source): s for s in probing.scores if s.principal is None}
    for source in (*sources, None):
        cells = [_cell(found.get((name, source))) for name in columns]
        asked = found.get((columns[0], source))
        if source is None or set(cells) - {"", _NONE}:
            number = str(asked.n) if asked and asked.n else ""
            table.add_row(path_text(source) if source else "all", number, *cells)
    return table


def _legend(page: Page, probing: Probing) -> None:
    """What the columns are, for whoever does not read of retrieval every day."""
    k = probing.k[-1]
    told = (
        f"R@{k}: the share of what answers a question that is among the first {k}. nDCG@{k}: the "
        "same, and the higher it stands the better (1 is best). Leak rate: of so many pairs of a "
        "reader and a document they may not read that were asked for, the share whose answer held "
        f"anything forbidden. Stale@{k}: the share of answers with an outdated document (of the "
        f"source) among the first {k}. In brackets: where the true figure lies, with 95 % "
        "confidence; too few: it takes 20."
    )
    page.entry("", Text(told, style="dim"))


def _owners(page: Page, probing: Probing) -> None:
    """Whose documents are found least; owners with too few probes are not judged."""
    found = owners(probing)
    if not found:
        return
    page.blank()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Owner", overflow="ellipsis", no_wrap=True, min_width=12)
    for column in ("Measure", "Probes", "Recall"):
        table.add_column(column, justify="right", no_wrap=True)
    for score in found[:MOST_OWNERS]:
        row = (one_line(score.measure), str(score.n), _cell(score))
        table.add_row(one_line(score.owner or ""), *row)
    page.add(table)
    if len(found) > MOST_OWNERS:
        page.entry("", f"… and {len(found) - MOST_OWNERS} more, in the JSON report", indent=2)


def _silent(probing: Probing, sources: Sequence[str]) -> list[str]:
    """Sources no probe is about."""
    asked = {result.source for result in probing.results}
    return [source for source in sources if source not in asked]


def _generated(page: Page, probing: Probing) -> None:
    """Generated probes, each generator by itself: they are never averaged with others."""
    k = probing.k[-1]
    whole = {s.measure: s for s in probing.scores if s.principal is None and s.source is None}
    recalls = [s for m, s in whole.items() if m.startswith(f"R@{k} [") and s.n]
    names = [score.measure.partition("[")[2][:-1] for score in recalls]
    if not names:
        return
    page.blank()
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    table.add_column("Generated by", overflow="ellipsis", no_wrap=True, min_width=12)
    for column in ("Probes", f"R@{k}", f"nDCG@{k}"):
        table.add_column(column, justify="right", no_wrap=True)
    for name in names:
        found = [whole.get(f"{measure} [{name}]") for measure in (f"R@{k}", f"nDCG@{k}")]
        number = str(found[0].n) if found[0] else ""
        table.add_row(one_line(name), number, *map(_cell, found))
    page.add(table)


def _cell(score: Score | None) -> str:
    """`0.82 (0.71–0.90)`; why there is no number, in a word."""
    if score is None:
        return ""
    if score.value is None:
        return "too few" if score.reason.startswith("insufficient") else _NONE
    if score.low is None and score.high is None:
        return f"{score.value:.2f}"
    leaks = f" of {score.n}" if score.measure == _LEAKS else ""
    if not score.value and leaks and score.high is not None:
        return f"0 (≤ {100 * score.high:.1f} %){leaks}"
    return f"{score.value:.2f} ({score.low or 0:.2f}–{score.high or 0:.2f}){leaks}"


def _missed(page: Page, results: Sequence[ProbeResult], names: Names, verbose: bool) -> None:
    """Probes that did not get what they should, once each; what leaked is told elsewhere."""
    probes: dict[tuple[str, str], list[ProbeResult]] = {}
    for result in results:
        if result.status is ProbeStatus.FAILED and not (_leaked(result) or result.withheld):
            probes.setdefault((result.id, result.reason), []).append(result)
    if not probes:
        return
    ids, asked = {key[0] for key in probes}, {result.id for result in results}
    page.blank()
    title = Text(f"Missed: {len(ids):,} of {count(len(asked), 'probe')}", style="bold")
    page.entry("", title)
    unknown = _never_returned(results, names)
    for source, number in unknown.items():
        told = f"nothing of it ever came back, for {count(number, 'probe')}: is it in the index?"
        page.entry(Text(f"  {path_text(source)}: "), told, indent=4)
    found = [same for same in probes.values() if verbose or same[0].source not in unknown]
    shown = found if verbose else _spread(found)
    for same in shown:
        _one_missed(page, same, names)
    if left := len(found) - len(shown):
        page.entry("  ", f"… and {left} more with --verbose")


def _leaked(result: ProbeResult) -> bool:
    return "may not read" in result.reason


def _never_returned(results: Sequence[ProbeResult], names: Names) -> dict[str, int]:
    """Sources of which no probe about them got anything, with how many probes there are."""
    seen = {names.source(document) for result in results for document in result.returned}
    lost: dict[str, set[str]] = {}
    for result in results:
        if result.source and result.source not in seen and result.status is ProbeStatus.FAILED:
            lost.setdefault(result.source, set()).add(result.id)
    return {source: len(ids) for source, ids in lost.items() if len(ids) >= _TELLING}


def _spread(found: Sequence[list[ProbeResult]]) -> list[list[ProbeResult]]:
    """Some of each source in turn, the first of each first; in the order of the set."""
    turns: dict[str | None, int] = {}
    ranked = []
    for number, same in enumerate(found):
        turn = turns[same[0].source] = turns.get(same[0].source, 0) + 1
        ranked.append((turn, number))
    return [found[number] for _, number in sorted(sorted(ranked)[:_SHOWN], key=lambda r: r[1])]


def _one_missed(page: Page, same: Sequence[ProbeResult], names: Names) -> None:
    first = same[0]
    query = f"“{one_line(first.query, 70)}” " if first.query else ""
    readers = people([one_line(result.principal) for result in same])
    page.entry("  ", f"{query}({one_line(first.id)}, as {readers})", indent=4)
    page.entry("    ", one_line(first.reason), indent=6)
    if first.returned and "came back first" not in first.reason:
        before = ", ".join(names(document) for document in first.returned[:3])
        page.entry("    ", f"first came back: {before}", indent=6)


def _open(page: Page, results: Sequence[ProbeResult]) -> None:
    waiting = [r for r in results if r.status in (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED)]
    if not waiting:
        return
    page.blank()
    page.entry("", Text(f"Not judged: {count(len(waiting), 'probe')}", style="bold"))
    reasons: dict[str, list[ProbeResult]] = {}
    for result in waiting:
        reasons.setdefault(result.reason, []).append(result)
    for reason, same in sorted(reasons.items(), key=lambda one: -len(one[1]))[:5]:
        sources = sorted({path_text(result.source) for result in same if result.source})
        where = f" [{listing(sources)}]" if sources else ""
        page.entry("  ", f"{len(same)} × {one_line(reason)}{where}", indent=4)
