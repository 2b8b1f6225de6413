"""STR801."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import corpus, documents

from ragaudit.detectors.structure.dead_internal_link import DeadInternalLink
from ragaudit.model import Confidence, Observation
from ragaudit.testing import check_detector, compare, source

ALIVE = {
    "docs/guide/setup.md": "# Setup\n",
    "docs/guide/images/a.png": "",
    "docs/guide/01-first-steps.md": "# First steps\n",
    "docs/api/index.md": "# API\n",
    "docs/ops/README.md": "# Operations\n",
    "docs/about.html.md.erb": "# About\n",
    "docs/with space.md": "# Space\n",
    "docs/page.mdx": "# Page\n",
    "docs/posts/2026-01-02-hello.md": "# Hello\n",
    "docs/named.md": "---\nslug: another-name\n---\n# Named\n",
}


def found(text: str, path: str = "docs/guide/start.md", **more: str) -> list[Observation]:
    """What is reported about one page beside the pages above."""
    pages = {p: t for p, t in (ALIVE | more).items() if p.endswith((".md", ".erb", ".mdx"))}
    files = frozenset(p for p in ALIVE | more if p not in pages)
    return compare(DeadInternalLink(), corpus(pages | {path: text}, other_files=files))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(DeadInternalLink())


@pytest.mark.parametrize(
    "target",
    [
        "gone.md",
        "../gone.md",
        "images/gone.png",
        "gone.md#part",
        "gone.md?plain=1",
        "../api/gone.md",
        "setup.pdf",
        "g%C3%BCnther.md",
        "<with a hole.md>",
    ],
)
def test_a_file_that_is_not_there(target: str) -> None:
    """With its line, the target as written, and high confidence."""
    (dead,) = found(f"# Start\n\nSee [the guide]({target}).\n")
    expected = (3, target.strip("<>"), Confidence.HIGH, "docs:docs/guide/start.md")
    assert expected == (dead.line, dead.quote, dead.confidence, dead.document)
    assert dead.message == (
        f"The link “the guide” leads to `{target.strip('<>')}`, which does not exist in this "
        "source."
    )


def test_a_long_target_is_shown_by_its_end() -> None:
    """The name of the file is there; the quote has all of it."""
    target = "../".join(["folder-of-some-length/"] * 6) + "gone.md"
    (dead,) = found(f"# Start\n\nSee [the guide]({target}).\n")
    assert target == dead.quote
    assert f"leads to `…{target[-79:]}`, which does not exist" in dead.message


def test_an_image_is_called_one() -> None:
    """Pictures are looked for like pages."""
    (dead,) = found("# Start\n\n![A plan](plan.png)\n")
    assert dead.message.startswith("The image “A plan” leads to `plan.png`, which does not exist")


@pytest.mark.parametrize(
    "target",
    [
        "setup.md",
        "./setup.md",
        "setup.md#anything",
        "setup.md?x=1#y",
        "setup",
        "setup/",
        "setup.html",
        "../guide/setup.md",
        "images/a.png",
        "../images/a.png",
        "first-steps.md",
        "../api/",
        "../api",
        "../ops/",
        "../about.html",
        "../about/",
        "../with%20space.md",
        "../page.md",
        "../posts/hello",
        "../another-name",
        "../../guide/setup",
        "",
        "#part",
    ],
)
def test_every_reading_a_generator_could_have_counts(target: str) -> None:
    """Other suffixes, index files, folders for pages, numbers and dates before names, slugs."""
    assert [] == found(f"# Start\n\nSee [it]({target}).\n")


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/gone.md",
        "//example.com/gone.md",
        "mailto:ann@example.com",
        "ann@example.com",
        "tel:+4930123",
        "javascript:void(0)",
        "data:text/plain;base64,AA",
        "{{site.baseurl}}/gone.md",
        "{%link_gone.md%}",
        "${root}/gone.md",
        "@site/docs/gone.md",
        "~/gone.md",
        "path/to/file.md",
        "your-page.md",
        "_nav...",
        "../../../elsewhere/gone.md",
        "../../../../issues",
        "/gone/absolute.md",
        "gone-page",
        "gone/page.html",
        "feed.xml",
        "../_static/gone.css",
    ],
)
def test_what_cannot_be_judged_stays_silent(target: str) -> None:
    """Other sites, expressions, examples, other roots, pages a generator may make."""
    assert [] == found(f"# Start\n\nSee [it]({target}).\n")


def test_code_is_no_link() -> None:
    """An example of a link leads nowhere and need not."""
    assert [] == found("# Start\n\n`[a](gone.md)`\n\n```\n[a](gone.md)\n```\n")


@pytest.mark.parametrize("path", ["docs/_includes/a.md", "docs/partials/a.md", "docs/_part.md"])
def test_links_of_parts_start_elsewhere(path: str) -> None:
    """The page that takes the part in decides where they lead."""
    assert [] == found("See [it](gone.md).\n", path)


def test_one_finding_for_each_target_of_a_document() -> None:
    """The first place is shown, the others are counted."""
    (dead,) = found("# A\n\n[one](gone.md)\n\n[two](gone.md)\n\n[three](gone.md)\n")
    assert (3, True) == (dead.line, "2 more places in this document" in dead.message)


def test_upper_and_lower_case_are_told_apart() -> None:
    """It works on the author's machine and on no server."""
    (dead,) = found("# Start\n\n[Setup](Setup.md)\n")
    assert (Confidence.MEDIUM, True) == (dead.confidence, "`docs/guide/setup.md`" in dead.message)
    assert dead.action == "Link to `setup.md` if that is what was meant, or take the link out."


