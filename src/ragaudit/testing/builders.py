"""Values for tests, with nothing in them unless given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from ragaudit.contracts import (
    Context,
)
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Block,
    BlockKind,
    Content,
    ContentSummary,
    Directory,
    Document,
    Effect,
    Entry,
    Fact,
    FactState,
    Layer,
    Origin,
    OwnerClaim,
    OwnerRole,
    Principal,
    SourceSettings,
    Span,
)
from ragaudit.text import plain_text, sha256, words

T = TypeVar("T")

AS_OF = date(2026, 11, 1)
"""The day tests are run on."""


def source(root: Path | str = ".", **changes: Any) -> SourceSettings:
    """Settings of one file source named `docs`."""
    return replace(SourceSettings(id="docs", type="filesystem", root=Path(root)), **changes)


def context(**changes: Any) -> Context:
    """A context on `AS_OF` with an empty directory."""
    return replace(Context(as_of=AS_OF, source=source(), directory=Directory()), **changes)


def summarise(content: Content) -> ContentSummary:
    """The summary the engine keeps of a content."""
    text = plain_text(content)
    return ContentSummary(
        format=content.format,
        text_sha256=sha256(text),
        words=len(words(text)),
        title=content.title,
        title_origin=content.title_origin,
        metadata=content.metadata,
        directives=content.directives,
        failures=content.failures,
        templated=content.templated,
        front_matter_lines=content.front_matter_lines,
    )


def document(path: str = "page.md", content: Content | None = None, **changes: Any) -> Document:
    """A document of the source `docs`, with nothing known about it unless given."""
    summary = summarise(content) if content else ContentSummary("markdown", sha256(path), 100)
    made = Document(
        source_id="docs", native_id=path, path=path, content=summary, raw_sha256=sha256(path)
    )
    return replace(made, **changes)


def known(value: T, key: str = "", raw: str | None = None, **changes: Any) -> Fact[T]:
    """A fact that is written in front matter, as `key: raw`."""
    written = str(value) if raw is None else raw
    fact = Fact(FactState.KNOWN, value, Origin.FRONT_MATTER, key=key or None, raw=written)
    return replace(fact, **changes)


def unusable(key: str, raw: str, note: str, **changes: Any) -> Fact[Any]:
    """A fact that is written in front matter and cannot be used."""
    fact: Fact[Any] = Fact(FactState.ERROR, None, Origin.FRONT_MATTER, key=key, raw=raw, note=note)
    return replace(fact, **changes)


def owner(principal: str, role: OwnerRole = OwnerRole.ACCOUNTABLE, **changes: Any) -> OwnerClaim:
    """A claim in front matter that somebody answers for a document."""
    return OwnerClaim(role, principal, known(principal, "owner", **changes))


def access(*allow: str, deny: tuple[str, ...] = (), locator: str = "access.yaml:2") -> AccessPolicy:
    """A fully read access list of one layer; principals as people write them."""
    entries = [Entry(Effect.ALLOW, Principal.parse(name), locator) for name in allow]
    entries += [Entry(Effect.DENY, Principal.parse(name), locator) for name in deny]
    return AccessPolicy(AccessState.KNOWN, (Layer("folder", tuple(entries), True, locator),))


def text_content(text: str) -> Content:
    """Plain text as content: paragraphs between blank lines, `# ` headings, `- ` items."""
    blocks, start = [], 0
    for part in text.split("\n\n"):
        line = text.count("\n", 0, start) + 1
        span = Span(line, line + part.count("\n"), start, start + len(part))
        kinds = {"# ": BlockKind.HEADING, "- ": BlockKind.LIST_ITEM}
        kind = kinds.get(part[:2], BlockKind.PARAGRAPH)
        shown = part if kind is BlockKind.PARAGRAPH else part[2:]
        blocks.append(Block(kind, shown, span, level=int(kind is BlockKind.HEADING)))
        start += len(part) + 2
    return Content("text", text, tuple(blocks))
