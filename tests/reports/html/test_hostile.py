"""Text that strangers wrote stays text: it runs nothing, loads nothing, and hides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html as markup
from tests.reports.html import demo
from tests.reports.html.conftest import Open, render, select

from ragaudit.model import (
    Audit,
    Leak,
    ProbeResult,
    ProbeStatus,
    Related,
    Skip,
    SkipReason,
    SourceFailure,
)
from ragaudit_reports.html._charts import clean
from ragaudit_reports.html._safe import filtered, link, rich

TEXTS = [
    "</script><script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\">",
    "</style><style>*{display:none}</style>",
    '" onmouseover="document.title=\'run\'" x="',
    "' autofocus onfocus='document.title=1",
    "`</code><svg onload=document.title=1>`",
    "javascript:document.title='run'",
    "{{ 7 * 7 }}{% raw %}<!--",
    "&lt;b&gt;",
    "]]><!ENTITY x SYSTEM 'file:///etc/passwd'>",
]


def hostile(text: str) -> Audit:
    """The text wherever a stranger could put it."""
    audit = demo.full()
    assert audit.probing is not None
    finding = replace(
        demo.CONFLICT,
        code="CNF301", path=text, message=f"says “{text}”.", quote=text, owner=text, action=text,
        source=text, document=f"{text}:{text}", status_reason=text,
        related=(Related(f"{text}:b", 1, text),),
    )  # fmt: skip
    document = replace(
        demo.document(text, text, text), deep_link=text,
    )  # fmt: skip
    probing = replace(
        audit.probing, target=text, place=text, notes=(text,), dark=(f"{text}:{text}",),
        leaks=(*audit.probing.leaks, Leak(text, text, f"{text}:{text}", 1)),
        results=(*audit.probing.results,
                 ProbeResult(text, text, ProbeStatus.FAILED, text, (text,), text),
                 ProbeResult(text, text, ProbeStatus.SKIPPED, text, (text,), text)),
    )  # fmt: skip
    rule = replace(demo.RULES["CNF301"], name=text, summary=text, why=text, references=(text,))
    return replace(
        audit,
        run=replace(audit.run, id=text, version=text, config_digest=text),
        sources=(
            replace(audit.sources[0], id=text, root=text, clock=text, type=text),
            *audit.sources,
        ),
        documents=(*audit.documents, document),
        findings=(*audit.findings, finding),
        skips=(Skip(text, text, SkipReason.CORRUPT, text, text),),
        source_failures=(SourceFailure(text, text, text, text),),
        notes=(text,),
        rules={**audit.rules, "CNF301": rule},
        verdict=replace(audit.verdict, reasons=(text,)),
        probing=probing,
    )  # fmt: skip


@pytest.fixture(scope="module")
def allowed(full_html: str) -> set[str]:
    """Elements and attributes of the page without hostile text."""
    return shape(full_html)


def shape(html: str) -> set[str]:
    """What elements with what attributes a page is made of."""
    return {
        f"{e.tag}@{name}" for e in markup.fromstring(html).iter("*") for name in (*e.attrib, "")
    }


@pytest.mark.parametrize("text", TEXTS)
def test_markup_stays_text(text: str, allowed: set[str]) -> None:
    """No element or attribute comes into being that the page does not have anyway."""
    html = render(hostile(text))
    assert set() == shape(html) - allowed - {"code@", "a@rel", "a@href", "details@", "summary@"}
    page = markup.fromstring(html)
    assert 1 == len(select(page, "//script"))
    assert 1 == len(select(page, "//style"))
    links = [a for a in select(page, "//a/@href") if not a.startswith("#")]
    assert [] == [
        a for a in links if not a.startswith(("https://kb.example", "https://example.org"))
    ]


def test_nothing_hostile_runs(open_page: Open) -> None:
    """Opened in a browser, all of them at once."""
    opened = open_page(render(hostile(" ".join(TEXTS))))
    opened.page.wait_for_timeout(50)
    assert "Failed: ragaudit, 2026-11-01" == opened.page.title()
    assert [] == opened.problems
    assert 1 == len(opened.requests)


@pytest.mark.parametrize(
    "char", ["\u202e", "\u2066", "\u200b", "\x1b", "\x00", "\ud800", "\U000e0041"]
)
def test_hidden_characters_are_gone_or_spelled_out(char: str) -> None:
    """None reaches the page, which can be written as UTF-8; names show what they hold."""
    html = render(hostile(f"pay{char}roll.md"))
    html.encode("utf-8")
    assert char not in html
    assert "pay\\" in html


def test_a_huge_quote_is_cut() -> None:
    """A hundred kilobytes of text, everywhere, do not make megabytes of page."""
    quiet = len(render(demo.full()))
    assert len(render(hostile("a very long text " * 6_000))) < 2 * quiet + 150_000


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", " https://x.example", "https://x.example/\u202egnp", "file:///etc/x",
        "data:text/html,x", "//x.example", "https://", "https:x", "ht\ntps://x.example",
        "https://[x", "vbscript:x", "https://x.example/\ud800", "https://x.example/" + "a" * 3000,
        "", None,
    ],
)  # fmt: skip
def test_links_that_are_not_followed(address: str | None) -> None:
    """Scripts, files, halves of addresses, and what hides something."""
    assert None is link(address)


@pytest.mark.parametrize(
    "address", ["https://x.example/a?b=c#d", "http://127.0.0.1:80/", "HTTPS://X.example"]
)
def test_links_that_are_followed(address: str) -> None:
    """The web."""
    assert address == link(address)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text())
def test_rich_text_says_what_was_said(text: str) -> None:
    """Only single backticks around something are taken as code; everything else is shown."""
    shown = markup.fromstring(f"<p>{rich(text)}</p>")
    assert {"p", "code"} >= {e.tag for e in shown.iter()}
    assert "<" not in str(rich(text)).replace("<code>", "").replace("</code>", "")


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_name_makes_a_link_of_one_fragment(name: str) -> None:
    """Whatever the name is, it cannot end the choice or the attribute."""
    made = filtered(owner=name)
    assert made.startswith("#findings?owner=")
    assert not set(made[16:]) & set("&=#\"'<> +")


def test_charts_lose_whatever_could_act() -> None:
    """Scripts, links, foreign markup, styles and handlers."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" '
        'onload="a()">'
        '<script>a()</script><style>*{}</style><a x:href="javascript:a()"><text>t</text></a>'
        '<foreignObject><p>x</p></foreignObject><text style="x" fill="red" '
        'onclick="a()">k</text></svg>'
    )
    assert (
        '<svg xmlns="http://www.w3.org/2000/svg" aria-hidden="true" focusable="false">'
        '<text fill="red">k</text></svg>'
    ) == str(clean(svg))
