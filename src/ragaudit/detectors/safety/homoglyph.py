"""SAF609: letters of another alphabet in place of Latin ones."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety._confusables import COMPATIBLE, CYRILLIC_OF, LATIN, skeleton
from ragaudit.model import Block, BlockKind, Content, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_OTHER = f"\u0370-\u058f\u13a0-\u13ff{COMPATIBLE}"
_MIXED = re.compile(rf"(?=[^\W\d_]{{0,60}}[{_OTHER}])(?=[^\W\d_]{{0,60}}[A-Za-z])[^\W\d_]{{4,60}}")
_MAY_MIX = re.compile(rf"[A-Za-z][{_OTHER}]|[{_OTHER}][A-Za-z]")
_WORD = re.compile(r"[^\W\d_]{4,60}")
_HOST = re.compile(r"(?:https?:)?//(?:[^/@\s?#]{0,200}@)?([^/:\s?#\"'<>]{1,253})", re.IGNORECASE)
_CYRILLIC_WORD = re.compile(r"(?<![^\W\d_])[\u0400-\u04ff]{3,}(?![^\W\d_])")
_SYMBOLS = frozenset("αβγδεζηθκλμνξπρστφχψωΓΔΘΛΞΠΣΦΨΩ")
"""Greek letters that stand for something in formulas, units and names of substances."""
_MANY_CYRILLIC = 3
_SHOWN = 5


class Homoglyph(ContentDetector):
    """Reports words and host names that look like others and are spelt differently."""

    rule = Rule(
        code="SAF609",
        name="homoglyph",
        severity=Severity.WARN,
        summary="A word or a link mixes in letters of another alphabet that look the same.",
        why=(
            "“pаypal” with a Cyrillic а is another word: a search does not find it, a filter "
            "does not catch it, and a link with it leads to somebody else's server."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Type the word anew. Where it is a link, check first where it leads.",
        example="“the pаssword policy” (U+0430), https://www.pаypal.example/login",
        not_reported=(
            "Greek letters in units, formulas and names of substances; words in Russian, Greek or "
            "Armenian; names in another script; text in phonetic letters; code."
        ),
        references=(
            "https://www.unicode.org/reports/tr39/#Confusable_Detection",
            "https://www.unicode.org/Public/security/latest/confusables.txt",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each host, and one for each word."""
        yield from _hosts(content)
        seen: dict[str, tuple[int, str]] = {}
        for line, word, meant in _words(content):
            seen.setdefault(word, (line, meant))
        for word, (line, meant) in list(seen.items())[:_SHOWN]:
            yield Observation(
                message=f"“{word}” looks like “{meant}”, but is spelt with {_named(word, meant)}.",
                line=line,
                quote=word,
            )


def _words(content: Content) -> Iterator[tuple[int, str, str]]:
    suspects = [
        block
        for block in content.blocks
        if block.kind is not BlockKind.CODE
        and not block.text.isascii()
        and _MAY_MIX.search(block.text)
    ]
    if not suspects:
        return
    text = "\n".join(block.text for block in content.blocks)
    known = {word.casefold() for word in _WORD.findall(text)}
    cyrillic = len(_CYRILLIC_WORD.findall(text)) > _MANY_CYRILLIC
    for block in suspects:
        for match in _MIXED.finditer(block.text):
            meant = _meant(match[0], known, cyrillic)
            if meant is not None and not _is_code(content, block, match[0]):
                line = block.span.line + block.text.count("\n", 0, match.start())
                yield line, match[0], meant


def _is_code(content: Content, block: Block, word: str) -> bool:
    """Whether a word is inline code in the source: an example, or a name as it is."""
    source = content.text[block.span.start : block.span.end]
    before, _, after = source.partition(word)
    return before.count("`") % 2 == 1 and "`" in after


def _meant(word: str, known: set[str], cyrillic: bool) -> str | None:
    """The word a mixed one looks like, if it can be told."""
    read = skeleton(word)
    others = [char for char in word if not char.isascii()]
    if not read.isascii():
        return _cyrillic(word, known)
    if set(others) <= _SYMBOLS and not _is_inside(word):
        return None
    if read.casefold() in known:
        return read
    latin = len(word) - len(others)
    return read if latin > len(others) and not cyrillic and _is_cased(word) else None


def _is_inside(word: str) -> bool:
    """Whether Greek letters stand among small Latin ones only, as in no formula or unit."""
    return len(word) > 4 and word.islower() and word[0].isascii() and word[-1].isascii()


def _is_cased(word: str) -> bool:
    """Whether its odd letters are as large as their neighbours; else it is a wrong decoding."""
    return word.isupper() or not any(
        char.isupper() and not char.isascii() and word[at - 1].islower()
        for at, char in enumerate(word)
        if at
    )


def _cyrillic(word: str, known: set[str]) -> str | None:
    """The Cyrillic word a word with Latin letters in it looks like, if the document has it."""
    read = "".join(CYRILLIC_OF.get(char, char) for char in word)
    pure = all("\u0400" <= char <= "\u04ff" for char in read)
    return read if pure and read != word and read.casefold() in known else None


def _hosts(content: Content) -> Iterator[Observation]:
    told: set[str] = set()
    for link in content.links:
        if link.target.isascii() and "xn--" not in link.target.lower():
            continue
        match = _HOST.match(link.target)
        host = _unicode(match[1]) if match else ""
        if host.isascii() or host in told:
            continue
        for label in host.split(".")[:-1]:
            read = skeleton(label)
            if not label.isascii() and read.isascii() and len(label) > 2:
                told.add(host)
                yield Observation(
                    message=f"The link leads to “{host}”, which looks like "
                    f"“{host.replace(label, read)}” but is spelt with {_named(label, read)}.",
                    line=link.line,
                    quote=shorten(link.target),
                )
                break


def _unicode(host: str) -> str:
    try:
        return ".".join(
            label[4:].encode("ascii").decode("punycode") if label.startswith("xn--") else label
            for label in host.lower().split(".")
        )
    except (UnicodeError, ValueError):
        return ""


def _named(word: str, meant: str) -> str:
    odd = [char for char in dict.fromkeys(word) if char not in meant]
    return ", ".join(_name(char) for char in odd[:3]) + (" and others" if len(odd) > 3 else "")


@lru_cache(maxsize=512)
def _name(char: str) -> str:
    script = unicodedata.name(char, "unnamed").split(" ")[0].title()
    kind = script if char in LATIN or char.isascii() else "a letter form"
    return f"{char} (U+{ord(char):04X}, {kind})"
