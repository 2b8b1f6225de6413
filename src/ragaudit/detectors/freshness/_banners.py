"""Banners: a short statement at the top of a text that the text itself no longer counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.contracts import Extractor, Feature
from ragaudit.detectors.freshness._banner_words import (
    Standing,
    bare,
    named,
    stamped,
    standing_of_status,
    stated,
    status_value,
)
from ragaudit.detectors.freshness._successors import successor_in
from ragaudit.model import Block, BlockKind, Content
from ragaudit.text import shorten

BANNER = "banner"
_FORMATS = frozenset({"markdown", "html", "text", "rst", "org", "docx", "odt", "rtf", "pdf"})
_TOP, _STATUS_TOP, _SCANNED = 4, 12, 40
"""Blocks after the title in which a banner stands, and a status; blocks looked at in all."""
_LONGEST = 900
_CODE_MARK, _OPENING = "`", 20
_REDIRECT_WORDS = 60
_SENTENCE = re.compile(r"(?<=[.!?:])[*_]{0,3}\s+|\n")
_REFRESH = re.compile(r"\s*([0-9]{1,3})\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]{1,500})", re.IGNORECASE)
_ABOUT = re.compile(
    r"change ?log|release notes?|releases\b|what['’]s new|\bnews\b|deprecat|breaking changes|"
    r"\bmigrat|\bupgrad|roadmap",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Banner:
    """What a text says of itself, where, and what it names instead."""

    standing: Standing
    line: int
    quote: str
    successor: str = ""
    """The target of the link to what replaces it, as written."""


class BannerExtractor(Extractor):
    """The banner of a text, if it has one; one that names a replacement before others."""

    name = "banner/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield at most one feature."""
        if content.format not in _FORMATS or not content.blocks:
            return
        found = list(_banners(content))
        if found:
            first = next((banner for banner in found if banner.successor), found[0])
            value = f"{first.standing.value}|{first.successor}"
            yield Feature(BANNER, value, first.line, first.quote)


def read_feature(feature: Feature) -> Banner:
    """The banner a feature stands for."""
    standing, _, successor = feature.value.partition("|")
    return Banner(Standing(standing), feature.line or 1, feature.text, successor)


_TAG = re.compile(r"\{[{%]")


def _banners(content: Content) -> Iterator[Banner]:
    if (refresh := _refresh(content)) is not None:
        yield refresh
    for block, position, status in _top(content):
        if len(block.text) > _LONGEST:
            continue
        found = _of_status(block, status) or (
            _of_text(content, block, position) if position < _TOP and not status else None
        )
        if found is not None:
            standing, sentence = found
            if standing is Standing.MOVED and not _holds_nothing_else(content):
                continue
            line = block.span.line + _offset(content, block, sentence)
            yield Banner(standing, line, shorten(sentence), successor_in(content, block))


def _refresh(content: Content) -> Banner | None:
    """A page that sends every reader elsewhere at once."""
    for field in content.metadata:
        match = _REFRESH.match(field.value) if field.key == "html:refresh" else None
        if match and int(match[1]) <= 5 and not _TAG.search(match[2]):
            return Banner(Standing.MOVED, field.line or 1, f"refresh: {field.value}", match[2])
    return None


def _top(content: Content) -> Iterator[tuple[Block, int, bool]]:
    """Blocks before the second heading, numbered, and those right under a heading “Status”."""
    headings = position = 0
    status = False
    for block in content.blocks[:_SCANNED]:
        if block.kind is BlockKind.HEADING:
            status = block.text.strip(" :").casefold() == "status"
            headings += 1
            continue
        early = headings < 2 and position < _STATUS_TOP
        if block.kind is not BlockKind.CODE and (status or early):
            yield block, position, status
        status = False
        position += 1


def _of_status(block: Block, under_status: bool) -> tuple[Standing, str] | None:
    value = block.text if under_status else status_value(bare(block.text))
    standing = standing_of_status(value) if value else None
    return (standing, block.text) if standing else None


def _of_text(content: Content, block: Block, position: int) -> tuple[Standing, str] | None:
    if block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW):
        return None
    text = bare(block.text)
    sentences = [bare(part) for part in _SENTENCE.split(text)[:3] if part.strip()]
    for sentence in sentences[:2]:
        if standing := stated(sentence):
            return standing, sentence
    if position or _is_about_changes(content):
        return None
    if text and (standing := named(text)):
        return standing, text
    return _of_stamp(content, block, text)


def _of_stamp(content: Content, block: Block, text: str) -> tuple[Standing, str] | None:
    head, _, below = text.partition("\n")
    # A word on a line of its own is one, whatever stands below it.
    if not (stamp := stamped(text)) and (stamp := stamped(head)) and stamp[1]:
        return None
    if stamp is None or not _is_set_off(content, block, text, alone=text == head and not stamp[1]):
        return None
    # “Deprecated: use `--bar`” is about an option, not about the page.
    follows = below or ("" if stamp[1] else _next(content, block))
    in_code = bool(stamp[1]) and _CODE_MARK in _written(content, block)
    if in_code or _CODE_MARK in follows[:_OPENING]:
        return None
    return stamp[0], head


def _next(content: Content, block: Block) -> str:
    """The block below, as written; code counts as such."""
    following = content.blocks[content.blocks.index(block) + 1 :][:1]
    return "".join(
        _CODE_MARK if b.kind is BlockKind.CODE else _written(content, b) for b in following
    )


def _is_set_off(content: Content, block: Block, text: str, alone: bool) -> bool:
    """Whether a word is shown as a notice: quoted, in capitals, emphasised, or all there is."""
    written = _written(content, block).lstrip()
    word = text.split()[0].strip(":.!–—-*_")
    return (
        block.kind is BlockKind.QUOTE
        or alone
        or word.isupper()
        or written.startswith(("**", "__", "*", ":::", "!!!", "<"))
    )


def _is_about_changes(content: Content) -> bool:
    """Whether the page lists what was deprecated elsewhere."""
    title = content.title or next(
        (b.text for b in content.blocks[:3] if b.kind is BlockKind.HEADING), ""
    )
    return bool(_ABOUT.search(title[:200]))


def _holds_nothing_else(content: Content) -> bool:
    words = 0
    for block in content.blocks:
        if block.kind is not BlockKind.HEADING:
            words += len(block.text.split())
        if words > _REDIRECT_WORDS:
            return False
    return True


def _written(content: Content, block: Block) -> str:
    return content.text[block.span.start : block.span.end]


def _offset(content: Content, block: Block, sentence: str) -> int:
    """Lines between a block's first and the one a sentence starts on."""
    start = sentence.split("\n")[0][:20].split("`")[0]
    for opening in (start, start.split(" ")[0]):
        if opening and (at := _written(content, block).find(opening)) >= 0:
            return _written(content, block).count("\n", 0, at)
    return 0
