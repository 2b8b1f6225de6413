"""`ragaudit signoff`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from ragaudit.cli._lazy import LazyCommands
from ragaudit.cli._options import DateType

COMMANDS = {"keygen": "Make a pair of keys to sign with."}

EPILOG = """\b
Examples:
  ragaudit signoff keygen leyla                             leyla.pem and leyla.pub
  ragaudit signoff --dry-run --role approver --as leyla.morrow
  ragaudit signoff --dry-run --role approver --as leyla.morrow --format json
  ragaudit signoff --role approver --as leyla.morrow --key leyla.pem --certificate signoff.html
  ragaudit signoff --add-signature signoff.dsse.json --role owner --as tom --key tom.pem

\b
Exit codes: 0 signed, 1 refused, 2 usage, configuration or a wrong key, 3 a statement to be signed
too could not be compared with its sources.
"""
_PATH = click.Path(path_type=Path)


@click.group(
    "signoff",
    cls=LazyCommands,
    module="ragaudit.cli.signoff",
    summaries=COMMANDS,
    epilog=EPILOG,
    invoke_without_command=True,
    short_help="Sign a knowledge base off.",
)
@click.option("--role", help="As what: owner, approver, reviewer, monitor or decider.")
@click.option("--as", "name", help="Who signs; must hold the role in ragaudit.yaml.")
@click.option("--key", type=_PATH, help="The private key: Ed25519, PEM (PKCS 8).")
@click.option("--key-env", metavar="VAR", help="The environment variable that holds the key.")
@click.option("--key-password-env", metavar="VAR", help="The one that holds the key's password.")
@click.option(
    "--output", "-o", type=_PATH, help="The statement to write (default: signoff.dsse.json)."
)
@click.option("--force", is_flag=True, help="Write over an earlier statement.")
@click.option("--run", "run_id", metavar="ID", help="Only if nothing changed since this run.")
@click.option(
    "--certificate",
    "certificates",
    multiple=True,
    type=_PATH,
    help="Write the certificate too: *.html or *.md; repeatable.",
)
@click.option("--add-signature", type=_PATH, metavar="FILE", help="Sign an existing statement too.")
@click.option("--dry-run", is_flag=True, help="Decide, and sign and write nothing.")
@click.option("--config", type=_PATH, help="ragaudit.yaml to use.")
@click.option("--as-of", type=DateType(), help="Judge as on this day.")
@click.option("--jobs", "-j", type=click.IntRange(1, 256), help="Worker processes.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["terminal", "json"]),
    default="terminal",
    show_default=True,
    help="How to tell it.",
)
@click.option("--quiet", "-q", is_flag=True, help="No progress.")
@click.pass_context
def command(
    context: click.Context,
    role: str | None,
    name: str | None,
    key: Path | None,
    key_env: str | None,
    key_password_env: str | None,
    output: Path | None,
    force: bool,
    run_id: str | None,
    certificates: tuple[Path, ...],
    add_signature: Path | None,
    dry_run: bool,
    config: Path | None,
    as_of: date | None,
    jobs: int | None,
    format_: str,
    quiet: bool,
) -> int | None:
    """Scan, probe, and sign what was found; or say everything that stands in the way.

    What is signed is an in-toto statement over the documents, access lists, probes, configuration,
    policy and report. `ragaudit verify` says whether it still holds.
    """
    if context.invoked_subcommand is not None:
        return None
    import os

    from ragaudit._signoff import keys, signing
    from ragaudit._signoff.evidence import Candidate
    from ragaudit._signoff.voices import VOICES
    from ragaudit.cli.signoff import _signing
    from ragaudit.errors import UsageError

    if not role or not name:
        raise UsageError("who signs, and as what, is missing", "add --role approver --as NAME")
    voice = VOICES[format_]
    candidate = Candidate(name, signing.role_named(role))
    wanted = tuple(signing.formats(certificates))
    signer = None if dry_run else keys.private_key(key, key_env, key_password_env, os.environ)
    if add_signature is not None:
        if signer is None:
            raise UsageError("--dry-run and --add-signature do not go together")
        return _signing.countersign(add_signature, candidate, signer, config, wanted, voice)
    place = output or Path(signing.DEFAULT)
    return _signing.sign(
        candidate,
        signer,
        place,
        config,
        as_of,
        jobs,
        run_id,
        wanted,
        voice,
        force=force,
        quiet=quiet,
    )
