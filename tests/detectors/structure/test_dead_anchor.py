"""STR802."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus, documents

from ragaudit.detectors.structure.dead_anchor import DeadAnchor
from ragaudit.model import Observation
from ragaudit.testing import check_detector, compare

TARGET = """\
# Privacy & Data

## Data retention

## What's new in 2.0?

## 3. Überblick

## Data retention

<a name="legal-hold"></a>

### Custom {#own-id}
"""


def found(text: str, target: str = TARGET, name: str = "privacy.md") -> list[Observation]:
    return compare(DeadAnchor(), corpus({"docs/a.md": text, f"docs/{name}": target}))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DeadAnchor())


def test_a_section_that_is_gone_in_another_document() -> None:
    """With the nearest section there is."""
    (dead,) = found("# A\n\nSee [keeping](privacy.md#retention-of-data).\n")
    assert ("docs:docs/a.md", 3, "privacy.md#retention-of-data") == (
        dead.document,
        dead.line,
        dead.quote,
    )
    assert dead.message == (
        "The link “keeping” leads to `#retention-of-data` in `docs/privacy.md`, which has no such "
        "heading or anchor."
    )
    assert "Link to `#data-retention` if that is the section meant." == dead.action


def test_a_section_that_is_gone_in_the_same_document() -> None:
    """A renamed heading leaves its table of contents behind."""
    (dead,) = found("# A\n\n- [Set up](#set-up)\n\n## Setting it up\n")
    assert "`#set-up` in this document, which has no such heading or anchor" in dead.message


@pytest.mark.parametrize(
    "fragment",
    [
        "data-retention",
        "Data-Retention",
        "data_retention",
        "data-retention-1",
        "data-retention_1",
        "user-content-data-retention",
        "privacy--data",
        "privacy-data",
        "whats-new-in-20",
        "what-s-new-in-2-0",
        "3-überblick",
        "%C3%BCberblick",
        "uberblick",
        "legal-hold",
        "own-id",
        "top",
        "L10",
        ":~:text=hold",
        "/route",
        "fn:1",
    ],
)
def test_spellings_of_other_generators_and_special_fragments(fragment: str) -> None:
    """Only what no generator would make of a heading is dead."""
    assert [] == found(f"# A\n\n[x](privacy.md#{fragment})\n")


@pytest.mark.parametrize(
    "target",
    [
        "# P\n\n{{< glossary >}}\n",
        "# P\n\n--8<-- 'other.md'\n",
        "# P\n\nimport Part from './_part.mdx'\n",
        "# P\n\nchosen\n: a term of a definition list\n",
        "# P\n\n| $$$chosen$$$ chosen | a table |\n",
        "# P\n\n(chosen)=\n## Another\n",
        '# P\n\n<Tab id="chosen">x</Tab>\n',
        "# P\n\n{{generator:team_list}}\n",
        "# P\n\n```{figure} a.png\n:name: chosen\n```\n",
    ],
)
def test_targets_whose_places_are_not_all_headings(target: str) -> None:
    """Included text, definition terms and a generator's own marks may hold the place."""
    assert [] == found("# A\n\n[x](privacy.md#chosen)\n", target)


def test_templates_and_unknown_targets_stay_silent() -> None:
    """What a template makes cannot be seen; a missing file is STR801's business."""
    assert [] == found("# A\n\n[x](privacy.html#gone)\n", name="privacy.html.md.erb")
    assert [] == found("# A\n\n[x](missing.md#gone)\n\n[y](https://x.example/#gone)\n")


@pytest.mark.parametrize("name", ["page.html", "example.md", "foo.md"])
def test_a_name_people_use_in_examples_counts_where_the_file_exists(name: str) -> None:
    """The document is there, so the link is no example."""
    target = "<h1 id='top-level'>Page</h1><p>Text.</p>" if name.endswith("html") else TARGET
    assert 1 == len(found(f"# A\n\n[x]({name}#gone)\n", target, name))
    assert [] == found(f"# A\n\n[x]({name}#gone)\n")


RST = """\
Privacy
=======

.. note:: Read this first.

.. _legal-hold:

Data retention
--------------

.. code-block:: python

   keep()
"""


def rst(link: str, target: str = RST) -> list[Observation]:
    return compare(DeadAnchor(), documents({"a.rst": f"Page\n====\n\n{link}\n", "p.rst": target}))


@pytest.mark.parametrize("link", ["`x <p.html#gone>`_", "`x <p.rst#gone>`__", "`x <#gone>`_"])
def test_a_dead_anchor_in_restructuredtext(link: str) -> None:
    """In the file, or in the page that is made from it."""
    (dead,) = rst(link)
    assert (4, "docs:a.rst") == (dead.line, dead.document)


@pytest.mark.parametrize(
    "link",
    [
        "`x <p.html#data-retention>`_",
        "`x <p.html#legal-hold>`_",
        "`x <p.html#id3>`_",
        "`x <p.html#privacy.keep>`_",
        "`x <#page>`_",
        "``x <p.html#gone>``",
        ".. `x <p.html#gone>`_",
        ":ref:`x <gone>`",
    ],
)
def test_restructuredtext_that_leads_somewhere(link: str) -> None:
    """Headings, labels, numbers the generator gives out; roles, literals and comments."""
    assert [] == rst(link)


@pytest.mark.parametrize(
    "directive", ["automodule:: app", "include:: x.txt", "py:function:: gone()", "glossary::"]
)
def test_directives_that_make_places(directive: str) -> None:
    """Only the generator knows which."""
    assert [] == rst("`x <p.html#gone>`_", f"{RST}\n.. {directive}\n")
