"""The command group; a command's module is imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from ragaudit import __version__

COMMANDS = {
    "scan": "Audit folders and repositories.",
    "baseline": "Accept what is there, so that only new findings fail.",
    "rules": "List every rule.",
    "explain": "Explain one rule.",
    "init": "Write a commented ragaudit.yaml for this folder.",
    "completion": "Print shell completion.",
}

EPILOG = """\b
Examples:
  ragaudit scan ./docs                       what is wrong with the content
  ragaudit scan ./docs --fail-on warn        stricter, for CI
  ragaudit scan ./docs --format json         for other programs
  ragaudit baseline ./docs                   accept what is there
  ragaudit explain FRS202                    why a rule exists, how to fix it

\b
Exit codes: 0 passed, 1 gate failed, 2 usage or configuration, 3 audit incomplete.
"""


class LazyGroup(click.Group):
    """Knows its commands by name and imports only the one that runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f"ragaudit.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for one that does not exist."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from ragaudit.errors import UsageError
            from ragaudit.text.suggest import did_you_mean

            raise UsageError(f"there is no command “{args[0]}”", did_you_mean(args[0], COMMANDS))
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ragaudit")
def app() -> None:
    """Audit the knowledge base behind a RAG system.

    Finds content that is stale, duplicated, unowned, unreadable or open to everybody, says where
    exactly, since when and whose it is.
    """
