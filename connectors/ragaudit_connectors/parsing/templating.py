"""Template tags, taken out before parsing and put back where a value is shown as written."""

from __future__ import annotations

import re

_ANGLE = ("<%", "%>")
_CURLY = (("{#", "#}"), ("{%", "%}"), ("{{", "}}"))
ALL_TAGS = (_ANGLE, *_CURLY)
_TAGS_OF = {
    "erb": (_ANGLE,),
    "ejs": (_ANGLE,),
    "mdx": (),
    "hbs": (("{{", "}}"),),
    "handlebars": (("{{", "}}"),),
    "mustache": (("{{", "}}"),),
    "tmpl": (("{{", "}}"),),
    "gotmpl": (("{{", "}}"),),
}

_FIRST, _LAST, _FILL = 0xF0000, 0xFFFFD, "\ue000"
_HELD = re.compile("[\U000f0000-\U000ffffd]\ue000*")


class Masked:
    """A text in which every tag is replaced by private-use characters of the same length.

    Offsets and lines stay what they were. A line that holds nothing but tags becomes blank, as
    it does when the page is made.
    """

    def __init__(self, text: str, tags: tuple[tuple[str, str], ...]) -> None:
        self._held: list[str] = []
        for opening, closing in tags:
            text = self._mask(text, opening, closing)
        self.text = _blank_lines(text) if self._held else text

    def strip(self, text: str) -> str:
        """Text without the tags."""
        return _HELD.sub("", text) if self._held else text

    def restore(self, text: str) -> str:
        """Text with the tags as they were written."""
        return _HELD.sub(self._original, text) if self._held else text

    def _original(self, match: re.Match[str]) -> str:
        number = ord(match[0][0]) - _FIRST
        return self.restore(self._held[number]) if number < len(self._held) else match[0]

    def _mask(self, text: str, opening: str, closing: str) -> str:
        parts, position = [], 0
        while (start := text.find(opening, position)) >= 0:
            end = text.find(closing, start + len(opening))
            if end < 0 or len(self._held) > _LAST - _FIRST:
                break
            end += len(closing)
            parts += [text[position:start], self._hold(text[start:end])]
            position = end
        return "".join([*parts, text[position:]])

    def _hold(self, tag: str) -> str:
        mark = chr(_FIRST + len(self._held))
        self._held.append(tag)
        # A tag over several lines keeps its newlines; only its first line is put back whole.
        return mark + re.sub(r"[^\n]", _FILL, tag[1:])


def _blank_lines(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        " " * len(line) if line and _HELD_OR_SPACE.fullmatch(line) else line for line in lines
    )


_HELD_OR_SPACE = re.compile("[\\s\ue000\U000f0000-\U000ffffd]*+")


def tags_of(engine: str | None) -> tuple[tuple[str, str], ...]:
    """The tag delimiters of a template engine, named by its file suffix; none without one."""
    return _TAGS_OF.get(engine, _CURLY) if engine else ()
