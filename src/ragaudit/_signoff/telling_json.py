"""What is said about a sign-off, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from ragaudit._signoff.evidence import Candidate
from ragaudit._signoff.telling import clean
from ragaudit._signoff.verifying import Verification
from ragaudit.model import Certificate, Refusal

_DECISION = "ragaudit.signoff/1"
_VERIFICATION = "ragaudit.verification/1"


def refused(refusals: Sequence[Refusal]) -> str:
    """Every reason, with what to do about it, and who has to."""
    reasons = [
        {
            "kind": one.kind,
            "what": clean(one.what),
            "next": clean(one.next),
            "whose": clean(one.whose) or None,
        }
        for one in refusals
    ]
    return _laid_out(_DECISION, {"outcome": "refused", "exit_code": 1, "refusals": reasons})


def may_sign(candidate: Candidate, figures: Iterable[tuple[str, str]]) -> str:
    """Nothing speaks against it; nothing was signed either."""
    return _laid_out(_DECISION, {
        "outcome": "may sign", "exit_code": 0, "refusals": [],
        **_by(candidate), "figures": _figures(figures),
    })  # fmt: skip


def signed(certificate: Certificate, place: str, candidate: Candidate) -> str:
    """What was signed, until when, and whose signature is still missing."""
    have = sum(signer.signed for signer in certificate.signers)
    missing = [clean(signer.name) for signer in certificate.signers if not signer.signed]
    return _laid_out(_DECISION, {
        "outcome": "signed", "exit_code": 0, "refusals": [], **_by(candidate),
        "figures": _figures(certificate.figures),
        "statement": clean(place),
        "valid_until": certificate.valid_until.isoformat(),
        "ends_because": clean(certificate.ends_because),
        "signatures": have,
        "threshold": certificate.threshold,
        "still_to_sign": missing if have < certificate.threshold else [],
        "waivers": [
            {"about": clean(one.about), "who": clean(one.who), "why": clean(one.why),
             "until": one.until.isoformat(), "covers": one.covers}
            for one in certificate.waivers
        ],
    })  # fmt: skip


def told(found: Verification, place: str, *, offline: bool) -> str:
    """Whether it holds, and every reason why not."""
    said = found.statement
    return _laid_out(_VERIFICATION, {
        "statement": clean(place),
        "outcome": found.outcome.value,
        "exit_code": found.outcome.exit_code,
        "offline": offline,
        "signed_at": said.signed_at.isoformat() if said else None,
        "valid_until": said.valid_until.isoformat() if said else None,
        "signers": [
            {"name": clean(s.name), "roles": [r.value for r in s.roles], "signed": s.signed}
            for s in found.signers
        ],
        "changes": [{"kind": c.kind, "what": clean(c.what)} for c in found.changes],
        "open": [clean(what) for what in found.open],
        "notes": [clean(note) for note in found.notes],
    })  # fmt: skip


def _by(candidate: Candidate) -> dict[str, str]:
    return {"by": clean(candidate.name), "role": candidate.role.value}


def _figures(figures: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {clean(name): clean(value) for name, value in figures}


def _laid_out(schema: str, parts: dict[str, Any]) -> str:
    return json.dumps({"schema": schema, **parts}, indent=2, ensure_ascii=False)
