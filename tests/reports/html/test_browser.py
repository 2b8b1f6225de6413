"""The page as people use it: real Chromium, the report opened from disk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.reports.html import demo
from tests.reports.html.conftest import NARROW, Open, render

ALL_OPEN = ["STR801", "STR801", "CNF301", "FRS202", "OWN101", "STR806"]


@pytest.fixture(scope="module")
def many() -> str:
    """A page of 600 findings on 300 documents."""
    return render(demo.large(600, 300))


def test_it_opens_without_complaint_and_asks_for_nothing(open_page: Open, full_html: str) -> None:
    """No console message, no breach of the policy, no request but the file itself."""
    opened = open_page(full_html)
    for part in ("owners", "sources", "conflicts", "findings", "unchecked"):
        opened.page.click(f'nav a[href="#{part}"]')
    assert [] == opened.problems
    assert 1 == len(opened.requests)
    assert opened.requests[0].startswith("file:///")


def test_open_findings_by_document(open_page: Open, full_html: str) -> None:
    """At first all that count, those of a document together, worst first."""
    opened = open_page(full_html)
    assert sorted(ALL_OPEN) == sorted(opened.shown())
    assert ["STR801", "STR801", "CNF301"] == opened.shown()[:3]
    assert "6 of 8 findings: 3 errors, 2 warnings, 1 note" == opened.page.inner_text("#tally")


FILTERS = [
    ("severity", "error", 3, "#findings?severity=error"),
    ("source", "wiki", 2, "#findings?source=wiki"),
    ("owner", "bob", 1, "#findings?owner=bob"),
    ("owner", "(nobody)", 2, "#findings?owner=%28nobody%29"),
    ("rule", "STR", 3, "#findings?rule=STR"),
    ("rule", "STR801", 2, "#findings?rule=STR801"),
    ("remedy", "verify", 1, "#findings?remedy=verify"),
    ("status", "suppressed", 1, "#findings?status=suppressed"),
    ("status", "", 8, "#findings?status=all"),
]


def test_filters(open_page: Open, full_html: str) -> None:
    """Each narrows the list, and the address keeps it."""
    opened = open_page(full_html)
    actual = []
    for control, value, _, _ in FILTERS:
        opened.page.select_option(f"#{control}", value)
        actual.append((control, value, len(opened.shown()), opened.address()))
        opened.page.click("#clear")
    assert FILTERS == actual


def test_an_address_restores_its_choice(open_page: Open, full_html: str) -> None:
    """Opened anew, or typed into a page that is open."""
    opened = open_page(full_html, FILTERS[0][3])
    for control, value, number, address in FILTERS:
        opened.page.evaluate("(hash) => { location.hash = hash; }", address)
        expect(opened.page.locator(f"#{control}")).to_have_value(value)
        assert number == len(opened.shown())
    again = open_page(full_html, "#findings?owner=bob&group=rule&sort=path&q=due")
    controls = [again.page.input_value(f"#{c}") for c in ("owner", "group", "sort", "q")]
    assert ["bob", "rule", "path", "due"] == controls
    assert ["FRS202"] == again.shown()


def test_search_finds_words_anywhere(open_page: Open, full_html: str) -> None:
    """In path, quote, message and owner, all of them, whatever their case; Escape clears."""
    opened = open_page(full_html)
    opened.page.fill("#q", "REVIEW_BY pay.md")
    expect(opened.page.locator("#tally")).to_contain_text("1 of 8 findings")
    assert ["FRS202"] == opened.shown()
    assert "#findings?q=REVIEW_BY%20pay.md" == opened.address()
    opened.page.press("#q", "Escape")
    assert 6 == len(opened.shown())


def test_nothing_found_offers_a_way_back(open_page: Open, full_html: str) -> None:
    """A filter too narrow says so."""
    opened = open_page(full_html, "#findings?q=nothing-of-the-kind")
    assert [] == opened.shown()
    opened.page.click("#clear-none")
    assert 6 == len(opened.shown())
    assert "#findings" == opened.address()


def test_grouping_and_sorting(open_page: Open, full_html: str) -> None:
    """By rule, owner, source or not at all; where a finding is stays on it."""
    opened = open_page(full_html, "#findings?group=rule&sort=rule")
    assert sorted(ALL_OPEN) == opened.shown()
    heads = opened.page.locator("#list > section:visible > h3").all_inner_texts()
    assert "CNF301 value-conflict" == heads[0]
    assert "leave.md" in opened.page.locator("#list .f:visible").first.inner_text()
    opened.page.select_option("#group", "none")
    opened.page.select_option("#sort", "severity")
    assert ["STR801", "STR801", "FRS202"] == sorted(opened.shown()[:3], reverse=True)
    opened.page.select_option("#group", "document")
    assert sorted(ALL_OPEN) == sorted(opened.shown())
    assert opened.page.locator(".p:visible").count() == 0


def test_a_number_leads_to_its_findings(open_page: Open, full_html: str) -> None:
    """From the overview, an owner and a source, each with one click."""
    opened = open_page(full_html)
    opened.page.click("#overview .begin a[href*='rule=STR801']")
    assert ["STR801", "STR801"] == opened.shown()
    opened.page.click("#owners tbody a:has-text('1 error of FRS202')")
    assert ["FRS202"] == opened.shown()
    opened.page.go_back()
    assert ["STR801", "STR801"] == opened.shown()
    assert opened.page.evaluate("document.activeElement.id") == "findings"


def test_a_link_to_one_finding(open_page: Open, full_html: str) -> None:
    """Opens at it, also where the choice would hide it."""
    first = open_page(full_html)
    hidden = first.page.get_attribute("[data-t=suppressed]", "id")
    opened = open_page(full_html, f"#{hidden}")
    assert opened.page.locator(f"#{hidden}").is_visible()
    assert opened.page.evaluate(
        "(() => { const r = document.querySelector(':target').getBoundingClientRect();"
        " return r.top >= 0 && r.bottom <= innerHeight; })()"
    )


@pytest.mark.parametrize(
    "fragment",
    [
        "#findings?severity=none",
        "#findings?owner=%E0%A4%A",
        "#%",
        "#findings?",
        "#a'b\"]",
        "#nowhere",
    ],
)
def test_a_broken_address_shows_the_page(open_page: Open, full_html: str, fragment: str) -> None:
    """Whatever stands there, nothing breaks and nothing is hidden."""
    opened = open_page(full_html, fragment)
    assert [] == opened.problems
    assert 6 == len(opened.shown())


def test_by_keyboard_alone(open_page: Open, full_html: str) -> None:
    """Skip link, navigation, filters and tables."""
    page = open_page(full_html).page
    page.keyboard.press("Tab")
    assert "Skip to the verdict" == page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert "#overview" == page.evaluate("location.hash")
    page.focus("#severity")
    page.keyboard.press("e")
    assert "error" == page.input_value("#severity")
    page.focus("#owners thead button")
    page.keyboard.press("Enter")
    assert "ascending" == page.get_attribute("#owners thead th", "aria-sort")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'"), (
        "what has the focus can be seen"
    )


def test_tables_sort_and_come_back(open_page: Open, full_html: str) -> None:
    """Up, down, and the order of the report."""
    page = open_page(full_html).page
    rows = "#sources tbody th a"
    button = page.locator("#sources thead button", has_text="Documents")
    orders = [page.locator(rows).all_inner_texts()]
    for _ in range(3):
        button.click()
        orders.append(page.locator(rows).all_inner_texts())
    up, down = ["handbook", "wiki"], ["wiki", "handbook"]
    assert [up, up, down, up] == orders


def test_without_scripts_everything_can_be_read(open_page: Open, full_html: str) -> None:
    """All findings, suppressed ones marked; controls that would do nothing are not there."""
    page = open_page(full_html, script=False).page
    assert 8 == page.locator(".f").count()
    assert page.locator(".f").last.is_visible()
    assert not page.locator("#filters").is_visible()


def test_narrow_screens_scroll_one_way(open_page: Open, full_html: str) -> None:
    """Nothing is wider than a phone but what scrolls by itself."""
    page = open_page(full_html, size=NARROW).page
    assert NARROW[0] == page.evaluate("document.documentElement.scrollWidth")
    label = "getComputedStyle(document.querySelector('#sources td'), '::before').content"
    assert '"Documents"' == page.evaluate(label) or "attr(data-label)" == page.evaluate(label)


def test_paper_has_everything_unfolded(open_page: Open, full_html: str) -> None:
    """Nothing folded, no controls; folded again afterwards. It makes a PDF."""
    opened = open_page(full_html)
    page = opened.page
    folded = page.locator("details:not([open])").count()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert 0 == page.locator("details:not([open])").count()
    page.emulate_media(media="print")
    assert not page.locator("#filters").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator(".f:not([hidden])").last.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert 0 < folded == page.locator("details:not([open])").count()
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert [] == opened.problems


def test_one_list_can_be_printed_alone(open_page: Open, full_html: str) -> None:
    """An owner takes along what is theirs."""
    page = open_page(full_html, "#findings?owner=bob").page
    page.evaluate("window.print = () => {}")
    page.click("#print")
    page.emulate_media(media="print")
    assert not page.locator("#owners").is_visible()
    assert page.locator("#findings .f:not([hidden])").is_visible()


def test_dark_and_light_differ(open_page: Open, full_html: str) -> None:
    """The page and its charts follow the system; paper is always light."""
    ask = "(s) => getComputedStyle(document.querySelector(s)).color"
    inks = {}
    for dark in (False, True):
        page = open_page(full_html, dark=dark).page
        inks[dark] = (
            page.evaluate(ask, "body"),
            page.evaluate("getComputedStyle(document.querySelector('#freshness svg text')).fill"),
        )
    assert inks[False][0] != inks[True][0]
    assert inks[True][0] == inks[True][1]
    assert inks[False][0] == inks[False][1]
    page.emulate_media(media="print")
    assert inks[False][0] == page.evaluate(ask, "body")


def test_a_long_list_stays_usable(open_page: Open, many: str) -> None:
    """Hundreds of findings: the target of an address is where one looks, and filters are exact."""
    opened = open_page(many, "#findings?owner=owner-7%40acme.example&severity=error")
    expected = [f for f in demo.large(600, 300).findings
                if f.owner == "owner-7@acme.example" and f.severity == "error"]  # fmt: skip
    assert 0 < len(expected) == len(opened.shown())
    opened.page.evaluate("location.hash = '#unchecked'")
    top = "document.querySelector('#unchecked').getBoundingClientRect().top"
    expect(opened.page.locator("#unchecked")).to_be_in_viewport()
    opened.page.wait_for_timeout(100)
    assert 60 < opened.page.evaluate(top) < 90, "below the bar at the top, not behind it"
    assert [] == opened.problems


@pytest.mark.parametrize("size", [(1280, 900), NARROW])
def test_it_can_be_photographed(open_page: Open, full_html: str, size: tuple[int, int]) -> None:
    """A picture of the first screen is no blank one."""
    picture = open_page(full_html, size=size).page.screenshot()
    assert 15_000 < len(picture)
