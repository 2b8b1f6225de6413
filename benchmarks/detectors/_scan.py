"""Runs `ragaudit scan` the way a user does, on folders made for it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.detectors._reported import Reported, from_json

RAGAUDIT = str(Path(sys.executable).with_name("ragaudit"))
SHARED = Path(__file__).resolve().parents[2] / "../shared"
AS_OF = "2026-11-01"
PAGES = frozenset({".md", ".markdown", ".rst", ".txt", ".html", ".htm", ".erb", ".adoc"})
_TITLE = re.compile(r"^title: *(.+?) *$", re.MULTILINE)
_TAG = re.compile(r"<%[^%]{0,2000}%>")


@dataclass(frozen=True)
class Scanned:
    """A report and what it took."""

    report: dict[str, Any]
    seconds: float
    peak_mb: float

    def findings(self, *prefixes: str) -> list[Reported]:
        """The findings whose rule code begins with one of the prefixes."""
        found = self.report["findings"]
        return [from_json(f) for f in found if f["code"].startswith(prefixes)]


def scan(folder: Path, *options: str) -> Scanned:
    """Scan a folder; the report goes beside it."""
    output = folder.with_name(f"{folder.name}-report.json")
    command = [RAGAUDIT, "scan", folder.name, "-q", "--as-of", AS_OF, "--format", "json"]
    ran = measure.run([*command, "-o", str(output), *options], folder.parent)
    if ran.code not in (0, 1, 3):
        raise SystemExit(f"scan ended with {ran.code}: {ran.out[-2000:]}")
    report: dict[str, Any] = json.loads(output.read_text("utf-8"))
    broken = [f"{r['code']} {r['reason']}" for r in report["skipped_rules"] if _broke(r["reason"])]
    if broken:
        # A rule that broke reports nothing, which would pass for perfect precision.
        raise SystemExit("\n".join(broken))
    return Scanned(report, ran.seconds, ran.peak_mb)


def _broke(reason: str) -> bool:
    return reason.startswith("stopped on")


def write_pages(folder: Path, pages: dict[str, str]) -> Path:
    """Write path → text below a new folder."""
    for path, text in pages.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def read_pages(folder: Path) -> dict[str, str]:
    """The prose files of a folder by path."""
    files = (f for f in sorted(folder.rglob("*")) if f.suffix in PAGES and ".git" not in f.parts)
    read = ((f, f.read_text("utf-8", "replace")) for f in files if f.is_file())
    return {f.relative_to(folder).as_posix(): text for f, text in read}


def clone_gds_way(shared: Path, target: Path) -> Path:
    """The handbook of the shared data, as it is."""
    bundle = shared.resolve() / "data/docs/gds-way.bundle"
    subprocess.run(
        ["git", "clone", "-q", str(bundle), str(target)], check=True, capture_output=True
    )
    shutil.rmtree(target / ".git")
    return target


def rendered(pages: dict[str, str]) -> dict[str, str]:
    """The pages with what their template engine would fill in, as plain Markdown.

    Most rules leave templates alone, so untouched templates say nothing about them.
    """
    made = {}
    for path, text in pages.items():
        if path.endswith(".md.erb"):
            title = _TITLE.search(text)
            shown = text.replace("<%= current_page.data.title %>", title[1] if title else "")
            made[path.removesuffix(".html.md.erb").removesuffix(".md.erb") + ".md"] = _TAG.sub(
                "", shown
            )
        elif path.endswith(".md"):
            made[path] = text
    return made
