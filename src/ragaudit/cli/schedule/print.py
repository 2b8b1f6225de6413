"""`ragaudit schedule print`."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

EPILOG = """\b
KIND is github-actions, gitlab, cron, systemd, kubernetes or airflow.

\b
Examples:
  ragaudit schedule print github-actions > .github/workflows/ragaudit.yml
  ragaudit schedule print cron --at 04:30 | crontab -
  ragaudit schedule print systemd --job freshness --cron "0 * * * 1-5"
"""


@click.command("print", epilog=EPILOG, short_help="Print a definition for a scheduler.")
@click.argument("kind")
@click.option("--at", metavar="HH:MM", help="Time of day (default: 03:17).")
@click.option("--cron", metavar="FIELDS", help='Time as in a crontab: "17 3 * * 1-5".')
@click.option(
    "--job",
    "jobs",
    multiple=True,
    type=click.Choice(["scan", "freshness", "probe"]),
    help="Only this job; may be repeated (default: every one that is configured).",
)
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option(
    "--package",
    default="ragaudit",
    show_default=True,
    help="What to install: a name, a folder, or an address such as git+https://….",
)
@click.option("--image", help="A container image with ragaudit in it, instead of installing.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write it to a file.")
def command(
    kind: str,
    at: str | None,
    cron: str | None,
    jobs: tuple[str, ...],
    config: Path | None,
    package: str,
    image: str | None,
    output: Path | None,
) -> None:
    """Print a working definition that runs ragaudit.yaml at night, and on every change.

    Changes are judged where the platform has such a thing: GitHub and GitLab.
    """
    from ragaudit._config import resolve
    from ragaudit._schedule import make_plan, render
    from ragaudit._schedule.cron import Cron
    from ragaudit._schedule.render import LOCAL, check_kind
    from ragaudit.cli._output import write
    from ragaudit.errors import UsageError

    local = check_kind(kind) in LOCAL
    if at is not None and cron is not None:
        raise UsageError("--at and --cron exclude each other", "give one of them")
    when = Cron.parse(cron) if cron is not None else Cron.at(at or "03:17")
    plan = make_plan(
        resolve((), config, Path.cwd()),
        when,
        names=jobs,
        program=_program() if local else (),
        package=package,
        image=image,
        in_state=local,
    )
    write(render(kind, plan), output)


def _program() -> tuple[str, ...]:
    """What was called here, by its whole path: a scheduler has no PATH of its own."""
    beside = Path(sys.executable).parent / "ragaudit"
    found = str(beside) if beside.is_file() else shutil.which("ragaudit")
    return (str(Path(found).absolute()),) if found else (sys.executable, "-m", "ragaudit")
