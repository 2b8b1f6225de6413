"""Prints what keeping source systems in step costs. Run: python benchmarks/connectors.py

Two sources of 10,000 documents each: a web site on this machine, and a SQLite database. Runs are
those of a user: `ragaudit sources sync`, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.services.website import Website, running_website
from tests.services.website_page import Page

SEED = 20261129
KILLS = 20
KILLED_PAGES = 1000
BAR = 0.05
CONFIG = """version: 1
as_of: 2026-11-01
sources:
  - {{id: site, type: website, url: "{url}/", options: {{crawl: false, max_pages: 20000}}}}
  - id: base
    type: sql
    url: sqlite:///kb.db
    options: {{table: kb, columns: {{id: id, title: title, body: body, version: version}}}}
"""


@dataclass(frozen=True)
class Synced:
    """What a sync said of one source, and how long it took for all."""

    said: dict[str, Any]
    seconds: float


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, running_website() as site:
        second_pass(Path(name), site, options.documents)
    killed()


def second_pass(folder: Path, site: Website, documents: int) -> None:
    """A pass over unchanged sources, and one with 1 % changed, beside the first."""
    publish(site, documents)
    write_database(folder / "kb.db", documents)
    (folder / "ragaudit.yaml").write_text(CONFIG.format(url=site.url), encoding="utf-8")
    first, second = sync(folder), sync(folder)
    change(site, folder / "kb.db", documents)
    third = sync(folder)
    for source in first:
        one, two, three = (run[source].said for run in (first, second, third))
        share = two["requests"] / one["requests"]
        print(
            f"{source}: {one['documents']:,} documents; first sync {one['fetched']:,} fetched in "
            f"{one['requests']:,} requests; second {two['fetched']} fetched in {two['requests']:,} "
            f"requests = {share:.1%} of the first (bar {BAR:.0%}); with 1 % changed "
            f"{three['fetched']} fetched in {three['requests']:,} requests"
        )
    took = [next(iter(run.values())).seconds for run in (first, second, third)]
    print(f"both together: {took[0]:.1f} s, unchanged {took[1]:.1f} s, 1 % changed {took[2]:.1f} s")


def killed() -> None:
    """A sync killed at random moments and started again, beside one that was not."""
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as name, running_website() as site:
        publish(site, KILLED_PAGES)
        whole = Path(name) / "whole"
        prepare(whole, site)
        took = sync(whole)["site"].seconds
        expected = catalogue(whole)
        same = most = 0
        for number in range(KILLS):
            folder = Path(name) / f"cut-{number}"
            prepare(folder, site)
            site.forget()
            kill_after(folder, rng.uniform(0.1, 1.0) * took)
            sync(folder)
            asked = Counter(a.path for a in site.asked if a.method == "GET" and "/p/" in a.path)
            same += catalogue(folder) == expected
            most = max(most, sum(asked.values()) - KILLED_PAGES)
        print(
            f"killed at {KILLS} random moments and resumed, {KILLED_PAGES:,} documents: {same} of "
            f"{KILLS} catalogues are those of an uninterrupted run; at most {most} documents "
            f"fetched twice (a page is 50)"
        )


def publish(site: Website, count: int) -> None:
    """Pages, and a sitemap that dates them."""
    paths = [f"/p/{number:05}.html" for number in range(count)]
    for number, path in enumerate(paths):
        site.put(path, page(number, "first"))
    index(site, paths)


def index(site: Website, paths: list[str], changed: frozenset[str] = frozenset()) -> None:
    """The sitemap; pages that changed carry a later date."""
    dates = {path: "2026-03-02" if path in changed else "2026-03-01" for path in paths}
    site.sitemap("/sitemap.xml", dates)


def page(number: int, edition: str) -> Page:
    """One small page."""
    text = f"<h1>Page {number}</h1><p>This is the {edition} edition of page number {number}.</p>"
    return Page(f"<html><body>{text}</body></html>".encode())


def write_database(file: Path, count: int) -> None:
    """A table of as many rows."""
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("create table kb (id integer primary key, title, body, version integer)")
        rows = ((n, f"Row {n}", f"This is the body of row number {n}.", 1) for n in range(count))
        db.executemany("insert into kb values (?, ?, ?, ?)", rows)


def change(site: Website, file: Path, count: int) -> None:
    """One in a hundred."""
    paths = [f"/p/{number:05}.html" for number in range(count)]
    for number in range(0, count, 100):
        site.put(paths[number], page(number, "second"))
    index(site, paths, frozenset(paths[::100]))
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("update kb set body = body || ' Again.', version = 2 where id % 100 = 0")


def prepare(folder: Path, site: Website) -> None:
    """A configuration with the site alone."""
    folder.mkdir()
    only_site = CONFIG.format(url=site.url).partition("  - id: base")[0]
    (folder / "ragaudit.yaml").write_text(only_site, encoding="utf-8")


def sync(folder: Path) -> dict[str, Synced]:
    """One run to its end."""
    began = time.perf_counter()
    ran = subprocess.run(command(), cwd=folder, capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if ran.returncode:
        raise SystemExit(f"sync ended with {ran.returncode}: {ran.stderr.decode()}")
    return {said["source"]: Synced(said, seconds) for said in json.loads(ran.stdout)}


def kill_after(folder: Path, seconds: float) -> None:
    """Start a run and kill it and its workers without a word."""
    process = subprocess.Popen(
        command(),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def command() -> list[str]:
    """As a user types it."""
    return [sys.executable, "-m", "ragaudit", "sources", "sync", "--format", "json"]


def catalogue(folder: Path) -> list[tuple[object, ...]]:
    """Everything known of the documents, but when it was seen."""
    from ragaudit._sync import Catalogue

    found = Catalogue(folder / ".ragaudit" / "catalogue.db")
    try:
        return [
            (item.ref, item.fetched, item.facts, item.access.digest if item.access else None)
            for item in found.items("site")
        ]
    finally:
        found.close()


if __name__ == "__main__":
    main()
