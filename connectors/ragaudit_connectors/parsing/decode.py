"""Bytes to text: UTF-8 wherever it can be, and never an exception but a typed skip."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ragaudit.errors import SkipError
from ragaudit.model import Failure, Limits, SkipReason

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<(?:meta[^<>]{0,300}?charset\s{0,5}=|\?xml[^<>]{0,100}?encoding\s{0,5}=)"
    rb"\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
"""What a declared name means in practice (WHATWG Encoding)."""
_NO_CHARSETS = frozenset(
    [
        "utf-7",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "mbcs",
        "oem",
    ]
)
_WESTERN = frozenset(
    "äöüÄÖÜßéèêëàâáãåçñóòôõøíìîïúùûýæœÆŒÅØÉÈÊËÀÂÁÃÇÑÓÒÔÍÎÚÙ‘’“”–—…•€£§©®™°«»½¼·¿¡\xa0"
)
_SAMPLE = 64_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text, with `\\n` for every line end."""

    text: str
    encoding: str
    failures: tuple[Failure, ...] = ()


def decode(data: bytes, limits: Limits, declared: bool = False) -> Decoded:
    """Decode a text file; `declared` also believes an HTML or XML declaration.

    Raises `SkipError` for bytes that are no text.
    """
    text, encoding = _decode(data, declared)
    failures = []
    replaced = text.count("\ufffd")
    if replaced and "\ufffd".encode() not in data:
        detail = f"{replaced} characters could not be read as {encoding} and were replaced"
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        failures.append(Failure("encoding-replaced", detail, line))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > limits.max_chars:
        detail = f"only the first {limits.max_chars:,} of {len(text):,} characters were read"
        text = text[: limits.max_chars]
        failures.append(Failure("truncated", detail, text.count("\n") + 1))
    return Decoded(text, encoding, tuple(failures))


def _decode(data: bytes, declared: bool) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if b"\x00" in data:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if sum(1 for char in lenient if char > "\x7f") - broken > 3 * broken:
        return lenient, "utf-8"
    encoding = (_declared(data) if declared else None) or _western(data) or _guessed(data)
    return data.decode(encoding, "replace"), encoding


def _without_mark(data: bytes) -> tuple[str, str]:
    """UTF-16 without a byte order mark; anything else that holds NUL bytes is no text."""
    for encoding, zeros, other in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        if len(data) % 2 == 0 and b"\x00" in data[zeros::2] and b"\x00" not in data[other::2]:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            # Latin text is mostly zeros; any other text has at least a space or a line end.
            plausible = data.count(0) * 3 > len(data) or " " in text or "\n" in text
            if plausible and not _CONTROL.search(text):
                return text, encoding
    raise SkipError(
        SkipReason.CORRUPT,
        "holds NUL bytes, so it is no text file",
        "check what it really is, or exclude it",
    )


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
        name = _WIDER.get(name, name)
        if name.replace("_", "-") in _NO_CHARSETS:
            return None
        data[:4096].decode(name, "replace")
    except (LookupError, UnicodeError, ValueError):
        return None
    return name


def _western(data: bytes) -> str | None:
    """`cp1252` where that reads as Western text: guessing from a handful of bytes goes astray."""
    sample = data[:_SAMPLE].decode("cp1252", "replace")
    high = [char for char in sample if char > "\x7f"] or [
        char for char in data.decode("cp1252", "replace") if char > "\x7f"
    ]
    letters = sum(char.isalpha() for char in sample)
    fits = all(char in _WESTERN for char in high) and len(high) * 2 <= max(letters, 2)
    return "cp1252" if fits else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(_telling_lines(data)).best()
    return best.encoding if best else "cp1252"


def _telling_lines(data: bytes) -> bytes:
    """The lines that are not plain ASCII, up to the sample size: the others say nothing."""
    size, lines = 0, []
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line[:_SAMPLE])
            size += len(lines[-1])
            if size > _SAMPLE:
                break
    return b"\n".join(lines)[:_SAMPLE]
