"""Tickets as Markdown files in a folder, for teams whose tracker is a repository."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from ragaudit.contracts import Tracker
from ragaudit.errors import MalformedError
from ragaudit.model import Finding, Ticket, TrackerSettings
from ragaudit_reports.handover import wording
from ragaudit_reports.handover.options import options

_OPTIONS = {"folder": "tickets"}
_FRONT = re.compile(r"\A---\n(.*?)^---[ \t]*$", re.MULTILINE | re.DOTALL)
_STATE = re.compile(r"^state:[ \t]*[\"']?(\w+)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
LARGEST = 200_000


class FilesTracker(Tracker):
    """One file a finding; whoever mends it writes `state: closed` at its top."""

    def __init__(self, settings: TrackerSettings) -> None:
        self._folder = Path(settings.home) / str(options(settings, _OPTIONS)["folder"])

    def tickets(self) -> Iterator[Ticket]:
        """See `Tracker.tickets`. Files that are none of ours are left alone."""
        if not self._folder.is_dir():
            return
        for file in sorted(self._folder.glob("*.md")):
            if file.is_symlink() or not file.is_file():
                continue
            text = self._read(file)
            if fingerprint := wording.fingerprint_in(text):
                yield Ticket(file.name, fingerprint, _is_open(text), str(file))

    def find(self, ticket: str, fingerprint: str) -> Ticket | None:
        """See `Tracker.find`. A file without its mark is still the ticket of that name."""
        file = self._folder / Path(ticket).name
        if file.is_symlink() or not file.is_file():
            return None
        return Ticket(file.name, fingerprint, _is_open(self._read(file)), str(file))

    def create(self, finding: Finding) -> Ticket:
        """See `Tracker.create`. A file of that name is taken for the ticket, and left as it is."""
        name = f"{finding.code}-{finding.fingerprint}.md"
        if there := self.find(name, finding.fingerprint):
            return there
        self._write(name, _text(finding))
        return Ticket(name, finding.fingerprint, True, str(self._folder / name))

    def reopen(self, ticket: Ticket, finding: Finding) -> None:
        """See `Tracker.reopen`."""
        self._set(ticket, "open", "This finding is back.")

    def close(self, ticket: Ticket) -> None:
        """See `Tracker.close`."""
        self._set(ticket, "closed")

    def end(self) -> None:
        """See `Tracker.end`."""

    def _set(self, ticket: Ticket, state: str, remark: str = "") -> None:
        text = self._read(self._folder / ticket.id)
        if len(text) >= LARGEST:
            raise MalformedError(f"the ticket {ticket.id} is too large", "shorten it")
        front = _FRONT.match(text)
        head, rest = (front[1], text[front.end() :]) if front else ("", f"\n{text}")
        line = f"state: {state}"
        head = _STATE.sub(line, head, count=1) if _STATE.search(head) else f"{line}\n{head}"
        remark = f"{remark}\n\n" if remark and remark not in rest else ""
        mark = rest.rfind(f"\n{wording.MARK}: ") + 1
        self._write(ticket.id, f"---\n{head}---{rest[:mark]}{remark}{rest[mark:]}")

    def _read(self, file: Path) -> str:
        """The text with newlines as everywhere. Raises `MalformedError`."""
        try:
            with file.open("rb") as stream:
                raw = stream.read(LARGEST)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            told = f"the ticket {file.name} cannot be read: {why}"
            raise MalformedError(told, "check the folder of the tracker") from error
        return raw.decode("utf-8", "surrogateescape").replace("\r\n", "\n")

    def _write(self, name: str, text: str) -> None:
        """Raises `MalformedError` where it cannot be written; a link is never followed."""
        file, made = self._folder / name, self._folder / f".{name}.new"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            made.unlink(missing_ok=True)
            with os.fdopen(
                os.open(made, flags, 0o644), "w", encoding="utf-8", errors="surrogateescape"
            ) as out:
                out.write(text)
            made.replace(file)
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            told = f"the ticket {name} cannot be written: {why}"
            raise MalformedError(told, "check the folder of the tracker") from error


def _is_open(text: str) -> bool:
    front = _FRONT.match(text)
    state = _STATE.search(front[1]) if front else None
    return not (state and state[1].casefold() in ("closed", "done"))


def _text(finding: Finding) -> str:
    heading = f"# {wording.title(finding)}"
    return f"---\nstate: open\n---\n{heading}\n\n{wording.markdown(finding)}\n"
