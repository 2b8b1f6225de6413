"""Markdown to blocks, links, anchors and directives."""

import pytest

from ragaudit.model import BlockKind, Content, Directive, Link
from ragaudit_connectors.parsing import parse


def read(text: str, path: str = "page.md") -> Content:
    """Parse Markdown through the seam."""
    return parse(text.encode(), path, "markdown")


def shown(content: Content) -> list[tuple[str, int, str]]:
    """Kind, level and text of each block."""
    return [(block.kind.value, block.level, block.text) for block in content.blocks]


PAGE = """\
---
title: Leave
owner: hr
---

# Leave *policy*

Ask your **manager** first, see
[the form](forms/leave.md "Form").

## Days {#days}

1. Twenty-five days
   - more after five years

   Carry over five.
2. `Public` holidays

> Part-time staff get
> a share.

| Grade | Days |
|-------|-----:|
| A     | 25   |
|       | 30   |

```sh
leave book --days 3
```

    indented code

Done ~~never~~ soon.
"""


def test_blocks_carry_plain_text() -> None:
    """Kinds, levels and text without markup, in order."""
    expected = [
        ("heading", 1, "Leave policy"),
        ("paragraph", 0, "Ask your manager first, see\nthe form."),
        ("heading", 2, "Days"),
        ("list_item", 1, "Twenty-five days"),
        ("list_item", 2, "more after five years"),
        ("list_item", 1, "Carry over five."),
        ("list_item", 1, "Public holidays"),
        ("quote", 0, "Part-time staff get\na share."),
        ("table_row", 1, "Grade | Days"),
        ("table_row", 0, "A | 25"),
        ("table_row", 0, " | 30"),
        ("code", 0, "leave book --days 3"),
        ("code", 0, "indented code"),
        ("paragraph", 0, "Done never soon."),
    ]
    assert expected == shown(read(PAGE))


def test_lines_count_from_the_top_of_the_file() -> None:
    """Front matter included."""
    lines = [(b.span.line, b.span.end_line) for b in read(PAGE).blocks]
    expected = [(6, 6), (8, 9), (11, 11), (13, 13), (14, 14), (16, 16), (17, 17), (19, 20),
                (22, 22), (24, 24), (25, 25), (27, 29), (31, 31), (33, 33)]  # fmt: skip
    assert expected == lines


def test_a_span_cuts_its_block_out_of_the_file() -> None:
    """Whole lines, from the first to the last."""
    content = read(PAGE)
    cut = [content.text[b.span.start : b.span.end] for b in content.blocks]
    assert "# Leave *policy*" == cut[0]
    assert 'Ask your **manager** first, see\n[the form](forms/leave.md "Form").' == cut[1]
    assert "> Part-time staff get\n> a share." == cut[7]
    assert "```sh\nleave book --days 3\n```" == cut[11]


def test_the_heading_path_leads_to_the_block() -> None:
    """Outermost first, without the heading itself."""
    paths = {block.text: block.heading_path for block in read(PAGE).blocks}
    assert () == paths["Leave policy"]
    assert ("Leave policy",) == paths["Days"]
    assert ("Leave policy", "Days") == paths["indented code"]


def test_a_heading_of_the_same_level_leaves_the_section() -> None:
    """And one of a higher level leaves two."""
    content = read("# A\n### B\n## C\ntext\n# D\nmore\n")
    assert [(), ("A",), ("A",), ("A", "C"), (), ("D",)] == [b.heading_path for b in content.blocks]


@pytest.mark.parametrize(
    ("text", "title", "origin"),
    [
        ("---\ntitle: Stated\n---\n# Heading\n", "Stated", "front matter"),
        ("## Second\n# First\n", "First", "heading"),
        ("Set\next\n===\n", "Set ext", "heading"),
        ('<h1 align="center">In HTML</h1>\n', "In HTML", "heading"),
        ("## Only second\n", None, None),
        ("> # quoted\n", None, None),
        ("---\ntitle:\n---\ntext\n", None, None),
    ],
)
def test_the_title_is_stated_or_the_first_heading(
    text: str, title: str | None, origin: str | None
) -> None:
    """Front matter before the first heading of level 1; nothing else."""
    content = read(text)
    assert (title, origin) == (content.title, content.title_origin)


