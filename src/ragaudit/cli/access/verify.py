"""`ragaudit access verify`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

if TYPE_CHECKING:
    from ragaudit._audit.reach import Answer

EPILOG = """\b
Needs `personas:` in the source: the accounts to sign in with. Nothing is written, and no text is
kept. A difference is a mistake of ragaudit's, or a list that changed meanwhile.

\b
Exit codes: 0 every answer agrees, 1 some differ, 2 usage, 3 some could not be had.
"""


SHOWN = 10
"""Answers that cannot be compared, in the terminal."""


@click.command("verify", epilog=EPILOG, short_help="Ask source systems as somebody, and compare.")
@click.argument("sources", nargs=-1)
@survey_options
def command(sources: tuple[str, ...], config: Path | None, as_of: date | None, format_: str) -> int:
    """Ask the source systems SOURCES for every document as each persona, and compare the answers.

    Without SOURCES: every source that has personas.
    """
    import json

    from ragaudit._audit import reach

    with surveying((), config, as_of) as (request, survey):
        answers = reach.verified(survey, sources, request.as_of)
        failures = survey.every_failure
    if format_ == "json":
        click.echo(json.dumps([_row(a) for a in answers], indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(answers)))
    tell(failures)
    if any(answer.differs for answer in answers):
        return 1
    return 3 if failures or not answers or any(answer.open for answer in answers) else 0


def _row(answer: Answer) -> dict[str, str]:
    cell, probe = answer.cell, answer.probe
    return {
        "principal": cell.principal,
        "source": cell.source,
        "path": cell.path,
        "decision": cell.decision.value,
        "system": probe.decision.value,
        "detail": probe.detail,
    }


def _lines(answers: Sequence[Answer]) -> Iterator[str]:
    differ = [answer for answer in answers if answer.differs]
    unsettled = [answer for answer in answers if answer.open]
    yield from (_told("differs", answer) for answer in differ)
    yield from (_told("open", answer) for answer in unsettled[:SHOWN])
    if len(unsettled) > SHOWN:
        yield f"open: {len(unsettled) - SHOWN} more; `--format json` has them all"
    same = len(answers) - len(differ) - len(unsettled)
    yield (
        f"{len(answers)} answers: {same} agree, {len(differ)} differ, "
        f"{len(unsettled)} cannot be compared"
    )
    if any(answer.cell.decision == "unknown" for answer in unsettled):
        yield "  → `ragaudit access explain DOCUMENT --as NAME` says why we cannot tell"


def _told(word: str, answer: Answer) -> str:
    cell, probe = answer.cell, answer.probe
    return (
        f"{word}: {cell.source}:{cell.path} as {cell.principal}: we say {cell.decision}, the "
        f"system {probe.decision} ({probe.detail})"
    )
