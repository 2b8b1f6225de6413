"""EXT708: a document of which something could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ragaudit.contracts import ContentDetector
from ragaudit.model import Content, Failure, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_REASONS: dict[str, tuple[Severity, str, str]] = {
    "front-matter-invalid": (
        Severity.ERROR,
        "The front matter is not valid, so owner, dates and access written there are not known",
        "Correct the front matter at the line named.",
    ),
    "encoding-replaced": (
        Severity.WARN,
        "Some characters are lost",
        "Save the file as UTF-8 from the program it was written in.",
    ),
    "truncated": (
        Severity.ERROR,
        "A part of it was not read",
        "Split the document, repair it if its end is missing, or raise `limits` for the source.",
    ),
    "page-unreadable": (
        Severity.ERROR,
        "Some pages could not be read",
        "Open the file, print it to a new PDF, and replace it.",
    ),
    "record-unreadable": (
        Severity.ERROR,
        "Some records could not be read",
        "Correct what is at the line named, one whole record a line.",
    ),
    "xml-invalid": (
        Severity.ERROR,
        "The XML is not well-formed, so a part may be missing",
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
_ONE = {
    "page-unreadable": "One page could not be read",
    "record-unreadable": "One record could not be read",
    "attachment-not-read": "An attached file was not read",
    "diagram-not-read": "A diagram was not read",
}
"""What is said where there is only one."""
_HINTS = {
    "mapping values are not allowed": "Put the value in quotes: it holds a colon and a space.",
    "found a tab": "Indent with spaces: YAML takes no tabs.",
    "cannot start any token": "Put the value in quotes, or indent with spaces instead of tabs.",
    "expected ',' or ']'": "Close the list with `]`.",
    "expected ',' or '}'": "Close the mapping with `}`.",
}
"""What usually helps where YAML says this."""
_PLACE = re.compile(r"((?:line|page|slide) \d{1,9}): (.+)", re.DOTALL)
_NOT_VALID = re.compile(r"not valid (?:JSON|XML): ")
_EXPECTING = re.compile(r"Expecting (.{1,60}?)(?: delimiter)? at\b")
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
    if len(failures) == 1:
        what = _ONE.get(reason, what)
    details = [_said(failure) for failure in failures if failure.detail]
    left = len(details) - _SHOWN
    more = f"; and {left} more" if left > 0 else ""
    said = f": {'; '.join(details[:_SHOWN])}{more}" if details else ""
    line = next((failure.line for failure in failures if failure.line), None)
    return Observation(
        message=f"{what}{said}.",
        line=line,
        quote=_line(content, line),
        severity=severity,
        action=_hint(failures) or action,
        key=reason,
    )


def _said(failure: Failure) -> str:
    """The cause and then its place; a page first, as readers look for it by its number."""
    detail = _NOT_VALID.sub("", shorten(failure.detail, 200)).rstrip(".")
    detail = _EXPECTING.sub(r"expected \1 at", detail)
    if (placed := _PLACE.fullmatch(detail)) is not None:
        place, cause = placed[1], _small(placed[2])
        if failure.reason == "diagram-not-read":
            return place
        return f"{cause} ({place})" if place.startswith("line") else f"{place} ({cause})"
    named = failure.line is None or f"line {failure.line}" in detail
    detail = _small(detail) if failure.reason == "record-unreadable" else detail
    return detail if named else f"{detail} (line {failure.line})"


def _small(cause: str) -> str:
    """A parser's message as a part of a sentence; abbreviations stay."""
    return cause[0].lower() + cause[1:] if cause[1:2].islower() else cause


def _hint(failures: list[Failure]) -> str | None:
    invalid = [f.detail for f in failures if f.reason == "front-matter-invalid"]
    hints = (hint for said, hint in _HINTS.items() for detail in invalid if said in detail)
    return next(hints, None)


def _line(content: Content, number: int | None) -> str:
    if number is None:
        return ""
    lines = content.text.split("\n", number)
    return shorten(lines[number - 1]) if 0 < number <= len(lines) else ""
