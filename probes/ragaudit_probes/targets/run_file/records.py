"""What a recording says, however it is written down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ragaudit.errors import MalformedError
from ragaudit.model import Hit, Retrieved

LONGEST_LINE = 20_000_000


@dataclass(frozen=True, slots=True)
class Record:
    """One question that was asked before, and what came back."""

    line: int
    answer: Retrieved | None
    """None where the recorded call had failed."""
    query: str = ""
    probe: str = ""
    """Id of the probe, or of the query in a run of TREC; one of the two is given."""
    principal: str = ""
    """Empty for the account of the target."""
    depth: int | None = None
    """How many results were asked for, where that was recorded."""

    def same(self, other: Record) -> bool:
        """Whether two recordings of one question agree on what came back, if not on when."""
        if self.answer is None or other.answer is None:
            return self.answer is other.answer
        return _told(self.answer.hits) == _told(other.answer.hits)


def _told(hits: tuple[Hit, ...]) -> list[tuple[str, str]]:
    return [(hit.id, hit.document) for hit in hits]


def same_query(text: str) -> str:
    """A query as recordings are looked up by it: blanks at its ends and in a row do not count."""
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Lines:
    """A file that was read, with its lines numbered from 1."""

    shown: str
    data: bytes

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Lines that are not blank. Raises `MalformedError` for bytes that are no UTF-8."""
        for number, raw in enumerate(self.data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
            if not raw.strip():
                continue
            if len(raw) > LONGEST_LINE:
                raise self.bad(number, f"a line is longer than {LONGEST_LINE:,} bytes")
            try:
                yield number, raw.decode().rstrip("\r")
            except UnicodeDecodeError:
                raise self.bad(number, "is not written in UTF-8") from None

    def bad(self, line: int, told: str, hint: str = "") -> MalformedError:
        """The error for a line that cannot be read; it never repeats the line."""
        return MalformedError(f"{self.shown}:{line}: {told}", hint or "record the run again")
