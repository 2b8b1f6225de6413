"""`ragaudit completion`."""

from __future__ import annotations

import click


@click.command("completion", short_help="Print shell completion.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of a shell; where to put it:

    \b
      bash   eval "$(ragaudit completion bash)"   in ~/.bashrc
      zsh    eval "$(ragaudit completion zsh)"    in ~/.zshrc
      fish   ragaudit completion fish > ~/.config/fish/completions/ragaudit.fish
    """
    from click.shell_completion import get_completion_class

    from ragaudit.cli._app import app

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(app, {}, "ragaudit", "_RAGAUDIT_COMPLETE").source())
