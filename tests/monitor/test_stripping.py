"""Questions as they may be shown."""

from __future__ import annotations

import pytest

from ragaudit._measure.probe_set.loading import loads
from ragaudit._measure.probe_set.writing import dumps
from ragaudit._monitor.proposing import COMMENT, proposed
from ragaudit._monitor.stripping import Stripper, stripped
from ragaudit.model import AskedOften, Directory, Usage, User

PEOPLE = Directory(
    users=(
        User("ann", "Ann Archer", "ann@pellworth.example"),
        User("bo"),
    )
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("reset the vpn of ann@example.org", "reset the vpn of [redacted: e-mail address]"),
        ("what does Ann Archer earn", "what does [redacted: name] earn"),
        ("what does ANN earn", "what does [redacted: name] earn"),
        ("call 0170 123 45 67 now", "call [redacted: number] now"),
        ("annual leave in 2026", "annual leave in 2026"),
        ("error 40412 on\nport 8080", "error 40412 on port 8080"),
        ("bo or box", "bo or box"),
        ("use i0VpEBOWfbZAVaBSo63bbH6x here", "use [redacted: token] here"),
        (
            "the internationalisation of kubernetes-1-28",
            "the internationalisation of kubernetes-1-28",
        ),
    ],
)
def test_personal_details(query: str, expected: str) -> None:
    """Go, also the names of people of the directory; the rest of the question stays."""
    assert expected == Stripper(PEOPLE)(query)


def test_only_what_many_asked() -> None:
    """One person's question is never shown; equal ones are one once they are stripped."""
    often = (
        AskedOften("mail of ann@example.org", 4, False),
        AskedOften("mail of bob@example.org", 3, False),
        AskedOften("my salary", 2, False),
        AskedOften("leave", 9, True),
    )
    found = stripped(Usage(often=often), PEOPLE, least=3, most=10).often
    expected = (
        AskedOften("mail of [redacted: e-mail address]", 7, False, redacted=True),
        AskedOften("leave", 9, True),
    )
    assert expected == found


def test_proposals_are_read_back() -> None:
    """As a probe set of its own that nobody has reviewed; one for each question."""
    often = [AskedOften("leave", 9, False), AskedOften("Leave", 3, True, ("docs:leave.md",))]
    (probe,) = proposed(often).probes
    (read,) = loads(dumps(proposed(often), COMMENT), "p.yaml").probes
    assert (probe.id, probe.query, "querylog", None) == (
        read.id,
        read.query,
        read.provenance.by,
        read.provenance.reviewed_by,
    )
    assert "at least 9 times not answered" == read.provenance.origin
