"""`ragaudit.yaml`: what is read, and how mistakes are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ragaudit._config import resolve, starter
from ragaudit._config.load import load
from ragaudit.errors import ConfigError, UsageError
from ragaudit.model import FreshnessContract, Interval, LinkPolicy, Severity

FULL = """\
version: 1
as_of: 2026-11-01
identities:
  - {type: static, path: people.yaml}
sources:
  - id: handbook
    root: docs
    include: "**/*.md"
    formats: {.page: markdown}
    metadata:
      owner_rules:
        - {glob: "hr/**", owner: "group:hr"}
        - {codeowners: OWNERS}
      review_after: {"hr/**": 90d, default: 6 months}
      acl_rules: [{glob: "public/**", allow: [public]}]
    acl: {default: not_applicable}
    freshness:
      clock: [verified_at, changed_at]
      warn_after: {count: 180, period: day}
      error_after: 1 year
    overrides: {"legal/**": {review: never, reason: statute, until: 2027-01-01}}
    rules: {STR806: off}
    limits: {timeout_s: 5}
rules: {FRS203: warn}
policy: {fail_on: warn, max_skipped: 5%}
suppressions:
  - {rule: FRS203, path: "old/**", reason: "kept for the record", until: 2027-01-01}
"""


def _write(folder: Path, text: str) -> Path:
    file = folder / "ragaudit.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_everything_is_read(tmp_path: Path) -> None:
    """Every section ends in frozen settings with locators."""
    settings = load(_write(tmp_path, FULL))
    (source,) = settings.sources

    assert date(2026, 11, 1) == settings.as_of
    assert [{"path": "people.yaml"}] == [dict(one.options) for one in settings.identities]
    assert tmp_path / "docs" == source.root
    assert ("**/*.md",) == source.include
    assert ("hr/**", ("group:hr",), "ragaudit.yaml:12") == (
        source.owner_rules[0].glob,
        source.owner_rules[0].values,
        source.owner_rules[0].locator,
    )
    assert "OWNERS" == source.codeowners
    assert [("**", "6 months"), ("hr/**", "90 days")] == [
        (rule.glob, rule.values[0]) for rule in source.review_rules
    ]
    assert "not_applicable" == source.acl_default
    assert isinstance(source.freshness, FreshnessContract)
    assert ("reviewed", "content_modified") == source.freshness.clock
    assert Interval(180, "day") == source.freshness.warn_after
    assert Interval(1, "year") == source.freshness.error_after
    assert source.freshness.overrides[0].never
    assert {"STR806": "off"} == source.severity
    assert 5 == source.limits.timeout_s
    assert Severity.WARN is settings.policy.fail_on
    assert 0.05 == settings.policy.max_skipped
    assert "kept for the record" == settings.suppressions[0].reason


def test_sources_may_be_a_mapping(tmp_path: Path) -> None:
    """The way dbt writes it, with the same error positions."""
    settings = load(_write(tmp_path, "version: 1\nsources:\n  hr: {root: hr}\n  it: {root: it}\n"))

    assert ["hr", "it"] == [source.id for source in settings.sources]
    with pytest.raises(ConfigError, match=r"ragaudit\.yaml:4:17: unknown key “rooot”"):
        load(
            _write(tmp_path, "version: 1\nsources:\n  hr: {root: hr}\n  it: {root: a, rooot: x}\n")
        )


@pytest.mark.parametrize(
    ("text", "said", "hint"),
    [
        ("version: 1\nsorces: []\n", "ragaudit.yaml:2:1: unknown key “sorces”", "“sources”"),
        ("sources: []\n", "“version” is missing", ""),
        ("version: 2\n", "ragaudit.yaml:1:1: version", ""),
        ("version: 1\nversion: 1\n", "ragaudit.yaml:2:1: “version” is written twice", ""),
        ("version: 1\n  bad: [\n", "not valid YAML", ""),
        ("", "is empty", "ragaudit init"),
        ("- 1\n", "holds no mapping", ""),
        (
            "version: 1\nsources:\n  - {id: a, root: ., fresness: {}}\n",
            "ragaudit.yaml:3:22: unknown key “fresness”",
            "“freshness”",
        ),
        (
            "version: 1\nsources:\n  - id: a\n    root: .\n    freshness: {warn_after: soon}\n",
            "“soon” is not an interval",
            "",
        ),
        (
            "version: 1\nsources:\n  - {id: a, root: ., freshness: {clock: [ctime]}}\n",
            "there is no clock “ctime”",
            "",
        ),
        ("version: 1\npolicy: {max_skipped: lots}\n", "write a count", ""),
        ("version: 1\nas_of: someday\n", "as_of", ""),
        ("version: 1\nas_of: 2026-02-31\n", "ragaudit.yaml:2:8: “2026-02-31” cannot be used", ""),
        ("version: 1\nsuppressions: [{rule: FRS203}]\n", "“reason” is missing", ""),
        ("version: 1\nsources: [{id: a, root: .}, {id: a, root: b}]\n", "two sources", ""),
        ("version: 1\nrules: {FRS203: loud}\n", "ragaudit.yaml:2:9: rules.FRS203", ""),
    ],
)
def test_mistakes_are_named_with_their_place(
    tmp_path: Path, text: str, said: str, hint: str
) -> None:
    """File, line, column, what is wrong, and the nearest valid key."""
    with pytest.raises(ConfigError) as raised:
        load(_write(tmp_path, text))

    assert said in raised.value.message
    assert hint in raised.value.hint


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    """Nested aliases end at the node budget, quickly."""
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for before, after in zip("abcdefg", "bcdefgh", strict=True):
        bomb += f"{after}: &{after} [{', '.join([f'*{before}'] * 10)}]\n"

    with pytest.raises(ConfigError, match="too large"):
        load(_write(tmp_path, bomb))


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    """Binary content is an error with the file's name, not a traceback."""
    file = tmp_path / "ragaudit.yaml"
    file.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(ConfigError, match="not UTF-8"):
        load(file)


