"""`ragaudit access explain`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

if TYPE_CHECKING:
    from ragaudit.model import AccessDecision, Document

EPILOG = """\b
Examples:
  ragaudit access explain handbook:people/salaries.md --as ann
  ragaudit access explain ./handbook/people/salaries.md --as anonymous
  ragaudit access explain wiki:hr:salaries --as group:hr --format json

\b
Exit codes: 0 decided, 2 usage, 3 it cannot be told, or a source could not be read.
"""


@click.command("explain", epilog=EPILOG, short_help="Whether somebody may read, and why.")
@click.argument("document")
@click.option("--as", "reader", required=True, help="A person, group:NAME, or anonymous.")
@survey_options
def command(
    document: str, reader: str, config: Path | None, as_of: date | None, format_: str
) -> int:
    """Say whether somebody may read DOCUMENT, layer by layer.

    DOCUMENT is a path, `source:path`, or an id as reports show it.
    """
    import json

    from ragaudit._audit import asked, reach
    from ragaudit._config.find import config_above
    from ragaudit.model import Decision

    config = config or config_above(Path(document), Path.cwd())
    with surveying((), config, as_of) as (request, survey):
        found = reach.find_document(survey.documents, document)
        principal = asked.named(survey, reader, found.source_id)
        decided = reach.explain(survey, found, principal, request.as_of)
        if format_ == "json":
            click.echo(json.dumps(_as_json(found, reader, decided), indent=2, ensure_ascii=False))
        else:
            click.echo(_as_text(found, reader, decided))
        tell(survey.every_failure)
    return 3 if decided.decision is Decision.UNKNOWN else 0


_VERBS = {"allow": "may read", "deny": "may not read", "unknown": "may perhaps read"}


def _as_text(document: Document, reader: str, decided: AccessDecision) -> str:
    policy = document.access
    lines = [
        f"{reader} {_VERBS[decided.decision]} {document.source_id}:{document.path}"
        f"  ({decided.decision})"
    ]
    for step in decided.steps:
        place = f" ({step.locator})" if step.locator else ""
        lines.append(f"  {step.decision:<7}  {step.scope}{place}: {step.text}")
    lines.append(f"  Decided by: {policy.algorithm}; exposure: {policy.exposure}")
    if policy.observed_as:
        lines.append(f"  Read as: {policy.observed_as}")
    return "\n".join(lines)


def _as_json(document: Document, reader: str, decided: AccessDecision) -> dict[str, object]:
    return {
        "principal": reader,
        "source": document.source_id,
        "path": document.path,
        "decision": decided.decision.value,
        "algorithm": document.access.algorithm.value,
        "state": document.access.state.value,
        "exposure": document.access.exposure.value,
        "trace": [
            {
                "scope": step.scope,
                "decision": step.decision.value,
                "text": step.text,
                "locator": step.locator,
            }
            for step in decided.steps
        ],
    }
