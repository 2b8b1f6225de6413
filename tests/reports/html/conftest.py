"""The pages, and the browser they are looked at in: the system's Chromium."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup
from playwright.sync_api import Browser, Page, sync_playwright
from tests.reports.html import demo
from tests.services.base import needs_program

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports.html import HtmlReporter

WIDE, NARROW = (1280, 900), (390, 844)


def render(audit: Audit) -> str:
    """The page as text."""
    return HtmlReporter().render(audit, ReportOptions())


def select(page: str | Any, path: str) -> list[Any]:
    """What an XPath finds on a page, or below an element of it."""
    root = markup.fromstring(page) if isinstance(page, str) else page
    found: Any = root.xpath(path)
    return list(found)


@pytest.fixture(scope="session")
def full_html() -> str:
    """Every part has something to say."""
    return render(demo.full())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; nobody's profile, and no process left behind."""
    chromium = needs_program("chromium", "chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            # The sandbox needs rights that containers do not give; what is opened is our own.
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        )
        yield browser
        browser.close()


class Opened:
    """A page with everything it complained about or asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda m: self.problems.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def shown(self) -> list[str]:
        """Codes of the findings that can be seen, in order."""
        found: list[str] = self.page.eval_on_selector_all(
            "#list .f", "all => all.filter((f) => f.checkVisibility()).map((f) => f.dataset.c)"
        )
        return found

    def address(self) -> str:
        """The fragment of the address."""
        found: str = self.page.evaluate("location.hash")
        return found


Open = Callable[..., Opened]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a report from disk: `open_page(html, "#findings?…", NARROW, dark=True)`."""
    contexts = []

    def opened(
        html: str,
        fragment: str = "",
        size: tuple[int, int] = WIDE,
        *,
        dark: bool = False,
        script: bool = True,
        bypass: bool = False,
    ) -> Opened:
        file = tmp_path / "report.html"
        file.write_text(html, "utf-8")
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            bypass_csp=bypass,
        )
        contexts.append(context)
        page = Opened(context.new_page())
        page.page.goto(file.as_uri() + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
