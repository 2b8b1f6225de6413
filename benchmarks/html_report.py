"""Prints how fast the HTML report is made, how large it is, and how soon a browser can use it.

Run: python benchmarks/html_report.py [--findings 2000] [--documents 10000]. It needs Chromium.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import axe_core_python
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.reports.html import demo
from tests.services.base import needs_program

from ragaudit.contracts import ReportOptions
from ragaudit_reports.html import HtmlReporter

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"
RUNS = 5
READY = """() => {
  const t = performance.getEntriesByType('navigation')[0];
  return [t.domInteractive, t.domContentLoadedEventEnd];
}"""
# Two frames: one to lay out and paint what the filter left, one to know that it was done.
FILTER = """(value) => new Promise((done) => {
  const began = performance.now();
  const select = document.querySelector('#severity');
  select.value = value;
  select.dispatchEvent(new Event('change'));
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
SEARCH = """(word) => new Promise((done) => {
  const began = performance.now();
  const input = document.querySelector('#q');
  new MutationObserver(() => done(performance.now() - began)).observe(
    document.querySelector('#tally'), {childList: true});
  input.value = word;
  input.dispatchEvent(new Event('input'));
})"""


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=2000)
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    audit = demo.large(options.findings, options.documents)
    print(f"{options.findings:,} findings, {options.documents:,} documents")
    for name in ("first, with the start of Vega", "second, in the same process"):
        wall, cpu = time.perf_counter(), time.process_time()
        html = HtmlReporter().render(audit, ReportOptions())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"rendered ({name}): {wall:.2f} s, {cpu:.2f} s of processor time")
    print(f"size: {len(html.encode()) / 1e6:.2f} MB")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "report.html"
        file.write_text(html, "utf-8")
        browser = playwright.chromium.launch(
            executable_path=needs_program("chromium", "chromium"),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        in_browser(browser, file.as_uri())
        accessible(browser, file.as_uri())
        browser.close()


def in_browser(browser: Browser, address: str) -> None:
    """Until scripts have run, and until a filter and a search have answered; medians."""
    busy, ready, filtered, searched = [], [], [], []
    for _ in range(RUNS):
        page = browser.new_page()
        cdp = page.context.new_cdp_session(page)
        # Processor time of the page's own thread, which other programs cannot stretch.
        cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(address)
        metrics = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
        busy.append(metrics["TaskDuration"])
        ready.append(page.evaluate(READY)[1] / 1000)
        filtered.append(page.evaluate(FILTER, "error") / 1000)
        searched.append(page.evaluate(SEARCH, "page") / 1000)
        page.close()
    for what, values in (
        ("interactive (DOMContentLoaded, list filtered and counted)", ready),
        ("processor time of the page until it is loaded", busy),
        ("first filter, painted", filtered),
        ("first search, 0.12 s of it the wait for the next letter", searched),
    ):
        print(f"{what}: {statistics.median(values):.2f} s (worst of {RUNS}: {max(values):.2f} s)")


def accessible(browser: Browser, address: str) -> None:
    """Violations axe-core calls serious or critical."""
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, bypass_csp=True)
        page = context.new_page()
        page.set_default_timeout(300_000)
        page.goto(address)
        page.evaluate(AXE.read_text("utf-8") + "; undefined")
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        worst = [v["id"] for v in found if v["impact"] in ("serious", "critical")]
        print(f"axe, {scheme}: {len(worst)} serious or critical {worst or ''}")
        context.close()


if __name__ == "__main__":
    main()
