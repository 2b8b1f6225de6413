"""Items as pages: rich text, Volto's blocks, and whatever else is in their place."""

from __future__ import annotations

from typing import Any

import pytest

from ragaudit_connectors.plone.blocks import DEEPEST
from ragaudit_connectors.plone.rendering import page_html


def page(**values: Any) -> str:
    """What stands in the body of a page."""
    text = page_html({"@id": "x", **values}).decode()
    return text.partition("<body>")[2].partition("</body>")[0].strip()


def slate(*nodes: Any) -> dict[str, Any]:
    """A page of one text block."""
    return {"blocks": {"a": {"@type": "slate", "value": list(nodes)}}}


def test_title_description_and_rich_text() -> None:
    """In this order, with nothing taken for markup that is none."""
    rich = {"content-type": "text/html", "data": "<p>One <b>two</b></p>", "encoding": "utf-8"}
    upload = {"content-type": "application/pdf", "download": "http://x/@@download/file"}
    found = page(title="Fish & <Chips>", description="Short.", text=rich, file=upload)
    expected = [
        "<h1>Fish &amp; &lt;Chips&gt;</h1>",
        "<p>Short.</p>",
        "<div><p>One <b>two</b></p></div>",
    ]
    assert expected == found.split("\n")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (
            slate(
                {
                    "type": "h2",
                    "children": [{"text": "A & "}, {"type": "b", "children": [{"text": "b"}]}],
                }
            ),
            "<h2>A &amp; <strong>b</strong></h2>",
        ),
        (
            slate({"type": "link", "data": {"url": 'x"y'}, "children": [{"text": "go"}]}),
            '<a href="x&quot;y">go</a>',
        ),
        (
            slate(
                {
                    "type": "a",
                    "data": {"link": {"internal": {"internal_link": [{"@id": "../b"}]}}},
                    "children": [{"text": "go"}],
                }
            ),
            '<a href="../b">go</a>',
        ),
        (slate({"type": "script", "children": [{"text": "<x>"}]}), "&lt;x&gt;"),
        ({"blocks": {"a": {"@type": "slate", "plaintext": "Plain"}}}, "<p>Plain</p>"),
        ({"blocks": {"a": {"@type": "text", "text": {"blocks": [{"text": "D"}, 7]}}}}, "<p>D</p>"),
        ({"blocks": {"a": {"@type": "html", "html": "<i>h</i>"}}}, "<div><i>h</i></div>"),
        (
            {
                "blocks": {
                    "a": {
                        "@type": "slateTable",
                        "table": {
                            "rows": [
                                {"cells": [{"type": "header", "value": [{"text": "H"}]}, 7]},
                                {"cells": [{"value": [{"text": "c"}]}]},
                                {"cells": 7},
                                7,
                            ]
                        },
                    }
                }
            },
            "<table><tr><th>H</th></tr><tr><td>c</td></tr><tr></tr><tr></tr></table>",
        ),
        ({"blocks": {"a": {"@type": "teaser", "title": "T", "x": "no"}}}, "<p>T</p>"),
        (
            {"blocks": {"g": {"@type": "grid", "blocks": {"a": {"@type": "html", "html": "in"}}}}},
            "<div>in</div>",
        ),
        (
            {"blocks": {"g": {"@type": "acc", "data": {"blocks": {"a": {"text": "deep"}}}}}},
            "<p>deep</p>",
        ),
        ({"blocks": {"a": {"@type": "title"}, "b": {"@type": "description"}, "c": 7}}, ""),
        ({"blocks": {"a": {"@type": ["x"]}, "b": {"@type": None, "text": "t"}}}, "<p>t</p>"),
        ({"blocks": 7, "blocks_layout": 7, "title": 7}, ""),
    ],
)
def test_blocks(blocks: dict[str, Any], expected: str) -> None:
    """Text stays text, whatever kind of block it is in."""
    assert expected == page(**blocks)


def test_blocks_stand_as_they_are_laid_out() -> None:
    """Those that are not laid out come last: they are stored, and searched, all the same."""
    blocks = {name: {"@type": "slate", "plaintext": name} for name in "abc"}
    layout = {"items": ["b", "x", "a", 7]}
    assert "<p>b</p>\n<p>a</p>\n<p>c</p>" == page(blocks=blocks, blocks_layout=layout)


def test_depth_is_bounded() -> None:
    """A hostile page ends somewhere."""
    node: dict[str, Any] = {"text": "bottom"}
    block: dict[str, Any] = {"@type": "html", "html": "bottom"}
    for _ in range(DEEPEST * 3):
        node = {"type": "p", "children": [node]}
        block = {"@type": "grid", "blocks": {"a": block}}
    assert "bottom" not in page(**slate(node))
    assert "bottom" not in page(blocks={"a": block})
