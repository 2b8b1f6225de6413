"""Who may read a document, in three values: yes, no, and not known."""

from ragaudit.model.access.decisions import (
    AccessDecision,
    AccessMatrix,
    decide,
)
from ragaudit.model.access.entries import (
    AccessState,
    Algorithm,
    Condition,
    Effect,
    Entry,
    Layer,
    Right,
)
from ragaudit.model.access.exposure import EXPOSURE_ORDER, Exposure
from ragaudit.model.access.policy import AccessPolicy
from ragaudit.model.access.principals import ANONYMOUS, Principal, PrincipalKind
from ragaudit.model.access.reader import Reader
from ragaudit.model.access.readers import Readers
from ragaudit.model.access.trace import Decision, Step

__all__ = [
    "ANONYMOUS",
    "EXPOSURE_ORDER",
    "AccessDecision",
    "AccessMatrix",
    "AccessPolicy",
    "AccessState",
    "Algorithm",
    "Condition",
    "Decision",
    "Effect",
    "Entry",
    "Exposure",
    "Layer",
    "Principal",
    "PrincipalKind",
    "Reader",
    "Readers",
    "Right",
    "Step",
    "decide",
]
