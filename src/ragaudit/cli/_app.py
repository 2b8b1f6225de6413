"""The command group; a command's module is imported when it is called."""

from __future__ import annotations

import click

from ragaudit import __version__
from ragaudit.cli._lazy import LazyCommands

COMMANDS = {
    "scan": "Audit folders and repositories.",
    "freshness": "Hold sources against their freshness contracts.",
    "schedule": "Run it at night, and on every change.",
    "baseline": "Accept what is there, so that only new findings fail.",
    "sources": "Source systems: what works, what changed.",
    "access": "Who may read what, and why.",
    "probe": "Ask a retriever, and measure what comes back.",
    "probes": "Probe sets: what is asked, as whom, and what should come back.",
    "target": "The retriever that is asked: what it answers, and how that is read.",
    "index": "The built-in index: bring it up to date.",
    "history": "List the runs on record, with trends.",
    "diff": "What changed between two runs.",
    "report": "Render a run on record once more, in any format.",
    "notify": "Tell owners and channels what is new.",
    "tickets": "Keep tickets in step with findings.",
    "monitor": "After launch: what people ask, and what they are served.",
    "signoff": "Sign a knowledge base off, or say what stands in the way.",
    "verify": "Say whether a sign-off still holds, and what changed since.",
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
  ragaudit freshness                         which sources broke their freshness contract
  ragaudit baseline ./docs                   accept what is there
  ragaudit access explain PAGE --as ann      whether somebody may read a page, and why
  ragaudit sources check                     what the accounts for source systems may do
  ragaudit probes lint                       whether a probe set can measure what it should
  ragaudit explain FRS202                    why a rule exists, how to fix it

\b
Exit codes: 0 passed, 1 gate failed, 2 usage or configuration, 3 audit incomplete.
"""


@click.group(
    cls=LazyCommands,
    module="ragaudit.cli",
    summaries=COMMANDS,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="ragaudit")
def app() -> None:
    """Audit the knowledge base behind a RAG system.

    Finds content that is stale, duplicated, unowned, unreadable or open to everybody, says where
    exactly, since when and whose it is.
    """
