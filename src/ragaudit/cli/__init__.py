"""The command line: the only place that prints and the only one that exits."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import click

from ragaudit.cli._app import app
from ragaudit.errors import RagauditError


def main() -> NoReturn:
    """Run the command and turn every outcome into an exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command; 0 passed, 1 gate failed, 2 usage, 3 audit incomplete."""
    try:
        code = app.main(args=arguments, prog_name="ragaudit", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        return 3
    except click.ClickException as error:
        error.show()
        return 2
    except RagauditError as error:
        hint = f"; {error.hint}" if error.hint else ""
        click.echo(f"ragaudit: {error.message}{hint}", err=True)
        return error.exit_code
    except BrokenPipeError:
        # The reader of the pipe has gone; the interpreter must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    main()