def test_every_way_to_link_is_found() -> None:
    """As written, with the line it stands on."""
    text = (
        'A [b *c*](d.md#e "t") and [f][ref]\n'
        "and <https://g.example/h> ![i](j%20k.png)\n"
        'and <a href="l.html">m <b>n</b></a> <img src=o.png alt="p">\n'
        "\n"
        "[![q](r.svg)](s.md) [up](../x/) [js](javascript:alert(1))\n"
        "\n"
        "[ref]: <a b.md>\n"
    )
    expected = (
        Link("d.md#e", "b c", 1),
        Link("a b.md", "f", 1),
        Link("https://g.example/h", "https://g.example/h", 2),
        Link("j%20k.png", "i", 2, image=True),
        Link("l.html", "m n", 3),
        Link("o.png", "p", 3, image=True),
        Link("r.svg", "q", 5, image=True),
        Link("s.md", "q", 5),
        Link("../x/", "up", 5),
        Link("javascript:alert(1)", "js", 5),
    )
    assert set(expected) == set(read(text).links)


def test_code_holds_no_links_and_no_directives() -> None:
    """It shows how to write them."""
    content = read("```\n[a](b.md)\n<!-- ragaudit: ignore X -->\n```\n`<!-- ragaudit: y -->`\n")
    assert ((), ()) == (content.links, content.directives)


def test_anchors_are_slugs_ids_and_names() -> None:
    """Repeated headings are numbered as GitHub does."""
    text = (
        "# What's new? (v1.2)\n## Setup\n## Setup\n## Über_uns & Co\n## Own {#mine}\n"
        '<a name="old"></a>\n\n<div id="box">x</div>\n\nText <span id="in">y</span>\n'
    )
    expected = {
        "whats-new-v12",
        "setup",
        "setup-1",
        "über_uns--co",
        "mine",
        "own",
        "old",
        "box",
        "in",
    }
    assert expected == set(read(text).anchors)


def test_directives_are_comments_with_their_line() -> None:
    """On a line of their own, within a paragraph, or over several lines."""
    text = (
        "---\ntitle: x\n---\n"
        "<!-- ragaudit: ignore FRS203 until 2027-01-01: planned -->\n\n"
        "Text <!-- ragaudit: ignore STR801: known --> more\n\n"
        "<!-- note\n ragaudit: no -->\n\n"
        "<!--\nragaudit: ignore OWN101:\n  two lines -->\n"
    )
    expected = (
        Directive(4, "ignore FRS203 until 2027-01-01: planned"),
        Directive(6, "ignore STR801: known"),
        Directive(12, "ignore OWN101: two lines"),
    )
    assert expected == read(text).directives


def test_html_blocks_become_text() -> None:
    """Tags and comments dropped, headings and rows told apart."""
    text = (
        "<!-- hidden -->\n"
        "<details><summary>More</summary>\n"
        "<p>Inside &amp; out</p></details>\n\n"
        "<table><tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td></td></tr></table>\n"
    )
    expected = [
        ("paragraph", 0, "More"),
        ("paragraph", 0, "Inside & out"),
        ("table_row", 1, "A | B"),
        ("table_row", 0, "1 | "),
    ]
    assert expected == shown(read(text))


def test_admonitions_keep_their_title_and_text() -> None:
    """In the spellings of Docusaurus, MkDocs, GitHub and MyST; markers are dropped."""
    text = (
        ":::note\nOne\n:::\n\n:::tip[Two]\n\nThree\n\n:::\n\n"
        '!!! warning "Four"\n    Five\n\n> [!NOTE]\n> Six\n\n```{note}\nSeven\n```\n'
    )
    texts = [block.text for block in read(text).blocks]
    assert ["One", "Two", "Three", "Four", "Five", "Six", "Seven"] == texts


def test_footnotes_are_text_and_no_links() -> None:
    """Their definition reads like any paragraph."""
    content = read("Said[^1].\n\n[^1]: By whom.\n")
    assert ([("paragraph", 0, "Said."), ("paragraph", 0, "By whom.")], ()) == (
        shown(content),
        content.links,
    )


