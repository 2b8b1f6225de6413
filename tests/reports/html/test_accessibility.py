"""axe-core finds nothing serious, in light and dark, wide and narrow."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import axe_core_python
import pytest
from tests.reports.html import demo
from tests.reports.html.conftest import NARROW, WIDE, Open, Opened, render

AXE = Path(axe_core_python.__file__).parent / "axe.min.js"


def serious(opened: Opened) -> list[str]:
    """Violations at serious or above, with the elements they are about."""
    opened.page.evaluate(AXE.read_text("utf-8") + "; undefined")
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {', '.join(n['html'][:120] for n in v['nodes'][:5])}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_full_page(open_page: Open, full_html: str, dark: bool, size: tuple[int, int]) -> None:
    """With everything unfolded, filtered, and after regrouping."""
    opened = open_page(full_html, "#findings?group=owner", size, dark=dark, bypass=True)
    opened.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert [] == serious(opened)


def test_the_bare_page(open_page: Open) -> None:
    """Where nothing is known."""
    assert [] == serious(open_page(render(demo.bare()), bypass=True))


def test_headings_in_order_and_landmarks(open_page: Open, full_html: str) -> None:
    """One first heading, no level left out, everything inside a landmark."""
    page = open_page(full_html).page
    levels = [
        int(tag[1])
        for tag in page.eval_on_selector_all("h1,h2,h3,h4", "all => all.map((h) => h.tagName)")
    ]
    assert 1 == levels.count(1) and 1 == levels[0]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert ["main", "nav"] == sorted(
        page.eval_on_selector_all("main, nav", "all => all.map((e) => e.localName)")
    )
