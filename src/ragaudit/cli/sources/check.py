"""`ragaudit sources check`."""

from __future__ import annotations

from pathlib import Path

import click

EPILOG = """\b
Exit codes: 0 everything that is needed works, 2 usage, 3 something is missing or failed.
"""


@click.command("check", epilog=EPILOG, short_help="Try what the configured accounts may do.")
@click.argument("sources", nargs=-1)
@click.option("--config", type=click.Path(path_type=Path), help="ragaudit.yaml to use.")
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal")
def command(sources: tuple[str, ...], config: Path | None, format_: str) -> int:
    """Try every capability of the source systems SOURCES (default: all), one row each."""
    import json

    from ragaudit._audit.checking import check_sources
    from ragaudit.contracts import CheckState

    rows = check_sources(config, Path.cwd(), sources)
    if format_ == "json":
        shown = [
            {
                "source": source,
                "capability": result.capability,
                "state": result.state.value,
                "detail": result.detail,
                "scope": result.scope,
                "action": result.action,
            }
            for source, result in rows
        ]
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
    else:
        for source, result in rows:
            scope = f" (needs: {result.scope})" if result.scope else ""
            click.echo(
                f"{source:<16} {result.capability:<16} {result.state.value:<12} "
                f"{result.detail}{scope}"
            )
            if result.action:
                click.echo(f"{'':<46} → {result.action}")
    bad = (CheckState.MISSING, CheckState.FAILED)
    return 3 if any(result.state in bad for _, result in rows) or not rows else 0
