"""Text in markup that a browser does not show, and the customs that excuse hiding it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from ragaudit.model import HiddenText

from . import css_hiding
from .markup import Piece, pieces
from .source_text import SourceText

MAX_FOUND, MAX_CHARS = 200, 4_000
_SHORTEST = len("<p hidden>")
_WITH_SENTENCE, _WORDS = 40, 5
"""Attributes are looked at where they may hold a sentence."""
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_ENDS_WITH_SIBLING = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr"}),
    "td": frozenset({"td", "th", "tr"}),
    "th": frozenset({"td", "th", "tr"}),
    "option": frozenset({"option"}),
    "p": frozenset(
        [
            "p",
            "div",
            "ul",
            "ol",
            "dl",
            "table",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "pre",
            "blockquote",
            "section",
            "article",
            "header",
            "footer",
            "form",
            "hr",
            "main",
            "nav",
            "aside",
            "figure",
            "details",
            "address",
        ]
    ),
}
_READER = re.compile(
    r"sr[-_]?only|visually|screen[-_]?reader|assistive|a11y|accessib|skip|off[-_]?screen|aria", re.I
)
_PRINT = re.compile(r"print", re.I)
_ON_DEMAND = re.compile(
    r"modal|dialog|pop-?up|popover|tooltip|drop-?down|menu|nav|tab|accordion|collaps|carousel|slide"
    r"|panel|toggle|overlay|lightbox|cookie|consent|banner|gdpr|search|sidebar|canvas|spinner|load"
    r"|alert|error|success|toast|notif|hint|help|more|detail|answer|solution|spoiler|reveal|expand"
    r"|js|script|template|pre-?header|preview|sort-?key|metadata|mw-|hide|copy|clipboard|anchor"
    r"|fallback|lang-|version|filter|variant|feedback|message|status|form|step|footnote|print",
    re.I,
)
_DYNAMIC = re.compile(
    r"\s(?:x-(?:show|cloak|data)|v-(?:if|show|cloak)|ng-|hx-|data-(?:toggle|bs-|target|tab|controller)"
    r"|aria-(?:labelledby|expanded|live)|role\s*=|on\w{3,20}\s*=|popover)",
    re.I,
)
_ATTRIBUTES = ("title", "aria-label", "data-content", "data-description")
_BACKGROUND = re.compile(r"background|bgcolor|stylesheet", re.I)
READER, PRINT, ON_DEMAND = "screen-reader text", "print-only text", "shown on demand"
ATTRIBUTE, COMMENT, TEMPLATE = "attribute", "comment", "template"


@dataclass(slots=True)
class _Region:
    """A hidden element that is still open."""

    name: str
    how: str
    idiom: str
    start: int
    label: str = ""
    """Its id, or the class that hides it: where a script names it, it can be shown."""
    depth: int = 1
    texts: list[str] = field(default_factory=list)
    size: int = 0


class Hidden:
    """Fed with every piece of a page, in order."""

    def __init__(self, text: str, source: SourceText) -> None:
        self.text = text
        self.source = source
        self.region: _Region | None = None
        self.styled: dict[str, str] = {}
        self.found: list[tuple[HiddenText, str]] = []
        self._white: bool | None = None

    def feed(self, piece: Piece) -> None:
        """Look at one piece."""
        kind = piece.kind
        if self.region is not None:
            self._inside(piece)
        elif kind == "open":
            self._open(piece)
        if kind == "comment":
            self.add(piece.text, piece.start, "an HTML comment", COMMENT)
        elif kind == "raw" and piece.name == "style":
            self.styled.update(css_hiding.hidden_names(piece.text))
        elif kind == "raw" and piece.name == "template":
            shown = " ".join(p.text for p in pieces(piece.text) if p.kind == "text")
            self.add(shown, piece.start, "a `<template>` element", TEMPLATE)

    def add(self, text: str, start: int, how: str, idiom: str, label: str = "") -> None:
        """Note a hidden text unless it is too short to say anything."""
        shown = " ".join(unescape(text[:MAX_CHARS]).split())
        if len(shown) < 8 or len(self.found) >= MAX_FOUND:
            return
        lead = len(text) - len(text.lstrip())
        line = self.source.line_of(start + lead)
        self.found.append((HiddenText(shown, line, how, idiom), label))

    def result(self) -> tuple[HiddenText, ...]:
        """Everything found; to be asked for at the end of the page."""
        if self.region is not None:
            self._end()
        scripted = "<script" in self.text.lower() if self.found else False
        return tuple(
            HiddenText(one.text, one.line, one.how, ON_DEMAND)
            if not one.idiom and label and (scripted or self._is_named(label))
            else one
            for one, label in self.found
        )

    def _is_named(self, label: str) -> bool:
        """Whether a link, a button or a style refers to an element by its id or class."""
        name = re.escape(label[1:])
        pattern = rf"""[#."'(\s]{name}(?![\w-])"""
        allowed = 2 if label in self.styled else 1
        return sum(1 for _ in re.finditer(pattern, self.text)) > allowed and label[0] == "#"

    def _open(self, piece: Piece) -> None:
        written = piece.text
        if len(written) < _SHORTEST:
            return
        may_hide = "tyle" in written or "idden" in written or self.styled
        # Capital letters are rare enough to be looked for last.
        if (may_hide or "TYLE" in written or "IDDEN" in written) and piece.name not in _VOID:
            attributes = piece.attributes
            if (how := self._how(attributes)) is not None:
                self.region = self._region(piece, attributes, *how)
        if len(written) > _WITH_SENTENCE and written.count(" ") > _WORDS:
            attributes = piece.attributes
            for name in _ATTRIBUTES:
                if attributes.get(name, "").count(" ") >= _WORDS:
                    self.add(attributes[name], piece.start, f"the `{name}` attribute", ATTRIBUTE)

    def _how(self, attributes: dict[str, str]) -> tuple[str, str] | None:
        """What hides an element, and the class or id by which a style sheet does."""
        if "style" in attributes:
            style = css_hiding.declarations(attributes["style"])
            if how := css_hiding.hiding(style, self._is_white()):
                return how, ""
            if css_hiding.is_clipped(style):
                return "cut down to nothing", ""
        if "hidden" in attributes and attributes["hidden"] != "until-found":
            return "the `hidden` attribute", ""
        for name in attributes.get("class", "").split() if self.styled else ():
            if (how := self.styled.get("." + name)) is not None:
                return f"the class `{name}`, {how}", "." + name
        if self.styled and (how := self.styled.get("#" + attributes.get("id", ""))) is not None:
            return f"a style sheet, {how}", "#" + attributes["id"]
        return None

    def _region(self, piece: Piece, attributes: dict[str, str], how: str, label: str) -> _Region:
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        idiom = ""
        if _READER.search(names) or how == "cut down to nothing":
            idiom = READER
        elif _PRINT.search(names):
            idiom = PRINT
        elif (
            _ON_DEMAND.search(names)
            or _DYNAMIC.search(piece.text)
            or piece.name in ("dialog", "nav", "menu", "svg", "form", "button", "option", "label")
        ):
            idiom = ON_DEMAND
        elif piece.name == "a" and attributes.get("href", "").startswith("#"):
            idiom = READER
        label = label or ("#" + attributes["id"] if attributes.get("id") else "")
        label = label or ("." + attributes["class"].split()[0] if names.strip() else "")
        return _Region(piece.name, how, idiom, piece.end, label)

    def _inside(self, piece: Piece) -> None:
        region = self.region
        if region is None:
            return
        if piece.kind == "text":
            if region.size < MAX_CHARS:
                region.texts.append(piece.text)
                region.size += len(piece.text)
        elif piece.kind == "open":
            if region.depth == 1 and piece.name in _ENDS_WITH_SIBLING.get(region.name, ()):
                self._end()
                self._open(piece)
            elif piece.name == region.name and not piece.text.endswith("/>"):
                region.depth += 1
            elif piece.name in ("br", "p", "div", "li", "td", "tr"):
                region.texts.append(" ")
        elif piece.kind == "close":
            if piece.name == region.name:
                region.depth -= 1
            if region.depth <= 0 or (
                region.name in ("p", "li", "td") and piece.name in ("ul", "ol", "table", "body")
            ):
                self._end()

    def _end(self) -> None:
        region, self.region = self.region, None
        if region is not None and region.texts:
            text = "".join(region.texts)
            self.add(text, region.start, region.how, region.idiom, region.label)

    def _is_white(self) -> bool:
        if self._white is None:
            self._white = _BACKGROUND.search(self.text) is None
        return self._white


def of_markup(text: str, source: SourceText) -> tuple[HiddenText, ...]:
    """The hidden text of a page."""
    hidden = Hidden(text, source)
    for piece in pieces(text):
        hidden.feed(piece)
    return hidden.result()
