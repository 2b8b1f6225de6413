"""A small knowledge base with a probe set, and the command run in this process, which is fast."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.probes.targets.http.search_server import Asked, Reply
from tests.support import LEAVE, TRAVEL, Ran, write_page

from ragaudit.cli import run

Here = Callable[..., Ran]
DIRECTORY = """users:
  - {id: ann, groups: [hr]}
  - {id: bob}
groups: {hr: {}}
"""
ACCESS = "rules:\n  - {path: '**', allow: [internal]}\n  - {path: pay.md, allow: [hr]}\n"
CONFIG = """version: 1
as_of: 2026-11-01
identities: [{type: static, path: directory.yaml}]
sources: [{id: docs, type: filesystem, root: docs}]
"""
PAY = (
    "Salary bands are set once a year by the pay committee. Band three runs from sixty to seventy "
    "five thousand. A manager who wants to pay more writes to the committee before the spring."
)
TEXTS = {"leave.md": LEAVE, "travel.md": TRAVEL, "pay.md": PAY}
MAY = {"ann": set(TEXTS), "bob": {"leave.md", "travel.md"}}
PROBES = """ragaudit: probes/v1
defaults: {k: [1, 3], principals: [ann, bob]}
principals:
  ann: {auth: {header X-User: ann}}
  bob: {auth: {header X-User: bob}}
  anon: {kind: anonymous}
probes:
  - {id: leave, query: How many days of paid leave are there?, gold: [leave.md]}
  - id: pay
    category: policy_boundary
    query: What are the salary bands?
    gold: [pay.md]
    matrix: auto
"""
TARGET = """probes:
  target:
    type: http
    url: {url}
    sync: {{timeout_s: 1, tries: 1}}
    options:
      body: {{query: "{{query}}", k: "{{k}}"}}
      mapping: {{hits: "$.results[*]", id: $.id, document: $.path, score: $.score}}
"""


def write_kb(folder: Path) -> None:
    """Two pages for everybody inside, one for HR, and two questions."""
    for name, text in TEXTS.items():
        write_page(folder / "docs", name, text, audience="")
    (folder / "docs" / "access.yaml").write_text(ACCESS)
    (folder / "directory.yaml").write_text(DIRECTORY)
    (folder / "ragaudit.yaml").write_text(CONFIG)
    (folder / "probes.yaml").write_text(PROBES)


def runner(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Here:
    """`ragaudit …` in the folder, without a process of its own."""

    def here(*arguments: str) -> Ran:
        with monkeypatch.context() as patched:
            patched.chdir(folder)
            code = run(list(arguments))
        out, err = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, out, err)

    return here


def hits(asked: Asked) -> list[dict[str, Any]]:
    """What the user of the header `X-User` may read and shares a word with the question."""
    may = MAY.get(asked.headers.get("x-user", ""), set())
    words = _words(asked.body["query"])
    found = [(len(words & _words(TEXTS[name])), name) for name in sorted(may)]
    return [
        {"id": f"{name}#0", "path": name, "score": score / 10, "text": TEXTS[name]}
        for score, name in sorted(found, key=lambda one: (-one[0], one[1]))
        if score
    ]


def good(asked: Asked) -> Reply:
    """The answer of a service that does everything right."""
    return Reply({"results": hits(asked)})


def report(ran: Ran) -> dict[str, Any]:
    """The JSON it printed."""
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def whole(found: dict[str, Any], measure: str) -> dict[str, Any]:
    """A score over everything."""
    return next(
        score
        for score in found["scores"]
        if (score["measure"], score["source"], score["principal"]) == (measure, None, None)
    )


def told(found: dict[str, Any]) -> str:
    """Why, as the verdict has it."""
    return "\n".join(found["verdict"]["reasons"])


def states(found: dict[str, Any]) -> dict[tuple[str, str], str]:
    """What came of each probe as each principal."""
    return {(probe["id"], probe["principal"]): probe["status"] for probe in found["probes"]}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
