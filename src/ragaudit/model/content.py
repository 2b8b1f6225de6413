"""What a parser makes of a file's bytes: a pure function of them, so it can be cached by hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ragaudit.model.fact import Origin


class BlockKind(StrEnum):
    """What a piece of text is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    """Cells joined by ` | `; the header row has `level` 1, other rows 0."""
    CODE = "code"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a block stands in the file: lines from 1, character offsets into `Content.text`."""

    line: int
    end_line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of text without markup."""

    kind: BlockKind
    text: str
    span: Span
    heading_path: tuple[str, ...] = ()
    """The headings above it, outermost first; a heading's own text is not in its path."""
    level: int = 0
    """1-6 for a heading; nesting depth for a list item; 1 for a table's header row."""
    page: int | None = None
    """Page or slide number, from 1, where the format has pages."""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference as written, with the text a reader sees."""

    target: str
    text: str
    line: int
    image: bool = False


@dataclass(frozen=True, slots=True)
class MetaField:
    """One metadata value exactly as written in the file, not yet understood.

    Nested keys are dotted (`last_update.date`), list items repeat the key (`owners`) or, where
    they are mappings, are numbered (`verified.0.at`). Keys are lower-case, `-` and spaces become
    `_`; keys of embedded properties carry their family: `html:article:modified_time`,
    `docx:modified`, `pdf:creationdate`, `email:date`.
    """

    key: str
    value: str
    line: int | None = None
    origin: Origin = Origin.FRONT_MATTER


@dataclass(frozen=True, slots=True)
class Directive:
    """An inline note to ragaudit: `<!-- ragaudit: ignore FRS203 until 2027-01-01: reason -->`."""

    line: int
    text: str
    """What follows `ragaudit:`, stripped."""


@dataclass(frozen=True, slots=True)
class HiddenText:
    """Text in the file that a person who looks at the document does not see."""

    text: str
    line: int
    how: str
    """What hides it, to be read in a sentence: `display: none`, `white text on page 2`."""
    idiom: str = ""
    """Why hiding it is customary, e.g. `screen-reader text`; empty where nothing excuses it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Something in the file that could not be read although the rest could."""

    reason: str
    """Kebab-case: `encoding-replaced`, `front-matter-invalid`, `page-unreadable`, `truncated`."""
    detail: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a parser found in one file."""

    format: str
    """`markdown`, `html`, `text`, `rst`, `csv`, `json`, `pdf`, `docx`, …"""
    text: str
    """The decoded file for text formats; the blocks joined by blank lines for binary ones."""
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    title_origin: str | None = None
    """`front matter`, `html title`, `heading`, `properties`, `subject`; None without a title."""
    metadata: tuple[MetaField, ...] = ()
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    """Fragment identifiers other pages can link to, without `#`."""
    directives: tuple[Directive, ...] = ()
    failures: tuple[Failure, ...] = ()
    encoding: str | None = None
    pages: int | None = None
    empty_pages: tuple[int, ...] = ()
    """Pages that show something (an image) but carry no text: scans without OCR."""
    templated: bool = False
    """Whether a template engine produces the page from this file (`.md.erb`, MDX, Jinja)."""
    detected: str | None = None
    """The content's type by its bytes where that contradicts the file's name, e.g. `pdf`."""
    front_matter_lines: int = 0
    """Lines taken by front matter at the top, delimiters included."""
    hidden: tuple[HiddenText, ...] = ()
    """Text that readers do not see. Where a loader would index it, it is in `blocks` as well."""


@dataclass(frozen=True, slots=True)
class ContentSummary:
    """What the engine keeps of a `Content` after the text has been analysed."""

    format: str
    text_sha256: str
    """Of `ragaudit.text.normalise`d block text; equal for documents that say the same."""
    words: int
    title: str | None = None
    title_origin: str | None = None
    metadata: tuple[MetaField, ...] = ()
    directives: tuple[Directive, ...] = ()
    failures: tuple[Failure, ...] = ()
    templated: bool = False
    front_matter_lines: int = field(default=0)
    """Lines taken by front matter at the top, delimiters included."""
