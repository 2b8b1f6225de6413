"""Text a reader does not see: reported beside the blocks, with what hides it."""

from __future__ import annotations

import pytest

from ragaudit.model import Content, HiddenText
from ragaudit_connectors.parsing import parse
from ragaudit_connectors.parsing.css_hiding import declarations, hidden_names, hiding


def read(text: str, format: str = "html") -> Content:
    """Parse through the seam."""
    return parse(text.encode(), "page", format)


def test_hidden_text_stays_in_the_blocks() -> None:
    """Loaders index it, so that every other rule has to see it, too."""
    content = read('<p>Seen.</p>\n<p style="display:none">Not <b>seen</b> here.</p>')
    assert (HiddenText("Not seen here.", 2, "`display: none`"),) == content.hidden
    assert ["Seen.", "Not seen here."] == [block.text for block in content.blocks]


def test_regions_end_where_browsers_end_them() -> None:
    """Nested elements, elements closed by the next one, and a list closed by its parent."""
    page = (
        "<div hidden>One <div>and two</div> and three</div>Seen\n"
        "<p hidden>Four words are here<p>Seen\n"
        "<ul><li hidden>Five words are here</ul>Seen\n"
        "<div hidden>To the end of the page"
    )
    expected = ["One and two and three", "Four words are here", "Five words are here",
                "To the end of the page"]  # fmt: skip
    assert expected == [part.text for part in read(page).hidden]


@pytest.mark.parametrize(
    ("markup", "idiom"),
    [
        ('<a class="skip" style="left:-9999px;position:absolute">{}</a>', "screen-reader text"),
        ('<p style="position:absolute;clip:rect(0,0,0,0)">{}</p>', "screen-reader text"),
        ('<div class="tab-pane" hidden>{}</div>', "shown on demand"),
        ('<div role="dialog" hidden>{}</div>', "shown on demand"),
        ('<div id="x1" hidden>{}</div><a href="#x1">More</a>', "shown on demand"),
        ('<div class="zz" hidden>{}</div><script src="a.js"></script>', "shown on demand"),
        ('<style>.d-print {{display:none}}</style><p class="d-print">{}</p>', "print-only text"),
        ("<template><p>{}</p></template>", "template"),
        ("<!-- {} -->", "comment"),
        ('<i title="{}">x</i>', "attribute"),
        ("<p hidden>{}</p>", ""),
    ],
)
def test_customs_are_named(markup: str, idiom: str) -> None:
    """A rule may pass over them."""
    text = "Six words that nobody sees here at all"
    assert [(text, idiom)] == [(p.text, p.idiom) for p in read(markup.format(text)).hidden]


def test_markdown_around_blank_lines_and_code() -> None:
    """An element may hold paragraphs; code is shown as it is."""
    page = (
        "---\na: b\n---\n<div hidden>\n\nA hidden paragraph.\n\n</div>\n\n"
        "`<p hidden>shown as code</p>`\n\n```html\n<p hidden>shown as code</p>\n```\n\n"
        "[//]: # (A note in a link)\n"
    )
    found = [(part.text, part.line) for part in read(page, "markdown").hidden]
    assert [("A hidden paragraph.", 6), ("A note in a link", 16)] == sorted(found)


def test_comments_in_mdx() -> None:
    """In braces."""
    content = parse(b"# Page\n\n{/* A note to nobody */}\n\nText.\n", "page.mdx", "markdown")
    assert [("A note to nobody", 3)] == [(part.text, part.line) for part in content.hidden]


def test_hidden_text_of_a_mail() -> None:
    """In the line its text has in the composed content."""
    mail = (
        "Subject: Rooms\nContent-Type: text/html\n\n"
        "<p>Seen.</p><p style='display:none'>Not seen by anybody.</p>"
    )
    content = parse(mail.encode(), "a.eml", "eml")
    assert [("Not seen by anybody.", 3)] == [(part.text, part.line) for part in content.hidden]


@pytest.mark.parametrize(
    ("style", "how"),
    [
        ("display: none !important", "`display: none`"),
        ("VISIBILITY:HIDDEN", "`visibility: hidden`"),
        ("opacity:0.0", "`opacity: 0.0`"),
        ("font-size:.5px", "`font-size: .5px`"),
        ("color:#FFF;background:rgb(255, 255, 255)", "text and background `#fff`"),
        ("color:rgba(0,0,0,0)", "`color: rgba(0,0,0,0)`"),
        ("position:fixed;top:-50em", "`top: -50em`, off the screen"),
        ("text-indent:-999px", "`text-indent: -999px`"),
        ("display:block;opacity:.5;font-size:1em;color:red", None),
        ("position:absolute;left:-5px", None),
        ("font-size:inherit;opacity:var(--x)", None),
        ("color:#fff;background:#000", None),
    ],
)
def test_declarations(style: str, how: str | None) -> None:
    """What hides, and what only looks like it."""
    assert how == hiding(declarations(style))


def test_style_sheets() -> None:
    """Single classes and ids; neither media nor what stands inside another element."""
    sheet = (
        "/* .a{display:none} */ .b, p.c { display:none } #d{opacity:0} .e .f{display:none}"
        "@media print { .g { display:none } } .h:hover{display:none} .i{color:red}"
    )
    assert [".b", ".c", "#d"] == [name for name, _ in hidden_names(sheet)]


def test_hostile_markup_is_read_in_linear_time() -> None:
    """Openings without an end."""
    for piece in ("<!--", "<p hidden>", "<style>a{", "<p style='", "`<p hidden>", "[//]: # ("):
        for format in ("html", "markdown"):
            read(piece * (60_000 // len(piece)), format)
