"""The in-toto Statement v1 that is signed, with a predicate of our own.

`https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md`; docs/signoff.md describes
the predicate `urn:ragaudit:signoff:1`. Names are lowerCamelCase and times RFC 3339, as the
guidelines for predicates ask.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ragaudit import __version__
from ragaudit._signoff import checklist, content, figures, waiving
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit._signoff.records import Input, digest
from ragaudit.errors import UsageError
from ragaudit.model import ChecklistItem, Responsibility, Signer, Waiver
from ragaudit.redact import redact
from ragaudit.text import DateError, add_interval

TYPE = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:ragaudit:signoff:1"
RECORD, INPUT = "record", "input"
"""Kinds of subjects: files written beside the statement, and files that were there."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A file a statement covers."""

    name: str
    sha256: str
    kind: str


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement that was read, with the parts that decide whether it holds."""

    subjects: tuple[Subject, ...]
    signed_at: datetime
    valid_until: date
    threshold: int
    signers: tuple[Signer, ...]
    roles_allowed: tuple[Responsibility, ...]
    predicate: Mapping[str, Any]


def build(
    evidence: Evidence,
    candidate: Candidate,
    signers: Sequence[Signer],
    records: Mapping[str, bytes],
    inputs: Sequence[Input],
    now: datetime,
) -> bytes:
    """The payload. Raises `UsageError` where the end is no date."""
    signed_at = now.astimezone(UTC).replace(microsecond=0)
    until, because = _end(evidence, signed_at.date())
    subjects = [
        *({"name": n, "digest": {"sha256": digest(d)}, "annotations": {"kind": RECORD}}
          for n, d in records.items()),
        *({"name": one.name, "digest": {"sha256": one.sha256}, "annotations": {"kind": INPUT}}
          for one in inputs),
    ]  # fmt: skip
    predicate = {
        "signedOffAt": signed_at.isoformat().replace("+00:00", "Z"),
        "validUntil": until.isoformat(),
        "endsBecause": because,
        **_terms(evidence, candidate, signers),
        **_found(evidence),
    }
    statement = {
        "_type": TYPE,
        "subject": subjects,
        "predicateType": PREDICATE,
        "predicate": predicate,
    }
    return json.dumps(statement, sort_keys=True, ensure_ascii=True).encode()


def _terms(
    evidence: Evidence, candidate: Candidate, signers: Sequence[Signer]
) -> dict[str, object]:
    """Who decided what, on which terms."""
    settings = evidence.settings
    return {
        "signedFirstBy": {"name": candidate.name, "role": candidate.role.value},
        "threshold": settings.signoff.threshold,
        "rolesAllowed": [role.value for role in settings.signoff.roles],
        "signers": [
            {
                "name": s.name,
                "roles": [role.value for role in s.roles],
                "keyId": s.key_id,
                "publicKey": s.public_key,
            }
            for s in signers
        ],
        "roles": {
            role.value: {"name": holder.name, "email": holder.email}
            for role, holder in settings.roles.items()
        },
        "automation": settings.automation.value if settings.automation else None,
        "waivers": [_waiver(evidence, w, covers) for w, covers in content.uses(evidence).items()],
    }


def _waiver(evidence: Evidence, waiver: Waiver, covers: int) -> dict[str, object]:
    return {
        "about": redact(waiving.in_words(waiver, evidence.audit.rules)),
        "who": waiver.who,
        "why": redact(waiver.why),
        "until": waiver.until.isoformat(),
        "covers": covers,
    }


def _found(evidence: Evidence) -> dict[str, object]:
    """What the run shows."""
    run, items = evidence.audit.run, evidence.audit.checklist
    items = items or checklist.checklist(evidence.audit, evidence.settings)
    return {
        "ragauditVersion": __version__,
        "runId": run.id,
        "asOf": run.as_of.isoformat(),
        "corpusDigest": run.corpus_digest,
        "verdict": evidence.audit.verdict.status.value,
        "figures": [list(pair) for pair in figures.figures(evidence)],
        "notCovered": list(figures.not_covered(evidence)),
        "checklist": [_item(item) for item in items],
    }


def _item(item: ChecklistItem) -> dict[str, str]:
    return {"name": item.name, "status": item.status.value, "evidence": redact(item.evidence)}


def _end(evidence: Evidence, signed_on: date) -> tuple[date, str]:
    """The day it ends, and why: no sign-off outlives a waiver it rests on."""
    policy = evidence.settings.signoff
    try:
        until = add_interval(signed_on, policy.valid_for)
    except DateError as error:
        raise UsageError(f"signoff.valid_for: {error}") from error
    ends = [(until, f"signoff.valid_for is {policy.valid_for}")]
    ends += [
        (
            waiver.until,
            f"the waiver for {redact(waiving.in_words(waiver, evidence.audit.rules))} ends then",
        )
        for waiver, covers in content.uses(evidence).items()
        if covers
    ]
    return min(ends, key=lambda end: end[0])


def _signer(said: Mapping[str, Any]) -> Signer:
    roles = tuple(map(Responsibility, said["roles"]))
    return Signer(said["name"], roles, said["keyId"], public_key=said["publicKey"])


def read(payload: bytes) -> Statement:
    """Parse a payload whose signature fits. Raises `UsageError` for one that is not ours."""
    try:
        data = json.loads(payload)
        if data["_type"] != TYPE or data["predicateType"] != PREDICATE:
            raise UsageError(
                f"the statement is of another kind: {str(data['predicateType'])[:100]}",
                f"this version reads {PREDICATE}",
            )
        predicate = data["predicate"]
        return Statement(
            tuple(
                Subject(s["name"], s["digest"]["sha256"], s["annotations"]["kind"])
                for s in data["subject"]
            ),
            datetime.fromisoformat(predicate["signedOffAt"]),
            date.fromisoformat(predicate["validUntil"]),
            int(predicate["threshold"]),
            tuple(_signer(s) for s in predicate["signers"]),
            tuple(map(Responsibility, predicate["rolesAllowed"])),
            predicate,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("the signed statement lacks what a sign-off says") from error
