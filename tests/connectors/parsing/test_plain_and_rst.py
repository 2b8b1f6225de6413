"""Plain text and reStructuredText."""

from ragaudit.model import Content, Directive, Link
from ragaudit_connectors.parsing import parse


def read(text: str, format: str) -> Content:
    """Parse through the seam."""
    return parse(text.encode(), f"page.{format}", format)


def shown(content: Content) -> list[tuple[str, int, str]]:
    """Kind, first line and text of each block."""
    return [(block.kind.value, block.span.line, block.text) for block in content.blocks]


def test_text_is_paragraphs_and_underlined_headings() -> None:
    """With the lines they stand on."""
    text = "Notes\n=====\n\nOne\n two\n\n\n-----\nThree\n\n# ragaudit: ignore OWN101: old\n"
    content = read(text, "text")
    expected = [
        ("heading", 1, "Notes"),
        ("paragraph", 4, "One\ntwo"),
        ("paragraph", 8, "-----\nThree"),
    ]
    assert expected == shown(content)
    assert (Directive(11, "ignore OWN101: old"),) == content.directives
    assert ("Notes", "heading") == (content.title, content.title_origin)


def test_text_starting_with_a_sentence_has_no_title() -> None:
    """A sentence is no title, a line that stands alone is one."""
    assert None is read("We met on Monday.\n\nMore.\n", "text").title
    assert "Minutes of the board" == read("Minutes of the board\n\nWe met.\n", "text").title


def test_text_may_have_front_matter() -> None:
    """And lines still count from the top."""
    content = read("---\nowner: ann\n---\nBody\n", "text")
    assert [("paragraph", 4, "Body")] == shown(content)
    assert [("owner", "ann")] == [(m.key, m.value) for m in content.metadata]


RST = """\
:Author: Ann Lee
:Date: 2024-01-31

.. ragaudit: ignore STR801: soon

.. _start:

=====
Guide
=====

Use ``make`` and :doc:`the list <list>`, see
`the site <https://x.example/a>`_ or *ask* **us**.

Steps
-----

- one
  more

  * nested
- two

.. note::

   Mind the gap.

.. code-block:: sh
   :caption: run

   make all

Example::

    literal

.. image:: pics/a.png
   :alt: A

.. toctree::

   hidden/page

.. a comment
   over lines

====  =====
Name  Value
====  =====
a     1
b
====  =====

+---+-----+
| H | I   |
+===+=====+
| x | y   |
|   | z   |
+---+-----+

.. _home: https://home.example
"""


def test_rst_is_read_block_by_block() -> None:
    """Sections, lists, literal blocks, tables; markup, comments and trees dropped."""
    expected = [
        ("heading", 8, "Guide"),
        ("paragraph", 12, "Use make and the list, see\nthe site or ask us."),
        ("heading", 15, "Steps"),
        ("list_item", 18, "one\nmore"),
        ("list_item", 21, "nested"),
        ("list_item", 22, "two"),
        ("paragraph", 26, "Mind the gap."),
        ("code", 31, "make all"),
        ("paragraph", 33, "Example:"),
        ("code", 35, "literal"),
        ("table_row", 48, "Name | Value"),
        ("table_row", 50, "a | 1"),
        ("table_row", 51, "b | "),
        ("table_row", 55, "H | I"),
        ("table_row", 57, "x | y z"),
    ]
    assert expected == shown(read(RST, "rst"))


def test_rst_tells_about_itself() -> None:
    """Fields at the top, title, links, anchors and directives."""
    content = read(RST, "rst")
    assert [("author", "Ann Lee", 1), ("date", "2024-01-31", 2)] == [
        (m.key, m.value, m.line) for m in content.metadata
    ]
    assert ("Guide", ("Guide", "Steps")) == (content.title, content.blocks[4].heading_path)
    expected = (
        Link("https://x.example/a", "the site", 13),
        Link("pics/a.png", "", 37, image=True),
        Link("https://home.example", "home", 61),
    )
    assert expected == content.links
    assert {"guide", "steps", "start"} <= set(content.anchors)
    assert (Directive(4, "ignore STR801: soon"),) == content.directives


def test_rst_levels_follow_the_order_of_styles() -> None:
    """Not the characters."""
    content = read("A\n~~~\n\nB\n===\n\nC\n~~~\n\nTiny\n==\n", "rst")
    assert [("A", 1), ("B", 2), ("C", 1)] == [
        (b.text, b.level) for b in content.blocks if b.kind.value == "heading"
    ]


def test_rst_code_holds_no_links_and_no_directives() -> None:
    """It shows how to write them; and stays as written."""
    text = "Like *so*::\n\n    `a <b.rst>`_ and *this*\n\n    .. ragaudit: ignore X\n"
    content = read(text, "rst")
    assert ((), ()) == (content.links, content.directives)
    assert ["Like so:", "`a <b.rst>`_ and *this*\n\n.. ragaudit: ignore X"] == [
        block.text for block in content.blocks
    ]


def test_rst_heading_paths_are_plain_too() -> None:
    """As the headings are."""
    content = read("The ``make`` tool\n=================\n\nText\n", "rst")
    assert ("The make tool", ("The make tool",)) == (
        content.blocks[0].text,
        content.blocks[1].heading_path,
    )


RST_LINKS = """\
.. comment with `in comment <c.rst>`_

.. _top label:

Title
=====

See `the site <https://x.example/a>`_, `long
text <other.rst>`__ and `named`_ or Python_. Literal ``see `a <b.rst>`_ here``.
:doc:`d <doc-target>` :ref:`r <ref-target>` and `plain ref <named_>`_.

.. _named: guide/page.rst#sec
.. _Python: https://python.org
.. __: anon.rst
.. _wrapped:
   wrapped.rst
.. _`Quoted name`: q.rst
.. _one:
.. _two:

Sub Section
-----------

.. figure:: pics/f.png
   :target: big.rst

   Caption

.. |logo| image:: logo.svg

- item

  .. image:: in-list.png

.. toctree::
   :maxdepth: 2

   hidden/page
   Shown <hidden/other>

.. an_unrelated: comment
"""


def test_rst_links_are_the_explicit_ones() -> None:
    """Embedded and named targets, images and figures; no roles, trees, literals or comments."""
    expected = [
        ("https://x.example/a", "the site", 8, False),
        ("other.rst", "long text", 8, False),
        ("guide/page.rst#sec", "named", 12, False),
        ("https://python.org", "Python", 13, False),
        ("anon.rst", "anon.rst", 14, False),
        ("wrapped.rst", "wrapped", 15, False),
        ("q.rst", "Quoted name", 17, False),
        ("pics/f.png", "", 24, True),
        ("logo.svg", "", 29, True),
        ("in-list.png", "", 33, True),
    ]
    links = read(RST_LINKS, "rst").links
    assert expected == [(link.target, link.text, link.line, link.image) for link in links]


def test_rst_anchors_are_titles_and_internal_targets() -> None:
    """A name that leads elsewhere is no place on the page."""
    expected = ("title", "sub-section", "top label", "top-label", "one", "two")
    assert expected == read(RST_LINKS, "rst").anchors
