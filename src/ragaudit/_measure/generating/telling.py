"""What was generated, in words: a table of generators, and what goes on top of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ragaudit._measure.generating.assemble import Asked, Generated
from ragaudit._measure.generating.tally import Tally

_COLUMNS = ("generator", "kept", "of", "restricted", "overlap", "refused")


def table(tallies: Sequence[Tally]) -> str:
    """One line a generator. They are never added up: each asks another kind of question."""
    rows = [_COLUMNS, *map(_row, tallies)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(_COLUMNS))]
    lines = (
        "  ".join(
            cell.ljust(width) if i in (0, len(row) - 1) else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _row(tally: Tally) -> tuple[str, ...]:
    overlap = "-" if tally.overlap is None else f"{tally.overlap:.0%}"
    refused = ", ".join(f"{count} {reason}" for reason, count in tally.refused.items())
    return (tally.by, str(tally.kept), str(tally.proposed), str(tally.restricted), overlap, refused)


def comment(generated: Generated, asked: Asked) -> str:
    """What a reader of the file must know: how it was made, how it is kept, what it needs."""
    return "\n".join(_lines(generated, asked))


def restricted(generated: Generated) -> int:
    """Probes whose wording not everybody may read."""
    return sum(probe.provenance.restricted for probe in generated.probes.probes)


def _lines(generated: Generated, asked: Asked) -> Iterator[str]:
    yield (
        f"Made by `ragaudit probes generate --per-source {asked.per_source} --seed {asked.seed}`; "
        "nobody has reviewed it."
    )
    yield "Take out what nobody would ask, and set `reviewed_by` on what stays."
    yield "Each `provenance.by` is a sample of its own: never average over several of them."
    if hidden := restricted(generated):
        yield (
            f"{hidden} of {len(generated.probes.probes)} probes are made of text that not "
            "everybody may read, or of which that is not known"
        )
        yield "(`restricted: true`): keep this file as closely as its sources."
    if generated.held_out:
        yield "The probes of `held_out` are right only for an index built without these documents:"
        yield "build it with a copy of ragaudit.yaml in which the sources have"
        yield from _excluded(generated.held_out)


def _excluded(names: Sequence[str]) -> Iterator[str]:
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        source, _, path = name.partition(":")
        paths[source].append('"/' + _literal(path) + '"')
    for source, found in sorted(paths.items()):
        yield f"  - id: {source}"
        yield f"    exclude: [{', '.join(found)}]"


def _literal(path: str) -> str:
    """A glob that matches only this path, within double quotes of YAML."""
    glob = "".join(f"[{c}]" if c in "*?[" else c for c in path)
    return glob.replace("\\", "\\\\").replace('"', '\\"')
