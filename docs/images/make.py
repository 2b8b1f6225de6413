"""Makes the pictures of the documentation from the sample corpus. Run: python docs/images/make.py

It needs Chromium, and writes `report.png` beside itself.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
CORPUS = HERE.parents[1] / "sample_corpus"
SIZE = {"width": 1200, "height": 880}


def main() -> None:
    """Scan a copy of the corpus, open the report, take a picture of its first screen."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, report = Path(folder) / "sample_corpus", Path(folder) / "report.html"
        shutil.copytree(CORPUS, corpus, ignore=shutil.ignore_patterns(".ragaudit"))
        command = [sys.executable, "-m", "ragaudit", "scan", "--quiet", "--format", "html"]
        subprocess.run([*command, "--output", report], cwd=corpus, check=False)  # fails its gate
        picture(report, HERE / "report.png")


def picture(report: Path, file: Path) -> None:
    """The first screen of a report."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(report.as_uri())
        page.screenshot(path=file)
        browser.close()


if __name__ == "__main__":
    main()
