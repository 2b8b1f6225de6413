"""Which style declarations keep text from being seen, and which classes a style sheet hides."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{1,6})?)\s{0,3}(px|pt|em|rem|%|vw|vh|cm)?$")
_PIXELS = {"px": 1.0, "pt": 1.33, "em": 16.0, "rem": 16.0, "%": 0.16, "vw": 10.0, "vh": 10.0, "cm": 38.0, "": 1.0}  # fmt: skip  # noqa: E501
_SMALLEST = 2.0
"""Pixels; text below cannot be read at any usual distance."""
_OFF_SCREEN = -400.0
_AT_BLOCK = re.compile(r"@(?:media|supports|keyframes|-webkit-keyframes|font-face|page)\b")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,10})?([.#][A-Za-z_][\w-]{0,80})")
_MAX_SHEET, _MAX_SELECTORS = 400_000, 2_000
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+\*/")
_WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)", "#fefefe", "#fdfdfd"})
_CLEAR = re.compile(r"transparent|rgba\(\d{1,3},\d{1,3},\d{1,3},0?\.?0{1,4}\)|#[0-9a-f]{6}00")


def declarations(style: str) -> dict[str, str]:
    """The declarations of a style attribute; a later one wins."""
    pairs = (part.partition(":") for part in style[:3000].lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, colon, value in pairs
        if colon
    }


def hiding(style: dict[str, str], white_page: bool = False) -> str | None:
    """What hides the text of an element with these declarations, or None.

    `white_page` says that nothing on the page has a background of its own.
    """
    if style.get("display") == "none":
        return "`display: none`"
    if style.get("visibility") in ("hidden", "collapse"):
        return f"`visibility: {style['visibility']}`"
    if _number(style.get("opacity", "1")) < 0.05:
        return f"`opacity: {style['opacity']}`"
    if (size := style.get("font-size")) is not None and 0 <= _pixels(size, 16.0) < _SMALLEST:
        return f"`font-size: {size}`"
    return _colour(style, white_page) or _place(style)


def is_clipped(style: dict[str, str]) -> bool:
    """Whether it is cut down to a pixel, the way text is kept for screen readers."""
    return (
        style.get("clip", "").replace(" ", "").startswith("rect(")
        or style.get("clip-path", "").startswith("inset(")
        or (style.get("overflow") == "hidden" and _pixels(style.get("width", ""), 99.0) <= 1)
    )


def hidden_names(sheet: str) -> Iterator[tuple[str, str]]:
    """Every class (`.x`) and id (`#x`) a style sheet hides by itself, with what hides it."""
    plain = _without_at_blocks(_COMMENT.sub("", sheet[:_MAX_SHEET]))
    for rule in plain.split("}"):
        selectors, _, written = rule.rpartition("{")
        how = hiding(declarations(written)) if selectors else None
        if how is None:
            continue
        for selector in selectors[-_MAX_SELECTORS:].split(","):
            if named := _SELECTOR.fullmatch(selector.strip()):
                yield named[1], how


def _without_at_blocks(sheet: str) -> str:
    """What a medium or an animation changes says nothing of the page as it stands."""
    parts, position = [], 0
    for match in _AT_BLOCK.finditer(sheet):
        if match.start() < position:
            continue
        parts.append(sheet[position : match.start()])
        position = _block_end(sheet, match.end())
    return "".join([*parts, sheet[position:]])


def _block_end(sheet: str, position: int) -> int:
    depth = 0
    for match in _BRACE.finditer(sheet, position):
        depth += 1 if match[0] == "{" else -1
        if depth <= 0:
            return match.end()
    return len(sheet)


def _colour(style: dict[str, str], white_page: bool) -> str | None:
    colour = style.get("color", "").replace(" ", "")
    if not colour:
        return None
    if _CLEAR.fullmatch(colour):
        return f"`color: {colour}`"
    ground = (style.get("background-color") or style.get("background") or "").replace(" ", "")
    if ground:
        return f"text and background `{colour}`" if _same(colour, ground) else None
    return "white text on a white page" if white_page and colour in _WHITE else None


def _same(one: str, other: str) -> bool:
    return _full(one) == _full(other)


def _full(colour: str) -> str:
    if colour in _WHITE:
        return "#ffffff"
    if colour in ("black", "rgb(0,0,0)"):
        return "#000000"
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(2 * digit for digit in colour[1:])
    return colour


def _place(style: dict[str, str]) -> str | None:
    if _pixels(style.get("text-indent", ""), 0.0) <= _OFF_SCREEN:
        return f"`text-indent: {style['text-indent']}`"
    if style.get("position") in ("absolute", "fixed"):
        for side in ("left", "top", "right", "bottom"):
            if _pixels(style.get(side, ""), 0.0) <= _OFF_SCREEN:
                return f"`{side}: {style[side]}`, off the screen"
    for side in ("margin-left", "margin-top"):
        if _pixels(style.get(side, ""), 0.0) <= 5 * _OFF_SCREEN:
            return f"`{side}: {style[side]}`, off the screen"
    if style.get("transform", "").replace(" ", "").startswith("scale(0)"):
        return "`transform: scale(0)`"
    return None


def _pixels(value: str, otherwise: float) -> float:
    match = _LENGTH.fullmatch(value.strip())
    if not match or not match[1].strip("-."):
        return otherwise
    return float(match[1]) * _PIXELS[match[2] or ""]


def _number(value: str) -> float:
    try:
        return float(value.rstrip("%")) / (100 if value.endswith("%") else 1)
    except ValueError:
        return 1.0