def test_front_matter_fields_are_handed_on() -> None:
    """With the number of lines they take."""
    content = read(PAGE)
    assert [("title", "Leave"), ("owner", "hr")] == [(m.key, m.value) for m in content.metadata]
    assert 4 == content.front_matter_lines


def test_template_tags_are_not_text() -> None:
    """Offsets stay; targets are shown as written."""
    text = (
        "---\ntitle: x\n---\n# <%= title %>\n\n<% if a %>\nBy <%= name %>, [here](<%= url %>/a).\n"
        "<% end %>\n<%= partial 'a' %>\n\n| a |\n|---|\n| <%= b %>c |\n"
    )
    content = read(text, "page.html.md.erb")
    assert content.templated
    assert [("paragraph", 0, "By , here."), ("table_row", 1, "a"), ("table_row", 0, "c")] == shown(
        content
    )
    assert (Link("<%= url %>/a", "here", 7),) == content.links
    assert [7, 11, 13] == [block.span.line for block in content.blocks]


def test_curly_tags_are_text_where_no_engine_reads_them() -> None:
    """A page about Helm is not a Helm template."""
    assert [("paragraph", 0, "Use {{ .Values.x }} here.")] == shown(
        read("Use {{ .Values.x }} here.")
    )


def test_mdx_modules_and_components_are_not_text() -> None:
    """What they wrap is; code stays whole."""
    text = (
        "import Tabs from 'x';\nimport {\n  A,\n} from 'y';\n\n"
        "export const B = () => (\n  <b>no</b>\n);\n\n"
        '# Title <Badge text="a > b" />\n\n{/* ragaudit: ignore STR801: soon */}\n\n'
        "<Tabs values={[{a: 1}]}>\n  <Tab>\n\n    Kept text.\n\n  </Tab>\n</Tabs>\n\n"
        "```js\nimport x from 'z';\n<Foo />\n```\n"
    )
    content = read(text, "page.mdx")
    expected = [
        ("heading", 1, "Title"),
        ("paragraph", 0, "Kept text."),
        ("code", 0, "import x from 'z';\n<Foo />"),
    ]
    assert expected == shown(content)
    assert (Directive(12, "ignore STR801: soon"),) == content.directives
    assert [10, 17, 22] == [block.span.line for block in content.blocks]


def test_an_inlined_image_does_not_cut_the_page() -> None:
    """Exported pages carry images of megabytes on one line."""
    content = read("Before.\n\n[i]: <data:image/png;base64," + "A" * 2_000_000 + ">\n\nAfter.\n")
    assert (["Before.", "After."], ()) == ([b.text for b in content.blocks], content.failures)


def test_nesting_beyond_the_limit_is_said() -> None:
    """What was not read is never passed over in silence."""
    deep = "\n".join("  " * depth + "- item" for depth in range(60))
    content = read(deep)
    assert ["truncated"] == [failure.reason for failure in content.failures]
    assert BlockKind.LIST_ITEM == content.blocks[0].kind


def test_windows_line_ends_keep_their_lines() -> None:
    """The third line is the third line."""
    assert [1, 3] == [block.span.line for block in read("# A\r\n\r\nText\r\n").blocks]


def test_attribute_lists_are_not_text_and_code_is() -> None:
    """Kramdown's `{: .class #id}` against a map in Clojure."""
    content = read("Text\n{: .lead #intro}\n\nSend `{:status 200}` and {:a=>1}.\n")
    assert ["Text", "Send {:status 200} and {:a=>1}."] == [b.text for b in content.blocks]
    assert ("intro",) == content.anchors


def test_content_tabs_are_prose() -> None:
    """MkDocs indents them as Markdown indents code."""
    content = read(
        '=== "Linux"\n\n    Use apt.\n\n=== "macOS"\n\n    Use brew.\n\n??? tip\n    Hidden.\n'
    )
    expected = [("Linux", 1), ("Use apt.", 3), ("macOS", 5), ("Use brew.", 7), ("Hidden.", 10)]
    assert expected == [(block.text, block.span.line) for block in content.blocks]
    assert {"paragraph"} == {block.kind.value for block in content.blocks}
