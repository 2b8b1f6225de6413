"""Messages that could not be delivered, kept in a file until they are."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from ragaudit._handover.digests import Known
from ragaudit._handover.routing import Checked, Place
from ragaudit.errors import StoreError
from ragaudit.model import Audit, Delivery, Message, RunKind

NAME = "dead-letters.jsonl"
Row = dict[str, Any]


def read_dead(file: Path) -> list[Row]:
    """What is in the file; nothing where there is none. Raises `StoreError`."""
    try:
        lines = file.read_text("utf-8").splitlines() if file.exists() else []
        rows = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError, RecursionError) as error:
        raise StoreError(f"{file} cannot be read: {error}", "move it away to start anew") from error
    return [row for row in rows if isinstance(row, dict)]


def write_dead(file: Path, rows: Collection[Row]) -> None:
    """Replace the file, for nobody else to read. Raises `StoreError`."""
    if not rows and not file.exists():
        return
    try:
        made = file.with_suffix(".new")
        made.unlink(missing_ok=True)
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.writelines(json.dumps(row, ensure_ascii=True) + "\n" for row in rows)
        made.replace(file)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(f"{file} cannot be written: {why}", "check the folder") from error


def dead_row(delivery: Delivery, places: Mapping[str, Place], kind: RunKind, when: str) -> Row:
    """A message that was not delivered."""
    message = delivery.message
    return {
        "key": message.key,
        "channel": message.channel,
        "owner": message.owner,
        "title": message.title,
        "body": message.body,
        "findings": [
            {"fingerprint": f, "code": p.code, "source": p.source, "spots": p.spots}
            for f in message.findings
            if (p := places.get(f)) is not None
        ],
        "run": kind.value,
        "reason": delivery.reason,
        "at": when,
    }


def still_dead(
    rows: Iterable[Row], audit: Audit, wanted: Iterable[Message], known: Known, held: bool
) -> list[Row]:
    """Rows of earlier runs that this one neither delivered, nor tried, nor found to be over.

    What a run wants to tell, it makes messages of anew: delivered, or dead under another key. What
    is held by quiet hours stays here.
    """
    checked = Checked(audit)
    by_message = [(m.channel, m.findings) for m in wanted]
    anew = {(channel, f) for channel, findings in by_message for f in findings}
    gates = {channel for channel, findings in by_message if not findings}
    told = {(t.channel, t.fingerprint) for t in known.told.values() if not t.gone}
    kept = []
    for row in rows:
        channel, findings = str(row.get("channel", "")), _findings(row)
        if not row.get("findings"):
            # A verdict is of interest until there is a newer one of its kind.
            if row.get("run") != audit.run.kind.value or (held and channel in gates):
                kept.append(row)
            continue
        left = [
            (fingerprint, place)
            for fingerprint, place in findings
            if (channel, fingerprint) not in told
            and (held or (channel, fingerprint) not in anew)
            and not checked.gone(fingerprint, place)
            and not _settled(fingerprint, channel, audit, anew)
        ]
        if left:
            kept.append(row)
    return kept


def _settled(fingerprint: str, channel: str, audit: Audit, anew: set[tuple[str, str]]) -> bool:
    """Whether it is there and nobody is to be told any more: accepted, or routed elsewhere."""
    there = any(f.fingerprint == fingerprint for f in audit.findings)
    return there and (channel, fingerprint) not in anew


def _findings(row: Row) -> list[tuple[str, Place]]:
    found = row.get("findings")
    items = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [
        (str(o.get("fingerprint", "")), Place(*(str(o.get(k, "")) for k in _PLACE))) for o in items
    ]


_PLACE = ("code", "source", "spots")
