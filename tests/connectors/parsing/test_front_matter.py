"""Front matter as written, with its lines."""

import pytest

from ragaudit_connectors.parsing.front_matter import FrontMatter, split

Pairs = list[tuple[str, str, int | None]]


def read(text: str) -> Pairs:
    """Key, value and line of each field."""
    return [(field.key, field.value, field.line) for field in split(text).fields]


def test_yaml_is_flattened_with_values_as_written() -> None:
    """Dates, booleans and numbers stay text; keys are unified; lists repeat the key."""
    text = (
        "---\n"
        "Title: 'A page'\n"
        "last-reviewed on: 2024-01-31\n"
        "draft: no\n"
        "owners: [ann, 'bob']\n"
        "last_update:\n"
        "  date: 2024-02-30\n"
        "verified:\n"
        "  - by: ann\n"
        "    at: 2024\n"
        "empty:\n"
        "---\n"
        "Body\n"
    )
    expected = [
        ("title", "A page", 2),
        ("last_reviewed_on", "2024-01-31", 3),
        ("draft", "no", 4),
        ("owners", "ann", 5),
        ("owners", "bob", 5),
        ("last_update.date", "2024-02-30", 7),
        ("verified.0.by", "ann", 9),
        ("verified.0.at", "2024", 10),
        ("empty", "", 11),
    ]
    assert expected == read(text)
    assert ("Body\n", 12) == (text[split(text).end :], split(text).lines)


def test_toml_is_flattened_too() -> None:
    """With lines found by key."""
    text = '+++\ntitle = "A"\ndate = 2024-01-31\ndraft = true\n[params]\nowner = "ann"\n+++\nx'
    expected = [
        ("title", "A", 2),
        ("date", "2024-01-31", 3),
        ("draft", "true", 4),
        ("params.owner", "ann", 6),
    ]
    assert expected == read(text)


def test_a_repeated_key_is_kept_twice() -> None:
    """Which of the two is meant is not for a parser to say."""
    assert [("owner", "ann", 2), ("owner", "bob", 3)] == read("---\nowner: ann\nowner: bob\n---\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nA thematic break, never closed.\n",
        "---\nJust a sentence.\n---\nMore.\n",
        "---\n- a\n- b\n---\n",
        "---\nSo: this is prose\n",
        "Text first\n---\ntitle: x\n---\n",
        "----\ntitle: x\n----\n",
        "+++\ntitle = 1\n",
        "",
    ],
)
def test_a_thematic_break_is_no_front_matter(text: str) -> None:
    """It belongs to the body."""
    assert FrontMatter() == split(text)


def test_empty_front_matter_takes_its_lines() -> None:
    """It states nothing and is not text either."""
    assert FrontMatter((), 2, 8) == split("---\n---\nBody")


def test_comments_may_stand_before() -> None:
    """Licence headers do."""
    text = "<!-- Licensed\n to us -->\n\n---\ntitle: x\n---\nBody"
    assert [("title", "x", 5)] == read(text)
    assert "Body" == text[split(text).end :]


def test_invalid_yaml_is_reported_and_the_body_kept() -> None:
    """With the line of the file, and what was read before it."""
    text = "---\nowner: ann\ntitle: a: b\n---\n# Body\n"
    found = split(text)
    assert [("owner", "ann", 2)] == read(text)
    assert [("front-matter-invalid", 3)] == [(f.reason, f.line) for f in found.failures]
    assert found.failures[0].detail.startswith("line 3: ")
    assert "# Body\n" == text[found.end :]


def test_invalid_toml_is_reported() -> None:
    """With its line."""
    found = split("+++\ntitle = \n+++\nBody")
    assert [("front-matter-invalid", 2)] == [(f.reason, f.line) for f in found.failures]


def test_template_tags_are_values_like_any_other() -> None:
    """Jinja, Liquid and ERB in front matter are kept as written."""
    text = (
        "---\ntitle: {{ page.title }}\nowner: <%= owner %>\n<% if x %>\nlayout: a\n<% end %>\n---\n"
    )
    expected = [("title", "{{ page.title }}", 2), ("owner", "<%= owner %>", 3), ("layout", "a", 5)]
    assert (expected, ()) == (read(text), split(text).failures)


def test_an_alias_bomb_is_not_expanded() -> None:
    """Nine levels of nine would be 387 million values."""
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    found = split("---\n" + "\n".join(lines) + "\n---\n")
    assert 100 > len(found.fields)


def test_an_alias_to_a_plain_value_is_that_value() -> None:
    """That is how people use them."""
    assert [("a", "ann", 2), ("b", "ann", 3)] == read("---\na: &x ann\nb: *x\n---\n")


def test_an_alias_to_a_list_is_said_to_be_unread() -> None:
    """`access: *few` must not read as no access list at all."""
    found = split("---\nteam: &few [hr, legal]\naccess: *few\n---\nBody")
    merged = split("---\nbase: &b {x: 1}\nother:\n  <<: *b\n---\nBody")

    assert [("front-matter-invalid", 3)] == [(f.reason, f.line) for f in found.failures]
    assert () == merged.failures


@pytest.mark.parametrize("bomb", ["[" * 50_000, "{a: " * 10_000, "- " * 10_000])
def test_deep_nesting_is_a_failure(bomb: str) -> None:
    """Not a crash."""
    found = split(f"---\ntitle: x\na: {bomb}\n---\nBody")
    assert ["front-matter-invalid"] == [failure.reason for failure in found.failures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\naccess: []\nowner: ann\n---\n", [("access", "[]", 2), ("owner", "ann", 3)]),
        ("---\naccess:\n  allow: []\n---\n", [("access.allow", "[]", 3)]),
        ("---\nowners:\n  - []\n  - ann\n---\n", [("owners", "ann", 4)]),
        ("---\na: {}\nb: [[]]\n---\n", []),
        ("---\n? []\n: x\nb: y\n---\n", [("b", "y", 4)]),
        ("+++\naccess = []\n+++\n", [("access", "[]", 2)]),
    ],
)
def test_a_list_that_is_written_and_empty(text: str, expected: Pairs) -> None:
    """Says so once, at its key; lists in lists and mappings do not."""
    assert expected == read(text)


def test_an_empty_list_is_no_title() -> None:
    """Nor is an empty one."""
    assert [None, None] == [split(f"---\ntitle: {v}\n---\n").title for v in ("[]", "''")]
