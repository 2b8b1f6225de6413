"""The one seam all formats go through."""

import re
from html import unescape
from pathlib import Path

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import Limits, SkipReason
from ragaudit_connectors.parsing import format_of, parse

TEXT_FORMATS = ("markdown", "html", "text", "rst", "csv", "tsv", "json", "jsonl", "xml")


@pytest.mark.parametrize("format", [*TEXT_FORMATS, "pdf", "docx", "epub", "msg"])
def test_no_bytes_are_an_empty_content(format: str) -> None:
    """Whether that is a fault is for a rule to say."""
    content = parse(b"", f"a.{format}", format)
    assert (format, "", ()) == (content.format, content.text, content.blocks)


@pytest.mark.parametrize("format", [f for f in TEXT_FORMATS if f != "xml"])
def test_blank_files_have_no_blocks(format: str) -> None:
    """Nor do they fail."""
    assert () == parse(b" \n\n \n", f"a.{format}", format).blocks


def test_a_file_over_the_limit_is_a_skip() -> None:
    """Before anything is parsed."""
    with pytest.raises(SkipError) as caught:
        parse(b"x" * 11, "a.md", "markdown", Limits(max_bytes=10))
    assert SkipReason.TOO_LARGE == caught.value.reason
    assert "11 bytes" in caught.value.detail


@pytest.mark.parametrize(("format", "action"), [("doc", "save it as .docx"), ("pps", ".pptx")])
def test_a_format_nobody_reads_is_a_skip_with_a_remedy(format: str, action: str) -> None:
    """The owner learns what to do."""
    data = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
    with pytest.raises(SkipError) as caught:
        parse(data, f"a.{format}", format)
    assert SkipReason.UNSUPPORTED == caught.value.reason
    assert action in caught.value.action


@pytest.mark.parametrize("format", ["pdf", "docx", "markdown", "csv"])
def test_a_large_file_that_was_not_fetched_is_a_skip(format: str) -> None:
    """Three lines that stand for the file are neither its text nor a wrong name."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 9\n" % (b"a" * 64)
    assert parse(pointer + b"words " * 200, "handbook/plan", "markdown").blocks
    with pytest.raises(SkipError, match="Git LFS pointer") as caught:
        parse(pointer, "handbook/plan", format)
    assert (SkipReason.NOT_FETCHED, "run `git lfs pull`, or exclude it") == (
        caught.value.reason, caught.value.action,
    )  # fmt: skip


def test_a_picture_named_as_text_is_a_skip() -> None:
    """It says what the file holds."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8ffff3f0005fe02fea72d81b60000000049454e44ae426082"
    )
    with pytest.raises(SkipError) as caught:
        parse(png, "a.md", "markdown")
    assert SkipReason.CORRUPT == caught.value.reason
    assert "named .md but holds PNG data" == caught.value.detail


def test_a_wrongly_named_file_is_read_as_what_it_is() -> None:
    """And the contradiction stays visible."""
    content = parse(b"<!doctype html><html><p>Hi</p></html>", "a.pdf", "pdf")
    assert ("html", "html") == (content.format, content.detected)
    assert ["Hi"] == [block.text for block in content.blocks]


def test_deep_json_is_a_skip() -> None:
    """Not a crash."""
    with pytest.raises(SkipError):
        parse(b"[" * 100_000, "a.json", "json")


HOSTILE = {
    "markdown": [
        "[" * 100_000, ">" * 100_000, "> " * 50_000, "- " * 50_000, "*a" * 20_000, "![" * 5_000,
        "[a](" * 5_000, "<a " * 20_000, "<!--" * 20_000, "`a``" * 20_000, "w " * 500_000,
        "x" * 1_000_000, "|" * 50_000, "\n".join("  " * n + "- x" for n in range(500)),
        ("[" * 999 + "a\n\n") * 20, "---\n" * 5_000, "# a\n" * 5_000, ":::a\n" * 5_000,
    ],
    "html": [
        "<" * 100_000, "<a " * 50_000, "<div>" * 50_000, '<a b="' * 50_000, "<ul><li>x" * 20_000,
        "<table><tr><td>x" * 20_000, "<!--" * 50_000, "<a" + " " * 500_000, "<nav>x" * 20_000,
        "<script>" * 20_000, "&#x110000;" * 20_000, '<a b="\'>' * 50_000, "<p a='b' " * 50_000,
    ],
    "rst": [
        "`" * 100_000, "*a " * 50_000, "a::\n\n" * 5_000, "a\n===\n" * 5_000, "`a <" * 50_000,
        "\n".join(" " * (n % 200) + "- x" for n in range(5_000)), "== ==\na b\n" * 5_000,
        ".. a\n  b\n\n" * 5_000, ":a: b\n" * 5_000, "a_" * 50_000,
    ],
    "csv": ['"' * 50_000, "," * 100_000, '"a\n' * 10_000],
    "json": ["[" * 900 + "]" * 900, '{"a":' * 500 + "1" + "}" * 500, "1" * 100_000],
    "xml": ["<a>" * 10_000, "<r>" + "<a>x</a>y" * 10_000 + "</r>", "&" * 10_000],
    "text": ["a\n===\n" * 20_000, "x" * 1_000_000, "<!-- ragaudit: " * 20_000],
}  # fmt: skip


@pytest.mark.parametrize(
    ("format", "number"),
    [(format, number) for format, texts in HOSTILE.items() for number in range(len(texts))],
)
def test_hostile_text_is_content_or_a_typed_skip(format: str, number: int) -> None:
    """Never another exception; every span lies within the text."""
    try:
        content = parse(HOSTILE[format][number].encode(), f"a.{format}", format)
    except SkipError as error:
        assert error.detail
        return
    size, lines = len(content.text), content.text.count("\n") + 1
    assert all(0 <= b.span.start <= b.span.end <= size for b in content.blocks)
    assert all(1 <= b.span.line <= b.span.end_line <= lines for b in content.blocks)


@pytest.mark.shared
def test_real_pages_keep_every_word_in_its_lines(shared_data: Path) -> None:
    """The first word of a block stands in the lines its span names."""
    checked = 0
    for path in sorted((shared_data / "zoo").iterdir()):
        found = format_of(path.name, {})
        if found is None or found.name not in TEXT_FORMATS:
            continue
        content = parse(path.read_bytes(), path.name, found.name)
        for block in content.blocks:
            cut = content.text[block.span.start : block.span.end]
            cut = unescape(re.sub(r"<[^<>]*>", "", cut))
            word = next((w for w in block.text.replace("|", " ").split() if w.isalnum()), "")
            assert word in cut, f"{path.name}:{block.span.line}: {word!r} is not in {cut[:80]!r}"
            checked += 1
    assert checked > 300
