"""`ragaudit init`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command("init", short_help="Write a commented ragaudit.yaml.")
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(force: bool) -> None:
    """Write a commented ragaudit.yaml for the folder you are in."""
    from ragaudit._config import starter
    from ragaudit._config.find import NAME
    from ragaudit.errors import UsageError

    file = Path(NAME)
    if file.exists() and not force:
        raise UsageError(f"{NAME} is already here", "use --force to replace it")
    try:
        file.write_text(starter(Path.cwd(), datetime.now(UTC).year), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{NAME} cannot be written: {(error.strerror or '').lower()}") from error
    click.echo(f"wrote {NAME}; run `ragaudit scan` next")
