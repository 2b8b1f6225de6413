"""Separated values, JSON and XML."""

import pytest

from ragaudit.errors import SkipError
from ragaudit.model import Content, Limits, SkipReason
from ragaudit_connectors.parsing import parse


def read(text: str, format: str, suffix: str = "") -> Content:
    """Parse through the seam."""
    return parse(text.encode("utf-8", "surrogatepass"), f"data.{suffix or format}", format)


def shown(content: Content) -> list[tuple[str, int, str]]:
    """Kind, first line and text of each block."""
    return [(block.kind.value, block.span.line, block.text) for block in content.blocks]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_rows_agree_on(delimiter: str) -> None:
    """Whatever stands inside quotes."""
    rows = [["name", "note"], ["ann", '"a, b; c | d"'], ["bob", "x"]]
    content = read("\n".join(delimiter.join(row) for row in rows) + "\n", "csv")
    expected = ["name | note", "ann | a, b; c | d", "bob | x"]
    assert expected == [block.text for block in content.blocks]
    assert [1, 0, 0] == [block.level for block in content.blocks]


def test_a_quoted_newline_does_not_end_the_row() -> None:
    """The row spans two lines of the file."""
    content = read('a,b\n"x\ny",z\n1,2\n', "csv")
    assert [("a | b", 1, 1), ("x y | z", 2, 3), ("1 | 2", 4, 4)] == [
        (b.text, b.span.line, b.span.end_line) for b in content.blocks
    ]
    assert '"x\ny",z' == content.text[content.blocks[1].span.start : content.blocks[1].span.end]


def test_an_unclosed_quote_does_not_swallow_the_file() -> None:
    """Rows are read as they stand instead."""
    content = read('a,b\n"x,y\n' + "1,2\n" * 2000, "csv")
    assert 2002 == len(content.blocks)


def test_a_first_row_of_numbers_is_no_header() -> None:
    """It is data."""
    assert [0, 0] == [block.level for block in read("1,2\n3,4\n", "csv").blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# made by a tool; on 3, May\n#\nname,owner\na,ann\n", [(3, 1), (4, 0)]),
        ("# Exported 2024, by Ann\nname,owner\na,ann\n", [(2, 1), (3, 0)]),
        ("# a note\n\nname,owner\n# b,ann\n", [(3, 1), (4, 0)]),
        ("#,name\n1,ann\n", [(1, 1), (2, 0)]),
        ("# a note\n#id,name\n1,ann\n", [(2, 1), (3, 0)]),
        ("# nothing\n# else\n", []),
        ("name\n#1\n", [(1, 1), (2, 0)]),
    ],
)
def test_comments_at_the_top_are_no_rows(text: str, expected: list[tuple[int, int]]) -> None:
    """Line and level of each row; a header that begins with `#` is one."""
    blocks = read(text, "csv").blocks
    assert expected == [(block.span.line, block.level) for block in blocks]


def test_json_values_stand_under_their_path() -> None:
    """One block each, at its key."""
    content = read('{\n "server": {"port": 80,\n  "hosts": ["a", "b"]}\n}', "json")
    expected = [("port: 80", 2), ("hosts: a", 3), ("hosts: b", 3)]
    assert expected == [(b.text, b.span.line) for b in content.blocks]
    assert ("server",) == content.blocks[0].heading_path
    cut = [content.text[b.span.start : b.span.end] for b in content.blocks]
    assert ['"port": 80', '"a"', '"b"'] == cut


def test_an_exported_document_is_its_text() -> None:
    """The rest of it is metadata."""
    text = '{"title": "Leave", "updated": "2024-01-31",\n "body": "One.\\n\\nTwo \\"q\\"."}'
    content = read(text, "json")
    assert [("paragraph", 2, "One."), ("paragraph", 2, 'Two "q".')] == shown(content)
    assert ("Leave", "properties") == (content.title, content.title_origin)
    assert [("json:title", "Leave", 1), ("json:updated", "2024-01-31", 1)] == [
        (m.key, m.value, m.line) for m in content.metadata
    ]


