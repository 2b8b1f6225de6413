"""Word and PowerPoint files rewritten so that a reader of their plain parts misses no text.

What is unwrapped here is text a person sees and the readers pass over: content controls, tracked
insertions, text boxes, footnotes, grouped shapes, ISO "Strict" files and files with macros.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from ragaudit_connectors.parsing.archive import Archive, damaged, parse_xml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w{1,40})/")
_MACRO_TYPE = {
    b"application/vnd.ms-word.document.macroEnabled.main+xml": (
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    ),
    b"application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": (
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    ),
}
_GONE = tuple(_W + name for name in ("del", "moveFrom", "lastRenderedPageBreak"))
_WRAPPERS = tuple(
    _W + name
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml", "fldSimple")
)
_WRAPPER_PROPERTIES = tuple(_W + n for n in ("sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr"))
_NOTES = (("word/footnotes.xml", _W + "footnote"), ("word/endnotes.xml", _W + "endnote"))
_SLIDE = re.compile(r"ppt/slides/slide\d{1,6}\.xml")


def plain_docx(archive: Archive) -> bytes:
    """A Word file whose body holds all its text as plain paragraphs and tables."""
    main = _main_part(archive, "word/document.xml")
    return _rewritten(archive, {main: lambda root: _flatten_word(root, archive)})


def plain_pptx(archive: Archive) -> bytes:
    """A PowerPoint file whose slides hold their shapes ungrouped."""
    return _rewritten(archive, dict.fromkeys(slides(archive), _flatten_slide))


def plain_xlsx(archive: Archive) -> bytes:
    """An Excel file in the transitional dialect."""
    return _rewritten(archive, {})


def slides(archive: Archive) -> list[str]:
    """The slide parts of a PowerPoint file."""
    return [name for name in archive.names if _SLIDE.fullmatch(name)]


def _main_part(archive: Archive, usual: str) -> str:
    if usual in archive.names:
        return usual
    root = archive.xml("_rels/.rels")
    for element in root.iter() if root is not None else ():
        if str(element.get("Type", "")).endswith("/officeDocument"):
            return str(element.get("Target", "")).lstrip("/")
    return usual


def _rewritten(archive: Archive, edits: dict[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in dict.fromkeys(archive.names):
            part = archive.read(name) or b""
            if name.endswith((".xml", ".rels")):
                part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
            if name == "[Content_Types].xml":
                for macro, plain in _MACRO_TYPE.items():
                    part = part.replace(macro, plain)
            target.writestr(name, _edited(part, edits[name], archive) if name in edits else part)
    return out.getvalue()


def _edited(part: bytes, edit: Any, archive: Archive) -> bytes:
    from lxml import etree

    root = parse_xml(part)
    if root is None:
        raise damaged(archive.kind)
    edit(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _flatten_word(root: Any, archive: Archive) -> None:
    _choose_alternatives(root)
    _remove(root.iter(*_GONE, *_WRAPPER_PROPERTIES))
    _unwrap(root.iter(*_WRAPPERS))
    _free_text_boxes(root)
    body = root.find(_W + "body")
    if body is not None:
        for note in _notes(archive):
            last = body[-1] if len(body) and body[-1].tag == _W + "sectPr" else None
            body.append(note) if last is None else last.addprevious(note)


def _flatten_slide(root: Any) -> None:
    _choose_alternatives(root)
    for group in list(root.iter(_P + "grpSp")):
        _remove([child for child in group if child.tag in (_P + "nvGrpSpPr", _P + "grpSpPr")])
        _unwrap([group])
    for offset in root.iter(_A + "off"):
        for axis in ("x", "y"):
            if str(offset.get(axis, "")).startswith("-"):
                offset.set(axis, "0")


def _choose_alternatives(root: Any) -> None:
    for alternatives in list(root.iter(_MC + "AlternateContent")):
        branches = list(alternatives)
        chosen = next((b for b in branches if b.tag == _MC + "Choice"), None)
        _remove(branch for branch in branches if branch is not chosen)
        _unwrap([alternatives] if chosen is None else [chosen, alternatives])


def _free_text_boxes(root: Any) -> None:
    for box in list(root.iter(_W + "txbxContent")):
        anchor = next(box.iterancestors(_W + "p"), None)
        if anchor is not None:
            for child in reversed(list(box)):
                anchor.addnext(child)


def _notes(archive: Archive) -> Iterable[Any]:
    for part, tag in _NOTES:
        data = archive.read(part)
        root = parse_xml(_STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", data or b""))
        for note in root.iter(tag) if root is not None else ():
            if "eparator" not in str(note.get(_W + "type", "")):
                _choose_alternatives(note)
                _remove(note.iter(*_GONE, *_WRAPPER_PROPERTIES))
                _unwrap(note.iter(*_WRAPPERS, _W + "hyperlink"))
                yield from (copy.deepcopy(child) for child in note if child.tag == _W + "p")


def _remove(elements: Iterable[Any]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _unwrap(elements: Iterable[Any]) -> None:
    for element in list(elements):
        parent = element.getparent()
        if parent is not None:
            for child in list(element):
                element.addprevious(child)
            parent.remove(element)
