"""Which reports a command writes, and where: one as its output, any number into files beside."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ragaudit.errors import UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ragaudit.contracts import Reporter
    from ragaudit.model import Audit

F = TypeVar("F", bound=Callable[..., Any])
TABLES = ("findings", "documents", "scores")


class FormatOption(click.Option):
    """An option whose help names every format that is installed; none of them is imported."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Look the names up when help is shown, and not at every start."""
        self.help = f"{', '.join(_formats())}."
        return super().get_help_record(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Names that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in _formats() if name.startswith(incomplete)]


def _formats() -> list[str]:
    from ragaudit import _registry

    names = _registry.names(_registry.REPORTERS)
    return sorted(names, key=lambda name: (name != "terminal", name))


def report_options(tables: Sequence[str] = TABLES) -> Callable[[F], F]:
    """What every command takes that ends in a report: `format_`, `output`, `reports`, `table`."""
    path = click.Path(path_type=Path)
    options = (
        click.option("--format", "format_", cls=FormatOption, metavar="NAME", default="terminal",
                     show_default=True),
        click.option("--output", "-o", type=path, help="Write the report to a file."),
        click.option("--report", "reports", multiple=True, metavar="NAME=FILE",
                     help="Write one more report, such as sarif=out.sarif; may be repeated."),
        click.option("--table", type=click.Choice(tables), default=tables[0], show_default=True,
                     help="What csv and parquet hold."),
    )  # fmt: skip

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@dataclass(frozen=True, slots=True)
class Delivery:
    """Every report that was asked for, ready to render."""

    reporter: Reporter
    output: Path | None
    beside: tuple[tuple[Reporter, Path], ...] = ()
    table: str = TABLES[0]

    def deliver(self, audit: Audit, *, verbose: bool) -> None:
        """Write the files, then print. A file that cannot be written loses none of the others."""
        from ragaudit.cli._output import options_for, write

        failed = []
        for reporter, file in self.beside:
            options = options_for(file, verbose=verbose, table=self.table)
            try:
                write(reporter.render(audit, options), file)
            except UsageError as error:
                failed.append(error)
        options = options_for(self.output, verbose=verbose, table=self.table)
        write(self.reporter.render(audit, options), self.output)
        if failed:
            raise failed[0]


def delivery(
    format_: str, output: Path | None, reports: Sequence[str], table: str = TABLES[0]
) -> Delivery:
    """Find every reporter. Raises `UsageError` and `MissingExtraError` before anything is read."""
    from ragaudit import _registry

    beside = tuple(_beside(text) for text in reports)
    files = [file.absolute() for file in (output, *(file for _, file in beside)) if file]
    if twice := next((file for n, file in enumerate(files) if file in files[:n]), None):
        raise UsageError(f"two reports would be written to {twice}", "give each its own file")
    reporter = _registry.reporter(format_)
    if getattr(reporter, "binary", False) and output is None and _at_a_terminal():
        raise UsageError(f"{format_} is not text", "write it to a file with --output")
    return Delivery(reporter, output, beside, table)


def _beside(text: str) -> tuple[Reporter, Path]:
    from ragaudit import _registry

    name, _, file = text.partition("=")
    if not name or not file:
        raise UsageError(f"--report {text}: a format and a file are needed",
                         "write it like sarif=report.sarif")  # fmt: skip
    return _registry.reporter(name), Path(file)


def _at_a_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()
