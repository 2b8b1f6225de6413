"""`ragaudit verify`."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Examples:
  ragaudit verify                                  signoff.dsse.json, keys of ragaudit.yaml
  ragaudit verify signoff.dsse.json --key leyla.pub --offline

\b
Exit codes: 0 it holds, 1 it does not (each reason is listed), 2 no statement, or none that a
trusted key signed, 3 something could not be looked at.
"""
_PATH = click.Path(path_type=Path)


@click.command("verify", epilog=EPILOG, short_help="Say whether a sign-off still holds.")
@click.argument("statement", required=False, type=_PATH)
@click.option("--key", "key_files", multiple=True, type=_PATH, help="A public key to trust.")
@click.option("--offline", is_flag=True, help="Do not read the sources.")
@click.option("--config", type=_PATH, help="ragaudit.yaml to use.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="terminal or json.",
)
def command(
    statement: Path | None,
    key_files: tuple[Path, ...],
    offline: bool,
    config: Path | None,
    format_: str,
) -> int:
    """Check the signatures under STATEMENT, its end, and everything it covers.

    Says by name what changed since: documents, who may read what, probes, configuration, files.
    STATEMENT is signoff.dsse.json if not given. Keys are those of `signoff.keys`, unless some are
    named.
    """
    from datetime import UTC, datetime

    from ragaudit._signoff import signing, verifying
    from ragaudit._signoff.voices import VOICES
    from ragaudit.cli._output import write
    from ragaudit.cli._surveying import surveying

    place = statement or Path(signing.DEFAULT)
    data = signing.read_file(place)
    settings = verifying.configured(config, Path.cwd())
    opened = verifying.opened(data, *verifying.trusted(settings, key_files))
    now = None
    if not offline and settings is not None and opened.statement is not None:
        with surveying((), config, None) as (request, survey):
            now = verifying.looked(survey, request.as_of)
    found = verifying.verified(
        opened, place.parent, datetime.now(UTC), settings, now, signing.probes_of
    )
    write(VOICES[format_].told(found, str(place), offline=offline), None)
    return found.outcome.exit_code
