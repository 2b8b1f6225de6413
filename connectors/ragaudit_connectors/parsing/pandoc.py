"""EPUB, RTF, ODT and Org through the pandoc program, as its document tree."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from typing import Any

from ragaudit.errors import SkipError
from ragaudit.model import BlockKind, Limits, SkipReason
from ragaudit_connectors.parsing.archive import REPLACE, damaged, failing_as_damage
from ragaudit_connectors.parsing.composing import Composition, row

_HEAP = "-M768m"
_OUT_OF_MEMORY = 251
_MAX_DEPTH = 60
_CONTAINERS = ("epub", "odt")

Node = dict[str, Any]


def compose(
    data: bytes, format: str, limits: Limits, stand_ins: Mapping[int, str] | None = None
) -> Composition:
    """Read a file with pandoc and collect its blocks; stand-in characters are put right."""
    out = _run(data, format, limits).decode("utf-8", "replace").translate(stand_ins or {})
    with failing_as_damage(format):
        composition = Composition(limits)
        _Tree(composition, format not in _CONTAINERS).walk(json.loads(out)["blocks"])
        return composition


def _run(data: bytes, format: str, limits: Limits) -> bytes:
    # --sandbox: pandoc reads nothing but its input and has no network. Its memory is bounded by its
    # own heap limit; its processor time by a resource limit, so that it ends even where this
    # process is killed while waiting for it.
    command = [_program(format), "--sandbox", "--from", format, "--to", "json"]
    command += ["+RTS", _HEAP, "-RTS"]
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=limits.timeout_s,
            env={"LANG": "C.UTF-8"},
            preexec_fn=_cpu_limit(limits.timeout_s),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        detail = f"pandoc did not finish within {limits.timeout_s:g} seconds"
        raise SkipError(SkipReason.TIMEOUT, detail, "split it, or exclude it") from error
    if done.returncode == _OUT_OF_MEMORY:
        detail = "pandoc needed more memory than one file may use"
        raise SkipError(SkipReason.MEMORY, detail, "split it, or exclude it")
    if done.returncode < 0:
        detail = f"pandoc was stopped by signal {-done.returncode}"
        raise SkipError(SkipReason.CRASHED, detail, REPLACE)
    if done.returncode:
        raise damaged(format)
    return done.stdout


def _program(format: str) -> str:
    try:
        import pypandoc  # type: ignore[import-untyped]

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise missing_extra(format) from error


def missing_extra(format: str) -> SkipError:
    """The error where the packages that read a format are not installed."""
    detail = f"reading .{format} needs the office extra"
    return SkipError(SkipReason.MISSING_EXTRA, detail, "pip install 'ragaudit[office]'")


def _cpu_limit(seconds: float) -> Callable[[], None]:
    import resource

    bound = max(1, int(seconds) + 1)
    return lambda: resource.setrlimit(resource.RLIMIT_CPU, (bound, bound))


class _Tree:
    """Walks pandoc's blocks and inlines into a composition."""

    def __init__(self, composition: Composition, links_out: bool) -> None:
        self._out = composition
        self._links_out = links_out
        """Whether a relative link leads to another file rather than into the container."""
        self._notes: list[list[Node]] = []
        self._links: list[tuple[str, str, bool]] = []

    def walk(self, blocks: list[Node]) -> None:
        """Add every block, then the footnotes they refer to."""
        self._blocks(blocks, BlockKind.PARAGRAPH, 0)
        while self._notes:
            notes, self._notes = self._notes, []
            for note in notes:
                self._blocks(note, BlockKind.PARAGRAPH, 0)

    def _blocks(self, blocks: list[Node], kind: BlockKind, level: int) -> None:
        if level > _MAX_DEPTH or self._out.full:
            return
        for block in blocks:
            self._block(block["t"], block.get("c"), kind, level)

    def _block(self, tag: str, body: Any, kind: BlockKind, level: int) -> None:
        match tag:
            case "Plain" | "Para":
                self._add(kind, self._text(body), level if kind is BlockKind.LIST_ITEM else 0)
            case "LineBlock":
                self._add(kind, "\n".join(self._text(line) for line in body))
            case "Header":
                self._add(BlockKind.HEADING, " ".join(self._text(body[2]).split()), body[0])
            case "CodeBlock":
                self._add(BlockKind.CODE, body[1])
            case "BlockQuote":
                self._blocks(body, BlockKind.QUOTE, level)
            case "BulletList":
                self._items(body, level)
            case "OrderedList":
                self._items(body[1], level)
            case "DefinitionList":
                for term, definitions in body:
                    self._add(BlockKind.PARAGRAPH, self._text(term))
                    self._items(definitions, level)
            case "Div":
                self._blocks(body[1], kind, level)
            case "Figure":
                self._blocks(body[1][1], kind, level)
                self._blocks(body[2], kind, level)
            case "Table":
                self._table(body)

    def _items(self, items: list[list[Node]], level: int) -> None:
        for item in items:
            self._blocks(item, BlockKind.LIST_ITEM, level + 1)

    def _table(self, body: list[Any]) -> None:
        _, caption, _, head, bodies, foot = body
        self._blocks(caption[1], BlockKind.PARAGRAPH, 0)
        heads = head[1] + [r for part in bodies for r in part[2]]
        for cells in heads:
            self._row(cells, 1)
        rows = [r for part in bodies for r in part[3]] + foot[1]
        for number, cells in enumerate(rows):
            self._row(cells, 1 if number == 0 and not heads and len(rows) > 1 else 0)

    def _row(self, cells: list[Any], level: int) -> None:
        texts = [self._flat(cell[4]) for cell in cells[1]]
        self._add(BlockKind.TABLE_ROW, row(texts), level)

    def _flat(self, blocks: list[Node]) -> str:
        inner = Composition(Limits())
        tree = _Tree(inner, self._links_out)
        tree.walk(blocks)
        self._links += tree._links
        self._links += [(link.target, link.text, link.image) for link in inner.links]
        return " ".join(block.text for block in inner.blocks)

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        self._out.add(kind, text, level)
        for target, shown, image in self._links:
            if self._links_out or "://" in target or target.startswith("mailto:"):
                self._out.link(target, shown, image)
        self._links = []

    def _text(self, inlines: list[Node]) -> str:
        return "".join(self._inline(inline["t"], inline.get("c")) for inline in inlines)

    def _inline(self, tag: str, body: Any) -> str:
        match tag:
            case "Str":
                return str(body)
            case "Space" | "SoftBreak":
                return " "
            case "LineBreak":
                return "\n"
            case "Code" | "Math":
                return str(body[1])
            case "Emph" | "Underline" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
                return self._text(body)
            case "SmallCaps":
                return self._text(body)
            case "Quoted":
                left, right = ("‘", "’") if body[0]["t"] == "SingleQuote" else ("“", "”")
                return left + self._text(body[1]) + right
            case "Cite" | "Span":
                return self._text(body[1])
            case "Link" | "Image":
                return self._linked(body, image=tag == "Image")
            case "Note":
                self._notes.append(body)
        return ""

    def _linked(self, body: Any, image: bool) -> str:
        text = self._text(body[1])
        self._links.append((body[2][0], text, image))
        return "" if image else text