def test_a_moved_file_is_suggested() -> None:
    """The file of that name elsewhere, else the nearest name."""
    (moved,) = found("# Start\n\n[x](<with space.md>)\n")
    assert moved.action == (
        "Link to `../with space.md` if that is what was meant, or take the link out."
    )
    (typo,) = found("# Start\n\n[x](setups.md)\n")
    assert "Link to `setup.md`" in (typo.action or "")


def test_a_forgotten_scheme_is_named() -> None:
    """`www.example.com` is read as a file."""
    (dead,) = found("# Start\n\n[us](www.example.com/jobs)\n")
    assert dead.action == "Write `https://www.example.com/jobs`."


def test_links_from_the_root_are_judged_once_the_root_is_known() -> None:
    """Five that resolve show where the site begins; a new first folder proves nothing."""
    pages = {f"site/manual/p{n}.md": f"# P{n}\n" for n in range(6)}
    links = "".join(f"[{n}](/manual/p{n})\n" for n in range(6))
    text = f"# Start\n\n{links}\n[gone](/manual/gone.md)\n\n[blog](/blog/x)\n"
    (dead,) = found(text, "site/start.md", **pages)
    assert ("/manual/gone.md", Confidence.MEDIUM) == (dead.quote, dead.confidence)


def test_configured_link_roots_are_taken_at_their_word() -> None:
    """`link_roots` says where `/` is."""
    made = corpus(
        {"web/a.md": "# A\n\n[b](/b.md) and [c](/gone.md)\n", "web/pages/b.md": "# B\n"},
        sources={"docs": source(link_roots=("web/pages",))},
    )
    (dead,) = compare(DeadInternalLink(), made)
    assert ("/gone.md", Confidence.HIGH) == (dead.quote, dead.confidence)


def test_pages_without_suffix_are_judged_where_such_links_resolve() -> None:
    """Six that do, one that does not; but not where a site may redirect old addresses."""
    pages = {f"docs/guide/p{n}.md": f"# P{n}\n" for n in range(6)}
    text = "# Start\n\n" + "".join(f"[{n}](p{n})\n" for n in range(6)) + "\n[x](gone)\n"
    (dead,) = found(text, **pages)
    assert ("gone", Confidence.MEDIUM) == (dead.quote, dead.confidence)
    assert [] == found(text, **pages, **{"mkdocs.yml": ""})


def test_a_template_lowers_the_confidence() -> None:
    """The file may be written by the engine that makes the page."""
    (dead,) = found("# Start\n\n[x](gone.md)\n", "docs/start.html.md.erb")
    assert Confidence.MEDIUM == dead.confidence


@pytest.mark.parametrize(
    "target",
    ["x" * 300 + ".md", "a%00b.md", "../" * 200 + "x.md", "?", "//", "a" * 5000, "."],
)
def test_targets_no_file_can_have_are_survived(target: str) -> None:
    """Endless names and climbs, a null byte, nothing at all."""
    assert [] == found(f"# A\n\n[x]({target})\n")


def test_bytes_that_are_no_text_lead_nowhere() -> None:
    """A percent-encoded surrogate names no file."""
    assert ["%ED%A0%80.md"] == [o.quote for o in found("# A\n\n[x](%ED%A0%80.md)\n")]


def in_rst(text: str, page: str = "docs/a.rst", **files: str) -> list[Observation]:
    """What is reported about one page of reStructuredText."""
    pages = {"docs/setup.rst": "Setup\n=====\n", "docs/ops/index.rst": "Ops\n===\n"}
    others = frozenset({"docs/conf.py", "docs/images/a.png", *files})
    return compare(DeadInternalLink(), documents(pages | {page: text}, other_files=others))


@pytest.mark.parametrize(
    "link",
    [
        "`x <gone.rst>`_",
        "`x <images/gone.pdf>`__",
        ".. image:: images/gone.png",
        ".. figure:: ../gone.png",
        ".. |logo| image:: gone.svg",
        ".. _x: gone.rst",
    ],
)
def test_dead_links_of_restructuredtext(link: str) -> None:
    """Embedded addresses, targets, images."""
    (dead,) = in_rst(f"Page\n====\n\n.. image:: /images/a.png\n\n{link}\n")
    assert (6, "docs:docs/a.rst") == (dead.line, dead.document)


@pytest.mark.parametrize(
    "link",
    [
        "`x <setup.rst>`_",
        "`x <setup.html>`_",
        "`x <ops/>`_",
        "`x <api/gone.html>`_",
        "`x <genindex.html>`_",
        "`x <_static/gone.pdf>`_",
        ".. image:: images/a.*",
        ".. image:: _static/gone.png",
        ".. image:: |picture|",
        ".. figure:: /images/a.png",
        ":doc:`x <gone>`",
        "``x <gone.rst>``",
        ".. `x <gone.rst>`_",
        "`setup_`_",
    ],
)
def test_links_of_restructuredtext_that_may_live(link: str) -> None:
    """Pages a generator makes, roles, patterns, literals and comments."""
    assert [] == in_rst(f"Page\n====\n\n{link}\n")


def test_files_a_generator_lays_over_the_pages() -> None:
    """The folder `extra` ends up at the root of the site, and its folders with those of pages."""
    link = "Page\n====\n\n`x <v1.schema.json>`_\n"
    page, extra = "docs/schemas/index.rst", "extra/schemas/v1.schema.json"
    assert [] == in_rst(link, page, **{extra: ""})
    assert 1 == len(in_rst(link, page, **{"extra/other/v1.schema.json": ""}))


def test_restructuredtext_without_a_title_is_part_of_another_page() -> None:
    """Its links start where it is included."""
    assert [] == in_rst("See `x <gone.rst>`_.\n")
