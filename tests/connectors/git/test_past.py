"""A document as it was when something else happened."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ragaudit.contracts import Moment, Past

if TYPE_CHECKING:
    from tests.connectors.git.conftest import Repository

EN, DE = "en/leave.md", "de/leave.md"
OLD, NEW = "Everybody has 28 days of leave.\n", "Everybody has 30 days of leave.\n"
GERMAN = "Alle haben 28 Tage Urlaub.\n"


def past_of(repository: Repository, path: str, moment: Moment) -> Past | None:
    """What the connector says after it described everything."""
    return repository.connector().past(path, moment)


def test_as_it_was_when_another_changed(repository: Repository) -> None:
    """The state in the tree of a commit, and the commits that changed its words since."""
    repository.commit("2024-01-01", {EN: OLD})
    translated = repository.commit("2024-05-13", {DE: GERMAN})
    repository.commit("2025-01-01", {EN: OLD.replace("28 days", "**28 days**")})
    changed = repository.commit("2026-03-02", {EN: NEW})
    moment = Moment(translated, date(2024, 5, 13))

    assert Past(OLD.encode(), (Moment(changed, date(2026, 3, 2)),)) == past_of(
        repository, EN, moment
    )


def test_behind_a_rename(repository: Repository) -> None:
    """The file is found under the name it had."""
    repository.commit("2024-01-01", {"docs/leave.md": OLD * 5})
    translated = repository.commit("2024-05-13", {DE: GERMAN})
    repository.git("mv", "docs", "en")
    repository.commit("2025-01-01")

    assert Past((OLD * 5).encode()) == past_of(repository, EN, Moment(translated))


def test_by_day(repository: Repository) -> None:
    """Without a commit the state at the end of the day counts, and none from before the file."""
    repository.commit("2024-01-01", {EN: OLD})
    changed = repository.commit("2026-03-02", {EN: NEW})
    edit = Moment(changed, date(2026, 3, 2))

    assert Past(OLD.encode(), (edit,)) == past_of(repository, EN, Moment(day=date(2026, 3, 1)))
    assert Past(NEW.encode()) == past_of(repository, EN, Moment(day=date(2026, 3, 2)))
    assert past_of(repository, EN, Moment(day=date(2023, 12, 31))) is None


def test_what_cannot_be_told(repository: Repository) -> None:
    """Unknown commits, names that are no commit, files that came later or are not committed."""
    first = repository.commit("2024-01-01", {EN: OLD})
    repository.commit("2024-02-01", {DE: GERMAN})
    repository.write("new.md", "Not committed yet.")

    for path, revision in [
        (EN, "0" * 40), (EN, "HEAD"), (EN, "--batch"), (EN, f"{first}:{EN}\n{first}"),
        (DE, first), ("new.md", first), ("../outside.md", first),
    ]:  # fmt: skip
        assert past_of(repository, path, Moment(revision)) is None


def test_last_change(repository: Repository) -> None:
    """The commit that changed the words; nothing where work is going on."""
    first = repository.commit("2024-01-01", {EN: OLD, DE: GERMAN})
    repository.commit("2025-01-01", {EN: OLD.replace("28 days", "**28 days**")})
    repository.write(DE, GERMAN.replace("28", "30"))
    connector = repository.connector()
    repository.described(connector)

    assert Moment(first, date(2024, 1, 1)) == connector.last_change(EN)
    assert connector.last_change(DE) is None


def test_a_shallow_clone(repository: Repository) -> None:
    """Its oldest commit is no history to go by."""
    repository.commit("2024-01-01", {EN: OLD})
    head = repository.commit("2025-01-01", {EN: NEW})
    repository.git("clone", "-q", "--depth=1", f"file://{repository.root}", "copy")
    connector = repository.connector("copy")

    assert connector.past(EN, Moment(head)) is None
