"""What resets the clock of a text, and what does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ragaudit.model import Quality
from ragaudit_connectors.git.history import History

if TYPE_CHECKING:
    from tests.connectors.git.conftest import Repository

TEXT = """# Leave

Everybody has **28 days** of leave a year. Ask your [manager](https://acme.example/people)
two weeks before, in writing.

1. Fill in the form.
2. Send it.

Days that are left in March of the next year are lost.
Part-time staff have days in proportion to their hours.
Days off sick in your leave are given back to you.
"""


def test_text_change_resets_content_date(repository: Repository) -> None:
    """A changed number is a changed text."""
    repository.commit("2021-03-01", {"leave.md": TEXT})
    repository.commit("2023-05-02", {"leave.md": TEXT.replace("28", "30")})

    assert repository.days("leave.md") == ("2021-03-01", "2023-05-02", "2023-05-02")


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("two weeks before, in", "two weeks\nbefore,  in"),
        TEXT.replace("**28 days**", "__28 days__"),
        TEXT.replace("**28 days**", "28 days"),
        TEXT.replace("https://acme.example/people", "/people.md#managers"),
        TEXT.replace("# Leave", "# Leave {#leave}"),
        TEXT.replace("# Leave\n", "Leave\n=====\n"),
        TEXT.replace("2. Send", "1. Send"),
        TEXT.replace("\n", "\r\n"),
        "---\nlast_reviewed_on: 2023-05-02\n---\n" + TEXT,
        TEXT + "\n<!-- checked by the docs team -->\n",
    ],
    ids=["wrapping", "emphasis", "no-emphasis", "link-target", "anchor", "setext", "numbering",
         "line-ends", "front-matter", "comment"],
)  # fmt: skip
def test_form_alone_does_not(repository: Repository, after: str) -> None:
    """Reformatting moves `modified` and nothing else."""
    repository.commit("2021-03-01", {"leave.md": TEXT})
    repository.commit("2023-05-02", {"leave.md": after})

    assert repository.days("leave.md") == ("2021-03-01", "2021-03-01", "2023-05-02")


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("two weeks", "three weeks"),
        TEXT.replace("Everybody has", "Not everybody has"),
        TEXT.replace("1. Fill in the form.\n2. Send it.", "1. Send it.\n2. Fill in the form."),
        TEXT + "\n- [ ] done\n",
        TEXT.replace("28 days", "-28 days"),
    ],
    ids=["word", "negation", "order", "appended", "sign"],
)
def test_small_changes_of_meaning_do(repository: Repository, after: str) -> None:
    """One word is enough."""
    repository.commit("2021-03-01", {"leave.md": TEXT})
    repository.commit("2023-05-02", {"leave.md": after})

    assert repository.days("leave.md")[1] == "2023-05-02"


def test_front_matter_only_history(repository: Repository) -> None:
    """Ten review stamps in a row leave the text as old as it is."""
    for year in range(2014, 2025):
        repository.commit(f"{year}-02-03", {"leave.md": f"---\nreviewed: {year}\n---\n{TEXT}"})

    assert repository.days("leave.md") == ("2014-02-03", "2014-02-03", "2024-02-03")


def test_rename_keeps_age(repository: Repository) -> None:
    """A rename, with or without a change of form, is no new document."""
    repository.commit("2020-01-01", {"old/leave.md": TEXT})
    repository.git("mv", "old", "new")
    repository.commit("2022-01-01")
    repository.git("mv", "new/leave.md", "leave.md")
    repository.commit("2023-01-01", {"leave.md": TEXT.replace("**", "")})

    assert repository.days("leave.md") == ("2020-01-01", "2020-01-01", "2023-01-01")


def test_rename_with_change_of_text(repository: Repository) -> None:
    """The clock stops at the change, the birth is found behind the rename."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("mv", "a.md", "b.md")
    repository.commit("2022-01-01", {"b.md": TEXT.replace("28", "25")})

    assert repository.days("b.md") == ("2020-01-01", "2022-01-01", "2022-01-01")


def test_new_file_under_old_name(repository: Repository) -> None:
    """A page whose name was used by a page that moved away is a new page."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("mv", "a.md", "b.md")
    repository.commit("2021-01-01")
    repository.commit("2022-01-01", {"a.md": "# Pay\n\nPay day is the 25th of every month.\n"})

    assert repository.days("a.md") == ("2022-01-01", "2022-01-01", "2022-01-01")
    assert repository.days("b.md")[1] == "2020-01-01"


def test_revert_is_a_change(repository: Repository) -> None:
    """What a reader sees changed on the day of the revert."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.commit("2021-01-01", {"a.md": TEXT.replace("28", "25")})
    repository.git("revert", "--no-edit", "HEAD", day="2022-01-01")

    assert repository.days("a.md") == ("2020-01-01", "2022-01-01", "2022-01-01")


def test_deleted_and_restored(repository: Repository) -> None:
    """A page that was gone for a while is as old as its text."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("rm", "-q", "a.md")
    repository.commit("2021-01-01", {"other.md": "Other words altogether."})
    repository.commit("2023-01-01", {"a.md": TEXT})

    assert repository.days("a.md") == ("2020-01-01", "2020-01-01", "2023-01-01")


def test_ignored_revisions(repository: Repository) -> None:
    """Commits named in .git-blame-ignore-revs never count as changes of the text."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    bulk = repository.commit("2022-01-01", {"a.md": TEXT.replace("Everybody", "Every employee")})
    repository.commit("2022-01-02", {".git-blame-ignore-revs": f"# wording\n{bulk} # bulk\n"})
    fact = repository.documents()["a.md"].times.content_modified

    assert str(fact.value) == "2020-01-01"
    assert fact.note == f"commit {bulk[:10]} passed over (.git-blame-ignore-revs)"


def _pages(count: int, company: str = "Acme") -> dict[str, str | bytes]:
    words = "The {c} office in room {i} is open from nine to five on every working day of the week."
    return {f"p{i:02}.md": f"# Page {i}\n\n" + words.format(c=company, i=i) for i in range(count)}


def test_mass_edit_does_not_reset(repository: Repository) -> None:
    """A company's new name in every page is not news in any of them."""
    repository.commit("2019-01-01", {"first.md": TEXT})
    for number, (path, text) in enumerate(_pages(24).items()):
        repository.commit(f"2020-01-{number + 1:02}", {path: text})
    repository.commit("2023-01-01", _pages(24, "Bolt"))
    fact = repository.documents()["p03.md"].times.content_modified

    assert (str(fact.value), fact.quality) == ("2020-01-04", Quality.DERIVED)
    assert "small edit of 24 documents" in (fact.note or "")


def test_mass_rewrite_resets(repository: Repository) -> None:
    """A commit that rewrites every page is news in each."""
    for number, (path, text) in enumerate(_pages(24).items()):
        repository.commit(f"2020-01-{number + 1:02}", {path: text})
    new = {path: f"# New\n\nAll different now, see the desk in hall {path}." for path in _pages(24)}
    repository.commit("2023-01-01", new)

    assert repository.days("p03.md")[1] == "2023-01-01"


def test_small_edit_of_a_few_pages_resets(repository: Repository) -> None:
    """Below the threshold a small edit is an edit."""
    for number, (path, text) in enumerate(_pages(24).items()):
        repository.commit(f"2020-01-{number + 1:02}", {path: text})
    repository.commit("2023-01-01", _pages(11, "Bolt"))

    assert repository.days("p03.md")[1] == "2023-01-01"


def test_mass_import_says_nothing_about_age(repository: Repository) -> None:
    """Pages that all came on one day may be of any age."""
    repository.commit("2024-06-01", _pages(30))
    repository.commit("2024-07-01", {"new.md": TEXT})
    documents = repository.documents()
    fact = documents["p03.md"].times.content_modified

    assert (str(fact.value), fact.quality) == ("2024-06-01", Quality.PROXY)
    assert fact.note == (
        "arrived in a mass import of 30 documents on 2024-06-01; "
        "whether the text is older is not known"
    )
    assert documents["new.md"].times.content_modified.quality is Quality.DERIVED


def test_change_after_mass_import_is_dated(repository: Repository) -> None:
    """What was changed after an import is known to be from then."""
    repository.commit("2024-06-01", _pages(30))
    repository.commit("2024-08-01", {"p03.md": "# Page 3\n\nRoom 3 is closed."})
    fact = repository.documents()["p03.md"].times.content_modified

    assert (str(fact.value), fact.quality) == ("2024-08-01", Quality.DERIVED)


def test_small_first_commit_is_a_date(repository: Repository) -> None:
    """A handful of pages in a first commit were written then."""
    repository.commit("2024-06-01", _pages(19))
    fact = repository.documents()["p03.md"].times.content_modified

    assert (str(fact.value), fact.quality) == ("2024-06-01", Quality.DERIVED)


def test_rebased_commit_keeps_the_authors_day(repository: Repository) -> None:
    """A rebase moves `modified`, not the day the text was written."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.commit(
        "2024-01-01", {"a.md": TEXT.replace("28", "1")}, GIT_AUTHOR_DATE="2022-05-05T09:00:00+0000"
    )

    assert repository.days("a.md") == ("2020-01-01", "2022-05-05", "2024-01-01")


def test_day_is_that_of_the_authors_zone(repository: Repository) -> None:
    """Half past one at night in Tokyo is that day, whatever the day in London."""
    repository.commit("2024-03-10T01:30:00+0900", {"a.md": TEXT})

    assert repository.days("a.md")[1] == "2024-03-10"


def test_every_change_of_a_binary_file_counts(repository: Repository) -> None:
    """Words of a binary file cannot be compared."""
    repository.commit("2020-01-01", {"a.md": b"\x00\x01binary"})
    repository.commit("2021-01-01", {"a.md": b"\x00\x02binary"})
    dated = History.read(repository.root).date("a.md")

    assert dated and dated.content
    assert str(dated.content.written) == "2021-01-01"


def test_locator_and_editors(repository: Repository) -> None:
    """Each date names its commit; people are stand-ins, never accountable."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    last = repository.commit(
        "2021-01-01",
        {"a.md": "Other."},
        GIT_AUTHOR_NAME="Bo",
        GIT_AUTHOR_EMAIL="12+bo@users.noreply.github.com",
    )
    document = repository.documents()["a.md"]
    claims = [(c.role.value, c.principal, c.fact.quality.value) for c in document.owners]

    assert document.times.content_modified.locator == f"commit {last[:10]}"
    assert claims == [("last_editor", "Bo", "proxy"), ("creator", "ann@acme.example", "proxy")]
    assert document.owner is None


def test_activity_by_name_and_address(repository: Repository) -> None:
    """The last day somebody worked here, under either name."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    bo = {"GIT_AUTHOR_NAME": "Bo", "GIT_AUTHOR_EMAIL": "BO@x.example"}
    repository.commit("2022-02-02", {"b.md": "B."}, **bo)
    activity = {who: str(day) for who, day in repository.connector().activity().items()}

    assert activity == {
        "ann lee": "2020-01-01",
        "ann@acme.example": "2020-01-01",
        "bo": "2022-02-02",
        "bo@x.example": "2022-02-02",
    }
