"""What a name says about a file."""

import pytest

from ragaudit_connectors.parsing import Format, format_of

NO_OVERRIDES: dict[str, str] = {}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b/page.md", Format("markdown")),
        ("PAGE.MD", Format("markdown")),
        ("page.mdx", Format("markdown", templated=True)),
        ("page.html.md.erb", Format("markdown", templated=True)),
        ("page.md.j2", Format("markdown", templated=True)),
        ("page.html.erb", Format("html", templated=True)),
        ("page.md.html", Format("html")),
        ("foo.pdf.json", Format("json")),
        ("v1.2.notes.txt", Format("text")),
        ("README", Format("text")),
        ("events.ndjson", Format("jsonl")),
        ("report.doc", Format("doc")),
        ("mail.mbox", Format("mbox")),
    ],
)
def test_format_is_read_from_the_name(path: str, expected: Format) -> None:
    """The last suffix that is no template engine's decides."""
    assert expected == format_of(path, NO_OVERRIDES)


@pytest.mark.parametrize(
    "path",
    ["package.json", "web/tsconfig.json", "poetry.lock", "requirements-dev.txt", "CMakeLists.txt",
     "robots.txt", "LICENSE", "LICENSE.md", "logo.png", "main.py", "Makefile", ".gitignore",
     "layout.erb", "app.min.html", "page.html.haml", ".eslintrc.json"],
)  # fmt: skip
def test_manifests_and_code_are_no_documents(path: str) -> None:
    """Nobody asks a knowledge base for these."""
    assert None is format_of(path, NO_OVERRIDES)


@pytest.mark.parametrize(
    ("suffix", "path", "expected"),
    [
        ("page", "a.page", Format("markdown")),
        (".page", "a.page", Format("markdown")),
        ("*.page", "a.page", Format("markdown")),
        (".html.md.erb", "a.html.md.erb", Format("markdown", templated=True)),
        ("json", "package.json", Format("markdown")),
        ("page", "homepage", None),
    ],
)
def test_an_override_wins(suffix: str, path: str, expected: Format | None) -> None:
    """A source may say what its suffixes mean, with or without the leading dot."""
    assert expected == format_of(path, {suffix: "markdown"})


def test_the_longest_override_counts() -> None:
    """`.html.md` is more specific than `.md`."""
    assert Format("text") == format_of("a.html.md", {".md": "markdown", ".html.md": "text"})
