"""`ragaudit signoff keygen`."""

from __future__ import annotations

import os
from pathlib import Path

import click

EPILOG = """\b
Example:
  ragaudit signoff keygen keys/leyla        keys/leyla.pem (keep it secret) and keys/leyla.pub
"""


@click.command("keygen", epilog=EPILOG, short_help="Make a pair of keys to sign with.")
@click.argument("name", type=click.Path(path_type=Path))
@click.option("--password-env", metavar="VAR", help="Lock the key with the password in VAR.")
def command(name: Path, password_env: str | None) -> int:
    """Write NAME.pem, the private key, and NAME.pub, which is for everybody.

    Ed25519, in PEM. Files that are there are never written over.
    """
    from ragaudit._signoff import keys

    password = keys.password(password_env, os.environ)
    private, public = name.with_name(f"{name.name}.pem"), name.with_name(f"{name.name}.pub")
    made = keys.generate(private, public, password)
    click.echo(f"{private}: the private key, for you alone; keep it out of the repository")
    click.echo(f"{public}: the public key {made[:12]}; list it under `signoff.keys`")
    return 0
