"""`ragaudit target inspect`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ragaudit.cli._surveying import survey_options, surveying, tell

if TYPE_CHECKING:
    from ragaudit._measure.inspecting import Seen

EPILOG = """\b
Examples:
  ragaudit target inspect --query "How many days of leave?"      (the target of ragaudit.yaml)
  ragaudit target inspect --target "https://search.acme.example/v1?q={query}&k={k}" --query leave
  ragaudit target inspect --target https://search.acme.example/v1 --query leave \\
      --body '{"query": "{query}", "top_k": "{k}"}'
  ragaudit target inspect --target my_app.search:retrieve --query leave --as alice

\b
Exit codes: 0 its answers can be read, 2 usage or configuration, 3 there was no answer, nothing
could be found in it, or none of its results is a document of the sources.
"""


@click.command("inspect", epilog=EPILOG, short_help="Ask one question; say what the answer holds.")
@click.option("--target", help="A type, an address, module:function, or a recorded run.")
@click.option("--query", help="The question (default: the first of the probe set).")
@click.option("--as", "reader", help="Ask as this principal (default: the target's own account).")
@click.option(
    "-k", "k", type=click.IntRange(1, 1000), default=10, show_default=True, help="Results."
)
@click.option("--body", help="JSON to send to an address; {query} and {k} are filled in.")
@click.option("--probes", "probe_file", type=click.Path(path_type=Path), help="The probe set.")
@survey_options
def command(
    target: str | None,
    query: str | None,
    reader: str | None,
    k: int,
    body: str | None,
    probe_file: Path | None,
    config: Path | None,
    as_of: date | None,
    format_: str,
) -> int:
    """Ask a retriever one question, and say what its answer holds and which documents that is.

    For an address it finds the list of results and their fields, and prints the lines to paste
    into ragaudit.yaml. Where nothing can be found it says so and proposes nothing: what is guessed
    is never graded.
    """
    from ragaudit._measure.inspecting import looking_at

    with looking_at(config, Path.cwd(), target, query, reader, k, probe_file, body) as looking:
        first = None if looking.sources_first else looking.look()
        if first is not None and not looking.has_sources:
            return _end(first, format_)
        with surveying((), config, as_of) as (request, survey):
            seen = looking.placed(first, survey, request.as_of)
            failures = survey.every_failure
    tell(failures)
    return _end(seen, format_)


def _end(seen: Seen, format_: str) -> int:
    import json

    from ragaudit._measure.inspecting.telling import as_json, as_text
    from ragaudit.cli._output import write

    shown = json.dumps(as_json(seen), indent=2, ensure_ascii=False)
    write(shown if format_ == "json" else as_text(seen), None)
    return 0 if seen.usable else 3