def test_an_exported_html_body_is_read_as_html() -> None:
    """Help desks export it so."""
    content = read('{"name": "A", "body": "<h1>T</h1><p>x &amp; y</p>"}', "json")
    assert [("heading", 1, "T"), ("paragraph", 1, "x & y")] == shown(content)


def test_a_list_of_elements_is_their_text() -> None:
    """Not their coordinates."""
    content = read('[{"type": "Title", "text": "Hello"},\n {"text": "World", "id": 3}]', "json")
    assert [("paragraph", 1, "Hello"), ("paragraph", 2, "World")] == shown(content)


@pytest.mark.parametrize(
    ("text", "place"),
    [('{"a": 1,\n "b": }', "line 2, column 7"), ("[1, 2", "line 1"), ("// no\n{}", "line 1")],
)
def test_invalid_json_is_a_skip_that_says_where(text: str, place: str) -> None:
    """So that its owner can mend it."""
    with pytest.raises(SkipError) as caught:
        read(text, "json")
    assert SkipReason.CORRUPT == caught.value.reason
    assert place in caught.value.detail


def test_a_lone_surrogate_does_not_survive() -> None:
    """It can be written in JSON and in no file."""
    assert "a: x\ufffdy😀" == read('{"a": "x\\ud800y\\ud83d\\ude00"}', "json").blocks[0].text


def test_json_lines_are_records() -> None:
    """A broken one is a failure with its line."""
    content = read('{"q": "a", "n": 1}\n\n{broken\n{"title": "T", "text": "Body"}\n', "jsonl")
    assert [("table_row", 1, "q: a | n: 1"), ("paragraph", 4, "Body")] == shown(content)
    assert [("record-unreadable", 3)] == [(f.reason, f.line) for f in content.failures]


def test_json_lines_without_one_good_record_are_a_skip() -> None:
    """There is nothing to audit in them."""
    with pytest.raises(SkipError, match="line 1"):
        read("no\njson\n", "jsonl")


def test_json_over_the_character_limit_is_a_skip() -> None:
    """Half a value means nothing."""
    with pytest.raises(SkipError) as caught:
        parse(b'{"a": "bcdefgh"}', "a.json", "json", Limits(max_chars=5))
    assert SkipReason.TOO_LARGE == caught.value.reason


def test_xml_text_stands_under_its_elements() -> None:
    """Mixed content reads as one; comments and instructions are dropped."""
    text = (
        '<?xml version="1.0"?>\n<doc>\n <title>Guide</title><?pi x?>\n'
        " <p>Press <b>the\n button</b> now</p><!-- no -->\n <e/>\n</doc>\n"
    )
    content = read(text, "xml")
    assert [("paragraph", 3, "Guide"), ("paragraph", 4, "Press the\nbutton now")] == shown(content)
    assert ("Guide", ("doc",)) == (content.title, content.blocks[1].heading_path)


def test_broken_xml_keeps_what_it_yields() -> None:
    """And says where it broke."""
    content = read("<a>\n<b>one</b>\n<c>two\n</a>", "xml")
    assert ["one", "two"] == [block.text for block in content.blocks]
    assert [("xml-invalid", 4)] == [(f.reason, f.line) for f in content.failures]


def test_xml_without_text_or_form_is_a_skip() -> None:
    """There is nothing to keep."""
    with pytest.raises(SkipError) as caught:
        read("not xml", "xml")
    assert SkipReason.CORRUPT == caught.value.reason


def test_xml_entities_are_neither_expanded_nor_fetched(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """No bombs, and no file of the machine in the text."""
    secret = tmp_path_factory.mktemp("x") / "secret.txt"
    secret.write_text("TOP SECRET")
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE d [<!ENTITY a0 "lol">{bomb}<!ENTITY s SYSTEM "{secret.as_uri()}">]>'
    content = read(head + "<d><p>x &a9; y</p><p>z &s;</p></d>", "xml")
    text = " ".join(block.text for block in content.blocks)
    assert "SECRET" not in text
    assert "lol" not in text
    assert "x" in text
