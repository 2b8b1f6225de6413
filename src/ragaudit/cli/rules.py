"""`ragaudit rules`."""

from __future__ import annotations

import click


@click.command("rules", short_help="List every rule.")
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal")
def command(format_: str) -> None:
    """List every installed rule with its severity and what it reports."""
    import json

    from ragaudit import _registry

    rules = [_registry.detector(code).rule for code in _registry.names(_registry.DETECTORS)]
    if format_ == "json":
        keys = ("code", "name", "severity", "summary", "remedy", "enabled", "gap")
        click.echo(json.dumps([{k: getattr(r, k) for k in keys} for r in rules], indent=2))
        return
    width = max(len(rule.name) for rule in rules)
    for rule in rules:
        off = "" if rule.enabled else "  (off by default)"
        click.echo(f"{rule.code}  {rule.severity:<5}  {rule.name:<{width}}  {rule.summary}{off}")
    click.echo(
        f"\n{len(rules)} rules. `ragaudit explain CODE` says why one exists and how to fix it."
    )
