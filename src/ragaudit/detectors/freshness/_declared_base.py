"""The state of its original that a document says it was made from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ragaudit.model import Document, MetaField
from ragaudit.text import DateError, parse_date

_REVISION = (
    "l10n.sourcecommit", "sourcecommit", "defaultlangcommit", "translatedfromrevision",
    "sourcerevision", "originalrevision", "baserevision", "basecommit", "originalcommit",
)  # fmt: skip
"""MDN writes the first, OpenTelemetry the third."""
_DATE = ("sourcedate", "translatedfromdate", "originaldate", "basedate", "sourceupdated")
_HASH = ("sourcehash", "sourcesha256", "originalhash", "basehash", "sourcechecksum")
_HEX = re.compile(r"[0-9a-f]{7,64}")


@dataclass(frozen=True, slots=True)
class DeclaredBase:
    """What the metadata says; empty where it says nothing that can be used."""

    revision: str = ""
    day: date | None = None
    sha256: str = ""
    field: MetaField | None = None


def declared_base(document: Document) -> DeclaredBase:
    """Read it; a revision tells more than a hash, and a hash more than a day."""
    fields = {f.key.replace("_", ""): f for f in reversed(document.content.metadata)}
    for key in _REVISION:
        if (field := fields.get(key)) and _HEX.fullmatch(field.value.strip().lower()):
            return DeclaredBase(revision=field.value.strip().lower(), field=field)
    for key in _HASH:
        if (field := fields.get(key)) is not None:
            value = field.value.strip().lower().removeprefix("sha256:")
            if _HEX.fullmatch(value) and len(value) == 64:
                return DeclaredBase(sha256=value, field=field)
    for key in _DATE:
        if (field := fields.get(key)) is not None:
            try:
                return DeclaredBase(day=parse_date(field.value), field=field)
            except DateError:
                continue
    return DeclaredBase()
