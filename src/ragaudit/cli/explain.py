"""`ragaudit explain`."""

from __future__ import annotations

import click


@click.command("explain", short_help="Explain one rule.")
@click.argument("code")
def command(code: str) -> None:
    """Say what rule CODE reports, why it matters, what stays silent, and how to fix it.

    CODE is a code or a name: `ragaudit explain FRS202`, `ragaudit explain review-overdue`.
    """
    from ragaudit import _registry
    from ragaudit._docs import rule_page
    from ragaudit.errors import UsageError
    from ragaudit.text.suggest import did_you_mean

    known = _registry.names(_registry.DETECTORS)
    if code.upper() in known:
        click.echo(rule_page(_registry.detector(code.upper()).rule))
        return
    by_name = {rule.name: rule for rule in (_registry.detector(c).rule for c in known)}
    if code not in by_name:
        hint = did_you_mean(code.upper(), known) if code[-1:].isdigit() else ""
        raise UsageError(f"there is no rule “{code}”", hint or did_you_mean(code, by_name))
    click.echo(rule_page(by_name[code]))
