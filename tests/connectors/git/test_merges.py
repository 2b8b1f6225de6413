"""Branches: each change is seen once, and only where it reached today's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.connectors.git.conftest import Repository

TOP = "# Leave\n\nEverybody has 28 days of leave.\n"
MIDDLE = "\nAsk two weeks before.\n\nAsk in writing.\n\nAsk your manager.\n"
END = "\nDays that are left in March are lost.\n"
TEXT = TOP + MIDDLE + END


def _branched(repository: Repository, main: str, side: str) -> None:
    """Change the text on two branches: main on 2021-03-01, side on 2021-02-01."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("switch", "-q", "-c", "side")
    repository.commit("2021-02-01", {"a.md": side, "side.md": "Only here."})
    repository.git("switch", "-q", "main")
    repository.commit("2021-03-01", {"a.md": main, "main.md": "Only there."})


def test_merge_of_one_sides_change(repository: Repository) -> None:
    """The change keeps its own day, the merge has none."""
    _branched(repository, TEXT, TEXT.replace("28", "30"))
    repository.git("merge", "-q", "side", day="2022-01-01")

    assert repository.days("a.md") == ("2020-01-01", "2021-02-01", "2021-02-01")


def test_merge_of_both_sides_changes(repository: Repository) -> None:
    """Git put both together and wrote nothing of its own: the newer one counts."""
    _branched(repository, TEXT.replace("March", "May"), TEXT.replace("28", "30"))
    repository.git("merge", "-q", "side", day="2022-01-01")

    assert repository.days("a.md") == ("2020-01-01", "2021-03-01", "2021-03-01")


def test_evil_merge(repository: Repository) -> None:
    """Text that stands in neither parent was written in the merge."""
    _branched(repository, TEXT.replace("March", "May"), TEXT.replace("28", "30"))
    repository.git("merge", "-q", "--no-commit", "side")
    repository.commit("2022-01-01", {"a.md": TEXT.replace("28", "99")})

    assert repository.days("a.md") == ("2020-01-01", "2022-01-01", "2022-01-01")


def test_work_undone_on_a_branch(repository: Repository) -> None:
    """A branch that changed a page and changed it back leaves its dates alone."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("switch", "-q", "-c", "side")
    repository.commit("2021-02-01", {"a.md": TEXT.replace("28", "30"), "b.md": "New page."})
    repository.commit("2021-02-02", {"a.md": TEXT})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "side", day="2021-02-03")

    assert repository.days("a.md") == ("2020-01-01", "2020-01-01", "2020-01-01")


def test_branch_that_was_thrown_away(repository: Repository) -> None:
    """`merge -s ours` takes nothing from the other side."""
    _branched(repository, TEXT, TEXT.replace("28", "30"))
    repository.git("merge", "-q", "-s", "ours", "side", day="2022-01-01")

    assert repository.days("a.md") == ("2020-01-01", "2020-01-01", "2020-01-01")


def test_branch_that_won(repository: Repository) -> None:
    """A merge that takes the other side whole is that side's history."""
    _branched(repository, TEXT.replace("28", "27"), TEXT.replace("28", "30"))
    repository.git("merge", "-q", "-X", "theirs", "side", day="2022-01-01")

    assert repository.days("a.md") == ("2020-01-01", "2021-02-01", "2021-02-01")


def test_renamed_on_one_side_changed_on_the_other(repository: Repository) -> None:
    """A change under the old name, made after the rename, is found."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("switch", "-q", "-c", "side")
    repository.commit("2021-06-01", {"a.md": TEXT.replace("28", "30")})
    repository.git("switch", "-q", "main")
    repository.git("mv", "a.md", "b.md")
    repository.commit("2021-03-01")
    repository.git("merge", "-q", "side", day="2022-01-01")

    assert repository.days("b.md") == ("2020-01-01", "2021-06-01", "2021-06-01")


def test_octopus(repository: Repository) -> None:
    """Three branches, each with a page of its own."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    for number in (1, 2, 3):
        repository.git("switch", "-q", "-c", f"b{number}", "main")
        repository.commit(f"2021-0{number}-01", {f"b{number}.md": f"Page {number} of three."})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "b1", "b2", "b3", day="2022-01-01")
    days = {name: repository.days(name)[1] for name in ("a.md", "b1.md", "b2.md", "b3.md")}

    assert days == {
        "a.md": "2020-01-01",
        "b1.md": "2021-01-01",
        "b2.md": "2021-02-01",
        "b3.md": "2021-03-01",
    }


def test_unrelated_histories(repository: Repository) -> None:
    """A second root commit, merged in, keeps its own days."""
    repository.commit("2020-01-01", {"a.md": TEXT})
    repository.git("switch", "-q", "--orphan", "other")
    repository.commit("2018-01-01", {"old.md": "From another repository."})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--allow-unrelated-histories", "other", day="2022-01-01")

    assert repository.days("old.md") == ("2018-01-01", "2018-01-01", "2018-01-01")
    assert repository.days("a.md") == ("2020-01-01", "2020-01-01", "2020-01-01")
