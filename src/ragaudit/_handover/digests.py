"""Which messages there are: a digest for each owner, or one for a channel that is nobody's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ragaudit._handover.ledger import Key, Told, ToldVerdict
from ragaudit._handover.routing import routed
from ragaudit._handover.wording import count, footer, gate_text, header, told_text
from ragaudit.model import (
    AlertSettings,
    Audit,
    Finding,
    Message,
    Route,
    Severity,
    VerdictStatus,
)
from ragaudit.text import sha256

MOST_FINDINGS = 40
"""Findings in one message; more go into further ones, so that none is left out."""
ROOM = 700
"""Characters kept free for the title and the lines around findings."""
LONGEST = 30_000
"""Characters of a message where a channel takes more than anybody reads."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the run itself."""

    told: Mapping[Key, Told] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], ToldVerdict] = field(default_factory=dict)
    first_seen: Mapping[str, date] = field(default_factory=dict)
    personal: Collection[str] = ()
    """Channels with an address for each owner."""
    longest: Mapping[str, int] = field(default_factory=dict)
    """Channel to the characters one of its messages may have."""

    def times(self, key: Key) -> int:
        """How often somebody was told of a finding."""
        return told.times if (told := self.told.get(key)) else 0

    def is_told(self, key: Key) -> bool:
        """Whether somebody was told, and it was not gone since."""
        return (told := self.told.get(key)) is not None and not told.gone


def messages(audit: Audit, settings: AlertSettings, known: Known) -> list[Message]:
    """Everything to be told of a run, verdicts first.

    A finding is told once to a channel and owner, however many routes lead there.
    """
    found: dict[tuple[str, str], dict[str, Finding]] = defaultdict(dict)
    for route in settings.routes:
        for finding in routed(route, audit.findings):
            place = (route.to, owner_of(finding) if route.to in known.personal else "")
            if not (settings.only_new and known.is_told((*place, finding.fingerprint))):
                found[place][finding.fingerprint] = finding
    digests = [
        message
        for (channel, owner), some in sorted(found.items())
        for message in _digests(audit, channel, owner, list(some.values()), known)
    ]
    return [*_verdicts(audit, settings.routes, known), *digests]


def owner_of(finding: Finding) -> str:
    """Who owns it, as text that any database takes; empty where nobody does."""
    owner = (finding.owner or "").encode("utf-8", "backslashreplace").decode()
    return owner.replace("\0", "")


def _verdicts(audit: Audit, routes: Iterable[Route], known: Known) -> Iterator[Message]:
    status, kind = audit.verdict.status, audit.run.kind.value
    for channel in dict.fromkeys(route.to for route in routes if route.gate):
        last = known.verdicts.get((channel, kind))
        if status.value == last.status if last else status is VerdictStatus.PASSED:
            continue
        was = f" (was {last.status})" if last else ""
        title = f"ragaudit {kind}: {status.value.upper()}{was}"
        key = _key(channel, "", kind, status.value, last.times if last else 0)
        yield Message(key, channel, "", title, gate_text(audit, key))


def _digests(
    audit: Audit, channel: str, owner: str, findings: Sequence[Finding], known: Known
) -> Iterator[Message]:
    limit = min(known.longest.get(channel, LONGEST), LONGEST) - ROOM
    links = {d.id: d.deep_link for d in audit.documents if d.deep_link}
    texts = [
        (
            f,
            told_text(f, owner, links, known.first_seen.get(f.fingerprint), audit)[
                : max(limit, 200)
            ],
        )
        for f in findings
    ]
    parts = list(_parts(texts, limit))
    for number, part in enumerate(parts, 1):
        told = [f"{f.fingerprint}:{known.times((channel, owner, f.fingerprint))}" for f, _ in part]
        key = _key(channel, owner, *told)
        title = _title([f for f, _ in part])
        title += f", part {number} of {len(parts)}" if len(parts) > 1 else ""
        body = "\n\n".join((header(audit, owner), *(text for _, text in part), footer(audit, key)))
        found = tuple(f.fingerprint for f, _ in part)
        yield Message(key, channel, owner, title, body, found)


def _parts(texts: Sequence[tuple[Finding, str]], limit: int) -> Iterator[list[tuple[Finding, str]]]:
    part: list[tuple[Finding, str]] = []
    size = 0
    for one in texts:
        if part and (size + len(one[1]) > limit or len(part) == MOST_FINDINGS):
            yield part
            part, size = [], 0
        part.append(one)
        size += len(one[1]) + 2
    yield part


def _title(findings: Sequence[Finding]) -> str:
    errors = sum(f.severity is Severity.ERROR for f in findings)
    serious = f", {count(errors, 'error')}" if 0 < errors < len(findings) else ""
    if findings and errors == len(findings):
        return f"ragaudit: {count(errors, 'error')} to mend"
    return f"ragaudit: {count(len(findings), 'finding')} to mend{serious}"


def _key(channel: str, owner: str, *rest: object) -> str:
    return sha256("\0".join((channel, owner, *map(str, rest))))[:24]
