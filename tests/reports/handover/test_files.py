"""Tickets as files, for real."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.reports.handover.made import FINDING, finding, tracker

from ragaudit.contracts import Tracker
from ragaudit.errors import MalformedError

NAME = "FRS203-0123456789abcdef.md"


@pytest.fixture
def files(tmp_path: Path) -> Tracker:
    return tracker("files", {}, home=str(tmp_path))


def test_opened_closed_and_opened_again(files: Tracker, tmp_path: Path) -> None:
    """The state is the first thing in the file; what people wrote below it stays."""
    ticket = files.create(FINDING)
    file = tmp_path / "tickets" / NAME
    assert file.read_text().startswith("---\nstate: open\n---\n# FRS203 expired")
    file.write_text(file.read_text().replace("state: open", "assignee: bob\nstate: closed"))
    assert [t.open for t in files.tickets()] == [False]
    files.reopen(ticket, FINDING)
    files.reopen(ticket, FINDING)
    text = file.read_text()
    assert text.startswith("---\nassignee: bob\nstate: open\n---\n# FRS203")
    assert text.count("This finding is back.") == 1
    assert list(files.tickets()) == [ticket]
    files.close(ticket)
    assert [t.open for t in files.tickets()] == [False]


@pytest.mark.parametrize(
    ("front", "opened"),
    [
        ("---\nstate: closed\n---\n", False),
        ("---\r\nstate: 'Closed'\r\n---\r\n", False),
        ("---\nwho: x\nSTATE: done\n---\n", False),
        ("---\nstate: open\n---\n", True),
        ("---\nnote: x\n---\n", True),
        ("", True),
        ("---\nnever ended\n", True),
    ],
)
def test_states_as_people_write_them(
    files: Tracker, tmp_path: Path, front: str, opened: bool
) -> None:
    """A ticket is open unless it is said to be closed; either way it can be changed."""
    ticket = files.create(FINDING)
    file = tmp_path / "tickets" / NAME
    body = file.read_text().partition("---\n#")[2]
    file.write_bytes(f"{front}# x{body}".encode() + b"caf\xe9\n")
    assert [(t.fingerprint, t.open) for t in files.tickets()] == [(FINDING.fingerprint, opened)]
    files.close(ticket)
    files.reopen(ticket, FINDING)
    assert [t.open for t in files.tickets()] == [True]
    assert b"caf\xe9" in file.read_bytes()


def test_other_files_and_links_are_left_alone(files: Tracker, tmp_path: Path) -> None:
    """Only what carries a mark is a ticket, and nobody is led out of the folder."""
    outside = tmp_path / "outside.md"
    outside.write_text("ragaudit-finding: 00000000000000aa")
    folder = tmp_path / "tickets"
    folder.mkdir()
    (folder / "link.md").symlink_to(outside)
    (folder / "notes.md").write_text("notes")
    (folder / "dir.md").mkdir()
    assert list(files.tickets()) == []


def test_a_link_where_a_ticket_belongs(files: Tracker, tmp_path: Path) -> None:
    """It is replaced, and what it points to is not written to."""
    outside = tmp_path / "outside.md"
    outside.write_text("keep")
    (tmp_path / "tickets").mkdir()
    (tmp_path / "tickets" / NAME).symlink_to(outside)
    files.create(FINDING)
    assert outside.read_text() == "keep"
    assert not (tmp_path / "tickets" / NAME).is_symlink()


def test_a_file_of_that_name_is_the_ticket(files: Tracker, tmp_path: Path) -> None:
    """Never a second one, and nothing of it is lost."""
    first = files.create(FINDING)
    (tmp_path / "tickets" / NAME).write_text("mine now")
    assert files.create(FINDING) == first
    assert (tmp_path / "tickets" / NAME).read_text() == "mine now"


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    """One clear error."""
    (tmp_path / "tickets").write_text("a file")
    made = tracker("files", {}, home=str(tmp_path))
    with pytest.raises(MalformedError, match="cannot be written: "):
        made.create(finding(1))


def test_a_ticket_that_is_gone(files: Tracker, tmp_path: Path) -> None:
    """It is not found."""
    ticket = files.create(FINDING)
    (tmp_path / "tickets" / NAME).unlink()
    assert files.find(ticket.id, ticket.fingerprint) is None
    assert files.find("../../etc/passwd", ticket.fingerprint) is None
