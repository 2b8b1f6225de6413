"""What lint found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ragaudit._measure.probe_set.coverage import NO_SOURCE, table
from ragaudit._measure.probe_set.lint import Lint
from ragaudit._measure.probe_set.problems import Problem
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Category, Severity

SHOWN = 10
"""Problems of one kind in the terminal."""


def as_text(found: Lint) -> str:
    """Problems by kind, the coverage table, and one line that sums up."""
    lines = []
    for (_, code), problems in groupby(found.problems, key=lambda p: (p.level, p.code)):
        lines += [*_kind(code, list(problems), found.probes.place), ""]
    lines += [table(found.coverage), "", _sum(found)]
    return "\n".join(lines)


def _kind(code: str, problems: list[Problem], place: str) -> Iterator[str]:
    yield f"{problems[0].level}: {code} ({len(problems)})"
    for problem in problems[:SHOWN]:
        where = f"{visible(place)}:{problem.line} " if problem.line else ""
        name = f"{visible(problem.probe, 60)}: " if problem.probe else ""
        yield f"  {where}{name}{problem.message}"
    if len(problems) > SHOWN:
        yield f"  {len(problems) - SHOWN} more; `--format json` has them all"
    yield f"  → {problems[0].action}"


def _sum(found: Lint) -> str:
    probes = found.probes
    wordings = sum(1 + len(probe.variants) for probe in probes.probes)
    errors, warnings = found.count(Severity.ERROR), found.count(Severity.WARN)
    beside = "" if found.beside_corpus else "; no source was read, so documents were not looked for"
    return (
        f"{visible(probes.place)}: {_n(len(probes.probes), 'probe')} in {_n(wordings, 'wording')}, "
        f"{_n(len(probes.principals), 'principal')}: {_n(errors, 'error')}, "
        f"{_n(warnings, 'warning')}{beside}"
    )


def _n(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def as_json(found: Lint) -> dict[str, object]:
    """The same as plain data."""
    covered = found.coverage
    sources = [*covered.sources, *([None] if any(s is None for s, _ in covered.counts) else [])]
    return {
        "file": found.probes.place,
        "probes": len(found.probes.probes),
        "principals": list(found.probes.principals),
        "beside_corpus": found.beside_corpus,
        "problems": [_row(problem) for problem in found.problems],
        "coverage": {
            "sources": {
                source or NO_SOURCE: {
                    "gold": covered.answerable.get(source, 0),
                    **{c.value: covered.counts.get((source, c), 0) for c in Category},
                }
                for source in sources
            },
            "missing": [category.value for category in covered.missing],
            "too_few": dict(covered.too_few),
        },
    }


def _row(problem: Problem) -> dict[str, object]:
    return {
        "level": problem.level.value,
        "code": problem.code,
        "probe": problem.probe,
        "line": problem.line,
        "source": problem.source,
        "message": problem.message,
        "action": problem.action,
    }
