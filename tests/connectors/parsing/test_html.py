"""HTML pages."""

from ragaudit.model import Content, Directive, Link, Origin
from ragaudit_connectors.parsing import parse


def read(text: str, path: str = "page.html") -> Content:
    """Parse HTML through the seam."""
    return parse(text.encode(), path, "html")


def shown(content: Content) -> list[tuple[str, int, str]]:
    """Kind, level and text of each block."""
    return [(block.kind.value, block.level, block.text) for block in content.blocks]


PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<title>Fire &amp; safety</title>
<meta name="last-reviewed" content="2024-01-31">
<meta property="article:modified_time" content="2024-02-01">
<link rel="canonical" href="https://x.example/fire">
<style>p { color: red }</style>
<script>var a = "<p>not text</p>";</script>
</head>
<body>
<nav><a href="/">Home</a></nav>
<h1 id="top">Fire safety</h1>
<p>Leave by the <em>nearest</em>
exit.</p>
<!-- ragaudit: ignore FRS203: drill -->
<ul><li>Walk<ul><li>do not run</ul><li>Meet <a href="map.html#lot">outside</a></ul>
<h2>Phones</h2>
<table><tr><th>Who</th><th>No.</th></tr><tr><td>Desk</td><td></td></tr></table>
<pre>  call
    999</pre>
<blockquote><p>Stay calm</p></blockquote>
<img src="exit.png" alt="Exit map"><br>
<footer>Facilities</footer>
</body></html>
"""


def test_blocks_carry_plain_text() -> None:
    """Scripts, styles and navigation left out; a footer is text."""
    expected = [
        ("heading", 1, "Fire safety"),
        ("paragraph", 0, "Leave by the nearest\nexit."),
        ("list_item", 1, "Walk"),
        ("list_item", 2, "do not run"),
        ("list_item", 1, "Meet outside"),
        ("heading", 2, "Phones"),
        ("table_row", 1, "Who | No."),
        ("table_row", 0, "Desk | "),
        ("code", 0, "  call\n    999"),
        ("quote", 0, "Stay calm"),
        ("paragraph", 0, "Exit map"),
        ("paragraph", 0, "Facilities"),
    ]
    assert expected == shown(read(PAGE))


def test_spans_are_exact() -> None:
    """To the character, also where many blocks share a line."""
    content = read(PAGE)
    cut = [content.text[b.span.start : b.span.end] for b in content.blocks]
    assert "Leave by the <em>nearest</em>\nexit." == cut[1]
    assert ["Walk", "do not run"] == cut[2:4]
    assert [13, 14, 17, 17, 17] == [b.span.line for b in content.blocks[:5]]
    assert 15 == content.blocks[1].span.end_line


def test_the_page_speaks_for_itself() -> None:
    """Title, metadata with its line, links, anchors and directives."""
    content = read(PAGE)
    assert ("Fire & safety", "html title") == (content.title, content.title_origin)
    expected = [
        ("html:lang", "en-GB", 2),
        ("html:last_reviewed", "2024-01-31", 5),
        ("html:article:modified_time", "2024-02-01", 6),
        ("html:canonical", "https://x.example/fire", 7),
    ]
    assert expected == [(m.key, m.value, m.line) for m in content.metadata]
    assert {Origin.EMBEDDED} == {field.origin for field in content.metadata}
    assert Link("map.html#lot", "outside", 17) in content.links
    assert Link("exit.png", "Exit map", 23, image=True) in content.links
    assert ("top",) == content.anchors
    assert (Directive(16, "ignore FRS203: drill"),) == content.directives


def test_headings_make_the_path() -> None:
    """As in every other format."""
    content = read(PAGE)
    assert ("Fire safety", "Phones") == content.blocks[-1].heading_path


def test_an_unclosed_nav_does_not_swallow_the_page() -> None:
    """Broken markup is no reason to say a page is empty."""
    assert [("paragraph", 0, "Text")] == shown(read("<nav><p>Text</p>"))


def test_broken_markup_is_survived() -> None:
    """Unclosed quotes, stray signs, unknown tags, upper case."""
    content = read('<P>a < b <foo>c</bar> <a href="x>d</a>\n<DIV>e & f &copy; &#0; &bogus;')
    text = " ".join(block.text for block in content.blocks)
    assert all(word in text for word in ("a < b", "c", "e & f ©", "&bogus;"))


def test_a_title_comes_from_front_matter_title_or_heading() -> None:
    """In this order."""
    assert "A" == read("---\ntitle: A\n---\n<title>B</title><h1>C</h1>").title
    assert "B" == read("<title> </title><title>B</title><h1>C</h1>").title
    assert "C" == read("<h1>C</h1>").title
    assert None is read("<h2>D</h2>").title


def test_front_matter_lines_are_counted() -> None:
    """Generators read HTML pages with front matter too."""
    content = read("---\nowner: ann\n---\n<p>Text</p>\n")
    assert ([4], 3) == ([b.span.line for b in content.blocks], content.front_matter_lines)
    assert [("owner", "ann", 2)] == [(m.key, m.value, m.line) for m in content.metadata]


def test_template_tags_are_not_text() -> None:
    """A target keeps them as written."""
    content = read("<p>Hi {{ name }}!</p>{% if x %}\n<a href='{{ url }}/a'>b</a>", "a.html.j2")
    assert [("paragraph", 0, "Hi !"), ("paragraph", 0, "b")] == shown(content)
    assert (Link("{{ url }}/a", "b", 2),) == content.links


def test_a_cell_is_one_cell_whatever_is_in_it() -> None:
    """Paragraphs within a cell do not make columns."""
    content = read("<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>")
    assert [("table_row", 0, "a b | c")] == shown(content)
