"""From a statement and who signed it to the certificate people read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from ragaudit._signoff.statement import Statement
from ragaudit.errors import UsageError
from ragaudit.model import (
    Automation,
    Certificate,
    ChecklistItem,
    CheckStatus,
    Responsibility,
    RoleHolder,
    WaiverUse,
)


def certificate(statement: Statement, signed: Collection[str]) -> Certificate:
    """What a statement says; `signed` are the ids of the keys whose signatures fit.

    Raises `UsageError` where the statement lacks a part.
    """
    said = statement.predicate
    try:
        return Certificate(
            signed_at=statement.signed_at,
            valid_until=statement.valid_until,
            ends_because=said["endsBecause"],
            as_of=date.fromisoformat(said["asOf"]),
            version=said["ragauditVersion"],
            automation=Automation(said["automation"]),
            signers=tuple(replace(s, signed=s.key_id in signed) for s in statement.signers),
            threshold=statement.threshold,
            roles=tuple(_holder(role, said["roles"]) for role in Responsibility),
            figures=tuple((name, value) for name, value in said["figures"]),
            digests=tuple((s.name, s.sha256) for s in statement.subjects),
            waivers=tuple(_waiver(row) for row in said["waivers"]),
            not_covered=tuple(said["notCovered"]),
            checklist=tuple(
                ChecklistItem(row["name"], CheckStatus(row["status"]), row["evidence"])
                for row in said["checklist"]
            ),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError("the signed statement lacks what a certificate says") from error


def _holder(role: Responsibility, said: dict[str, Any]) -> RoleHolder:
    return RoleHolder(role, said[role.value]["name"], said[role.value]["email"])


def _waiver(row: dict[str, Any]) -> WaiverUse:
    return WaiverUse(
        row["about"], row["who"], row["why"], date.fromisoformat(row["until"]), int(row["covers"])
    )
