"""EXT708: a document of which something could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ragaudit.contracts import ContentDetector
from ragaudit.model import Content, Failure, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_REASONS: dict[str, tuple[Severity, str, str]] = {
    "front-matter-invalid": (
        Severity.ERROR,
        "Its front matter is not valid, so owner, dates and access written there are not known",
        "Correct the front matter at the line named.",
    ),
    "encoding-replaced": (
        Severity.WARN,
        "Some characters are lost",
        "Save the file as UTF-8 from the program it was written in.",
    ),
    "truncated": (
        Severity.ERROR,
        "Only a part of it was read",
        "Split the document, repair it if its end is missing, or raise `limits` for the source.",
    ),
    "page-unreadable": (
        Severity.ERROR,
        "Some of its pages could not be read",
        "Open the file, print it to a new PDF, and replace it.",
    ),
    "record-unreadable": (
        Severity.ERROR,
        "Some of its records could not be read",
        "Correct the records at the lines named.",
    ),
    "xml-invalid": (
        Severity.ERROR,
        "Its XML is not well-formed, so a part may be missing",
        "Correct the XML at the line named.",
    ),
    "part-encrypted": (
        Severity.ERROR,
        "A part of it is encrypted",
        "Store it decrypted, or take it out of the source.",
    ),
    "part-unreadable": (
        Severity.ERROR,
        "A part of it could not be read",
        "Save it again in a current format.",
    ),
    "attachment-not-read": (
        Severity.INFO,
        "Attached files were not read",
        "Store what matters in them as documents of their own.",
    ),
    "diagram-not-read": (
        Severity.INFO,
        "Diagrams were not read",
        "Say in text what the diagram says.",
    ),
}
_OTHER = (Severity.ERROR, "A part of it could not be read", "Open the file and save it again.")
_SHOWN = 3


class PartlyUnread(ContentDetector):
    """Reports what a parser had to leave out, one observation a reason."""

    rule = Rule(
        code="EXT708",
        name="partly-unread",
        severity=Severity.ERROR,
        summary="A part of the document could not be read; the rest was audited.",
        why=(
            "What cannot be read here is mostly lost in the index too. The document looks "
            "complete there, and answers are missing without anybody being told. No rule has "
            "looked at the part either, so nothing is known about it."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Repair or split the file as the finding says, then scan again.",
        example="A PDF with one damaged page; front matter with a tab where YAML wants spaces.",
        not_reported=(
            "Files of which nothing could be read: these are listed as skipped. Pages that are "
            "images (EXT701). Attachments are mentioned only."
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation per reason, in the order of the reasons' names."""
        ordered = sorted(content.failures, key=lambda failure: failure.reason)
        for reason, failures in groupby(ordered, key=lambda failure: failure.reason):
            yield _observation(content, reason, list(failures))


def _observation(content: Content, reason: str, failures: list[Failure]) -> Observation:
    severity, what, action = _REASONS.get(reason, _OTHER)
    details = [_with_line(failure) for failure in failures if failure.detail]
    left = len(details) - _SHOWN
    more = f"; and {left} more" if left > 0 else ""
    said = f": {'; '.join(details[:_SHOWN])}{more}" if details else ""
    line = next((failure.line for failure in failures if failure.line), None)
    return Observation(
        message=f"{what}{said}.",
        line=line,
        quote=_line(content, line),
        severity=severity,
        action=action,
        key=reason,
    )


def _with_line(failure: Failure) -> str:
    detail = shorten(failure.detail, 200).rstrip(".")
    named = failure.line is None or f"line {failure.line}" in detail
    return detail if named else f"{detail} (line {failure.line})"


def _line(content: Content, number: int | None) -> str:
    if number is None:
        return ""
    lines = content.text.split("\n", number)
    return shorten(lines[number - 1]) if 0 < number <= len(lines) else ""
