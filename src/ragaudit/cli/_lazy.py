"""A group of commands whose modules are imported when they are called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click


class LazyCommands(click.Group):
    """Knows its commands by name and imports only the one that runs."""

    def __init__(
        self, *args: Any, module: str = "", summaries: Mapping[str, str] | None = None, **rest: Any
    ) -> None:
        super().__init__(*args, **rest)
        self._module, self._summaries = module, summaries or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order people need them."""
        return list(self._summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in self._summaries:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
        command = import_module(f"{self._module}.{module}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self._summaries.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest command for one that does not exist."""
        if args[0] not in self._summaries and not args[0].startswith("-"):
            from ragaudit.errors import UsageError
            from ragaudit.text.suggest import did_you_mean

            hint = did_you_mean(args[0], self._summaries)
            raise UsageError(f"there is no command “{args[0]}”", hint)
        return super().resolve_command(ctx, args)
