"""JSON and JSON Lines: documents that were exported as such, or values under their path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ragaudit.errors import SkipError
from ragaudit.model import Block, BlockKind, Content, Failure, Limits, MetaField, Origin, SkipReason

from . import html_blocks
from .decode import decode
from .json_scan import Leaf, check, leaves
from .source_text import SourceText

_TITLE = ("title", "name", "subject", "headline")
_BODY = ("text", "content", "body", "page_content", "markdown", "html", "body_html", "article")
_SENTENCE = 40
_MAX_FIELDS = 100
_MAX_PATH = 6


def parse(data: bytes, path: str, limits: Limits) -> Content:
    """Parse one JSON value. Raises `SkipError` with line and column for anything else."""
    decoded = decode(data, limits)
    cut = any(failure.reason == "truncated" for failure in decoded.failures)
    if cut:
        raise SkipError(
            SkipReason.TOO_LARGE,
            f"JSON of more than {limits.max_chars:,} characters cannot be read in part",
            "split the file, exclude it, or raise `limits.max_chars`",
        )
    if not decoded.text.strip():
        return Content(format="json", text=decoded.text, encoding=decoded.encoding)
    check(decoded.text)
    source = SourceText(decoded.text)
    found = list(leaves(decoded.text))
    title, fields = None, []
    if any(len(leaf.path) == 1 and _is_body(leaf) for leaf in found):
        title = _title(found)
        fields = _fields(found, source)
        blocks = list(_document(found, source))
    else:
        blocks = list(_values(found, source))
    return Content(
        format="json",
        text=decoded.text,
        blocks=tuple(blocks),
        title=title,
        title_origin="properties" if title else None,
        metadata=tuple(fields),
        failures=decoded.failures,
        encoding=decoded.encoding,
    )


def parse_lines(data: bytes, path: str, limits: Limits) -> Content:
    """Parse JSON Lines, one record a line; a broken record is a failure, not the end."""
    decoded = decode(data, limits)
    source = SourceText(decoded.text)
    cut = any(failure.reason == "truncated" for failure in decoded.failures)
    lines = decoded.text.split("\n")
    written = [(n, line) for n, line in enumerate(lines, start=1) if line.strip()]
    blocks: list[Block] = []
    broken: list[SkipError] = []
    places: list[int] = []
    for number, line in written[:-1] if cut else written:
        try:
            check(line, number)
        except SkipError as error:
            broken.append(error)
            places.append(number)
            continue
        blocks += _record(list(leaves(line, source.starts[number - 1])), source)
    if broken and len(broken) == len(written):
        raise broken[0]
    failures = [
        Failure("record-unreadable", error.detail, place)
        for error, place in zip(broken[:20], places[:20], strict=True)
    ]
    return Content(
        format="jsonl",
        text=decoded.text,
        blocks=tuple(blocks),
        failures=(*decoded.failures, *failures),
        encoding=decoded.encoding,
    )


def _is_body(leaf: Leaf) -> bool:
    return leaf.text and str(leaf.path[-1]).lower() in _BODY and bool(leaf.value.strip())


def _title(found: list[Leaf]) -> str | None:
    depth = min(len(leaf.path) for leaf in found)
    top = {str(leaf.path[-1]).lower(): leaf.value for leaf in found if len(leaf.path) == depth}
    return next((" ".join(top[key].split()) for key in _TITLE if top.get(key, "").strip()), None)


def _fields(found: list[Leaf], source: SourceText) -> list[MetaField]:
    """What an exported document states beside its text."""
    return [
        MetaField(
            "json:" + ".".join(str(part) for part in leaf.path).lower().replace("-", "_"),
            leaf.value,
            source.line_of(leaf.start),
            Origin.EMBEDDED,
        )
        for leaf in found
        if not _is_body(leaf) and len(leaf.path) <= 2 and len(leaf.value) <= 500
    ][:_MAX_FIELDS]


def _document(found: Iterable[Leaf], source: SourceText) -> Iterator[Block]:
    for leaf in found:
        if _is_body(leaf):
            yield from _body(leaf, source)


def _body(leaf: Leaf, source: SourceText, path: tuple[str, ...] = ()) -> Iterator[Block]:
    """The paragraphs of a text value; all stand where the value stands."""
    span = source.span(leaf.start, leaf.end)
    if "</" in leaf.value:
        for part in html_blocks.read(leaf.value).parts:
            yield Block(part.kind, part.text, span, path, part.level)
        return
    for paragraph in leaf.value.replace("\r\n", "\n").split("\n\n"):
        if text := paragraph.strip():
            yield Block(BlockKind.PARAGRAPH, text, span, path)


def _values(found: list[Leaf], source: SourceText) -> Iterator[Block]:
    """Values under their path; of a list of records that carry text, only the text."""
    for _, group in groupby(found, key=lambda leaf: leaf.path[:-1]):
        members = list(group)
        bodies = [leaf for leaf in members if _is_body(leaf)]
        if bodies and any(isinstance(part, int) for part in members[0].path):
            title = _title(members)
            for leaf in bodies:
                yield from _body(leaf, source, (title,) if title else ())
            continue
        for leaf in members:
            yield _value(leaf, source)


def _value(leaf: Leaf, source: SourceText) -> Block:
    names = [part for part in leaf.path if isinstance(part, str)]
    above = tuple(names[:-1][:_MAX_PATH])
    text = f"{leaf.key}: {leaf.value}" if leaf.key else leaf.value
    prose = leaf.text and len(leaf.value) >= _SENTENCE and " " in leaf.value
    kind = BlockKind.PARAGRAPH if prose else BlockKind.TABLE_ROW
    return Block(kind, text.strip(), source.span(leaf.start, leaf.end), above)


def _record(found: list[Leaf], source: SourceText) -> Iterator[Block]:
    if not found:
        return
    bodies = [leaf for leaf in found if _is_body(leaf)]
    if bodies:
        title = _title(found)
        for leaf in bodies:
            yield from _body(leaf, source, (title,) if title else ())
        return
    text = " | ".join(f"{leaf.key}: {leaf.value}" if leaf.key else leaf.value for leaf in found)
    span = source.span(found[0].start, found[-1].end)
    yield Block(BlockKind.TABLE_ROW, text, span)
