"""Small knowledge bases for the rules that compare documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from ragaudit.contracts import CorpusDetector
from ragaudit.model import Content, Times
from ragaudit.testing import MemoryCorpus, compare, known
from ragaudit_connectors.parsing import parse

EXPENSES = """\
# Expenses

Claim what you paid for the company within 30 days, with the receipt, in the expenses tool. Your
line manager approves claims up to 500 pounds; anything above goes to the finance team as well.

Travel by train in standard class. Fly only where the train would take longer than six hours, and
book through the travel desk so that the insurance covers you. Keep the boarding pass.

## Meals

Meals on a journey are paid up to 35 pounds a day, tips included. Alcohol is not paid for. When a
customer invites you, write down who was there and what it was about, and send the note to finance.
"""

ONBOARDING = """\
# First week

On your first day somebody from the office team meets you at the door, hands you a badge and a
laptop, and walks you through the building. Set up the password manager before anything else.

In the first week you have lunch with your team, read the security handbook, and ship one small
change to production together with your buddy. Ask every question twice if the first answer did not
help; nobody minds, and the answers go into the handbook.
"""


def page(text: str, path: str = "page.md", **changes: Any) -> Content:
    """Parse Markdown as the connector does."""
    return replace(parse(text.encode(), path, "markdown"), **changes)


def corpus(pages: dict[str, str], **changes: Any) -> MemoryCorpus:
    """A corpus of path and Markdown text."""
    return MemoryCorpus.of({path: page(text, path) for path, text in pages.items()}, **changes)


def documents(files: dict[str, str], **changes: Any) -> MemoryCorpus:
    """A corpus of path and text in the format each name says."""
    parsed = {
        path: parse(text.encode(), path, path.rpartition(".")[2]) for path, text in files.items()
    }
    return MemoryCorpus.of(parsed, **changes)


def describe(made: MemoryCorpus, path: str, **changes: Any) -> None:
    """Change what is known about one document."""
    documents = dict(made.documents)
    documents[f"docs:{path}"] = replace(documents[f"docs:{path}"], **changes)
    made.documents = documents


def reviewed(year: int, month: int = 1, day: int = 1) -> Times:
    """Times with a trusted review date."""
    return Times(reviewed=known(date(year, month, day)))


def seen(detector: CorpusDetector, made: MemoryCorpus) -> list[tuple[str, list[str]]]:
    """Path and related paths of every observation."""
    return [
        (_path(o.document or ""), [_path(r.document) for r in o.related])
        for o in compare(detector, made)
    ]


def _path(document: str) -> str:
    return document.partition(":")[2]
