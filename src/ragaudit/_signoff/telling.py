"""What is said about a sign-off, in lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from ragaudit._measure.probe_set.shown import visible
from ragaudit._signoff.evidence import Candidate
from ragaudit._signoff.people import WHO
from ragaudit._signoff.verifying import Outcome, Verification
from ragaudit.model import Certificate, Refusal
from ragaudit.redact import redact

_WIDTH = 100
_LONGEST = 1_000
_LABEL = 26
"""Columns for the name of a figure."""
_HEADINGS = {
    "role": "Roles",
    "signer": "Who signs",
    "run": "The run that was read",
    "waiver": "Waivers that have ended",
    "finding": "Findings, neither mended nor waived",
    "unread": "Not read",
    "unknown": "Not known",
    "probes": "The retriever",
    "coverage": "Nobody asked",
    "autonomy": "Automation",
}
_KINDS = {
    "signature": "Signatures",
    "time": "Time",
    "files": "Files",
    "documents": "Documents",
    "access": "Access",
    "probes": "Probes",
    "config": "Configuration",
    "policy": "Policy",
}


def refused(refusals: Sequence[Refusal]) -> str:
    """Every reason, by what it is about; what to do stands once below those it is for."""
    count = len(refusals)
    lines = [f"Not signed: {count} {'reason' if count == 1 else 'reasons'}."]
    for kind, found in groupby(refusals, key=lambda one: one.kind):
        group = list(found)
        lines += ["", f"{_HEADINGS.get(kind, kind)} ({len(group)})"]
        for todo in dict.fromkeys(one.next for one in group):
            for one in (one for one in group if one.next == todo):
                whose = f" — {one.whose or 'nobody'}"
                lines += _wrapped(f"{one.what}{whose}", "  ", "      ")
            lines += _wrapped(todo, "      → ", "        ")
    return "\n".join(lines)


def may_sign(candidate: Candidate, figures: Iterable[tuple[str, str]]) -> str:
    """Nothing speaks against it, and what was found."""
    head = (
        f"Nothing speaks against a signature of {clean(candidate.name)} as {WHO[candidate.role]}."
    )
    return "\n".join((head, "", *_figures(figures), "", "Nothing was signed (--dry-run)."))


def signed(certificate: Certificate, place: str, candidate: Candidate) -> str:
    """What was signed, until when, and what may still be missing."""
    have = sum(signer.signed for signer in certificate.signers)
    lines = [
        f"Signed by {clean(candidate.name)} as {WHO[candidate.role]}: {clean(place)}, "
        f"{have} of {certificate.threshold} {_signatures(certificate.threshold)}",
        *_wrapped(f"valid until {certificate.valid_until}: {certificate.ends_because}", "  ", "  "),
        "",
        *_figures(certificate.figures),
    ]
    if waivers := certificate.waivers:
        lines.append("")
        for waiver in waivers:
            lines += _wrapped(
                f"waived until {waiver.until} by {waiver.who}: {waiver.about} "
                f"({waiver.covers}) — {waiver.why}",
                "  ",
                "      ",
            )
    if have < certificate.threshold:
        missing = ", ".join(s.name for s in certificate.signers if not s.signed)
        lines += ["", *_wrapped(f"Still to sign: {missing}", "", "  ")]
        todo = f"ragaudit signoff --add-signature {place} --role … --as … --key …"
        lines += _wrapped(todo, "  → ", "    ")
    return "\n".join(lines)


def told(found: Verification, place: str, *, offline: bool) -> str:
    """Whether it holds, and every reason why not."""
    lines = [*_head(found, place, offline)]
    for kind, changes in groupby(found.changes, key=lambda one: one.kind):
        lines += ["", _KINDS.get(kind, kind)]
        for change in changes:
            lines += _wrapped(change.what, "  ", "      ")
    if found.open:
        lines += ["", "Not looked at"]
        for what in found.open:
            lines += _wrapped(what, "  ", "      ")
    if found.notes:
        lines.append("")
        for note in found.notes:
            lines += _wrapped(note, "", "  ")
    if found.outcome is Outcome.BROKEN:
        lines += ["", "  → `ragaudit signoff` decides anew; until then nothing is signed off"]
    return "\n".join(lines)


def _head(found: Verification, place: str, offline: bool) -> Iterator[str]:
    words = {
        Outcome.HOLDS: "HOLDS",
        Outcome.BROKEN: "BROKEN",
        Outcome.INCOMPLETE: "INCOMPLETE",
    }
    yield f"{words[found.outcome]} (exit code {found.outcome.exit_code}): {clean(place)}"
    said = found.statement
    if said is None:
        return
    names = ", ".join(_by(s.name, [WHO[r] for r in s.roles]) for s in found.signers if s.signed)
    day = f"{said.signed_at:%Y-%m-%d %H:%M} UTC"
    who = names or "nobody that counts"
    yield from _wrapped(f"signed {day} by {who}; valid until {said.valid_until}", "  ", "  ")
    if offline:
        yield "  offline: documents and access lists were not looked at"


def _by(name: str, roles: Sequence[str]) -> str:
    return f"{name} ({', '.join(roles)})" if roles else name


def _figures(figures: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, value in figures:
        label = f"  {clean(name):<{_LABEL}}"
        yield from _wrapped(value, label, " " * len(label))


def _signatures(count: int) -> str:
    return "signature that is needed" if count == 1 else "signatures that are needed"


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(
        clean(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
    )


def clean(text: str) -> str:
    """One line without secrets, and without signs that steer a terminal."""
    return visible(redact(text, emails=False), _LONGEST)
