"""Prints the figures of `ragaudit freshness`. Run: python benchmarks/freshness.py [--documents N]

Documents lie in a folder, and then in a repository. The first run reads all of them; the second
finds them unchanged; before the third 1 % are rewritten. Beside the time on the clock stands the
time on the processor, of the command and its workers, which a busy machine does not stretch.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

RAGAUDIT = str(Path(sys.executable).with_name("ragaudit"))
AS_OF = date(2026, 11, 1)
BAR_S = 5.0
LATE = 0.05
"""The share of documents that are overdue."""
_WORDS = (
    "the",
    "of",
    "and",
    "to",
    "policy",
    "travel",
    "request",
    "team",
    "customer",
    "order",
    "store",
    "access",
    "manager",
    "form",
    "days",
    "leave",
    "report",
    "budget",
    "office",
)
_CONFIG = """version: 1
as_of: {day}
sources:
  - id: docs
    type: {kind}
    root: docs
    freshness: {{warn_after: 180d, error_after: 365d, calendar: DE, max_overdue: 10%}}
"""


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    count = parser.parse_args().documents
    for kind in ("filesystem", "git"):
        with tempfile.TemporaryDirectory() as name:
            series(Path(name), kind, count)


def series(folder: Path, kind: str, count: int) -> None:
    """Three runs over one folder."""
    rng = random.Random(20261101)
    pages = [write(folder / "docs", rng, n) for n in range(count)]
    (folder / "ragaudit.yaml").write_text(_CONFIG.format(day=AS_OF, kind=kind), "utf-8")
    if kind == "git":
        commit(folder)
    # A file that was written this very moment is read again in any case.
    time.sleep(3)
    print(f"{kind}, {count:,} documents, {LATE:.0%} of them overdue")
    first = run("first run", folder, count)
    second = run(f"unchanged (bar {BAR_S:g} s)", folder, count)
    again = run("unchanged, once more", folder, count)
    assert first["results"] == second["results"] == again["results"], "states differ"
    changed = rng.sample(pages, count // 100)
    for page in changed:
        page.write_text(
            page.read_text("utf-8").replace("reviewed: 2026", "reviewed: 2019"), "utf-8"
        )
    third = run("1 % rewritten", folder, count)
    late = {due["path"] for due in third["results"][0]["late"]}
    missed = [page for page in changed if page.relative_to(folder / "docs").as_posix() not in late]
    print(f"  of {len(changed)} documents made overdue, seen: {len(changed) - len(missed)}")
    assert not missed, "old content was reported as fresh"


def write(folder: Path, rng: random.Random, n: int) -> Path:
    """One page of some 250 words, reviewed this year or, of some, two years ago."""
    year = 2024 if rng.random() < LATE else 2026
    body = "\n\n".join(
        f"## Part {k}\n\n" + " ".join(rng.choices(_WORDS, k=60)) + "." for k in range(4)
    )
    day = date(year, 6, 1) + timedelta(days=rng.randrange(140))
    page = folder / f"team-{n % 40:02}" / f"page-{n:05}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(
        f"---\ntitle: Page {n}\nowner: team-{n % 40}@acme.example\nreviewed: {day}\n---\n\n"
        f"# Page {n}\n\n{body}\n",
        "utf-8",
    )
    return page


def commit(folder: Path) -> None:
    """Put the pages into a repository, a hundred in a commit."""
    git = ["git", "-C", str(folder), "-c", "user.name=bench", "-c", "user.email=b@acme.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    for team in sorted((folder / "docs").iterdir()):
        subprocess.run([*git, "add", str(team)], check=True)
        subprocess.run([*git, "commit", "-qm", f"Add {team.name}"], check=True)


def run(what: str, folder: Path, count: int) -> dict[str, Any]:
    """Run the command once, and print what it took."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [RAGAUDIT, "freshness", "--quiet", "-o", os.devnull, "--report", "freshness=f.json"],
        cwd=folder, check=False,
    )  # fmt: skip
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    report: dict[str, Any] = json.loads((folder / "f.json").read_text("utf-8"))
    assert done.returncode in (0, 1), done.returncode
    assert report["results"][0]["documents"] == count, report["results"][0]["documents"]
    load = f"load {os.getloadavg()[0]:.0f}"
    print(f"  {what:<24} {seconds:6.2f} s, {cpu:5.2f} s of processor ({load})", flush=True)
    return report


if __name__ == "__main__":
    main()
