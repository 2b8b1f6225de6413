"""FRS214, over real repositories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from tests.connectors.git.conftest import Repository

from ragaudit.contracts import Moment, Past, Ref
from ragaudit.detectors.freshness.sibling_drift import SiblingDrift
from ragaudit.model import Confidence, Content, MetaField, Observation, Times
from ragaudit.testing import (
    MemoryCorpus,
    check_detector,
    compare,
    document,
    known,
    source,
    text_content,
)
from ragaudit.text import sha256
from ragaudit_connectors.git import GitConnector

ENGLISH = """# Leave

Everybody has 28 days of leave a year. Ask your manager two weeks before, in writing.

- Fill in the form and send it to the people team.
- Tell your colleagues before you go.

Days that are left in March of the next year are lost.
"""
GERMAN = """# Urlaub

Alle haben 28 Tage Urlaub im Jahr. Frage deine Leitung zwei Wochen vorher schriftlich.

- Fülle das Formular aus und schicke es an das Personalteam.
- Sage deinen Kollegen Bescheid.

Tage, die im März des nächsten Jahres übrig sind, verfallen.
"""
CHANGED = ENGLISH.replace("28", "30")


@dataclass
class GitCorpus(MemoryCorpus):
    """A corpus over one repository."""

    connector: GitConnector | None = None
    refs: dict[str, Ref] = field(default_factory=dict)

    def last_change(self, document: str) -> Moment | None:
        """See `Corpus.last_change`."""
        assert self.connector
        return self.connector.last_change(self.documents[document].path)

    def past(self, document: str, moment: Moment) -> Past | None:
        """See `Corpus.past`."""
        assert self.connector
        return self.connector.past(self.documents[document].path, moment)

    def parse(self, document: str, data: bytes) -> Content | None:
        """See `Corpus.parse`."""
        assert self.connector
        return self.connector.parse(self.refs[document], data)


def corpus(repository: Repository, folder: str = ".") -> GitCorpus:
    """Everything in a folder of the repository, as described now."""
    connector = repository.connector(folder)
    refs = {f"docs:{r.path}": r for r in connector.list_refs() if isinstance(r, Ref)}
    documents = {f"docs:{path}": d for path, d in repository.described(connector).items()}
    return GitCorpus(
        contents={name: connector.parse(ref, connector.read(ref)) for name, ref in refs.items()},
        documents=dict(sorted(documents.items())),
        sources={"docs": connector.settings},
        connector=connector,
        refs=refs,
    )


def run(repository: Repository, folder: str = ".") -> list[Observation]:
    """What the rule sees."""
    return compare(SiblingDrift(), corpus(repository, folder))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """An empty repository."""
    (tmp_path / "repo").mkdir()
    made = Repository(tmp_path / "repo")
    made.git("init", "-q")
    return made


def translated(
    repository: Repository, en: str = "docs/en/leave.md", de: str = "docs/de/leave.md"
) -> None:
    """The English text, and a German one of later."""
    repository.commit("2024-01-01", {en: ENGLISH})
    repository.commit("2024-05-13", {de: GERMAN})


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(SiblingDrift())


def test_a_number_changed(repository: Repository) -> None:
    """What changed, when, by which commit, and since when the translation is as it is."""
    translated(repository)
    commit = repository.commit("2026-03-02", {"docs/en/leave.md": CHANGED})[:10]
    (seen,) = run(repository)
    assert (
        f"docs/en/leave.md, which it translates, changed on 2026-03-02 (commit {commit}), after "
        "this one last changed on 2024-05-13: 1 sentence or line has another wording. It said "
        "“Everybody has 28 days of leave a year.” and now says “Everybody has 30 days of leave a "
        "year.”." == seen.message
    )
    (other,) = seen.related
    assert ("docs:docs/de/leave.md", Confidence.HIGH) == (seen.document, seen.confidence)
    assert ("docs:docs/en/leave.md", 3) == (other.document, other.line)


@pytest.mark.parametrize(
    "after",
    [
        ENGLISH.replace("in writing", "never by mail"),
        ENGLISH.replace("Days that are left in March of the next year are lost.\n", ""),
        ENGLISH + "\nPart-time staff have days in proportion to their hours.\n",
        ENGLISH.replace("people team", "head of the finance department"),
        ENGLISH.replace("Ask your manager", "You may ask your manager"),
    ],
    ids=["negation", "removed", "added", "reworded", "force"],
)
def test_changes_of_substance(repository: Repository, after: str) -> None:
    """Each is one finding."""
    translated(repository)
    repository.commit("2026-03-02", {"docs/en/leave.md": after})
    assert 1 == len(run(repository))


@pytest.mark.parametrize(
    "after",
    [
        ENGLISH.replace("28 days", "**28 days**"),
        ENGLISH.replace("a year. Ask", "a year.\nAsk"),
        ENGLISH.replace("form", "[form](https://acme.example/form)"),
        ENGLISH.replace("colleagues", "colleages"),
        ENGLISH.replace("Tell your colleagues", "Tell the colleagues"),
        ENGLISH.replace("Tell your colleagues before", "Inform colleagues before"),
        ENGLISH.replace("# Leave", "---\ntitle: Leave\n---\n\n# Leave"),
        ENGLISH.replace(", in writing.", " in writing!"),
        ENGLISH + "\n{{< include contact.md >}}\n",
        "\n\n".join(reversed(ENGLISH.split("\n\n"))),
    ],
    ids=["bold", "wrapping", "link", "typo", "article", "word", "front-matter", "punctuation",
         "include", "order"],
)  # fmt: skip
def test_changes_of_form(repository: Repository, after: str) -> None:
    """Nothing that a translation would have to follow."""
    translated(repository)
    repository.commit("2026-03-02", {"docs/en/leave.md": after})
    assert [] == run(repository)


def test_changed_together_or_later(repository: Repository) -> None:
    """A translation that changed with its base, or after it, follows it."""
    translated(repository)
    both = {"docs/en/leave.md": CHANGED, "docs/de/leave.md": GERMAN.replace("28", "30")}
    repository.commit("2026-03-02", both)
    assert [] == run(repository)


def test_form_does_not_catch_up(repository: Repository) -> None:
    """A new date in its front matter is no new translation."""
    translated(repository)
    repository.commit("2026-03-02", {"docs/en/leave.md": CHANGED})
    stamped = f"---\nlastmod: 2026-04-01\n---\n\n{GERMAN}"
    repository.commit("2026-04-01", {"docs/de/leave.md": stamped})
    assert 1 == len(run(repository))


def test_ahead_of_its_base(repository: Repository) -> None:
    """What changed is in the translation already."""
    repository.commit("2024-01-01", {"docs/en/leave.md": ENGLISH})
    repository.commit("2024-05-13", {"docs/de/leave.md": GERMAN.replace("28", "30")})
    repository.commit("2026-03-02", {"docs/en/leave.md": CHANGED})
    assert [] == run(repository)


def test_work_in_progress(repository: Repository) -> None:
    """Uncommitted changes to the translation: somebody is at it."""
    translated(repository)
    repository.commit("2026-03-02", {"docs/en/leave.md": CHANGED})
    repository.write("docs/de/leave.md", GERMAN.replace("28", "30"))
    found = corpus(repository)
    assert [] == compare(SiblingDrift(), found)
    assert SiblingDrift().skips(found) is None


@pytest.mark.parametrize(
    ("en", "de"),
    [
        ("leave.md", "leave.de.md"),
        ("README.md", "README-de.md"),
        ("docs/leave.md", "docs/de/leave.md"),
        ("site/docs/hr/leave.md",
         "site/i18n/de/docusaurus-plugin-content-docs/current/hr/leave.md"),
        ("blog/leave.md", "i18n/de/docusaurus-plugin-content-blog/leave.md"),
        ("content/en/hr/leave.md", "content/de-at/hr/leave.md"),
        ("content/en/hr/leave.md", "content/it/hr/leave.md"),
    ],
)  # fmt: skip
def test_where_translations_stand(repository: Repository, en: str, de: str) -> None:
    """Folders, suffixes and the layout of Docusaurus."""
    translated(repository, en, de)
    repository.commit("2026-03-02", {en: CHANGED})
    (seen,) = run(repository)
    assert (f"docs:{de}", f"docs:{en}") == (seen.document, seen.related[0].document)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hr/leave.md", "it/leave.md"),
        ("v1/leave.md", "v2/leave.md"),
        ("docs/leave.md", "handbook/leave.md"),
        ("hr/leave.md", "leave.md"),
    ],
)
def test_what_is_no_translation(repository: Repository, one: str, other: str) -> None:
    """Departments, versions, and pages of one name in two places."""
    translated(repository, one, other)
    repository.commit("2026-03-02", {one: CHANGED})
    assert [] == run(repository)


def test_rules_of_two_countries(repository: Repository) -> None:
    """Folders named after countries hold texts of their own in one language."""
    german_rules = (
        ENGLISH.replace("28 days", "30 days")
        .replace("March", "April")
        .replace(
            "Ask your manager two weeks before, in writing.", "The works council has a say in it."
        )
    )
    repository.commit("2024-01-01", {"uk/leave.md": ENGLISH})
    repository.commit("2024-05-13", {"de/leave.md": german_rules})
    repository.commit("2026-03-02", {"uk/leave.md": ENGLISH.replace("28", "33")})
    assert [] == run(repository)


def test_the_first_language_is_the_base(repository: Repository) -> None:
    """Where texts were written in German first, English follows."""
    repository.commit("2023-01-01", {"docs/de/leave.md": GERMAN})
    repository.commit("2024-01-01", {"docs/en/leave.md": ENGLISH})
    repository.commit("2026-03-02", {"docs/de/leave.md": GERMAN.replace("28", "30")})
    (seen,) = run(repository)
    assert "docs:docs/en/leave.md" == seen.document


def test_a_declared_commit(repository: Repository) -> None:
    """The commit a translation names beats the day of its last change."""
    first = repository.commit("2024-01-01", {"docs/en/leave.md": ENGLISH})
    repository.commit("2025-01-01", {"docs/en/leave.md": CHANGED})
    text = f"---\nl10n:\n  sourceCommit: {first}\n---\n\n{GERMAN}"
    repository.commit("2026-03-02", {"docs/de/leave.md": text})
    (seen,) = run(repository)
    assert f"after commit {first[:10]}, from which it was made" in seen.message
    assert ("l10n.sourcecommit: " + first, 3) == (seen.quote, seen.line)


def test_a_declared_original(repository: Repository) -> None:
    """`based_on` makes a pair of what no path would tell; a mirror that is in step is silent."""
    notes = f"---\nbased_on: ../policies/leave.md\n---\n\n{ENGLISH}"
    mirror = f"---\nmirror_of: policies/leave.md\n---\n\n{ENGLISH}"
    repository.commit("2024-01-01", {"policies/leave.md": ENGLISH, "wiki/leave.md": notes})
    repository.commit("2026-03-02", {"policies/leave.md": CHANGED})
    repository.commit("2026-03-02", {"copy/holiday.md": mirror.replace("28", "30")})
    (seen,) = run(repository)
    assert ("docs:wiki/leave.md", True) == (seen.document, "which it follows" in seen.message)


@pytest.mark.parametrize("status", ["draft: true", "status: archived", "generated: true"])
def test_retired_translations(repository: Repository, status: str) -> None:
    """Nobody has to keep them up to date."""
    repository.commit("2024-01-01", {"docs/en/leave.md": ENGLISH})
    repository.commit("2024-05-13", {"docs/de/leave.md": f"---\n{status}\n---\n\n{GERMAN}"})
    repository.commit("2026-03-02", {"docs/en/leave.md": CHANGED})
    assert [] == run(repository)


def without_history(**meta: str) -> MemoryCorpus:
    """A base that last changed on 2 March 2026, and a translation that declares something."""
    english, german = text_content(CHANGED), text_content(GERMAN)
    fields = tuple(MetaField(key, value, line=2) for key, value in meta.items())
    times = Times(content_modified=known(date(2026, 3, 2)))
    base = document("en/leave.md", english, times=times)
    sibling = document(
        "de/leave.md", german.__class__("text", GERMAN, german.blocks, metadata=fields)
    )
    return MemoryCorpus.of_documents(base, sibling, sources={"docs": source()})


@pytest.mark.parametrize(
    ("meta", "told"),
    [
        ({"source_date": "2024-01-01"},
         "changed on 2026-03-02, after 2024-01-01, the state it was made from."),
        ({"source_date": "2026-03-02"}, None),
        ({"source_hash": "ab" * 32}, "is not the text it declares: its sha256 is "),
        ({"source_hash": "sha256:" + sha256("en/leave.md")}, None),
    ],
)  # fmt: skip
def test_without_a_history(meta: Mapping[str, str], told: str | None) -> None:
    """A declared hash or day is compared."""
    found = without_history(**meta)
    messages = [seen.message for seen in compare(SiblingDrift(), found)]
    assert SiblingDrift().skips(found) is None
    assert [told is not None and told in m for m in messages] == ([True] if told else [])


def test_nothing_to_go_by() -> None:
    """Neither history nor declaration: one line says so."""
    found = without_history()
    assert [] == compare(SiblingDrift(), found)
    assert str(SiblingDrift().skips(found)).startswith("for 1 translation or copy neither a git")


def test_a_mirror_in_step_needs_no_history() -> None:
    """Equal texts follow each other, whatever is declared."""
    content = text_content(ENGLISH)
    copy = document("wiki/leave.md", content, canonical=known("hr/leave.md", "mirror_of"))
    found = MemoryCorpus.of_documents(document("hr/leave.md", content), copy)
    assert [] == compare(SiblingDrift(), found)
    assert SiblingDrift().skips(found) is None


def test_pages_without_a_text() -> None:
    """A page that only redirects has nothing to keep in step."""
    stub, page = text_content(""), text_content(ENGLISH)
    found = MemoryCorpus.of_documents(document("en/a.md", page), document("de/a.md", stub))
    assert SiblingDrift().skips(found) is None