def test_the_starter_is_valid_and_names_what_is_there(tmp_path: Path) -> None:
    """`ragaudit init` finds the usual folders."""
    (tmp_path / "handbook").mkdir()
    settings = load(_write(tmp_path, starter(tmp_path, 2026)))

    assert [("handbook", tmp_path / "handbook")] == [(s.id, s.root) for s in settings.sources]


def test_paths_choose_configured_sources_or_stand_alone(tmp_path: Path) -> None:
    """A path with configured sources below it means these; any other is a source of its own."""
    for name in ("docs", "other"):
        (tmp_path / name).mkdir()
    config = _write(tmp_path, "version: 1\nsources: [{id: handbook, root: docs}]\n")

    def ids(*paths: str) -> list[str]:
        chosen = resolve(tuple(tmp_path / p for p in paths), config, tmp_path)
        return [source.id for source in chosen.sources]

    assert ["handbook"] == ids()
    assert ["handbook"] == ids("docs")
    assert ["handbook"] == ids(".")
    assert ["other"] == ids("other")
    assert ["handbook", "other"] == ids("docs", "other")


def test_a_path_inside_a_configured_source_is_that_part_of_it(tmp_path: Path) -> None:
    """What the file says about the source holds for the part; the whole beats its parts."""
    (tmp_path / "docs" / "hr").mkdir(parents=True)
    (tmp_path / "docs" / "a.md").touch()
    config = _write(tmp_path, "version: 1\nsources: [{id: handbook, root: docs}]\n")

    def parts(*paths: str) -> list[tuple[str, tuple[str, ...]]]:
        chosen = resolve(tuple(tmp_path / p for p in paths), config, tmp_path)
        return [(source.id, source.only) for source in chosen.sources]

    assert [("handbook", ("hr",))] == parts("docs/hr")
    assert [("handbook", ("hr", "a.md"))] == parts("docs/hr", "docs/a.md")
    assert [("handbook", ())] == parts("docs", "docs/hr")
    assert [("handbook", ())] == parts("docs/hr", "docs")


def test_no_document_is_read_twice(tmp_path: Path) -> None:
    """A path named twice is one source; a path below another one is left out there."""
    (tmp_path / "docs" / "h[r]").mkdir(parents=True)
    (tmp_path / "docs" / "a.md").touch()

    def chosen(*paths: str) -> list[tuple[str, tuple[str, ...]]]:
        settings = resolve(tuple(tmp_path / p for p in paths), None, tmp_path)
        return [(source.id, source.exclude) for source in settings.sources]

    assert [("docs", ())] == chosen("docs", "docs/", "docs/../docs")
    assert [("docs", ("/h[[]r]/**", "/a.md")), ("h-r-", ()), ("a.md", ())] == chosen(
        "docs", "docs/h[r]", "docs/a.md"
    )


def test_a_configured_root_that_is_missing(tmp_path: Path) -> None:
    """The message names the source and where the root is looked for."""
    _write(tmp_path, "version: 1\nsources: [{id: hr, root: gone}]\n")

    with pytest.raises(UsageError, match="source “hr”"):
        resolve((), None, tmp_path)


def test_equal_settings_have_equal_digests(tmp_path: Path) -> None:
    """The digest depends on decisions, not on the folder they are written in."""
    digests = set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        digests.add(load(_write(tmp_path / name, FULL)).digest)
    changed = load(_write(tmp_path, FULL.replace("180", "181"))).digest

    assert 1 == len(digests)
    assert changed not in digests


@pytest.mark.parametrize(("written", "read"), [("[en, de]", ("en", "de")), ("no", ("no",))])
def test_languages_of_a_source(tmp_path: Path, written: str, read: tuple[str, ...]) -> None:
    """A list or one code; YAML takes Norwegian for false."""
    text = f"version: 1\nsources:\n  - {{id: docs, root: ., languages: {written}}}\n"
    assert read == load(_write(tmp_path, text)).sources[0].languages


def test_a_language_that_is_no_code(tmp_path: Path) -> None:
    """A name would match nothing, silently."""
    text = "version: 1\nsources:\n  - {id: docs, root: ., languages: [english]}\n"
    with pytest.raises(ConfigError, match="no two-letter language code") as error:
        load(_write(tmp_path, text))
    assert 3 == error.value.line


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("true", LinkPolicy()),
        ("false", None),
        ("{budget_s: 5, allow_hosts: wiki.corp}", LinkPolicy(5.0, ("wiki.corp",))),
    ],
)
def test_external_links(tmp_path: Path, written: str, read: LinkPolicy | None) -> None:
    """Off unless asked for."""
    text = f"version: 1\nsources: [{{id: docs, root: .}}]\nexternal_links: {written}\n"
    assert read == load(_write(tmp_path, text)).external_links
