"""Bytes to text."""

import codecs

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import Limits, SkipReason
from ragaudit_connectors.parsing.decode import decode

LIMITS = Limits()
GERMAN = "Die Schlüssel für das Büro liegen beim Empfang; Rückfragen an die Hausverwaltung.\n"
POLISH = "Każdy człowiek ma prawo do życia, wolności i bezpieczeństwa swojej osoby.\n" * 5
RUSSIAN = "Все люди рождаются свободными и равными в своём достоинстве и правах.\n" * 5


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_every_usual_encoding_is_read(encoding: str) -> None:
    """With a byte order mark or without one."""
    decoded = decode(GERMAN.encode(encoding), LIMITS)
    assert (GERMAN, ()) == (decoded.text, decoded.failures)


@pytest.mark.parametrize(("text", "encoding"), [(POLISH, "cp1250"), (RUSSIAN, "cp1251")])
def test_other_single_byte_text_is_guessed_whole(text: str, encoding: str) -> None:
    """Nothing is replaced, and no Western letters stand in for others."""
    assert text == decode(text.encode(encoding), LIMITS).text


@pytest.mark.parametrize(
    "text", ["日本語の文書です。", "~{hello~}", "Ünïcödé", "naïve 😀 test", "+AGE-"]
)
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    """However short, and whatever escape sequences of other charsets it resembles."""
    decoded = decode(text.encode(), LIMITS)
    assert (text, "utf-8") == (decoded.text, decoded.encoding)


def test_utf8_with_a_broken_tail_stays_utf8() -> None:
    """One cut character does not turn a whole file into mojibake."""
    data = ("Grüße aus München, schöne Straße\n" * 3).encode() + "é".encode()[:1]
    decoded = decode(data, LIMITS)
    assert "utf-8" == decoded.encoding
    assert ["encoding-replaced"] == [failure.reason for failure in decoded.failures]
    assert 4 == decoded.failures[0].line


def test_a_replacement_character_in_the_file_is_no_failure() -> None:
    """The author wrote it; nothing was lost here."""
    assert () == decode("a \ufffd b".encode(), LIMITS).failures


def test_a_surrogate_in_utf8_is_replaced_and_reported() -> None:
    """It is no character, so it cannot be kept."""
    data = "schön schön ".encode() + b"\xed\xa0\x80" + " schöne Grüße ".encode() * 5
    decoded = decode(data, LIMITS)
    assert ["encoding-replaced"] == [failure.reason for failure in decoded.failures]


def test_line_ends_become_newlines() -> None:
    """So that line numbers hold whatever system wrote the file."""
    assert "a\nb\nc\n" == decode(b"a\r\nb\rc\n", LIMITS).text


def test_nul_bytes_are_no_text() -> None:
    """Rather than text full of holes."""
    with pytest.raises(SkipError) as caught:
        decode(b"a\x00b\x00\x01\x02cc", LIMITS)
    assert SkipReason.CORRUPT == caught.value.reason


def test_text_over_the_limit_is_cut_and_said() -> None:
    """The rest of the file was not read, and the result says so."""
    decoded = decode(b"abc\ndef", Limits(max_chars=5))
    assert "abc\nd" == decoded.text
    assert [("truncated", 2)] == [(f.reason, f.line) for f in decoded.failures]


@pytest.mark.parametrize(
    ("declaration", "written"),
    [
        (b'<meta charset="windows-1251">', "cp1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="shift_jis"?>', "shift_jis"),
    ],
)
def test_a_declared_charset_is_believed(declaration: bytes, written: str) -> None:
    """In HTML and XML, where the bytes are not UTF-8."""
    text = "日本" if written == "shift_jis" else "Мир"
    assert decode(declaration + text.encode(written), LIMITS, declared=True).text.endswith(text)


@pytest.mark.parametrize("name", [b"idna", b"unicode_escape", b"zlib", b"nonsense", b"utf-16"])
def test_a_declared_codec_that_is_no_charset_is_ignored(name: bytes) -> None:
    """The declaration is written by a stranger."""
    data = b'<meta charset="' + name + b'">' + "schön und gut gesagt".encode("cp1252")
    assert "schön" in decode(data, LIMITS, declared=True).text


def test_a_declaration_never_beats_utf8() -> None:
    """Many pages still declare what they were once saved in."""
    decoded = decode(b"<meta charset=iso-8859-1>" + "Grüße".encode(), LIMITS, declared=True)
    assert decoded.text.endswith("Grüße")


def test_a_byte_order_mark_is_not_text() -> None:
    """Front matter must start at the first character."""
    assert "---" == decode(codecs.BOM_UTF8 + b"---", LIMITS).text
