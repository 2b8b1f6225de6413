"""What people are really served, as the last import of a query log left it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ragaudit.errors import StoreError
from ragaudit.model import Finding, Severity, Status, Usage

NAME = "served.json"
SCHEMA = "ragaudit.served/1"
LARGEST = 200_000_000
_RAISED = {Severity.INFO: Severity.WARN, Severity.WARN: Severity.ERROR}


@dataclass(frozen=True, slots=True)
class ServedDocuments:
    """How many answers each document was part of."""

    answers: Mapping[str, int] = field(default_factory=dict)
    """By catalogue id."""
    first: date | None = None
    last: date | None = None
    least: int = 10
    """Answers from which a finding is raised."""

    @property
    def period(self) -> str:
        """In words, for the end of a sentence."""
        if self.first is None or self.last is None:
            return ""
        return f" between {self.first} and {self.last}"


def write_served(file: Path, usage: Usage) -> None:
    """Keep how often documents were served: no questions, no people. Raises `StoreError`."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "first": usage.first.date().isoformat() if usage.first else None,
        "last": usage.last.date().isoformat() if usage.last else None,
        "questions": usage.questions,
        "answers": {served.name: served.answers for served in usage.documents},
    }
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        new = file.with_suffix(".new")
        new.write_bytes(msgspec.json.encode(data))
        new.replace(file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"{file} cannot be written: {why}", "check the folder") from error


def read_served(file: Path | None, least: int) -> ServedDocuments:
    """What was kept; nothing where no log was imported. Raises `StoreError`."""
    if file is None or not file.exists():
        return ServedDocuments(least=least)
    try:
        if file.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        return _read(msgspec.json.decode(file.read_bytes(), type=dict[str, Any]), least)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{file} cannot be used: {error}", "import the log again, or remove the file"
        ) from error


def _read(data: Mapping[str, Any], least: int) -> ServedDocuments:
    if data.get("schema") != SCHEMA:
        raise ValueError(f"it is of “{data.get('schema')}”, not of {SCHEMA}")
    days = [date.fromisoformat(data[k]) if data.get(k) else None for k in ("first", "last")]
    answers = {str(k): int(v) for k, v in data["answers"].items()}
    return ServedDocuments(answers, days[0], days[1], least)


def raised(findings: Iterable[Finding], served: ServedDocuments) -> tuple[list[Finding], int]:
    """Findings, one step more severe where people are served the document; and how many are.

    How sure a rule is does not change, so that what is too unsure for the gate stays so.
    """
    count, found = 0, []
    for finding in findings:
        answers = served.answers.get(finding.document or "", 0)
        level = _RAISED.get(finding.severity)
        if level is not None and answers >= served.least and finding.status is Status.OPEN:
            told = f"{finding.message} It was part of {answers:,} answers{served.period}."
            finding = replace(finding, severity=level, message=told)
            count += 1
        found.append(finding)
    return found, count
