"""`--external-links` from outside, against a real server on this machine."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.support import LEAVE, Runner, write_page

AS_OF = ("--as-of", "2026-11-01", "--format", "json")


class Pages(BaseHTTPRequestHandler):
    """Knows one page."""

    def do_HEAD(self) -> None:
        """Answer with a status only."""
        self.send_response(200 if self.path == "/form" else 404)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def docs(tmp_path: Path) -> Iterator[Path]:
    """A page with two links to a server, and a configuration that allows asking it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    links = f"\n\nUse [the form]({site}/form), see [the law]({site}/law).\n"
    write_page(tmp_path / "docs", "leave.md", LEAVE + links)
    (tmp_path / "ragaudit.yaml").write_text(
        "version: 1\nsources: [{id: docs, root: docs}]\n"
        "external_links: {budget_s: 20, allow_hosts: [127.0.0.1]}\n"
    )
    yield tmp_path
    server.shutdown()
    server.server_close()


def dead(ran_stdout: str) -> list[tuple[str, str]]:
    """Severity and quoted path of every finding of the rule."""
    report = json.loads(ran_stdout)
    return [
        (f["severity"], f["quote"].rpartition("/")[2])
        for f in report["findings"]
        if f["code"] == "STR803"
    ]


def test_dead_once_is_info_and_dead_an_hour_later_an_error(ragaudit: Runner, docs: Path) -> None:
    """The state folder remembers."""
    first = ragaudit("scan", *AS_OF)
    with sqlite3.connect(docs / ".ragaudit" / "cache.db") as cache:
        cache.execute("update dead_link set since = '2026-01-01T00:00:00+00:00'")
    cache.close()
    second = ragaudit("scan", *AS_OF)

    assert (0, [("info", "law")]) == (first.returncode, dead(first.stdout)), first.stdout
    assert (1, [("error", "law")]) == (second.returncode, dead(second.stdout))
    assert "External links: 2 addresses, 1 alive, 1 dead." in json.loads(first.stdout)["notes"]


def test_offline_by_default(ragaudit: Runner, docs: Path) -> None:
    """Without the flag and the key nothing is asked, and the rule does not run."""
    (docs / "ragaudit.yaml").write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    ran = ragaudit("scan", *AS_OF)
    assert [] == dead(ran.stdout)
    assert "STR803" not in json.loads(ran.stdout)["run"]["rules"]


def test_the_flag_asks_but_never_in_private_networks(ragaudit: Runner, docs: Path) -> None:
    """The server is on this machine, which nobody allowed."""
    (docs / "ragaudit.yaml").write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    ran = ragaudit("scan", "--external-links", *AS_OF)
    (note,) = (n for n in json.loads(ran.stdout)["notes"] if n.startswith("External"))
    assert [] == dead(ran.stdout)
    assert note.startswith("External links: 2 addresses, 2 not checked (")


def test_selected_without_being_allowed(ragaudit: Runner, docs: Path) -> None:
    """The rule says that it could not run."""
    (docs / "ragaudit.yaml").write_text("version: 1\nsources: [{id: docs, root: docs}]\n")
    ran = ragaudit("scan", "--rules", "STR803", *AS_OF)
    assert "allow it with --external-links" in ran.stdout
