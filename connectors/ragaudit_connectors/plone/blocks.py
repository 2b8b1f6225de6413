"""Volto's blocks as HTML: what is text in them, in the order they are laid out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

DEEPEST = 40
_TEXTS = ("headline", "title", "heading", "description", "text", "plaintext", "caption", "alt")
"""Where blocks of a kind not known here keep their text."""
_ELEMENTS = {
    **{name: name for name in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li",
                               "blockquote", "strong", "em", "code", "sub", "sup", "del")},
    "b": "strong",
    "i": "em",
}  # fmt: skip


def blocks_html(values: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    """Each block of an item or of another block; those that are not laid out come last."""
    blocks, layout = values.get("blocks"), values.get("blocks_layout")
    if not isinstance(blocks, dict) or depth > DEEPEST:
        return
    listed = layout.get("items") if isinstance(layout, dict) else None
    order = [key for key in listed if isinstance(key, str)] if isinstance(listed, list) else []
    for key in dict.fromkeys((*order, *blocks)):
        block = blocks.get(key)
        if isinstance(block, dict):
            yield from _block(block, depth + 1)


def _block(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    kind = block.get("@type")
    if kind == "title":
        return  # the item's own, which stands at the top already
    if isinstance(kind, str) and kind in _KINDS:
        yield from _KINDS[kind](block, depth)
    else:
        for text in (block.get(name) for name in _TEXTS):
            if isinstance(text, str) and text.strip():
                yield f"<p>{escape(text)}</p>"
    yield from blocks_html(block, depth)
    inner = block.get("data")
    if isinstance(inner, dict):
        yield from blocks_html(inner, depth)


def _filled(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _slate(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    nodes = block.get("value")
    if isinstance(nodes, list):
        yield "".join(_node(node, depth) for node in nodes)
    elif _filled(block.get("plaintext")):
        yield f"<p>{escape(block['plaintext'])}</p>"


def _node(node: object, depth: int) -> str:
    """A node of Slate: text, or an element with nodes in it."""
    if not isinstance(node, dict) or depth > DEEPEST:
        return ""
    if isinstance(node.get("text"), str):
        return escape(node["text"])
    children = node.get("children")
    inner = "".join(_node(c, depth + 1) for c in children) if isinstance(children, list) else ""
    data = node.get("data")
    if node.get("type") in ("link", "a") and isinstance(data, dict):
        return f'<a href="{escape(_address(data))}">{inner}</a>'
    element = _ELEMENTS.get(str(node.get("type")))
    return f"<{element}>{inner}</{element}>" if element else inner


def _address(data: Mapping[str, Any]) -> str:
    found = data.get("url")
    if isinstance(found, str):
        return found
    link = data.get("link")
    inner = link.get("internal") if isinstance(link, dict) else None
    listed = inner.get("internal_link") if isinstance(inner, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return str(first.get("@id", "")) if isinstance(first, dict) else ""


def _draft(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    """The older text block, in the format of Draft.js."""
    text = block.get("text")
    lines = text.get("blocks") if isinstance(text, dict) else None
    for line in lines if isinstance(lines, list) else ():
        if isinstance(line, dict) and _filled(line.get("text")):
            yield f"<p>{escape(line['text'])}</p>"


def _html(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    if _filled(block.get("html")):
        yield f"<div>{block['html']}</div>"


def _description(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    yield from ()  # the item's own


def _table(block: Mapping[str, Any], depth: int) -> Iterator[str]:
    table = block.get("table")
    rows = table.get("rows") if isinstance(table, dict) else None
    if isinstance(rows, list):
        yield "<table>" + "".join(_row(row, depth) for row in rows) + "</table>"


def _row(row: object, depth: int) -> str:
    cells = row.get("cells") if isinstance(row, dict) else None
    listed = cells if isinstance(cells, list) else []
    return "<tr>" + "".join(_cell(cell, depth) for cell in listed) + "</tr>"


def _cell(cell: object, depth: int) -> str:
    if not isinstance(cell, dict):
        return ""
    element = "th" if cell.get("type") == "header" else "td"
    nodes = cell.get("value")
    inner = "".join(_node(n, depth + 1) for n in nodes) if isinstance(nodes, list) else ""
    return f"<{element}>{inner}</{element}>"


_KINDS: Mapping[str, Callable[[Mapping[str, Any], int], Iterator[str]]] = {
    "slate": _slate,
    "text": _draft,
    "html": _html,
    "description": _description,
    "slateTable": _table,
    "table": _table,
}
