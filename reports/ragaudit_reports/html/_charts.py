"""The charts: Vega-Lite turned into SVG that needs no script and takes its colours from the page.

`vl_convert` runs Vega inside the process and loads nothing. Altair would only write the same
specifications, and takes a second to import.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from markupsafe import Markup

from ragaudit_reports.html._freshness import CHARTED, Freshness
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._safe import name
from ragaudit_reports.html._trend import Trend

Spec = dict[str, Any]
_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_SVG = "{http://www.w3.org/2000/svg}"
_ELEMENTS = frozenset(_SVG + tag for tag in ("svg", "g", "path", "line", "rect", "text", "tspan"))
_ATTRIBUTES = frozenset(
    (
        *("class", "d", "dx", "dy", "fill", "fill-opacity", "font-size", "font-weight", "height"),
        *("opacity", "stroke", "stroke-dasharray", "stroke-opacity", "stroke-width", "text-anchor"),
        *("transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2"),
    )
)
_WIDTH = 360
_ROW = 26
_FONT = 12
_INK, _FAINT = "var(--ink)", "var(--rule)"
_CONFIG: Spec = {
    "aria": False,
    "background": None,
    "padding": {"left": 5, "right": 20, "top": 5, "bottom": 5},
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": _FAINT,
        "labelColor": _INK,
        "titleColor": _INK,
        "labelFontSize": _FONT,
        "titleFontSize": _FONT,
        "titleFontWeight": "normal",
        "labelPadding": 6,
        "labelLimit": 150,
    },
    "legend": {
        "labelColor": _INK,
        "labelFontSize": _FONT,
        "title": None,
        "orient": "top",
        "symbolType": "square",
        "columnPadding": 18,
        "columns": 3,
        "labelLimit": 200,
    },
}


def age_chart(found: Freshness) -> Markup | None:
    """Share of documents by age, a bar a source."""
    rows = sorted((r for r in found.rows if r.total), key=lambda r: -r.total)[:CHARTED]
    if not found.measured or not rows:
        return None
    values = [
        {"source": row.source, "age": heading, "order": n, "documents": number}
        for row in rows
        for n, (heading, number) in enumerate(zip(found.headings, row.counts, strict=True))
        if number
    ]
    colours = [f"var(--age-{n})" for n in range(1, len(found.headings))] + ["var(--age-none)"]
    return _svg(
        {
            "height": {"step": _ROW},
            "mark": {"type": "bar", "stroke": "var(--paper)", "strokeWidth": 1},
            "encoding": {
                "y": _sources([row.source for row in rows]),
                "x": {
                    "field": "documents",
                    "type": "quantitative",
                    "stack": "normalize",
                    "axis": {"format": "%", "title": None, "tickCount": 4},
                },
                "order": {"field": "order", "type": "ordinal"},
                "color": {
                    "field": "age",
                    "type": "nominal",
                    "scale": {"domain": list(found.headings), "range": colours},
                },
            },
        },
        values,
    )


def recall_chart(index: Index) -> Markup | None:
    """Recall of every source with its interval."""
    probing = index.audit.probing
    if probing is None or not probing.k:
        return None
    scores = [index.score(f"R@{probing.k[-1]}", one.id) for one in index.audit.sources]
    values = [
        {"source": name(s.source or "", 40), "recall": s.value, "low": s.low, "high": s.high}
        for s in scores
        if s is not None and s.value is not None and s.low is not None and s.high is not None
    ][:CHARTED]
    if not values:
        return None
    y = _sources([str(value["source"]) for value in values])
    share = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"title": None, "format": ".1f", "tickCount": 5},
    }
    return _svg(
        {
            "height": {"step": _ROW},
            "layer": [
                {
                    "mark": {"type": "rule", "stroke": "var(--age-4)", "strokeWidth": 2},
                    "encoding": {"y": y, "x": {"field": "low", **share}, "x2": {"field": "high"}},
                },
                {
                    "mark": {
                        "type": "point",
                        "filled": True,
                        "size": 60,
                        "fill": _INK,
                        "opacity": 1,
                    },
                    "encoding": {"y": y, "x": {"field": "recall", **share}},
                },
            ],
        },
        values,
    )


def trend_chart(found: Trend) -> Markup | None:
    """Open errors and warnings, run after run. Dashes tell the lines apart without colour."""
    if not found.points:
        return None
    values = [
        {"run": n, "at": f"{point.at:%Y-%m-%dT%H:%M:%SZ}", "what": what, "findings": number}
        for n, point in enumerate(found.points)
        for what, number in (("errors", point.errors), ("warnings", point.warnings))
    ]
    span = found.points[-1].at - found.points[0].at
    labels = "%-d %b %Y" if span.days > 3 else "%-d %b, %H:%M"
    kinds, colours = ["errors", "warnings"], ["var(--bad)", "var(--warn)"]
    place = {
        "x": {
            "field": "at",
            "type": "temporal",
            "scale": {"type": "utc"},
            "axis": {"title": None, "grid": False, "format": labels, "tickCount": 3},
        },
        "y": {
            "field": "findings",
            "type": "quantitative",
            "axis": {"title": None, "tickCount": 4, "format": "d"},
        },
    }
    line = {
        **_kinds("color", kinds, colours, {"symbolType": "stroke", "symbolSize": 300}),
        **_kinds("strokeDash", kinds, [[1, 0], [5, 3]], {"symbolType": "stroke"}),
        "order": {"field": "run", "type": "quantitative"},
    }
    points: list[Spec] = [
        {
            "transform": [{"filter": {"field": "what", "equal": kind}}],
            "mark": {"type": "point", "filled": True, "size": 30, "fill": colour, "opacity": 1},
            "encoding": place,
        }
        for kind, colour in zip(kinds, colours, strict=True)
    ]
    drawn = {"mark": {"type": "line", "strokeWidth": 2}, "encoding": {**place, **line}}
    return _svg({"height": 150, "layer": [drawn, *points]}, values)


def _kinds(channel: str, kinds: list[str], shown: list[Any], legend: Spec) -> Spec:
    scale = {"domain": kinds, "range": shown}
    return {channel: {"field": "what", "type": "nominal", "scale": scale, "legend": legend}}


def _sources(order: list[str]) -> Spec:
    axis = {"title": None, "grid": False}
    return {"field": "source", "type": "nominal", "sort": order, "axis": axis}


def _svg(spec: Spec, values: list[dict[str, Any]]) -> Markup:
    """The chart as markup. `allowed_base_urls` is empty: nothing may be loaded."""
    import vl_convert

    whole = {
        "$schema": _SCHEMA,
        "data": {"values": values},
        "width": _WIDTH,
        "config": _CONFIG,
        **spec,
    }
    return clean(vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]))


def clean(svg: str) -> Markup:
    """Keep shapes and text and their looks, and nothing that could act or load.

    The converter escapes what it is given; this holds whatever it does.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(svg.encode(), parser)
    for element in list(root.iter()):
        parent = element.getparent()
        if element.tag not in _ELEMENTS:
            if parent is not None:
                parent.remove(element)
            continue
        for attribute in list(element.attrib):
            if attribute not in _ATTRIBUTES:
                del element.attrib[attribute]
    etree.cleanup_namespaces(root)
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    return Markup(etree.tostring(root, encoding="unicode"))  # noqa: S704 - cleaned above
