"""Inline notes to ragaudit: `<!-- ragaudit: ignore FRS203 until 2027-01-01: reason -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ragaudit.model import Directive

_IN_COMMENT = re.compile(r"\s*ragaudit:(.*)", re.DOTALL)
_RST = re.compile(r"^[ \t]*\.\.[ \t]+ragaudit:[ \t]*(.*)$", re.MULTILINE)
_PLAIN = re.compile(
    r"^[ \t]*(?:#[ \t]*ragaudit:(?P<hash>.*)|<!--[ \t]*ragaudit:(?P<comment>.*?)-->[ \t]*)$",
    re.MULTILINE,
)


def of_comment(comment: str, line: int) -> Directive | None:
    """The directive a comment's inside holds; `line` is where the comment starts."""
    match = _IN_COMMENT.match(comment)
    if not match:
        return None
    line += comment.count("\n", 0, match.start(1))
    return Directive(line, " ".join(match[1].split()))


def of_rst(text: str) -> Iterator[Directive]:
    """The directives of a reStructuredText file: `.. ragaudit: …`."""
    for match in _RST.finditer(text):
        yield Directive(text.count("\n", 0, match.start(1)) + 1, match[1].strip())


def of_plain(text: str) -> Iterator[Directive]:
    """The directives of a text file: a line `# ragaudit: …` or a comment as in HTML."""
    for match in _PLAIN.finditer(text):
        written = match["hash"] if match["hash"] is not None else match["comment"]
        yield Directive(text.count("\n", 0, match.start()) + 1, written.strip())


def is_plain(line: str) -> bool:
    """Whether a line of a text file is a directive and nothing else."""
    return _PLAIN.fullmatch(line) is not None
