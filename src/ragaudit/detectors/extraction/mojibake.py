"""EXT702: text that was decoded with the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.contracts import ContentDetector
from ragaudit.model import Block, BlockKind, Content, Observation, Remedy, Rule, Severity

_SOURCE_FORMATS = frozenset({"markdown", "rst", "org", "text"})
"""Formats whose source is what people read, so that inline code can be told by its marks."""
# UTF-8 read byte by byte always gives a lead character followed by one of these, in the
# encodings people mix up: cp1252 and Latin-1, cp1251, and Mac Roman. Only a line that has such a
# pair is worth asking ftfy about, which costs a thousand times as much.
_WESTERN = "[\u00c2-\u00f4\u0152\u0160\u0178\u017d][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]"
_CYRILLIC = "[РС][ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџўЈ¤Ґ¦§©«¬®°±ґµ¶·№»јЅѕ]"
_MAC = "[√¬‚][ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø]"
_SUSPECT = re.compile(f"{_WESTERN}|{_CYRILLIC}|{_MAC}")
_REPLACED = re.compile("[^\\W\\d_]\ufffd|\ufffd[^\\W\\d_]")
_ABOUT = re.compile(
    r"mojibake|\butf-?(?:8|16)\b|\bcharset\b|\bencod\w+|\bcode ?page\b|\bunicode\b|\bcp125\d\b"
    r"|\blatin-?1\b|\biso-?8859|\breplacement character|\bgarbled\b|\bu\+fffd\b",
    re.IGNORECASE,
)
_INLINE_CODE = re.compile(r"(`{1,3})[^`\n]{1,500}\1")
_QUOTED_LETTER = re.compile("[“„«‘‚'\"]\\w[”“»’'\"]")
_LINE_LIMIT = 2_000
_AROUND = 50


@dataclass(frozen=True, slots=True)
class _Hit:
    line: int
    text: str
    repaired: str


class Mojibake(ContentDetector):
    """Reports garbled characters, with what they were before."""

    rule = Rule(
        code="EXT702",
        name="mojibake",
        severity=Severity.WARN,
        summary="Text was decoded with the wrong encoding and is garbled.",
        why=(
            "“MÃ¼ller” is not found by a search for “Müller”, its embedding is noise, and an "
            "answer that quotes it looks broken."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Save the text again as UTF-8 from where it came, or repair it with `ftfy FILE`; then "
            "look for the step that reads it with another encoding, or it comes back."
        ),
        example="“The cafÃ© on the 2nd floor”, “donâ€™t”, “r�sum�”",
        not_reported=(
            "Code; passages about encodings; text in any language that is spelt as it should be. "
            "A line is reported only if undoing the wrong decoding gives sensible text."
        ),
        references=("https://ftfy.readthedocs.io/en/latest/heuristic.html",),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield at most one observation for garbled lines and one for lost characters."""
        garbled = list(_garbled(content))
        if garbled:
            yield _garbled_observation(garbled)
        elif not any(failure.reason == "encoding-replaced" for failure in content.failures):
            yield from _lost(content)


def _lines(content: Content) -> Iterator[tuple[int, str]]:
    """Every line outside code that is not plain ASCII, without inline code."""
    for block in content.blocks:
        if block.kind is BlockKind.CODE or not _is_suspect(block.text):
            continue
        if _ABOUT.search(block.text):
            continue
        for offset, line in enumerate(_shown(content, block).split("\n")):
            if not line.isascii():
                shown = _INLINE_CODE.sub(" ", line[:_LINE_LIMIT])
                yield block.span.line + offset, _QUOTED_LETTER.sub("", shown)


def _is_suspect(text: str) -> bool:
    return not text.isascii() and ("\ufffd" in text or _SUSPECT.search(text) is not None)


def _shown(content: Content, block: Block) -> str:
    if content.format in _SOURCE_FORMATS:
        return content.text[block.span.start : block.span.end]
    return block.text


def _garbled(content: Content) -> Iterator[_Hit]:
    for number, line in _lines(content):
        repaired = _repaired(line) if _SUSPECT.search(line) else None
        if repaired is not None:
            start = max(0, _common_start(line, repaired) - _AROUND)
            yield _Hit(number, _window(line, start), _window(repaired, start))


def _repaired(line: str) -> str | None:
    """What a line was before it was decoded wrongly; None if it is as it should be."""
    from ftfy import fix_encoding
    from ftfy.badness import badness

    before = badness(line)
    if not before:
        return None
    fixed = str(fix_encoding(line))
    lost = fixed.count("\ufffd") > line.count("\ufffd")
    if fixed == line or lost or len(fixed) >= len(line) or badness(fixed) >= before:
        return None
    return fixed


def _common_start(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(one), len(other)))


def _window(line: str, start: int) -> str:
    end = start + 2 * _AROUND
    cut = line[start:end].strip()
    return f"{'…' if start else ''}{cut}{'…' if end < len(line) else ''}"


def _garbled_observation(hits: list[_Hit]) -> Observation:
    first = hits[0]
    where = "One line is" if len(hits) == 1 else f"{len(hits)} lines are"
    return Observation(
        message=f"{where} garbled by a wrong decoding; line {first.line} should read "
        f"“{first.repaired}”.",
        line=first.line,
        quote=first.text,
    )


def _lost(content: Content) -> Iterator[Observation]:
    """Characters that were replaced for good, inside words: alone they may be a bullet's glyph."""
    found = [
        (number, line, match.start())
        for number, line in _lines(content)
        if (match := _REPLACED.search(line))
    ]
    if found:
        number, line, at = found[0]
        places = "one line" if len(found) == 1 else f"{len(found)} lines"
        yield Observation(
            message=f"Characters were lost in {places}: a replacement character (�) stands for "
            "each, and what it was cannot be told from the file.",
            line=number,
            quote=_window(line, max(0, at - _AROUND)),
            action="Take the text again from where it came from, read with the right encoding.",
        )
