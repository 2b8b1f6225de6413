"""XML: the text of each element, without entities, network or other files."""

from __future__ import annotations

import re
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import Block, BlockKind, Content, Failure, Limits, SkipReason

from .decode import decode
from .source_text import SourceText

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse XML; what a broken file still yields is kept and the break reported."""
    decoded = decode(data, limits, declared=True)
    root, failures = _tree(decoded.text)
    reader = _Reader(SourceText(decoded.text))
    reader.read(root)
    return Content(
        format="xml",
        text=decoded.text,
        blocks=tuple(reader.blocks),
        title=reader.title,
        title_origin="heading" if reader.title else None,
        failures=decoded.failures + failures,
        encoding=decoded.encoding,
    )


def _tree(text: str) -> tuple[Any, tuple[Failure, ...]]:
    from lxml import etree

    # The declaration names the encoding of the file, not of the text it was decoded to.
    text = _DECLARATION.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text, count=1)
    lead = len(text) - len(text.lstrip())
    data = text[lead:].encode("utf-8", "replace")
    try:
        return _Rooted(etree.fromstring(data, _parser()), text, lead), ()
    except etree.XMLSyntaxError as error:
        problem = str(error.msg or error).split(", line ")[0]
        line = (error.lineno or 1) + text.count("\n", 0, lead)
    detail = f"line {line}: {problem}"
    root = etree.fromstring(data, _parser(recover=True)) if data else None
    if root is None or not any(part.strip() for part in root.itertext()):
        raise SkipError(SkipReason.CORRUPT, f"not valid XML: {detail}", "mend the file there")
    return _Rooted(root, text, lead), (Failure("xml-invalid", detail, line),)


def _parser(recover: bool = False) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        encoding="utf-8",
        recover=recover,
    )


class _Rooted:
    """A tree and the lines that stand before it."""

    def __init__(self, root: Any, text: str, lead: int) -> None:
        self.root = root
        self.before = text.count("\n", 0, lead)


class _Reader:
    """Walks a tree in document order and keeps the line it stands on."""

    def __init__(self, source: SourceText) -> None:
        self.blocks: list[Block] = []
        self.title: str | None = None
        self._source = source

    def read(self, tree: _Rooted) -> None:
        waiting = [tree.root]
        while waiting:
            element = waiting.pop()
            if not isinstance(element.tag, str):
                continue
            if _is_mixed(element) or len(element) == 0:
                self._add(element, tree.before)
            else:
                waiting.extend(reversed(element))

    def _add(self, element: Any, before: int) -> None:
        text = "".join(element.itertext())
        if not text.strip():
            return
        name = element.tag.rpartition("}")[2].lower()
        first = before + (element.sourceline or 1)
        lead = text[: len(text) - len(text.lstrip())].count("\n")
        kept = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
        span = self._source.lines(first + lead, first + lead + kept.count("\n"))
        above = tuple(
            parent.tag.rpartition("}")[2] for parent in reversed(list(element.iterancestors()))
        )
        self.blocks.append(Block(BlockKind.PARAGRAPH, kept, span, above[:6]))
        if self.title is None and name in ("title", "doctitle", "headline"):
            self.title = " ".join(text.split())


def _is_mixed(element: Any) -> bool:
    """Whether text stands between an element's children, so that they read as one."""
    if element.text and element.text.strip() and len(element):
        return True
    return any(child.tail and child.tail.strip() for child in element)
