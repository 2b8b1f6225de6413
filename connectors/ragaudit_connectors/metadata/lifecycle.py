"""Where a document says it stands in its life, and what it says has replaced it."""

from __future__ import annotations

import re

from ragaudit.model import Fact, Lifecycle
from ragaudit_connectors.metadata.conventions import (
    FLAGS,
    STAGES,
    STATUS,
    SUPERSEDED_BY,
    says_nothing,
)
from ragaudit_connectors.metadata.fields import Field, Fields

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})
_BY = re.compile(r"(?:superseded|replaced|obsoleted)\s+by:?\s+(\S.{0,500})", re.IGNORECASE)
_LINK = re.compile(r"\[[^\[\]]{0,200}\]\(([^()\s]{1,300})\)")
_FLAG_RANKS = {key: rank for rank, key in enumerate(FLAGS)}
_DECORATION = re.compile(r"^[^\w]+|[^\w]+$")


def read_lifecycle(fields: Fields) -> Fact[Lifecycle]:
    """A flag that is set beats a status in words; an unknown word says nothing."""
    for field in fields.find(_FLAG_RANKS):
        if is_true(field.value):
            return field.known(FLAGS[field.key])
    for field in fields.under("published"):
        if field.value.strip().lower() in _FALSE:
            return field.known(Lifecycle.DRAFT)
    facts = [_staged(field) for field in fields.find(STATUS) if not says_nothing(field.value)]
    return next((f for f in facts if f.known), facts[0] if facts else Fact.absent())


def read_superseded_by(fields: Fields) -> Fact[str]:
    """A key of its own, or `status: superseded by 0012-new.md`."""
    for field in fields.find(SUPERSEDED_BY):
        if not says_nothing(field.value) and not is_true(field.value):
            return field.known(_target(field.value))
    for field in fields.find(STATUS):
        if match := _BY.match(field.value.strip()):
            return field.known(_target(match[1]))
    return Fact.absent()


def is_true(value: str) -> bool:
    """Whether a value is one of YAML's words for yes."""
    return value.strip().lower() in _TRUE


def _staged(field: Field) -> Fact[Lifecycle]:
    words = _DECORATION.sub("", field.value.strip()[:100]).lower()
    slug = re.sub(r"[\s_]+", "-", words)
    stage = STAGES.get(slug)
    if stage is None and _BY.match(field.value.strip()):
        stage = Lifecycle.DEPRECATED
    if stage is None:
        return field.absent(f"`{field.name}: {field.value.strip()[:60]}` is no stage of a document")
    return field.known(stage)


def _target(text: str) -> str:
    """What is named, also where it is written as a Markdown link."""
    link = _LINK.search(text)
    return link[1] if link else text.strip().strip("\"'").strip()
