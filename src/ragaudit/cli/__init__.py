"""The command line: the only place that prints and the only one that exits."""

from __future__ import annotations

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
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "ragaudit"
        told = " ".join(error.format_message().split()).rstrip(".")
        click.echo(f"ragaudit: {told[:1].lower()}{told[1:]}; see `{command} --help`", err=True)
        return 2
    except RagauditError as error:
        hint = f"; {error.hint}" if error.hint else ""
        click.echo(f"ragaudit: {error.message}{hint}", err=True)
        return error.exit_code
    except SystemExit:
        # So click leaves when the reader of a pipe has gone, with the code of a failed gate.
        return 0
    except OSError as error:
        return _failed(error)


def _failed(error: OSError) -> int:
    """Say what the system refused; the interpreter must not complain about it at exit again."""
    from ragaudit.cli._output import mute

    mute()
    where = f"{error.filename}: " if error.filename else ""
    click.echo(f"ragaudit: {where}{(error.strerror or str(error)).lower()}", err=True)
    return 2


if __name__ == "__main__":
    main()
