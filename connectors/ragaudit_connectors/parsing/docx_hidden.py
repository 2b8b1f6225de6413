"""Text of a Word document that nobody sees: marked hidden, white on white, or a point high."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ragaudit.model import HiddenText

from .archive import Archive, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w{1,40})/")
_HINTS = re.compile(
    rb'vanish|w:val="(?:[fF]{6}|[fF][eEdD][fF][eEdD][fF][eEdD])"|background1|w:sz w:val="[0-3]"'
)
_PART = re.compile(r"word/(?:document\d{0,3}|footnotes|endnotes|header\d{1,3}|footer\d{1,3})\.xml")
_OFF = ("0", "false", "off", "none")
_WHITE = re.compile(r"f[def]f[def]f[def]", re.IGNORECASE)
_SMALLEST = 4
"""Half points."""
_MAX_FOUND = 100


def of_word(archive: Archive) -> list[HiddenText]:
    """The hidden text of every part a reader would look at; lines are not known."""
    styles = _part(archive, "word/styles.xml")
    hiding = _hiding_styles(styles)
    found: list[HiddenText] = []
    for name in archive.names:
        if not _PART.fullmatch(name):
            continue
        root = _part(archive, name, always=bool(hiding))
        if root is not None:
            found += _in_part(root, hiding)
    return found[:_MAX_FOUND]


def _part(archive: Archive, name: str, always: bool = False) -> Any | None:
    """A part, where it may hide anything at all."""
    data = archive.read(name)
    if data is None or not (always or _HINTS.search(data)):
        return None
    return parse_xml(_STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data))


def _in_part(root: Any, hiding: dict[str, str]) -> Iterator[HiddenText]:
    dark = root.find(_W + "background") is not None
    for paragraph in root.iter(_W + "p"):
        runs = [
            (_how(run, paragraph, hiding, dark) or "", _text(run))
            for run in paragraph.iter(_W + "r")
        ]
        for how, parts in groupby((one for one in runs if one[1]), key=lambda one: one[0]):
            text = " ".join("".join(part for _, part in parts).split())
            if how and len(text) > 7:
                yield HiddenText(text, 1, how)


def _text(run: Any) -> str:
    if next(run.iterancestors(_W + "del", _W + "moveFrom"), None) is not None:
        return ""
    return "".join(t.text or "" for t in run.findall(_W + "t"))


def _how(run: Any, paragraph: Any, hiding: dict[str, str], dark: bool) -> str | None:
    own = run.find(_W + "rPr")
    style = _value(own, "rStyle") or _value(paragraph.find(_W + "pPr"), "pStyle")
    how = _how_of(own) or ("" if own is not None and _is_off(own) else hiding.get(style or ""))
    if how == "white text" and (dark or _is_on_ground(run)):
        return None
    return how or None


def _how_of(properties: Any | None) -> str | None:
    """What run properties hide, as text for the report."""
    if properties is None:
        return None
    vanish = properties.find(_W + "vanish")
    if vanish is not None and vanish.get(_W + "val", "1").lower() not in _OFF:
        return "marked as hidden text"
    size = _value(properties, "sz")
    if size and size.isdigit() and int(size) < _SMALLEST:
        return f"letters of {int(size) / 2:g} points"
    colour = properties.find(_W + "color")
    if colour is not None and (
        _WHITE.fullmatch(colour.get(_W + "val", ""))
        or colour.get(_W + "themeColor") == "background1"
    ):
        return "white text"
    return None


def _is_off(properties: Any) -> bool:
    """Whether a run takes back what its style hides."""
    vanish = properties.find(_W + "vanish")
    turned_off = vanish is not None and vanish.get(_W + "val", "1").lower() in _OFF
    return turned_off or properties.find(_W + "color") is not None


def _is_on_ground(run: Any) -> bool:
    """Whether something behind a run may be dark: shading, a table style, a shape."""
    for element in (run, *run.iterancestors()):
        if element.tag == _W + "txbxContent":
            return True
        for name in ("rPr", "pPr", "tcPr", "trPr", "tblPr"):
            properties = element.find(_W + name)
            if properties is None:
                continue
            shading = properties.find(_W + "shd")
            fill = shading.get(_W + "fill", "auto") if shading is not None else "auto"
            if fill.lower() not in ("auto", "ffffff", "") or (
                shading is not None
                and shading.get(_W + "themeFill", "background1") != "background1"
            ):
                return True
            if properties.find(_W + "highlight") is not None or (
                name == "tblPr"
                and (_value(properties, "tblStyle") not in (None, "TableGrid", "TableNormal"))
            ):
                return True
    return False


def _hiding_styles(styles: Any | None) -> dict[str, str]:
    found = {}
    for style in styles.iter(_W + "style") if styles is not None else ():
        how = _how_of(style.find(_W + "rPr"))
        shaded = (
            style.find(f"{_W}pPr/{_W}shd") is not None or style.find(f"{_W}rPr/{_W}shd") is not None
        )
        if how and style.get(_W + "type") in ("paragraph", "character") and not shaded:
            found[str(style.get(_W + "styleId"))] = how
    return found


def _value(properties: Any | None, name: str) -> str | None:
    element = properties.find(_W + name) if properties is not None else None
    return element.get(_W + "val") if element is not None else None
