r"""RTF's characters outside plain ASCII, rewritten so that pandoc 3 reads them.

Pandoc takes `\'cf` for Windows-1252 whatever the font table or `\ansicpg` says, so that Russian or
Japanese text comes out as mojibake that is not in the file. It swallows a letter after `\u1088?`,
and it knows no characters beyond 16 bits: these get a private stand-in, translated back afterwards.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_CODE_PAGE_OF_CHARSET = {
    128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip
_WESTERN = "cp1252"
_DECLARED = re.compile(rb"\\(fcharset|ansicpg)(\d{1,6})")
_UNICODE = re.compile(rb"\\u-?\d")
_FIRST_STAND_IN, _LAST_STAND_IN = 0xE000, 0xEFFF
_TOKEN = re.compile(
    rb"\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\[^a-zA-Z]|[{}]|[\r\n]+|[^\\{}\r\n]+|\\"
)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """RTF that pandoc reads rightly, and what its stand-ins mean in the text it returns."""

    data: bytes
    stand_ins: Mapping[int, str] = field(default_factory=dict)


def rewrite(data: bytes) -> Rewritten:
    """The same RTF with every non-Western byte and every Unicode escape in a form pandoc reads.

    Unchanged where there is neither.
    """
    declared = _DECLARED.findall(data)
    pages = {_page_of(int(number)) for word, number in declared if word == b"ansicpg"}
    fonts = {_CODE_PAGE_OF_CHARSET.get(int(n)) for word, n in declared if word == b"fcharset"}
    if not (pages | fonts) - {None, _WESTERN} and not _UNICODE.search(data):
        return Rewritten(data)
    return _Rewriter(data).rewritten()


def _page_of(number: int) -> str | None:
    name = {936: "gb18030", 65001: "utf-8", 10000: "mac-roman"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


class _Rewriter:
    """One pass over the tokens, keeping the font of each group."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._out: list[bytes] = []
        self._stack: list[tuple[int, int, bool]] = []
        self._font, self._uc, self._in_table = 0, 1, False
        self._default_font = 0
        self._pages: dict[int, str] = {}
        self._ansi = _WESTERN
        self._fallback = 0
        self._decoder: codecs.IncrementalDecoder | None = None
        self._decoding = ""
        self._high = 0
        self._stand_ins: dict[str, int] = {}

    def rewritten(self) -> Rewritten:
        """The whole file, rewritten."""
        position = 0
        while match := _TOKEN.match(self._data, position):
            position = match.end()
            if match["hex"]:
                self._byte(match)
            elif match["word"]:
                position += self._control(match, position)
            else:
                self._plain(match[0])
        self._flush()
        return Rewritten(b"".join(self._out), {n: char for char, n in self._stand_ins.items()})

    def _control(self, match: re.Match[bytes], position: int) -> int:
        """Follow one control word; returns how many raw bytes it carries."""
        self._flush()
        word, number = match["word"], int(match["number"] or 0)
        self._fallback = 0
        if word == b"u" and match["number"]:
            self._fallback = self._uc
            self._unit(number % 0x10000)
            return 0
        self._out.append(match[0])
        match word:
            case b"f":
                self._font = number
            case b"deff":
                self._default_font = self._font = number
            case b"plain":
                self._font = self._default_font
            case b"uc":
                self._uc = max(0, min(number, 10))
            case b"ansicpg":
                self._ansi = _page_of(number) or _WESTERN
            case b"fonttbl":
                self._in_table = True
            case b"fcharset" if self._in_table:
                self._pages[self._font] = _CODE_PAGE_OF_CHARSET.get(number, "")
            case b"bin":
                raw = self._data[position : position + max(0, number)]
                self._out.append(raw)
                return len(raw)
        return 0

    def _byte(self, match: re.Match[bytes]) -> None:
        page = self._pages.get(self._font) or self._ansi
        if self._fallback:
            self._fallback -= 1
            return
        if self._in_table or page == _WESTERN:
            self._flush()
            self._out.append(match[0])
            return
        if self._decoder is None or self._decoding != page:
            self._flush()
            self._decoder = codecs.getincrementaldecoder(page)("replace")
            self._decoding = page
        self._emit(self._decoder.decode(bytes.fromhex(match["hex"].decode())))

    def _plain(self, token: bytes) -> None:
        if token.strip(b"\r\n") == b"":
            self._out.append(token)
            return
        if self._decoder is not None and self._decoder.getstate()[0] and token not in (b"{", b"}"):
            trail = token[1:2] if token.startswith(b"\\") else token[:1]
            self._emit(self._decoder.decode(trail))
            token = token[2:] if token.startswith(b"\\") else token[1:]
        self._flush()
        if token not in (b"{", b"}") and self._fallback:
            dropped = len(token) if token.startswith(b"\\") else self._fallback
            token, self._fallback = token[dropped:], max(0, self._fallback - len(token))
        if token == b"{":
            self._stack.append((self._font, self._uc, self._in_table))
        elif token == b"}" and self._stack:
            self._font, self._uc, self._in_table = self._stack.pop()
        self._out.append(token)

    def _flush(self) -> None:
        if self._decoder is not None:
            self._emit(self._decoder.decode(b"", final=True))
            self._decoder = None

    def _unit(self, unit: int) -> None:
        """Take one UTF-16 unit; the two halves of a pair make one character."""
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
            return
        if 0xDC00 <= unit < 0xE000:
            if self._high:
                self._emit(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
        else:
            self._emit(chr(unit))
        self._high = 0

    def _emit(self, text: str) -> None:
        for char in text:
            number = ord(char)
            if number > 0xFFFF:
                fresh = min(_FIRST_STAND_IN + len(self._stand_ins), _LAST_STAND_IN)
                number = self._stand_ins.setdefault(char, fresh)
            self._out.append(b"{\\uc0\\u%d }" % number)
